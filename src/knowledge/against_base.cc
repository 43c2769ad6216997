#include "knowledge/against_base.h"

#include <algorithm>

#include <fmt/format.h>

#include "knowledge/official_point.h"
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

bool same_row(const PointRow& row, const PointRow& other) {
  return same_facts(row, other) && row.valid_from == other.valid_from && row.valid_to == other.valid_to &&
         row.state == other.state && row.needs_condition == other.needs_condition && row.basis == other.basis;
}

std::string own_key(const PointRow& row) { return row.point_id + '\t' + row.region; }

std::set<std::string> own_that_stand(const std::vector<StoredPoint>& file, const OwnPlaces& places,
                                     const std::vector<StoredPoint>& base) {
  std::map<std::string, std::vector<const PointRow*>> groups;
  for (const StoredPoint& point : file) {
    if (point.row.state != State::kOfficial) groups[own_key(point.row)].push_back(&point.row);
  }
  std::set<std::string> out;
  for (const auto& [key, rows] : groups) {
    const auto found = places.find(key);
    if (found != places.end() && std::ranges::equal(rows, found->second, [&](const PointRow* mine, std::size_t place) {
      return same_row(*mine, base[place].row);
    })) {
      out.insert(key);
    }
  }
  return out;
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
