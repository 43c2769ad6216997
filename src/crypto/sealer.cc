#include "crypto/sealer.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "crypto/sm4_gcm.h"

namespace yishou::crypto {
namespace {

constexpr std::string_view kVersion = "s1.";

// Lengths stand before the parts: ("ab", "c") and ("a", "bc") are different places.
std::string associated(const Place& place, std::uint32_t key) {
  return fmt::format("{}{}|{}:{}|{}:{}|{}:{}", kVersion, key, place.table.size(), place.table, place.column.size(),
                     place.column, place.row.size(), place.row);
}

struct Parts {
  std::uint32_t key = 0;
  std::string_view letters;
};

std::optional<Parts> parts_of(std::string_view sealed) {
  Parts parts;
  if (!sealed.starts_with(kVersion)) return std::nullopt;
  sealed.remove_prefix(kVersion.size());
  const auto [after, error] = std::from_chars(sealed.data(), sealed.data() + sealed.size(), parts.key);
  if (error != std::errc{} || after == sealed.data() + sealed.size() || *after != '.') return std::nullopt;
  parts.letters = sealed.substr(static_cast<std::size_t>(after - sealed.data()) + 1);
  return parts;
}

}  // namespace

std::string Sealer::seal(std::string_view plain, const Place& place) const {
  if (plain.empty()) return {};
  const auto& newest = keys_.seals().back();
  const auto nonce = random_bytes(kGcmNonceBytes);
  const auto bytes = nonce + sm4_gcm_seal(newest.key, nonce, associated(place, newest.number), plain);
  return fmt::format("{}{}.{}", kVersion, newest.number, to_base64url(bytes));
}

Result<std::string> Sealer::open(std::string_view sealed, const Place& place) const {
  if (sealed.empty()) return std::string{};
  const auto where = [&] { return fmt::format("{}.{} of {}", place.table, place.column, place.row); };
  const auto parts = parts_of(sealed);
  const auto bytes = parts ? from_base64url(parts->letters) : std::nullopt;
  if (!bytes || bytes->size() < kGcmNonceBytes + kGcmTagBytes)
    return fail(ErrorCode::kBadInput,
                fmt::format("a sealed value is damaged; restore the database from its backup: {}", where()));
  for (const auto& seal : keys_.seals()) {
    if (seal.number != parts->key) continue;
    const std::string_view all = *bytes;
    auto plain = sm4_gcm_open(seal.key, all.substr(0, kGcmNonceBytes), associated(place, seal.number),
                              all.substr(kGcmNonceBytes));
    if (plain) return std::move(*plain);
    return fail(ErrorCode::kBadInput, fmt::format("a sealed value was changed or moved, or the key file is another "
                                                  "installation's; restore the two from one backup: {}",
                                                  where()));
  }
  return fail(ErrorCode::kBadInput,
              fmt::format("the key that sealed a value is not in the key file; restore the key file "
                          "from its backup: key {}, {}",
                          parts->key, where()));
}

bool Sealer::is_old(std::string_view sealed) const {
  const auto parts = parts_of(sealed);
  return parts && parts->key != keys_.seals().back().number;
}

std::string BlindIndex::of(std::string_view value) {
  if (value.empty()) return {};
  return to_hex(std::string_view{hmac_.of(value)}.substr(0, 16));
}

BlindIndex Sealer::blind_indexes(std::string_view purpose) const {
  return BlindIndex(PreparedHmac(hmac_sm3(keys_.index_key(), fmt::format("index.{}", purpose))));
}

std::string Sealer::blind_index(std::string_view purpose, std::string_view value) const {
  return blind_indexes(purpose).of(value);
}

std::string Sealer::sign(std::string_view purpose, std::string_view text) const {
  return hmac_sm3(hmac_sm3(keys_.index_key(), purpose), text);
}

}  // namespace yishou::crypto
