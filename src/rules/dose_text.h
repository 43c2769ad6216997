// A dose and a frequency as prescriptions write them (sin_dos_dscr, used_frqu_dscr), as exact numbers. What is not plainly one
// number with its unit, or one of the known frequencies, is not read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace yishou::rules {

__extension__ using WideNumber = __int128;

/// “0.5 g”, “500毫克”, “2片”.
struct Dose {
  Micro number;           ///< millionths of the unit
  std::string_view unit;  ///< as written, without spaces around it
};
/// A number up to a million and a unit; nullopt for any other text.
[[nodiscard]] std::optional<Dose> read_dose(std::string_view text) noexcept;

/// Times a day in ten-thousandths: qd, bid, tid, qid, qn, qod, q4h, q6h, q8h, q12h, st in either case; 每日N次, 一日N次 with N a
/// number up to 24 or one of 一二两三四五六. 0 for any other text.
[[nodiscard]] std::int64_t times_a_day(std::string_view text) noexcept;

/// The dose of a day, and what one ten-thousandth of `unit` is in the same measure. Masses (g, mg, µg) are converted; other
/// units must be the same. nullopt when they cannot be compared.
struct DailyDose {
  WideNumber amount, one;
};
[[nodiscard]] std::optional<DailyDose> daily_dose(const Dose& dose, std::int64_t times, std::string_view unit) noexcept;

/// amount × part / whole, rounded half away from zero; all of them not negative.
[[nodiscard]] Fen share_of_wide(Fen amount, WideNumber part, WideNumber whole) noexcept;

}  // namespace yishou::rules
