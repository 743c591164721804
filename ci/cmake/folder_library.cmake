# With sanitizers, clang reads the standard library's headers once for all folders, which saves a fifth to a third of its
# time. The other builds read what each file includes, so that none lacks an include.
if(WVAGATE_SANITIZE)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/std.cpp" CONTENT "")
  add_library(wvagate_std OBJECT "${PROJECT_BINARY_DIR}/std.cpp")
  target_precompile_headers(wvagate_std PRIVATE
    <algorithm> <array> <chrono> <cmath> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <unordered_map> <variant> <vector>)
  target_link_libraries(wvagate_std PRIVATE wvagate_warnings wvagate_sanitizers)
endif()

# wvagate_folder(NAME SOURCES … [PRECOMPILE …] USES …): the one static library of the calling folder.
# PRECOMPILE lists headers that all its files read once.
# USES lists every other target that the folder's files may include; ci/check_layers.sh holds the includes against it.
function(wvagate_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;PRECOMPILE")
  add_library(wvagate_${name} STATIC ${arg_SOURCES})
  target_include_directories(wvagate_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(wvagate_${name}
    PUBLIC ${arg_USES}
    PRIVATE wvagate_warnings wvagate_sanitizers)
  if(arg_PRECOMPILE)
    target_precompile_headers(wvagate_${name} PRIVATE ${arg_PRECOMPILE})
  elseif(WVAGATE_SANITIZE)
    target_precompile_headers(wvagate_${name} REUSE_FROM wvagate_std)
  endif()
endfunction()
