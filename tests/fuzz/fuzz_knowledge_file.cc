// Any text as a batch file and as a manifest of a base; what is read as a batch file is written as it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/manifest.h"
#include "knowledge/point_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yishou::knowledge;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  static_cast<void>(read_manifest(text, "manifest.csv"));
  const auto points = read_points(text, "fuzz.csv");
  if (!points.has_value()) return 0;
  const std::string written = write_points(*points);
  const auto again = read_points(written, "again.csv");
  if (!again.has_value() || write_points(*again) != written) std::abort();
  return 0;
}
