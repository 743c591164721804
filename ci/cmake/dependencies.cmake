# Everything comes from the distribution's packages; ci/setup.sh installs them.
find_package(CLI11 REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(zstd REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
# SHA-256; the lightest library of Debian's that has it.
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
# gzip; inflates three times as fast as zlib.
pkg_check_modules(ISAL REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(SQLITE REQUIRED sqlite3>=3.39)
pkg_check_modules(LIBPQ REQUIRED libpq)

# SQLite into the program itself, where there is an archive of it: every start would have to load it.
find_library(WVAGATE_SQLITE NAMES libsqlite3.a sqlite3 HINTS ${SQLITE_LIBRARY_DIRS} REQUIRED)
add_library(wvagate_sqlite INTERFACE)
target_include_directories(wvagate_sqlite SYSTEM INTERFACE ${SQLITE_INCLUDE_DIRS})
target_link_libraries(wvagate_sqlite INTERFACE ${WVAGATE_SQLITE} Threads::Threads ${CMAKE_DL_LIBS} m)

# PostgreSQL's library is loaded when it is wanted (harness/history/libpq.hpp); only its types are needed here.
add_library(wvagate_libpq_headers INTERFACE)
target_include_directories(wvagate_libpq_headers SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIRS})
target_link_libraries(wvagate_libpq_headers INTERFACE ${CMAKE_DL_LIBS})

# Headers of others are not ours to warn about.
add_library(wvagate_solver INTERFACE)
target_link_libraries(wvagate_solver INTERFACE Eigen3::Eigen Boost::headers)

add_library(wvagate_rapidjson INTERFACE)
target_include_directories(wvagate_rapidjson SYSTEM INTERFACE ${RapidJSON_INCLUDE_DIRS} ${RAPIDJSON_INCLUDE_DIRS})
if(WVAGATE_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(wvagate_rapidjson INTERFACE "-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/tests/fuzz/ignored.txt")
endif()
