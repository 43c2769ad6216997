// Any text as own points: rows are taken or refused, and what is taken makes a snapshot that can be asked.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "knowledge/own_points.h"
#include "knowledge/snapshot_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yishou::knowledge;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  static_cast<void>(read_own_points(text, "fuzz.csv", OwnCheck::kMeaning));
  const auto snapshot = snapshot_from_csv(text, "", "440100");
  if (!snapshot.has_value()) return 0;
  for (const Point& point : snapshot->points()) {
    for (const std::string_view value : snapshot->values(point)) static_cast<void>(snapshot->resolve(value));
  }
  return 0;
}
