// Any text as a parameter file: refused, or parameters that can be built for any region.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "knowledge/parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yishou::knowledge;
  const auto rows = read_parameters({reinterpret_cast<const char*>(data), size}, "fuzz.csv");
  if (!rows.has_value()) return 0;
  for (const std::string_view region : {"", "44", "440106"}) {
    const auto parameters = Parameters::build(*rows, region);
    if (parameters.has_value()) static_cast<void>(parameters->number("split_days").at(0));
  }
  return 0;
}
