// Passwords: Argon2id (RFC 9106), kept as PHC strings that carry their own parameters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::crypto {

/// What one guess costs. The default is about 60 ms and 32 MiB on a core of 2020.
struct PasswordCost {
  std::uint32_t memory_kib = 32 * 1024;  ///< 8 … 1,048,576, and at least 8 × lanes
  std::uint32_t passes = 3;              ///< 1 … 100
  std::uint32_t lanes = 1;               ///< 1 … 64
};

inline constexpr std::size_t kMaxPasswordBytes = 1024;  ///< longer ones are refused before any work is done

/// `$argon2id$v=19$m=…,t=…,p=…$salt$hash` with a random salt of 16 bytes. kBadCall for a cost outside its limits,
/// kTooMuch for a password that is too long. Any thread; takes memory_kib.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, const PasswordCost& cost);

/// Whether `password` is the one of `phc`, compared without telling how much of it was right. kBadInput when `phc` is
/// not what hash_password writes. Any thread.
[[nodiscard]] Result<bool> verify_password(std::string_view password, std::string_view phc);

/// Whether `phc` was made with another cost: then hash again at the next login.
[[nodiscard]] bool wants_rehash(std::string_view phc, const PasswordCost& cost);

/// The function itself, for test vectors: `size` bytes from password, salt, secret and associated data.
[[nodiscard]] Result<std::string> argon2id(std::string_view password, std::string_view salt, std::string_view secret,
                                           std::string_view associated, const PasswordCost& cost, std::size_t size);

}  // namespace yishou::crypto
