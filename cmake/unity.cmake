# Unity builds: several sources of one target compiled as one. Most of a compilation here is the standard library, fmt, CLI11
# and GoogleTest, parsed and instantiated again for every file; together they are paid for once. All presets do so
# (YISHOU_UNITY) but `tidy`, in which clang-tidy sees each file by itself and so proves that it includes what it needs.
# Two files of a room that use one name for two things in their unnamed namespaces cannot be together: rename one, or list one
# as ALONE in its room.
option(YISHOU_UNITY "compile the sources of a target together" OFF)

# yishou_unity(TARGET [ALONE file...]): FILE without its folder.
function(yishou_unity target)
  cmake_parse_arguments(UNITY "" "" "ALONE" ${ARGN})
  if(NOT YISHOU_UNITY)
    return()
  endif()
  # Few and large costs least in all; 16 keeps two cores busy and a change of one file cheap enough.
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(file "${source}" NAME)
    if(file IN_LIST UNITY_ALONE)
      set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
endfunction()
