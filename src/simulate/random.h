// The city's own random numbers: integers only, so that every machine and library draws the same city from one seed.
#pragma once

#include <cstdint>

namespace yishou::simulate {

/// A stream of SplitMix64 (Steele, Lea, Flood 2014), keyed by a seed and a path of numbers. Used by one thread.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) noexcept
      : state_(scramble(scramble(scramble(seed) + stream) + index)) {}

  std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15;
    return scramble(state_);
  }
  /// 0 … bound − 1, evenly; bound must be > 0.
  std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }
  /// low … high, both inside.
  int between(int low, int high) noexcept {
    return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1)));
  }
  bool percent(int chance) noexcept { return below(100) < static_cast<std::uint32_t>(chance); }
  bool per_mille(int chance) noexcept { return below(1000) < static_cast<std::uint32_t>(chance); }
  /// A whole number whose mean is `thousandths` / 1000, as the sum of two even parts: light tails, no library function.
  int count(int thousandths) noexcept {
    const std::uint32_t drawn = below(static_cast<std::uint32_t>(thousandths) + 1) +
                                below(static_cast<std::uint32_t>(thousandths) + 1) + below(1000);
    return static_cast<int>(drawn / 1000);
  }

  static std::uint64_t scramble(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

/// Numbers of bills and lines: a bijection of `kBits` bits, so that a number tells neither its order nor what it belongs
/// to. Distinct inputs below 2^kBits give distinct outputs.
template <int kBits>
[[nodiscard]] std::uint64_t mask_serial(std::uint64_t serial) noexcept {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
  std::uint64_t x = serial & kMask;
  x = (x * 0x9e3779b97f4a7c15) & kMask;  // odd factor: invertible modulo 2^kBits
  x ^= x >> (kBits / 2);
  x = (x * 0xd1342543de82ef95) & kMask;
  x ^= x >> (kBits / 2 + 1);
  return x;
}

}  // namespace yishou::simulate
