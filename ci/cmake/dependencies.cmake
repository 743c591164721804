# Everything comes from the distribution's packages; ci/setup.sh installs them.
find_package(CLI11 REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(ZLIB REQUIRED)
find_package(zstd REQUIRED)
find_package(yaml-cpp REQUIRED)

add_library(wvagate_rapidjson INTERFACE)
target_include_directories(wvagate_rapidjson SYSTEM INTERFACE ${RapidJSON_INCLUDE_DIRS} ${RAPIDJSON_INCLUDE_DIRS})
