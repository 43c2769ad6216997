// SM4-GCM (RFC 8998): seals bytes with a key, a nonce and associated data. Callers outside this room use Sealer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yishou::crypto {

inline constexpr std::size_t kSm4KeyBytes = 16;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kGcmTagBytes = 16;

/// Ciphertext and tag. The key has 16 bytes, the nonce 12, never used twice with one key. Any thread.
[[nodiscard]] std::string sm4_gcm_seal(std::string_view key, std::string_view nonce, std::string_view associated,
                                       std::string_view plain);
/// The plain text; nullopt when key, nonce, associated data or one bit of `sealed` is not what was sealed. Any thread.
[[nodiscard]] std::optional<std::string> sm4_gcm_open(std::string_view key, std::string_view nonce,
                                                      std::string_view associated, std::string_view sealed);

}  // namespace yishou::crypto
