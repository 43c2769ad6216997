// Peers: median and spread of their shares, in whole numbers, so that every machine draws the same line (rules 56–63).
#pragma once

#include <cstdint>
#include <span>

#include "base/decimal.h"

namespace yishou::rules {

/// A share in units of 10^-12: `part` of `whole`, rounded half away from zero. `whole` > 0.
inline constexpr std::int64_t kShareOne = 1'000'000'000'000;
[[nodiscard]] inline std::int64_t share_of_whole(std::int64_t part, std::int64_t whole) noexcept {
  return mul_div(part, kShareOne, whole);
}

/// What the shares of a group of peers say of one of them. Quartiles by linear interpolation are exact in quarters of a unit,
/// the median of the deviations in sixteenths.
class PeerSpread {
 public:
  /// Sorts `shares`; at least one.
  explicit PeerSpread(std::span<std::int64_t> shares);

  /// z > `z_limit` and share − median ≥ `min_diff`, both in ten-thousandths. z = 0.6745 × (share − median) / MAD; with MAD 0,
  /// IQR / 1.349 stands in place of MAD / 0.6745; with both 0 nothing stands out.
  [[nodiscard]] bool stands_out(std::int64_t share, std::int64_t z_limit, std::int64_t min_diff) const noexcept;
  [[nodiscard]] std::int64_t median() const noexcept;
  /// median + z_limit spreads, the line that was crossed.
  [[nodiscard]] std::int64_t limit(std::int64_t z_limit) const noexcept;

 private:
  std::int64_t median4_ = 0;  ///< 4 × the median
  std::int64_t mad16_ = 0;    ///< 16 × the median of the absolute deviations
  std::int64_t iqr4_ = 0;     ///< 4 × the distance of the quartiles
};

/// What `percent` in a hundred of the shares do not exceed, interpolated linearly and rounded. At least one share.
[[nodiscard]] std::int64_t percentile_of(std::span<const std::int64_t> sorted, std::size_t percent) noexcept;
/// 1 for the highest share; equal shares have the same place.
[[nodiscard]] std::int64_t place_of(std::span<const std::int64_t> sorted, std::int64_t share) noexcept;

}  // namespace yishou::rules
