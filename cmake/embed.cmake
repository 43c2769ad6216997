# yishou_embed(TARGET SYMBOL FILE): puts FILE into the program as `extern const std::string_view SYMBOL` (namespace
# yishou::embedded), by the assembler's .incbin: no generated source of megabytes, no path needed at run time.
function(yishou_embed target symbol file)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cc")
  file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT [=[
#include <string_view>
__asm__(
    ".section .rodata\n.balign 16\nyishou_@symbol@_begin:\n.incbin \"@file@\"\nyishou_@symbol@_end:\n.byte 0\n.previous\n");
extern "C" {
extern const char yishou_@symbol@_begin[];
extern const char yishou_@symbol@_end[];
}
namespace yishou::embedded {
extern const std::string_view @symbol@;
const std::string_view @symbol@{yishou_@symbol@_begin,
                                static_cast<std::size_t>(yishou_@symbol@_end - yishou_@symbol@_begin)};
}  // namespace yishou::embedded
]=])
  target_sources(${target} PRIVATE "${out}")
  set_source_files_properties("${out}" PROPERTIES OBJECT_DEPENDS "${file}")
endfunction()
