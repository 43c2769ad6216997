#include "identity/account_rows.h"

#include <fmt/format.h>

namespace yishou::identity {
namespace {

constexpr std::size_t kMaxLoginBytes = 64;

}  // namespace

Result<Account> account_of(const sql::Row& row) {
  const auto role = role_of(row.text(3));
  if (!role)
    return fail(ErrorCode::kBadInput,
                fmt::format("an account has a role that this program does not know; correct it: {}", row.text(1)));
  YISHOU_TRY(auto scope, Scope::parse(row.text(4)));
  return Account{row.text(0),  row.text(1),  row.text(2),   *role,        std::move(scope),
                 row.truth(5), row.truth(6), row.number(7), row.number(8)};
}

Status end_sessions(sql::Transaction& transaction, std::string_view account_id) {
  YISHOU_CHECK_OK(transaction.change("DELETE FROM sessions WHERE account_id = $1", {account_id}));
  return {};
}

Result<std::string> normal_login(std::string_view login) {
  std::string out{login.substr(0, kMaxLoginBytes + 1)};
  bool fits = !out.empty() && out.size() <= kMaxLoginBytes;
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    fits = fits && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '@');
  }
  if (!fits)
    return fail(ErrorCode::kBadCall,
                fmt::format("a login is 1 to {} of letters, digits, and . _ - @; choose another one", kMaxLoginBytes));
  return out;
}

}  // namespace yishou::identity
