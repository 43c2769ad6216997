// Exact decimal numbers: money and quantities are integers of a fixed scale; no floating point on the way to a verdict.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace yishou {

using Fen = std::int64_t;    ///< money: hundredths of a yuan
using Qty = std::int64_t;    ///< quantity: ten-thousandths of a unit
using Micro = std::int64_t;  ///< unit price: millionths of a yuan

/// A number that is missing, for every one of the three.
inline constexpr std::int64_t kNoNumber = std::numeric_limits<std::int64_t>::min();

inline constexpr int kFenScale = 2;
inline constexpr int kQtyScale = 4;
inline constexpr int kMicroScale = 6;
inline constexpr Qty kOne = 10'000;  ///< one unit as Qty

/// True for less than 10^8 yuan or units, at any scale: more than any line or settlement states. Within it, the sums and products
/// of a person's or a nation's rows stay within 64 bits.
[[nodiscard]] constexpr bool is_plausible(std::int64_t value, int scale) noexcept {
  std::int64_t bound = 100'000'000;
  for (int i = 0; i < scale; ++i) bound *= 10;
  return value > -bound && value < bound;
}

/// Parses `[-+]digits[.digits]` into an integer of `scale` decimals, rounded half away from zero. nullopt when malformed
/// (thousands separators, exponents, NaN, lone signs or dots) or beyond ±10^15 units.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text, int scale) noexcept;

/// Writes an integer of `scale` decimals with all its decimals: 1234 at scale 2 → "12.34". Empty for kNoNumber.
[[nodiscard]] std::string format_decimal(std::int64_t value, int scale);
/// The same without trailing zeros: 20000 at scale 4 → "2", 25000 → "2.5".
[[nodiscard]] std::string format_trimmed(std::int64_t value, int scale);

/// a × b / c, rounded half away from zero, exact inside (128 bits). c must not be 0.
[[nodiscard]] std::int64_t mul_div(std::int64_t a, std::int64_t b, std::int64_t c) noexcept;

}  // namespace yishou
