// What an import changed, and what differs between two sets of effective rows.
#include <algorithm>
#include <map>
#include <string>

#include "knowledge/import.h"
#include "knowledge/official_point.h"

namespace yishou::knowledge {
namespace {

bool holds_equally(const PointRow& a, const PointRow& b) {
  return same_facts(a, b) && a.region == b.region && a.valid_from == b.valid_from && a.valid_to == b.valid_to &&
         a.needs_condition == b.needs_condition && a.state == b.state;
}

// Codes in one and not in the other.
std::vector<std::string> minus(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  std::vector<std::string> out;
  std::ranges::set_difference(a, b, std::back_inserter(out));
  return out;
}

}  // namespace

Change make_change(const StoredPoint* before, StoredPoint after) {
  Change change;
  if (before == nullptr) {
    change.kind = Change::Kind::kNew;
    change.added = after.row.codes;
  } else {
    change.kind = Change::Kind::kChanged;
    change.before = *before;
    change.added = minus(after.row.codes, before->row.codes);
    change.removed = minus(before->row.codes, after.row.codes);
  }
  change.after = std::move(after);
  return change;
}

bool ImportReport::any_refused() const {
  return std::ranges::any_of(files, [](const FileReport& file) {
    return std::ranges::any_of(file.left, [](const LeftOut& left) { return is_refusal(left.why); });
  });
}

std::size_t ImportReport::count(Change::Kind kind) const {
  std::size_t total = 0;
  for (const FileReport& file : files)
    total += static_cast<std::size_t>(std::ranges::count(file.changes, kind, &Change::kind));
  return total;
}

std::vector<PointDifference> compare(const std::vector<PointRow>& before, const std::vector<PointRow>& after) {
  std::multimap<std::string_view, const PointRow*> old;
  for (const PointRow& row : before) old.emplace(row.point_id, &row);
  // First what stayed as it was, then what is left of an id: a point that a region confirmed has changed, it is not another one.
  std::vector<const PointRow*> rest;
  for (const PointRow& row : after) {
    const auto [first, last] = old.equal_range(row.point_id);
    const auto same = std::find_if(first, last, [&](const auto& entry) { return holds_equally(*entry.second, row); });
    if (same != last) {
      old.erase(same);
    } else {
      rest.push_back(&row);
    }
  }
  std::vector<PointDifference> out;
  for (const PointRow* row : rest) {
    const auto [first, last] = old.equal_range(row->point_id);
    auto match = std::find_if(first, last, [&](const auto& entry) { return entry.second->region == row->region; });
    if (match == last) match = first;
    if (match == last) {
      out.push_back({PointDifference::Kind::kAdded, {}, *row});
      continue;
    }
    out.push_back({PointDifference::Kind::kChanged, *match->second, *row});
    old.erase(match);
  }
  for (const auto& [id, row] : old) out.push_back({PointDifference::Kind::kRemoved, *row, {}});
  return out;
}

}  // namespace yishou::knowledge
