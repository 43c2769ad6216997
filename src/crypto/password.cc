#include "crypto/password.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"

namespace yishou::crypto {
namespace {

constexpr std::size_t kSaltBytes = 16, kHashBytes = 32;
constexpr std::string_view kPrefix = "$argon2id$v=19$m=";

// PHC strings are written in the standard alphabet of base64, without padding.
std::string phc_letters(std::string_view bytes) {
  auto text = to_base64url(bytes);
  for (auto& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return text;
}

std::optional<std::string> phc_bytes(std::string_view text) {
  std::string letters{text};
  for (auto& c : letters) {
    if (c == '-' || c == '_') return std::nullopt;
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return from_base64url(letters);
}

struct Phc {
  PasswordCost cost;
  std::string salt, hash;
};

// Takes a number and what follows it from the front of `rest`.
bool take_number(std::string_view& rest, std::uint32_t& number, std::string_view after) {
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return false;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (!rest.starts_with(after)) return false;
  rest.remove_prefix(after.size());
  return true;
}

std::optional<Phc> parse_phc(std::string_view text) {
  Phc phc;
  if (!text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  if (!take_number(text, phc.cost.memory_kib, ",t=") || !take_number(text, phc.cost.passes, ",p=") ||
      !take_number(text, phc.cost.lanes, "$"))
    return std::nullopt;
  const auto cut = text.find('$');
  if (cut == std::string_view::npos) return std::nullopt;
  auto salt = phc_bytes(text.substr(0, cut));
  auto hash = phc_bytes(text.substr(cut + 1));
  if (!salt || !hash || salt->size() < 8 || hash->size() != kHashBytes) return std::nullopt;
  phc.salt = std::move(*salt);
  phc.hash = std::move(*hash);
  return phc;
}

}  // namespace

Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  const auto salt = random_bytes(kSaltBytes);
  YISHOU_TRY(const auto hash, argon2id(password, salt, {}, {}, cost, kHashBytes));
  return fmt::format("{}{},t={},p={}${}${}", kPrefix, cost.memory_kib, cost.passes, cost.lanes, phc_letters(salt),
                     phc_letters(hash));
}

Result<bool> verify_password(std::string_view password, std::string_view phc) {
  const auto kept = parse_phc(phc);
  if (!kept)
    return fail(ErrorCode::kBadInput,
                "the stored password is not an argon2id hash; set a new password for the account");
  YISHOU_TRY(const auto hash, argon2id(password, kept->salt, {}, {}, kept->cost, kHashBytes));
  return constant_time_equal(hash, kept->hash);
}

bool wants_rehash(std::string_view phc, const PasswordCost& cost) {
  const auto kept = parse_phc(phc);
  return !kept || kept->cost.memory_kib != cost.memory_kib || kept->cost.passes != cost.passes ||
         kept->cost.lanes != cost.lanes;
}

}  // namespace yishou::crypto
