option(WVAGATE_BUILD_TESTS "Build the tests" ON)
option(WVAGATE_BUILD_BENCH "Build the benchmarks (needs Google Benchmark)" OFF)
option(WVAGATE_BUILD_FUZZERS "Build the fuzz targets with libFuzzer (needs clang)" OFF)
option(WVAGATE_WERROR "Treat warnings as errors" OFF)
set(WVAGATE_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")
set(WVAGATE_RECORDINGS_DIR "" CACHE PATH "Directory of real controller logs; tests on them are skipped where it is empty")
if(NOT WVAGATE_RECORDINGS_DIR AND IS_DIRECTORY "${PROJECT_SOURCE_DIR}/../shared/recordings")
  set(WVAGATE_RECORDINGS_DIR "${PROJECT_SOURCE_DIR}/../shared/recordings" CACHE PATH "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# The build type of CI: optimised, with asserts. project() has put an empty entry into the cache.
if(NOT CMAKE_CXX_FLAGS_CI)
  set(CMAKE_CXX_FLAGS_CI "-O2 -g1" CACHE STRING "Flags of the CI build type" FORCE)
endif()

find_program(WVAGATE_CCACHE ccache)
mark_as_advanced(WVAGATE_CCACHE)
if(WVAGATE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache must overlook to keep what is compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${WVAGATE_CCACHE}")
endif()

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
