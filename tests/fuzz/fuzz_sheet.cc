// Any bytes as the XML of a sheet inside an intact workbook: what fuzz_workbook seldom reaches, for a zip proves its parts.
#include <cstddef>
#include <cstdint>
#include <string>

#include "knowledge/official_document.h"
#include "knowledge/test_workbook.h"
#include "knowledge/workbook.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yishou::knowledge;
  const std::string bytes = zip_of(
      {{"xl/workbook.xml", R"(<workbook><sheets><sheet name="医疗服务项目限定频次" r:id="s"/></sheets></workbook>)"},
       {"xl/_rels/workbook.xml.rels", R"(<R><Relationship Id="s" Type="x" Target="s.xml"/></R>)"},
       {"xl/s.xml", std::string{reinterpret_cast<const char*>(data), size}}});
  const auto workbook = read_workbook(bytes, "fuzz.xlsx");
  if (!workbook.has_value()) return 0;
  const auto document = find_points(*workbook, "fuzz.xlsx", [](std::string_view code) { return code.size() % 2 == 1; });
  if (!document.has_value()) return 0;
  for (const OfficialPoint& point : document->points) static_cast<void>(natural_key(derive(point)));
  return 0;
}
