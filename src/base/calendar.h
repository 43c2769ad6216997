// Days and seconds of the civil calendar, without time zones: an insurance day is the day written on the bill.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace yishou {

using Day = std::int32_t;     ///< days since 1970-01-01
using Second = std::int64_t;  ///< seconds since 1970-01-01 00:00:00 on the clock of the bill

inline constexpr Day kNoDay = std::numeric_limits<Day>::min();           ///< a date that is missing
inline constexpr Second kNoSecond = std::numeric_limits<Second>::min();  ///< a time that is missing
inline constexpr Day kFirstDay = -25567;                                 ///< 1900-01-01, the earliest date taken
inline constexpr Day kLastDay = 47481;                                   ///< 2099-12-31, the latest date taken
inline constexpr Second kSecondsPerDay = 86400;

struct CivilDate {
  int year;
  int month;  ///< 1–12
  int day;    ///< 1–31
};

[[nodiscard]] Day day_from_civil(CivilDate date) noexcept;
[[nodiscard]] CivilDate civil_from_day(Day day) noexcept;

/// The date of a time; kNoDay for kNoSecond.
[[nodiscard]] constexpr Day day_of(Second time) noexcept {
  if (time == kNoSecond) return kNoDay;
  return static_cast<Day>((time >= 0 ? time : time - (kSecondsPerDay - 1)) / kSecondsPerDay);
}
[[nodiscard]] constexpr Second start_of(Day day) noexcept { return Second{day} * kSecondsPerDay; }

/// Completed years from `birth` to `day`: the difference of years, less one before the birthday (rules.md A5).
[[nodiscard]] int completed_years(Day birth, Day day) noexcept;

/// Parses `YYYY-MM-DD`; nullopt when malformed, not a date, or outside 1900-01-01 … 2099-12-31.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text) noexcept;
/// Parses `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DD` (then 00:00:00); same limits.
[[nodiscard]] std::optional<Second> parse_second(std::string_view text) noexcept;

/// Writes `YYYY-MM-DD`; empty for kNoDay.
[[nodiscard]] std::string format_day(Day day);
/// Writes `YYYY-MM-DD HH:MM:SS`; empty for kNoSecond.
[[nodiscard]] std::string format_second(Second time);

}  // namespace yishou
