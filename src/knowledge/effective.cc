// What holds, in a region, of all the points known: versions, inheritance, validity, own in place of published.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "knowledge/base.h"
#include "knowledge/official_point.h"

namespace yishou::knowledge {
namespace {

/// Fee dates from … to, inclusive; kNoDay = open on that side.
struct Span {
  Day from = kNoDay;
  Day to = kNoDay;
  friend auto operator<=>(const Span&, const Span&) = default;
};

bool is_empty(Span span) { return span.from != kNoDay && span.to != kNoDay && span.to < span.from; }

// What is left of `spans` when the fee dates of `hole` are taken out.
std::vector<Span> without(const std::vector<Span>& spans, Span hole) {
  std::vector<Span> out;
  for (const Span span : spans) {
    if (hole.from != kNoDay) {
      Span left = span;
      left.to = span.to == kNoDay ? hole.from - 1 : std::min(span.to, hole.from - 1);
      if (!is_empty(left)) out.push_back(left);
    }
    if (hole.to != kNoDay) {
      Span right = span;
      right.from = span.from == kNoDay ? hole.to + 1 : std::max(span.from, hole.to + 1);
      if (!is_empty(right)) out.push_back(right);
    }
  }
  return out;
}

bool is_own(const StoredPoint& point) { return point.row.state != State::kOfficial; }

// Of own points with the same id and region only those of the newest batch stay: an import replaces what it names.
void keep_newest_own(std::vector<StoredPoint>& points) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> newest;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_own(points[i])) newest[{points[i].row.point_id, points[i].row.region}] = points[i].order;
  }
  if (newest.empty()) return;
  std::vector<bool> keep(points.size(), true);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_own(points[i])) keep[i] = newest.at({points[i].row.point_id, points[i].row.region}) == points[i].order;
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!keep[i]) continue;
    if (at != i) points[at] = std::move(points[i]);
    ++at;
  }
  points.resize(at);
}

// rules.md "Knowledge": the named point holds before the later one's publication, the later one from that day.
void apply_supersession(std::vector<StoredPoint>& points) {
  std::unordered_map<std::string_view, std::size_t, BytesHash> place;
  place.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) place.emplace(points[i].row.point_id, i);
  for (StoredPoint& later : points) {
    if (later.supersedes.empty()) continue;
    const auto found = place.find(later.supersedes);
    if (found == place.end()) continue;  // not known on that day: nothing to end
    PointRow& earlier = points[found->second].row;
    inherit(later.row, earlier);
    const Day from = later.published_at != kNoDay ? later.published_at : later.row.known_since;
    if (from == kNoDay) continue;
    later.row.valid_from = later.row.valid_from == kNoDay ? from : std::max(from, later.row.valid_from);
    earlier.valid_to = earlier.valid_to == kNoDay ? from - 1 : std::min(from - 1, earlier.valid_to);
  }
}

// Confirmed points with the same rule and code take the place of published and listed ones, on the fee dates on which they hold.
std::vector<PointRow> put_own_in_place(std::vector<PointRow> rows) {
  std::map<std::pair<std::uint16_t, std::string_view>, std::vector<Span>> own;
  for (const PointRow& row : rows) {
    if (row.state != State::kConfirmed) continue;
    for (const std::string& code : row.codes) own[{row.rule, code}].push_back({row.valid_from, row.valid_to});
  }
  if (own.empty()) return rows;
  std::vector<PointRow> out;
  out.reserve(rows.size());
  for (PointRow& row : rows) {
    std::map<std::vector<Span>, std::vector<std::string>> rest;  // what is left, by the codes for which it is left
    bool touched = false;
    if (row.state == State::kOfficial || row.state == State::kListed) {
      const std::vector<Span> whole{{row.valid_from, row.valid_to}};
      for (const std::string& code : row.codes) {
        std::vector<Span> left = whole;
        if (const auto found = own.find({row.rule, code}); found != own.end()) {
          touched = true;
          for (const Span hole : found->second) left = without(left, hole);
        }
        rest[std::move(left)].push_back(code);
      }
    }
    if (!touched) {
      out.push_back(row);  // copied: `own` looks into the codes
      continue;
    }
    for (const auto& [spans, codes] : rest) {
      for (const Span span : spans) {
        PointRow& part = out.emplace_back(row);
        part.codes = codes;
        part.valid_from = span.from;
        part.valid_to = span.to;
      }
    }
  }
  return out;
}

// Which reference rows say nothing in a region: those that the region confirmed without end, and those that it withdrew again while
// the same point is one of reference everywhere.
class NotReference {
 public:
  NotReference(const std::vector<StoredPoint>& points, std::string_view region) {
    for (const StoredPoint& point : points) {
      const PointRow& row = point.row;
      if (row.state == State::kOfficial || !region.starts_with(row.region)) continue;
      if (row.state == State::kConfirmed && row.valid_to == kNoDay) confirmed_.insert(row.point_id);
      if (row.state != State::kReference) continue;
      const auto [place, fresh] = widest_.emplace(row.point_id, row.region.size());
      if (!fresh) place->second = std::min(place->second, row.region.size());
    }
  }
  bool operator()(const PointRow& row) const {
    return row.state == State::kReference &&
           (confirmed_.contains(row.point_id) || widest_.find(row.point_id)->second < row.region.size());
  }

 private:
  std::set<std::string> confirmed_;
  std::map<std::string, std::size_t> widest_;  // length of the shortest region
};

}  // namespace

std::vector<PointRow> make_effective(std::vector<StoredPoint> points, std::string_view region) {
  keep_newest_own(points);
  apply_supersession(points);
  const NotReference gone(points, region);
  std::vector<PointRow> rows;
  rows.reserve(points.size());
  for (StoredPoint& point : points) {
    if (!region.starts_with(point.row.region)) continue;
    if (is_empty({point.row.valid_from, point.row.valid_to})) continue;
    if (gone(point.row)) continue;
    point.row.basis = basis_of(point);
    rows.push_back(std::move(point.row));
  }
  return put_own_in_place(std::move(rows));
}

}  // namespace yishou::knowledge
