// The span of time in which a limit counts (the `scope` of a point), and what lies beyond a limit in it (A13).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "knowledge/point.h"

namespace yishou::rules {

/// A number that two days share exactly when they lie in the same day, month or year; 0 for every other scope.
[[nodiscard]] inline std::int32_t period_of(knowledge::Scope scope, Day day) {
  switch (scope) {
    case knowledge::Scope::kDay: return day;
    case knowledge::Scope::kMonth: {
      const CivilDate date = civil_from_day(day);
      return date.year * 12 + date.month;
    }
    case knowledge::Scope::kYear: return civil_from_day(day).year;
    default: return 0;
  }
}
/// True when the scope tells days apart, so that a line without a date cannot be put into it.
[[nodiscard]] constexpr bool needs_day(knowledge::Scope scope) {
  return scope == knowledge::Scope::kDay || scope == knowledge::Scope::kMonth || scope == knowledge::Scope::kYear;
}

/// The word after “每” or “同一”.
[[nodiscard]] constexpr std::string_view period_name(knowledge::Scope scope) {
  switch (scope) {
    case knowledge::Scope::kVisit: return "次就诊";
    case knowledge::Scope::kMonth: return "月";
    case knowledge::Scope::kYear: return "年";
    case knowledge::Scope::kLife: return "人";
    case knowledge::Scope::kPrescription: return "张处方";
    default: return "日";
  }
}

/// A13: adds up in time order; what lies beyond the limit is the excess.
struct RunningTotal {
  std::int64_t limit;
  std::int64_t total = 0;

  /// Takes `units` more and returns how many of them lie beyond the limit.
  std::int64_t beyond(std::int64_t units) {
    const std::int64_t before = total;
    total += units;
    return total <= limit ? 0 : std::min(units, total - std::max(before, limit));
  }
};

}  // namespace yishou::rules
