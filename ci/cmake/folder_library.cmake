# wvagate_folder(NAME SOURCES … USES …): the one static library of the calling folder.
# USES lists every other target that the folder's files may include; ci/check_layers.sh holds the includes against it.
function(wvagate_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES")
  add_library(wvagate_${name} STATIC ${arg_SOURCES})
  target_include_directories(wvagate_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(wvagate_${name}
    PUBLIC ${arg_USES}
    PRIVATE wvagate_warnings wvagate_sanitizers)
endfunction()
