// Volumes: what the fund paid for, by institution, day, month and kind. Nothing of a person is in it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "rules/common_ground.h"

namespace yishou::volumes {

/// Settlements in effect by the day they were made, effective lines by the day of the fee.
struct Sums {
  std::int64_t settlements = 0, lines = 0;
  Fen total = 0, fund = 0;  ///< medfee_sumamt, fund_pay_sumamt
  void add(const Sums& more) noexcept;
};

struct DayCell {
  Day day;
  Sums sums;
};

/// A month and kind of visit (A7).
struct KindCell {
  int month;  ///< YYYYMM
  rules::VisitClass kind;
  std::int64_t visits = 0;   ///< that began; stays when the kind is kInpatient
  std::int64_t persons = 0;  ///< with a settlement in effect
  Sums sums = {};
};

struct MonthPersons {
  int month;
  std::int64_t persons;  ///< with a settlement in effect of any kind
};

/// A month and charge type, department or doctor; "" where the line names none.
struct PartCell {
  int month;
  std::string code;
  std::int64_t lines = 0;
  Fen amount = 0;
};

/// Cells are in order of day or month, then kind or code.
struct InstitutionVolumes {
  std::vector<DayCell> days;
  std::vector<KindCell> kinds;
  std::vector<MonthPersons> persons;
  std::vector<PartCell> charge_types, departments, doctors;

  /// Of the days in [from, to).
  [[nodiscard]] Sums sums(Day from, Day to) const;
};

/// Immutable once made; any thread.
struct Volumes {
  std::string lake;  ///< which state of the lake was counted (count.h)
  Second counted_at = kNoSecond;
  std::map<std::string, InstitutionVolumes, std::less<>> institutions;  ///< by fixmedins_code

  /// The latest day with a settlement; kNoDay when there is none.
  [[nodiscard]] Day last_day() const;
};

/// `inpatient`, `emergency`, `outpatient`, `pharmacy`, `unknown`.
[[nodiscard]] std::string_view name_of(rules::VisitClass kind) noexcept;

/// YYYYMM of a day.
[[nodiscard]] int month_of(Day day) noexcept;

}  // namespace yishou::volumes
