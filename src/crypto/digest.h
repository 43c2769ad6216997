// Digests and keyed digests: SM3 (GB/T 32905), HMAC-SM3, SHA-256; hexadecimal and base64url; comparing without a
// clock's help.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace yishou::crypto {

/// SM3 of `bytes`: 64 lower-case hex digits. Any thread.
[[nodiscard]] std::string sm3_hex(std::string_view bytes);
/// SHA-256 of `bytes`: 64 lower-case hex digits. Any thread.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
/// HMAC-SM3 (RFC 2104 over SM3) of `bytes`: the 32 raw bytes. Any thread.
[[nodiscard]] std::string hmac_sm3(std::string_view key, std::string_view bytes);
/// The same as 64 lower-case hex digits.
[[nodiscard]] std::string hmac_sm3_hex(std::string_view key, std::string_view bytes);

/// HMAC-SM3 under one key, for many short texts: the key is digested once. One thread at a time.
class PreparedHmac {
 public:
  explicit PreparedHmac(std::string_view key);
  ~PreparedHmac();
  PreparedHmac(PreparedHmac&&) noexcept;
  PreparedHmac& operator=(PreparedHmac&&) noexcept;

  /// The 32 raw bytes for `bytes`.
  [[nodiscard]] std::string of(std::string_view bytes);

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

/// Whether both are the same; how long it takes tells only their lengths.
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b) noexcept;

[[nodiscard]] std::string to_hex(std::string_view bytes);
/// nullopt when `text` is not pairs of hex digits (either case).
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
/// RFC 4648 §5 without padding.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
/// nullopt when malformed: other letters, padding, a lone last letter, or unused bits that are not zero.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace yishou::crypto
