// Any bytes as a workbook: it is read, or refused with a sentence; its points can be derived.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "knowledge/official_document.h"
#include "knowledge/workbook.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yishou::knowledge;
  const auto workbook = read_workbook({reinterpret_cast<const char*>(data), size}, "fuzz.xlsx");
  if (!workbook.has_value()) return workbook.error().message.empty() ? 1 : 0;
  const auto document = find_points(*workbook, "fuzz.xlsx", [](std::string_view code) { return code.size() % 2 == 1; });
  if (!document.has_value()) return 0;
  for (const OfficialPoint& point : document->points) static_cast<void>(natural_key(derive(point)));
  return 0;
}
