#include "identity/accounts.h"

#include <algorithm>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "identity/account_rows.h"
#include "identity/password_rules.h"
#include "sql/text.h"

namespace yishou::identity {
namespace {

constexpr std::string_view kFirstLogin = "admin";
constexpr std::size_t kMaxDisplayNameBytes = 200;

Status check_account(std::string_view display_name, Role role, const Scope& scope) {
  if (display_name.empty() || display_name.size() > kMaxDisplayNameBytes || !sql::is_storable(display_name))
    return fail(ErrorCode::kBadCall,
                fmt::format("a display name is text of 1 to {} bytes; correct it", kMaxDisplayNameBytes));
  if (role == Role::kInstitution && (!scope.regions().empty() || scope.institutions().empty()))
    return fail(ErrorCode::kBadCall, "an institution user sees institutions only; give institutions and no region");
  if (role != Role::kInstitution && scope.regions().empty())
    return fail(ErrorCode::kBadCall, "this role works for a region; give at least one, or empty for the nation");
  return {};
}

std::unexpected<Error> no_account(std::string_view account_id) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no such account: {}", account_id.substr(0, 40)));
}

std::unexpected<Error> login_refused() {
  return fail(ErrorCode::kDenied, "登录名或密码不正确 · login or password is wrong");
}

}  // namespace

Result<OneTimePassword> Accounts::insert(sql::Transaction& transaction, const NewAccount& account, Second now) {
  YISHOU_TRY(const auto login, normal_login(account.login));
  YISHOU_CHECK_OK(check_account(account.display_name, account.role, account.scope));
  const auto id = "u" + crypto::to_hex(crypto::random_bytes(8));
  const auto password = one_time_password();
  YISHOU_TRY(const auto hash, crypto::hash_password(password, settings_.password_cost));
  const auto done =
      transaction.change("INSERT INTO accounts VALUES ($1, $2, $3, $4, $5, 1, $6, 1, $7, 1)",
                         {id, login, account.display_name, name_of(account.role), account.scope.text(), hash, now});
  if (!done.has_value() && done.error().code == ErrorCode::kConflict)
    return fail(ErrorCode::kConflict, fmt::format("this login is taken; choose another one: {}", login));
  if (!done.has_value()) return std::unexpected(done.error());
  return OneTimePassword{{id, login, account.display_name, account.role, account.scope, true, true, now, 1}, password};
}

Result<std::optional<OneTimePassword>> Accounts::make_first_administrator(Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto any, transaction.query("SELECT 1 FROM accounts LIMIT 1"));
  if (!any.empty()) return std::nullopt;
  auto made = insert(transaction, {std::string{kFirstLogin}, "管理员", Role::kAdministrator, Scope::whole()}, now);
  // Two processes at their first start: the login is given once.
  if (!made.has_value() && made.error().code == ErrorCode::kConflict) return std::nullopt;
  if (!made.has_value()) return pass(made);
  YISHOU_CHECK_OK(transaction.commit());
  return std::move(*made);
}

Result<OneTimePassword> Accounts::make(const NewAccount& account, Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(auto made, insert(transaction, account, now));
  YISHOU_CHECK_OK(transaction.commit());
  return made;
}

Status Accounts::count_attempt(std::string_view login, Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  // Old rows are of no use, and whoever tries many logins must not fill the table.
  YISHOU_CHECK_OK(transaction.change("DELETE FROM login_failures WHERE last_at < $1", {now - settings_.lockout_s}));
  YISHOU_TRY(const auto rows,
             transaction.query(
                 "INSERT INTO login_failures (login, failed, last_at) VALUES ($1, 1, $2) ON CONFLICT (login) DO "
                 "UPDATE SET failed = login_failures.failed + 1, last_at = CASE WHEN login_failures.failed >= $3 "
                 "THEN login_failures.last_at ELSE $2 END RETURNING failed, last_at",
                 {login, now, settings_.max_failed_logins}));
  YISHOU_CHECK_OK(transaction.commit());
  if (rows.at(0).number(0) <= settings_.max_failed_logins) return {};
  const Second seconds = std::max<Second>(rows[0].number(1) + settings_.lockout_s - now, 1);
  return fail(ErrorCode::kTooMuch,
              fmt::format("登录失败次数过多，请稍后再试 · too many failed logins; try again in {} seconds", seconds));
}

Result<Second> Accounts::lockout_left(std::string_view login, Second now) {
  const auto normal = normal_login(login);
  if (!normal.has_value()) return Second{1};
  YISHOU_TRY(const auto rows, database_.query("SELECT last_at FROM login_failures WHERE login = $1", {*normal}));
  return rows.empty() ? Second{1} : std::max<Second>(rows[0].number(0) + settings_.lockout_s - now, 1);
}

