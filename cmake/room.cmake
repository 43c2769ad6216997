# yishou_room(NAME [DEPS room...] [LIBS target...]): the static library of src/NAME from all its .cc files but tests.
# Tests of a room are its *_test.cc files, linked into one program test_NAME.
function(yishou_room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cc")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(sources)
    add_library(yishou_${name} STATIC ${sources})
    target_link_libraries(yishou_${name} PRIVATE yishou_warnings ${ROOM_LIBS})
    target_include_directories(yishou_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
    foreach(dep IN LISTS ROOM_DEPS)
      target_link_libraries(yishou_${name} PUBLIC yishou_${dep})
    endforeach()
  else()
    add_library(yishou_${name} INTERFACE)
    target_include_directories(yishou_${name} INTERFACE "${CMAKE_SOURCE_DIR}/src")
    foreach(dep IN LISTS ROOM_DEPS)
      target_link_libraries(yishou_${name} INTERFACE yishou_${dep})
    endforeach()
  endif()
  set_property(GLOBAL APPEND PROPERTY YISHOU_ROOMS yishou_${name})
  if(YISHOU_TESTS AND tests)
    yishou_test(${name} "${tests}" yishou_${name} ${ROOM_LIBS})
  endif()
endfunction()

# yishou_test(NAME SOURCES LIB...): one GoogleTest program, one ctest entry; its counts go to build/.../results.
function(yishou_test name sources)
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE yishou_warnings GTest::gtest GTest::gmock GTest::gtest_main fmt::fmt
                                             ${ARGN})
  target_compile_definitions(test_${name} PRIVATE YISHOU_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                  YISHOU_BINARY="${CMAKE_BINARY_DIR}/yishou")
  add_test(NAME ${name} COMMAND test_${name} --gtest_output=json:${CMAKE_BINARY_DIR}/results/${name}.json
           WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()
