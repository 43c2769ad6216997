#include "knowledge/against_base.h"

#include <fmt/format.h>

#include "knowledge/own_checks.h"

namespace yishou::knowledge {

void OwnLimits::add(const PointRow& row) {
  if (row.state != State::kConfirmed || rows_join(row.rule)) return;
  for (const std::string& code : row.codes) by_code_.emplace(std::pair{row.rule, std::string_view{code}}, &row);
}

std::string OwnLimits::contradicted_by(const PointRow& row) const {
  if (row.state != State::kConfirmed) return {};
  for (const std::string& code : row.codes) {
    const auto [first, last] = by_code_.equal_range({row.rule, code});
    for (auto at = first; at != last; ++at) {
      if (at->second->point_id != row.point_id && !contradiction(row, *at->second).empty()) {
        return fmt::format("{} / {}", code, at->second->point_id);
      }
    }
  }
  return {};
}

std::set<std::string> ids_in_a_circle(const std::vector<StoredPoint>& file, const std::vector<StoredPoint>& base) {
  std::map<std::string_view, std::string_view> earlier;
  for (const auto* points : {&base, &file}) {
    for (const StoredPoint& point : *points) {
      if (!point.supersedes.empty()) earlier[point.row.point_id] = point.supersedes;
    }
  }
  std::set<std::string> out;
  for (const StoredPoint& point : file) {
    std::string_view at = point.supersedes;
    for (std::size_t steps = 0; !at.empty() && steps <= earlier.size(); ++steps) {
      if (at == point.row.point_id) {
        out.insert(point.row.point_id);
        break;
      }
      const auto found = earlier.find(at);
      at = found == earlier.end() ? std::string_view{} : found->second;
    }
  }
  return out;
}

}  // namespace yishou::knowledge