Result<Account> Accounts::log_in(std::string_view login, std::string_view password, Second now) {
  const auto normal = normal_login(login);
  if (!normal.has_value() || password.size() > crypto::kMaxPasswordBytes) return login_refused();
  YISHOU_CHECK_OK(count_attempt(*normal, now));
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT {}, a.password FROM accounts a WHERE a.login = $1", kAccountColumns),
                             {*normal}));
  if (rows.empty()) {  // as much work as for a login that exists
    YISHOU_CHECK_OK(crypto::hash_password(password, settings_.password_cost));
    return login_refused();
  }
  const auto& hash = rows[0].text(kAccountColumnCount);
  YISHOU_TRY(const bool right, crypto::verify_password(password, hash));
  YISHOU_TRY(auto account, account_of(rows[0]));
  if (!right || !account.active) return login_refused();
  YISHOU_CHECK_OK(database_.change("DELETE FROM login_failures WHERE login = $1", {*normal}));
  if (crypto::wants_rehash(hash, settings_.password_cost)) {
    YISHOU_TRY(const auto fresh, crypto::hash_password(password, settings_.password_cost));
    YISHOU_CHECK_OK(database_.change("UPDATE accounts SET password = $2 WHERE account_id = $1 AND password = $3",
                                     {account.account_id, fresh, hash}));
  }
  return account;
}

Status Accounts::change_password(std::string_view account_id, std::string_view old_password,
                                 std::string_view new_password, Second now) {
  YISHOU_TRY(const auto account, find(account_id));
  YISHOU_CHECK_OK(log_in(account.login, old_password, now));
  YISHOU_CHECK_OK(check_password(new_password, account.login, settings_));
  if (new_password == old_password)
    return fail(ErrorCode::kBadCall, "新密码与旧密码相同 · the new password is the old one; choose another one");
  YISHOU_TRY(const auto hash, crypto::hash_password(new_password, settings_.password_cost));
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_CHECK_OK(transaction.change(
      "UPDATE accounts SET password = $2, must_change = 0, version = version + 1 WHERE account_id = $1",
      {account_id, hash}));
  YISHOU_CHECK_OK(end_sessions(transaction, account_id));
  return transaction.commit();
}

Result<OneTimePassword> Accounts::reset_password(std::string_view account_id) {
  const auto password = one_time_password();
  YISHOU_TRY(const auto hash, crypto::hash_password(password, settings_.password_cost));
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto rows,
             transaction.query(
                 "UPDATE accounts SET password = $2, must_change = 1, version = version + 1 WHERE account_id = $1 "
                 "RETURNING account_id, login, display_name, role, scope, active, must_change, created_at, version",
                 {account_id, hash}));
  if (rows.empty()) return no_account(account_id);
  YISHOU_TRY(auto account, account_of(rows[0]));
  YISHOU_CHECK_OK(transaction.change("DELETE FROM login_failures WHERE login = $1", {account.login}));
  YISHOU_CHECK_OK(end_sessions(transaction, account_id));
  YISHOU_CHECK_OK(transaction.commit());
  return OneTimePassword{std::move(account), password};
}

Result<Account> Accounts::update(const Account& changed) {
  YISHOU_CHECK_OK(check_account(changed.display_name, changed.role, changed.scope));
  YISHOU_TRY(auto transaction, database_.begin());
  // Held until the end: of two administrators who take each other's role at once, one is refused.
  if (transaction.dialect() == sql::Dialect::kPostgres)
    YISHOU_CHECK_OK(transaction.change("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE"));
  YISHOU_TRY(const auto rows,
             transaction.query(fmt::format("SELECT {} FROM accounts a WHERE account_id = $1", kAccountColumns),
                               {changed.account_id}));
  if (rows.empty()) return no_account(changed.account_id);
  YISHOU_TRY(const auto before, account_of(rows[0]));
  if (before.version != changed.version)
    return fail(ErrorCode::kConflict, "somebody else changed this account meanwhile; look at it again");
  YISHOU_CHECK_OK(transaction.change(
      "UPDATE accounts SET display_name = $2, role = $3, scope = $4, active = $5, version = "
      "version + 1 WHERE account_id = $1",
      {changed.account_id, changed.display_name, name_of(changed.role), changed.scope.text(), changed.active ? 1 : 0}));
  YISHOU_TRY(const auto left,
             transaction.query("SELECT 1 FROM accounts WHERE role = $1 AND active = 1 AND scope = $2 LIMIT 1",
                               {name_of(Role::kAdministrator), Scope::whole().text()}));
  if (left.empty())
    return fail(ErrorCode::kConflict, "this is the last active administrator of the whole; make another one first");
  if (before.role != changed.role || before.scope != changed.scope || before.active != changed.active)
    YISHOU_CHECK_OK(end_sessions(transaction, changed.account_id));
  YISHOU_CHECK_OK(transaction.commit());
  return find(changed.account_id);
}

Result<Account> Accounts::find(std::string_view account_id) {
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {} FROM accounts a WHERE a.account_id = $1", kAccountColumns), {account_id}));
  if (rows.empty()) return no_account(account_id);
  return account_of(rows[0]);
}

Result<std::vector<Account>> Accounts::list(std::string_view after, int limit) {
  if (limit < 1 || limit > 1000)
    return fail(ErrorCode::kBadCall, fmt::format("a page of accounts has 1 to 1000; ask for fewer: {}", limit));
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT {} FROM accounts a WHERE a.login > $1 ORDER BY a.login LIMIT "
                                         "$2",
                                         kAccountColumns),
                             {after, limit}));
  std::vector<Account> accounts;
  for (const auto& row : rows) {
    YISHOU_TRY(auto account, account_of(row));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

}  // namespace yishou::identity
