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
  set_source_files_properties("${out}" PROPERTIES OBJECT_DEPENDS "${file}" SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# yishou_embed_folder(TARGET SYMBOL FILES…): puts all FILES in, and a function yishou::embedded::SYMBOL() that lists them as
# (file name, text) in the order given.
function(yishou_embed_folder target symbol)
  set(declarations "")
  set(entries "")
  set(number 0)
  foreach(file ${ARGN})
    math(EXPR number "${number} + 1")
    yishou_embed(${target} ${symbol}_${number} "${file}")
    get_filename_component(name "${file}" NAME)
    string(APPEND declarations "extern const std::string_view ${symbol}_${number};\n")
    string(APPEND entries "{\"${name}\", ${symbol}_${number}}, ")
  endforeach()
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cc")
  file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT [=[
#include <string_view>
#include <utility>
#include <vector>
namespace yishou::embedded {
@declarations@std::vector<std::pair<std::string_view, std::string_view>> @symbol@();
std::vector<std::pair<std::string_view, std::string_view>> @symbol@() { return {@entries@}; }
}  // namespace yishou::embedded
]=])
  target_sources(${target} PRIVATE "${out}")
endfunction()
