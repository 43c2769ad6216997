#include "identity/password_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "crypto/random.h"
#include "sql/text.h"

namespace yishou::identity {
namespace {

int kinds_in(std::string_view password) {
  bool capital = false, small = false, digit = false, other = false;
  for (const char c : password) {
    if (c >= 'A' && c <= 'Z') capital = true;
    else if (c >= 'a' && c <= 'z') small = true;
    else if (c >= '0' && c <= '9') digit = true;
    else other = true;
  }
  return capital + small + digit + other;
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

Status check_password(std::string_view password, std::string_view login, const IdentitySettings& settings) {
  if (password.size() > crypto::kMaxPasswordBytes || !sql::is_storable(password))
    return fail(ErrorCode::kBadCall,
                fmt::format("a password is text of at most {} bytes; choose another one", crypto::kMaxPasswordBytes));
  if (static_cast<int>(password.size()) < settings.min_password_length ||
      kinds_in(password) < settings.min_password_kinds)
    return fail(
        ErrorCode::kBadCall,
        fmt::format(
            "密码太弱：至少 {} 位，含大写、小写、数字、符号中的 {} 类 · the password is too weak; take at least {} "
            "characters with {} of capitals, small letters, digits and signs",
            settings.min_password_length, settings.min_password_kinds, settings.min_password_length,
            settings.min_password_kinds));
  if (lower(password).find(login) != std::string::npos)
    return fail(ErrorCode::kBadCall, "密码不得包含登录名 · the password holds the login; choose another one");
  return {};
}

std::string one_time_password() {
  // 32 letters: five bits of each random byte choose one without preference.
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(kLetters.size() == 32);
  while (true) {
    std::string out;
    const auto bytes = crypto::random_bytes(16);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i > 0 && i % 4 == 0) out += '-';
      out += kLetters[static_cast<unsigned char>(bytes[i]) & 31];
    }
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto at = std::find_if(out.begin(), out.end(), letter);
    if (at == out.end() || kinds_in(out) < 3) continue;
    *at = static_cast<char>(*at - 'a' + 'A');
    if (kinds_in(out) == 4) return out;
  }
}

}  // namespace yishou::identity
