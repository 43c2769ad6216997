#include "knowledge/shipped.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "knowledge/embedded.h"
#include "knowledge/own_points.h"

namespace yishou::knowledge {

std::vector<StoredPoint> shipped_published() {
  auto points = read_points(embedded::shipped_points, "points.csv");
  YISHOU_CHECK(points.has_value(), "the shipped points can be read");
  return *std::move(points);
}

// The tables are ours: what is wrong in them is a bug, and the tests of this room find it.
std::vector<StoredPoint> shipped_own() {
  const std::vector<StoredPoint> published = shipped_published();
  std::unordered_map<std::string_view, const PointRow*> by_id;
  for (const StoredPoint& point : published) by_id.emplace(point.row.point_id, &point.row);
  const CodesOfPoint codes_of = [&](std::uint16_t rule, std::string_view id) {
    const auto found = by_id.find(id);
    return found == by_id.end() || found->second->rule != rule ? nullptr : &found->second->codes;
  };
  std::vector<StoredPoint> out;
  const auto take = [&](std::string_view name, std::string_view text, State state, std::string_view batch) {
    auto own = read_own_points(text, name, OwnCheck::kMeaning, codes_of);
    YISHOU_CHECK(own.has_value(), "a shipped table can be read");
    YISHOU_CHECK(own->left.empty(), "every row of a shipped table is good");
    for (PointRow& row : own->rows) {
      StoredPoint& point = out.emplace_back();
      point.row = std::move(row);
      point.row.state = state;
      point.batch = batch;
      point.document = name;
    }
  };
  take("listed.csv", embedded::shipped_listed, State::kListed, "listed");
  for (const auto& [name, text] : embedded::shipped_reference()) take(name, text, State::kReference, "reference");
  return out;
}

}  // namespace yishou::knowledge
