# ccache where present; nothing depends on it.
find_program(YISHOU_CCACHE ccache)
if(YISHOU_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${YISHOU_CCACHE})
endif()
