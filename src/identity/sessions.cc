#include "identity/sessions.h"

#include <algorithm>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "identity/account_rows.h"
#include "sql/text.h"

namespace yishou::identity {
namespace {

constexpr Second kSeenEvery = 60;
constexpr std::size_t kMaxClientBytes = 300;

std::unexpected<Error> no_session() {
  return fail(ErrorCode::kDenied, "会话无效或已过期，请重新登录 · the session has ended; log in again");
}

// A browser may call itself anything; the list of sessions shows what fits.
std::string client_text(std::string_view client) {
  std::string text{client.substr(0, kMaxClientBytes)};
  while (!text.empty() && !sql::is_storable(text)) text.pop_back();
  return text;
}

}  // namespace

Result<OpenedSession> Sessions::open(const Account& account, std::string_view client, Second now) {
  OpenedSession opened{crypto::random_token(), crypto::to_hex(crypto::random_bytes(8))};
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_CHECK_OK(transaction.change("DELETE FROM sessions WHERE ends_at < $1", {now}));
  YISHOU_CHECK_OK(transaction.change("INSERT INTO sessions VALUES ($1, $2, $3, $4, $4, $5, $6)",
                                     {opened.session_id, crypto::sm3_hex(opened.token), account.account_id, now,
                                      now + settings_.session_absolute_s, client_text(client)}));
  YISHOU_CHECK_OK(transaction.commit());
  return opened;
}

Result<Principal> Sessions::find(std::string_view token, Second now) {
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {}, s.session_id, s.seen_at, s.ends_at FROM sessions s JOIN accounts a ON "
                                  "a.account_id = s.account_id WHERE s.token_hash = $1",
                                  kAccountColumns),
                      {crypto::sm3_hex(token)}));
  if (rows.empty()) return no_session();
  const auto& session_id = rows[0].text(kAccountColumnCount);
  const Second seen_at = rows[0].number(kAccountColumnCount + 1), ends_at = rows[0].number(kAccountColumnCount + 2);
  if (now >= ends_at || now >= seen_at + settings_.session_idle_s) {
    YISHOU_CHECK_OK(database_.change("DELETE FROM sessions WHERE session_id = $1", {session_id}));
    return no_session();
  }
  YISHOU_TRY(auto account, account_of(rows[0]));
  if (!account.active) return no_session();
  if (now >= seen_at + std::min(kSeenEvery, settings_.session_idle_s / 2))
    YISHOU_CHECK_OK(
        database_.change("UPDATE sessions SET seen_at = $2 WHERE session_id = $1 AND seen_at < $2", {session_id, now}));
  return Principal{std::move(account.account_id),
                   std::move(account.login),
                   account.role,
                   std::move(account.scope),
                   account.must_change,
                   false,
                   session_id};
}

Status Sessions::revoke(std::string_view session_id, std::string_view account_id) {
  YISHOU_TRY(const auto ended, database_.change("DELETE FROM sessions WHERE session_id = $1 AND account_id = $2",
                                                {session_id, account_id}));
  if (ended == 0) return fail(ErrorCode::kNotFound, "the account has no such session");
  return {};
}

Status Sessions::revoke_all(std::string_view account_id) {
  YISHOU_CHECK_OK(database_.change("DELETE FROM sessions WHERE account_id = $1", {account_id}));
  return {};
}

Result<std::vector<Session>> Sessions::list(std::string_view account_id, Second now) {
  YISHOU_TRY(
      const auto rows,
      database_.query("SELECT session_id, made_at, seen_at, ends_at, client FROM sessions WHERE account_id = $1 AND "
                      "ends_at > $2 AND seen_at > $3 ORDER BY made_at DESC, session_id",
                      {account_id, now, now - settings_.session_idle_s}));
  std::vector<Session> sessions;
  for (const auto& row : rows)
    sessions.push_back({row.text(0), row.number(1), row.number(2), row.number(3), row.text(4)});
  return sessions;
}

}  // namespace yishou::identity
