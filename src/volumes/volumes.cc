#include "volumes/volumes.h"

#include <algorithm>

namespace yishou::volumes {

void Sums::add(const Sums& more) noexcept {
  settlements += more.settlements;
  lines += more.lines;
  total += more.total;
  fund += more.fund;
}

Sums InstitutionVolumes::sums(Day from, Day to) const {
  Sums sums;
  for (auto cell = std::ranges::lower_bound(days, from, {}, &DayCell::day); cell != days.end() && cell->day < to;
       ++cell) {
    sums.add(cell->sums);
  }
  return sums;
}

Day Volumes::last_day() const {
  Day last = kNoDay;
  for (const auto& [code, one] : institutions) {
    const auto cell =
        std::find_if(one.days.rbegin(), one.days.rend(), [](const DayCell& day) { return day.sums.settlements > 0; });
    if (cell != one.days.rend() && (last == kNoDay || cell->day > last)) last = cell->day;
  }
  return last;
}

std::string_view name_of(rules::VisitClass kind) noexcept {
  switch (kind) {
    case rules::VisitClass::kInpatient: return "inpatient";
    case rules::VisitClass::kEmergency: return "emergency";
    case rules::VisitClass::kOutpatient: return "outpatient";
    case rules::VisitClass::kPharmacy: return "pharmacy";
    case rules::VisitClass::kUnknown: break;
  }
  return "unknown";
}

int month_of(Day day) noexcept {
  const CivilDate date = civil_from_day(day);
  return date.year * 100 + date.month;
}

}  // namespace yishou::volumes
