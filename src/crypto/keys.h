// The keys of an installation, in one file outside the database: whoever has a copy of the database alone reads no
// person.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace yishou::crypto {

/// The file is text, one key a line: `yishou-keys 1`, then `index HEX64` (HMAC-SM3, never changed: the blind indexes in
/// the database are made with it), then `seal NUMBER HEX32` (SM4) with rising numbers; the last one seals, any opens.
class Keys {
 public:
  struct Seal {
    std::uint32_t number;
    std::string key;  ///< 16 raw bytes
  };

  /// Makes the file with new keys, mode 0600, durable. kConflict when there is one already.
  [[nodiscard]] static Result<Keys> make(const std::string& path);
  /// Reads it. kNotFound when it is missing; kDenied when group or others may read it; kBadInput when malformed.
  [[nodiscard]] static Result<Keys> open(const std::string& path);
  /// Adds a sealing key to the file (a new file replaces it whole) and gives the keys with it.
  [[nodiscard]] static Result<Keys> rotate(const std::string& path);

  /// Takes a sealing key, not the newest, out of the file. What it sealed can never be opened again: ask identity::sealed_by
  /// before. kNotFound when there is no such key; kConflict for the newest.
  [[nodiscard]] static Result<Keys> remove(const std::string& path, std::uint32_t number);

  [[nodiscard]] const std::string& index_key() const noexcept { return index_; }
  [[nodiscard]] const std::vector<Seal>& seals() const noexcept { return seals_; }

 private:
  [[nodiscard]] static Result<Keys> parse(const std::string& path, const std::string& text);
  [[nodiscard]] std::string text() const;

  std::string index_;
  std::vector<Seal> seals_;
};

}  // namespace yishou::crypto
