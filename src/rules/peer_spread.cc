#include "rules/peer_spread.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace yishou::rules {

namespace {

__extension__ using Wide = __int128;

// The normal distribution's MAD and IQR, in ten-thousandths and thousandths: z = 0.6745 d / MAD = 1.349 d / IQR.
constexpr std::int64_t kMadFactor = 6745, kIqrFactor = 1349;

/// 4 × the quartile `q` (2: the median) of sorted values: position (n − 1) q / 4, interpolated.
std::int64_t quartile4(std::span<const std::int64_t> sorted, std::size_t q) {
  const std::size_t at = (sorted.size() - 1) * q;
  const std::int64_t low = sorted[at / 4];
  if (at % 4 == 0) return 4 * low;
  return 4 * low + static_cast<std::int64_t>(at % 4) * (sorted[at / 4 + 1] - low);
}

/// value / parts, rounded half away from zero.
std::int64_t divided(std::int64_t value, std::int64_t parts) { return mul_div(value, 1, parts); }

}  // namespace

PeerSpread::PeerSpread(std::span<std::int64_t> shares) {
  std::ranges::sort(shares);
  median4_ = quartile4(shares, 2);
  iqr4_ = quartile4(shares, 3) - quartile4(shares, 1);
  std::vector<std::int64_t> deviations;
  deviations.reserve(shares.size());
  for (const std::int64_t share : shares) deviations.push_back(std::abs(4 * share - median4_));
  std::ranges::sort(deviations);
  mad16_ = quartile4(deviations, 2);
}

bool PeerSpread::stands_out(std::int64_t share, std::int64_t z_limit, std::int64_t min_diff) const noexcept {
  const std::int64_t distance4 = 4 * share - median4_;
  if (distance4 < 4 * (kShareOne / kOne) * min_diff) return false;
  if (mad16_ > 0) return Wide{kMadFactor} * 4 * distance4 > Wide{z_limit} * mad16_;
  if (iqr4_ > 0) return Wide{kIqrFactor} * 10 * distance4 > Wide{z_limit} * iqr4_;
  return false;
}

std::int64_t PeerSpread::median() const noexcept { return divided(median4_, 4); }

std::int64_t percentile_of(std::span<const std::int64_t> sorted, std::size_t percent) noexcept {
  const std::size_t at = (sorted.size() - 1) * percent;
  const std::int64_t low = sorted[at / 100];
  if (at % 100 == 0) return low;
  return low + mul_div(sorted[at / 100 + 1] - low, static_cast<std::int64_t>(at % 100), 100);
}

std::int64_t place_of(std::span<const std::int64_t> sorted, std::int64_t share) noexcept {
  return sorted.end() - std::ranges::upper_bound(sorted, share) + 1;
}

std::int64_t PeerSpread::limit(std::int64_t z_limit) const noexcept {
  const std::int64_t spreads4 =
      mad16_ > 0 ? mul_div(z_limit, mad16_, 4 * kMadFactor) : mul_div(z_limit, iqr4_, 10 * kIqrFactor);
  return divided(median4_ + spreads4, 4);
}

}  // namespace yishou::rules
