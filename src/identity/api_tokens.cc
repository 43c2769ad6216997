#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "identity/sessions.h"
#include "sql/text.h"

namespace yishou::identity {
namespace {

constexpr std::string_view kTokenPrefix = "yst_";
constexpr std::size_t kMaxTokenNameBytes = 200;
constexpr Second kLongestToken = 3 * 366 * kSecondsPerDay;

bool inside(const Scope& scope, std::string_view institution) {
  return scope.sees("", institution);  // a token knows its institution, not its region
}

}  // namespace

Result<MadeToken> ApiTokens::make(std::string_view institution, std::string_view name, std::string_view made_by,
                                  Second ends_at, Second now) {
  if (!is_institution_code(institution) || name.empty() || name.size() > kMaxTokenNameBytes || !sql::is_storable(name))
    return fail(ErrorCode::kBadCall, "a token needs an institution and the name of the program; correct them");
  if (ends_at <= now || ends_at - now > kLongestToken)
    return fail(ErrorCode::kBadCall, "a token ends within three years from now; give another end");
  const auto token = fmt::format("{}{}", kTokenPrefix, crypto::random_token());
  ApiToken about{
      "k" + crypto::to_hex(crypto::random_bytes(8)), std::string{institution}, std::string{name}, now, ends_at, false};
  YISHOU_CHECK_OK(database_.change("INSERT INTO api_tokens VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
                                   {about.token_id, crypto::sm3_hex(token), institution, name, made_by, now, ends_at}));
  return MadeToken{token, std::move(about)};
}

Result<Principal> ApiTokens::find(std::string_view token, Second now) {
  YISHOU_TRY(const auto rows,
             database_.query("SELECT token_id, institution, name FROM api_tokens WHERE token_hash = $1 AND "
                             "revoked_at IS NULL AND ends_at > $2",
                             {crypto::sm3_hex(token), now}));
  if (rows.empty()) return fail(ErrorCode::kDenied, "the token is unknown, revoked or past its end; ask for a new one");
  YISHOU_TRY(auto scope, Scope::make({}, {rows[0].text(1)}));
  return Principal{rows[0].text(0), rows[0].text(2), Role::kInstitution, std::move(scope), false, true, ""};
}

Status ApiTokens::revoke(std::string_view token_id, const Scope& scope, Second now) {
  YISHOU_TRY(const auto rows, database_.query("SELECT institution FROM api_tokens WHERE token_id = $1", {token_id}));
  if (rows.empty() || !inside(scope, rows[0].text(0))) return fail(ErrorCode::kNotFound, "there is no such token");
  YISHOU_CHECK_OK(database_.change("UPDATE api_tokens SET revoked_at = $2 WHERE token_id = $1 AND revoked_at IS NULL",
                                   {token_id, now}));
  return {};
}

Result<std::vector<ApiToken>> ApiTokens::list(const Scope& scope) {
  YISHOU_TRY(const auto rows,
             database_.query(
                 "SELECT token_id, institution, name, made_at, ends_at, CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 "
                 "END FROM api_tokens ORDER BY institution, made_at, token_id"));
  std::vector<ApiToken> tokens;
  for (const auto& row : rows)
    if (inside(scope, row.text(1)))
      tokens.push_back({row.text(0), row.text(1), row.text(2), row.number(3), row.number(4), row.truth(5)});
  return tokens;
}

}  // namespace yishou::identity
