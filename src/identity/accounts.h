// Accounts: who may come in. Logging in with lockout, passwords, roles and scopes, the first administrator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "identity/account.h"
#include "identity/settings.h"
#include "sql/database.h"

namespace yishou::identity {

struct NewAccount {
  std::string login;  ///< 1 to 64 of letters, digits, `.`, `_`, `-`, `@`; kept in lower case
  std::string display_name;
  Role role;
  Scope scope;  ///< an institution user has institutions only, everybody else at least one region
};

/// An account with a password that was made for it: shown once, kept nowhere.
struct OneTimePassword {
  Account account;
  std::string password;
};

/// Any thread. `now` is the clock of the caller. Errors beside those of sql::Database: kBadCall (malformed), kDenied,
/// kNotFound, kConflict (login taken; or `version` is not the account's any more).
class Accounts {
 public:
  Accounts(sql::Database& database, IdentitySettings settings) : database_(database), settings_(settings) {}

  /// At the first start, when there is no account: `admin` with a random password that must be changed. nullopt later.
  [[nodiscard]] Result<std::optional<OneTimePassword>> make_first_administrator(Second now);
  [[nodiscard]] Result<OneTimePassword> make(const NewAccount& account, Second now);

  /// kDenied with one and the same sentence for an unknown login, a wrong password and an account that is not active;
  /// kTooMuch while the login is locked. Attempts are counted before the password is looked at, so that many at once
  /// gain nothing.
  [[nodiscard]] Result<Account> log_in(std::string_view login, std::string_view password, Second now);

  /// The person's own change; ends all sessions of the account. kBadCall when the new one is too weak or the same.
  [[nodiscard]] Status change_password(std::string_view account_id, std::string_view old_password,
                                       std::string_view new_password, Second now);
  /// Seconds until a login may be tried again after log_in() said kTooMuch; at least 1.
  [[nodiscard]] Result<Second> lockout_left(std::string_view login, Second now);
  /// For somebody who forgot it: a new one-time password; ends all sessions and the lockout.
  [[nodiscard]] Result<OneTimePassword> reset_password(std::string_view account_id);
  /// Name, role, scope and whether active, of the account with `changed.version`. Ends all sessions when role, scope or
  /// activity change. kConflict when it would leave no active administrator.
  [[nodiscard]] Result<Account> update(const Account& changed);

  [[nodiscard]] Result<Account> find(std::string_view account_id);
  /// By login, from the one after `after` on; at most `limit` (1 … 1000).
  [[nodiscard]] Result<std::vector<Account>> list(std::string_view after, int limit);

 private:
  [[nodiscard]] Result<OneTimePassword> insert(sql::Transaction& transaction, const NewAccount& account, Second now);
  [[nodiscard]] Status count_attempt(std::string_view login, Second now);

  sql::Database& database_;
  IdentitySettings settings_;
};

}  // namespace yishou::identity
