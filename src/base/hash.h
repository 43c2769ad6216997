// A fast 64-bit hash of bytes for look-up tables in memory. Not stored, not for security: SM3 is for that.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace yishou {

[[nodiscard]] inline std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Hashes `text`; the same within one build on one machine kind.
[[nodiscard]] inline std::uint64_t hash_bytes(std::string_view text) noexcept {
  constexpr std::uint64_t k0 = 0x9e3779b97f4a7c15, k1 = 0xe7037ed1a0b428db;
  std::uint64_t h = k0 ^ text.size();
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; p += 8, n -= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    h = hash_mix(h ^ word, k1);
  }
  if (n > 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, n);
    h = hash_mix(h ^ word, k1);
  }
  return hash_mix(h, k0);
}

/// For keys made of two ids in one number: taken as they are, their low bits would fall on few places.
struct PairHash {
  std::size_t operator()(std::uint64_t key) const noexcept {
    return hash_mix(key ^ 0x9e3779b97f4a7c15, 0xe7037ed1a0b428db);
  }
};

struct BytesHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return hash_bytes(text); }
};

}  // namespace yishou
