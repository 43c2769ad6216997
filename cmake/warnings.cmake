# Warnings and sanitizers of our own targets; third-party headers are SYSTEM and stay out of it.
add_library(yishou_warnings INTERFACE)
target_compile_options(yishou_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives of these three inside the inlined standard library at -O2.
  target_compile_options(yishou_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # std::stable_sort of libstdc++ 12 uses std::get_temporary_buffer, which it marks as deprecated itself; GCC stays quiet
  # about its own headers and still tells us about ours.
  target_compile_options(yishou_warnings INTERFACE -Wno-deprecated-declarations)
endif()
# The preset tsan must inline std::mutex::lock (-O1, not -Og): as a function of ours it would stand in for DuckDB's own too, whose
# locks ThreadSanitizer would then see taken and never given back.
if(YISHOU_SANITIZE)
  target_compile_options(yishou_warnings INTERFACE -fsanitize=${YISHOU_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(yishou_warnings INTERFACE -fsanitize=${YISHOU_SANITIZE})
endif()
