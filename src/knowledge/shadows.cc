#include "knowledge/shadows.h"

#include <map>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "knowledge/own_checks.h"

namespace yishou::knowledge {
namespace {

bool judges(const PointRow& row) { return row.state != State::kReference && longest_code_decides(row.rule); }

bool says_other(const PointRow& a, const PointRow& b) {
  return std::tie(a.value, a.num, a.num2, a.scope, a.needs_condition) !=
         std::tie(b.value, b.num, b.num2, b.scope, b.needs_condition);
}

using Index = std::multimap<std::pair<std::uint16_t, std::string_view>, const PointRow*>;

// The first point that `row` meets with another limit among those of one code.
const PointRow* differs(const Index& index, std::uint16_t rule, std::string_view code, const PointRow& row) {
  const auto [first, last] = index.equal_range({rule, code});
  for (auto at = first; at != last; ++at) {
    if (may_meet(row, *at->second) && says_other(row, *at->second)) return at->second;
  }
  return nullptr;
}

}  // namespace

bool may_meet(const PointRow& a, const PointRow& b) {
  const bool a_before_b = a.valid_to != kNoDay && b.valid_from != kNoDay && a.valid_to < b.valid_from;
  const bool b_before_a = b.valid_to != kNoDay && a.valid_from != kNoDay && b.valid_to < a.valid_from;
  if (a_before_b || b_before_a) return false;
  return a.region.starts_with(b.region) || b.region.starts_with(a.region);
}

std::vector<LeftOut> find_shadows(const std::vector<StoredPoint>& fresh, const std::vector<std::size_t>& numbers,
                                  const std::vector<StoredPoint>& known, std::string_view file) {
  Index index;
  for (const auto* points : {&known, &fresh}) {
    for (const StoredPoint& point : *points) {
      if (!judges(point.row)) continue;
      for (const std::string& code : point.row.codes)
        index.emplace(std::pair{point.row.rule, std::string_view{code}}, &point.row);
    }
  }
  std::vector<LeftOut> out;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const PointRow& row = fresh[i].row;
    if (!judges(row)) continue;
    const auto remark = [&](Why why, std::string_view code, std::string_view other_code, const PointRow& other) {
      out.push_back({std::string{file},
                     {},
                     i < numbers.size() ? numbers[i] : 0,
                     "code",
                     why,
                     fmt::format("{} / {} ({})", code, other_code, other.point_id),
                     {},
                     {}});
    };
    bool longer = false, shorter = false;
    for (const std::string& code : row.codes) {
      // Longer codes that begin with this one stand right behind it.
      for (auto at = index.upper_bound({row.rule, code}); !longer && at != index.end(); ++at) {
        if (at->first.first != row.rule || !at->first.second.starts_with(code)) break;
        if (!may_meet(row, *at->second) || !says_other(row, *at->second)) continue;
        remark(Why::kShadowed, code, at->first.second, *at->second);
        longer = true;
      }
      for (std::size_t length = code.size() - 1; !shorter && length > 0; --length) {
        const std::string_view prefix = std::string_view{code}.substr(0, length);
        const PointRow* other = differs(index, row.rule, prefix, row);
        if (other == nullptr) continue;
        remark(Why::kShadows, code, prefix, *other);
        shorter = true;
      }
    }
  }
  return out;
}

}  // namespace yishou::knowledge
