// Sealer: values that only the holder of the key file reads, each bound to the place where it is stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/digest.h"
#include "crypto/keys.h"

namespace yishou::crypto {

/// Where a sealed value lives. Moved to another table, column or row it does not open.
struct Place {
  std::string_view table, column, row;
};

/// Blind indexes of many values of one purpose, as Sealer::blind_index makes them, several times as fast. One thread at a time.
class BlindIndex {
 public:
  [[nodiscard]] std::string of(std::string_view value);

 private:
  friend class Sealer;
  explicit BlindIndex(PreparedHmac hmac) : hmac_(std::move(hmac)) {}
  PreparedHmac hmac_;
};

/// Immutable; any thread.
class Sealer {
 public:
  explicit Sealer(Keys keys) : keys_(std::move(keys)) {}

  /// `s1.KEY.TEXT`: number of the key, then base64url of a random nonce (96 bits), SM4-GCM ciphertext and tag. Sealing
  /// the same value twice gives two texts. An empty value stays empty, so that "none" can be seen without the key.
  [[nodiscard]] std::string seal(std::string_view plain, const Place& place) const;
  /// kBadInput when the text was changed, moved, or sealed with a key that the file has not.
  [[nodiscard]] Result<std::string> open(std::string_view sealed, const Place& place) const;
  /// The number of the key that seals.
  [[nodiscard]] std::uint32_t newest_key() const { return keys_.seals().back().number; }
  /// Whether `sealed` was sealed with an older key than the newest: seal it again.
  [[nodiscard]] bool is_old(std::string_view sealed) const;

  /// The same for the same value under one `purpose` (a kind of id, "psn_no"): finds sealed values without opening
  /// them. 32 hex digits (128 bits of HMAC-SM3); empty for an empty value.
  [[nodiscard]] std::string blind_index(std::string_view purpose, std::string_view value) const;
  /// For many values of one purpose.
  [[nodiscard]] BlindIndex blind_indexes(std::string_view purpose) const;
  /// HMAC-SM3 (raw bytes) under a key derived for `purpose`: proves that a text came from us, such as a cursor.
  [[nodiscard]] std::string sign(std::string_view purpose, std::string_view text) const;

 private:
  Keys keys_;
};

}  // namespace yishou::crypto
