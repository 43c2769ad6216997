// The days on which what a line bills is used: one, or those that it is handed out for (rule 10); and which of many such spans
// meet. Rules 10, 23, 69, 74.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "rules/common_ground.h"

namespace yishou::rules {

/// Days from `first` to `last`, both used. Wide enough that a long supply of a late date does not overflow.
struct UseDays {
  std::int64_t first, last;
};

/// The use days of a line that has a date: the fee date; outside a stay, or taken home, prd_days from it on. When the kind of
/// visit is not known, the fee date. Reads kSetlMedType, kLineTakeHome, kLineDays.
[[nodiscard]] inline UseDays use_days(const model::ClaimBlock& block, model::Index line) noexcept {
  const VisitClass kind = visit_class(med_type_of(block, line));
  const bool outside_stay = kind != VisitClass::kInpatient && kind != VisitClass::kUnknown;
  const std::int64_t first = block.lines.day[line];
  if (!outside_stay && block.lines.take_home[line] == 0) return {first, first};
  return {first, first + std::max<std::int64_t>(1, block.lines.days[line]) - 1};
}

/// Spans of several kinds, asked whether one meets a span of another kind. Each question costs a binary search.
class KindSpans {
 public:
  void clear() { steps_.clear(); }
  /// First days must not fall.
  void add(std::string_view kind, UseDays days) {
    Step step = steps_.empty() ? Step{} : steps_.back();
    step.first = days.first;
    if (step.kind == kind || step.kind.empty()) {
      step.kind = kind;
      step.last = std::max(step.last, days.last);
    } else if (days.last > step.last) {
      step.last_of_others = step.last;
      step.kind = kind;
      step.last = days.last;
    } else {
      step.last_of_others = std::max(step.last_of_others, days.last);
    }
    steps_.push_back(step);
  }
  /// Is there a span of another kind than `kind` (not empty) that shares a day with `days`?
  [[nodiscard]] bool meets_other(std::string_view kind, UseDays days) const noexcept {
    const auto after = std::ranges::upper_bound(steps_, days.last, {}, &Step::first);
    if (after == steps_.begin()) return false;
    const Step& step = *(after - 1);
    return (step.kind == kind ? step.last_of_others : step.last) >= days.first;
  }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
  /// Of the spans up to one: the kind that reaches farthest, how far it does, and how far the other kinds do.
  struct Step {
    std::int64_t first = kNever;
    std::string_view kind;
    std::int64_t last = kNever, last_of_others = kNever;
  };
  std::vector<Step> steps_;
};

}  // namespace yishou::rules
