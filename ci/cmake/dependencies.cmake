# Everything comes from the distribution's packages; ci/setup.sh installs them.
find_package(CLI11 REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
# gzip; inflates three times as fast as zlib.
pkg_check_modules(ISAL REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(LIBPQ REQUIRED libpq)

# wvagate_archive(NAME PACKAGE ARCHIVE LIBRARY): the target wvagate_NAME for a package of pkg-config, into the program
# itself where there is an archive of it: a shared library would be loaded, and half a millisecond lost, at each start.
function(wvagate_archive name package archive library)
  string(TOUPPER "${name}" prefix)
  pkg_check_modules(${prefix} REQUIRED ${package})
  find_library(WVAGATE_${prefix} NAMES ${archive} ${library} HINTS ${${prefix}_LIBRARY_DIRS} REQUIRED)
  add_library(wvagate_${name} INTERFACE)
  target_include_directories(wvagate_${name} SYSTEM INTERFACE ${${prefix}_INCLUDE_DIRS})
  target_link_libraries(wvagate_${name} INTERFACE ${WVAGATE_${prefix}} ${ARGN})
endfunction()
wvagate_archive(nettle nettle libnettle.a nettle)  # SHA-256; the lightest library of Debian's that has it
wvagate_archive(sqlite sqlite3>=3.39 libsqlite3.a sqlite3 Threads::Threads ${CMAKE_DL_LIBS} m)
wvagate_archive(yaml yaml-cpp libyaml-cpp.a yaml-cpp)
wvagate_archive(zstd libzstd libzstd.a zstd)

# PostgreSQL's library is loaded when it is wanted (harness/history/libpq.hpp); only its types are needed here.
add_library(wvagate_libpq_headers INTERFACE)
target_include_directories(wvagate_libpq_headers SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIRS})
target_link_libraries(wvagate_libpq_headers INTERFACE ${CMAKE_DL_LIBS})

# Headers of others are not ours to warn about.
add_library(wvagate_solver INTERFACE)
target_link_libraries(wvagate_solver INTERFACE Eigen3::Eigen)
target_include_directories(wvagate_solver SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})

add_library(wvagate_rapidjson INTERFACE)
target_include_directories(wvagate_rapidjson SYSTEM INTERFACE ${RapidJSON_INCLUDE_DIRS} ${RAPIDJSON_INCLUDE_DIRS})
if(WVAGATE_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(wvagate_rapidjson INTERFACE "-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/tests/fuzz/ignored.txt")
endif()
