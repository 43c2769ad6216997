// Sessions of persons and tokens of programs: random secrets, kept as hashes only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "identity/account.h"
#include "identity/settings.h"
#include "sql/database.h"

namespace yishou::identity {

struct Session {
  std::string session_id;  ///< names it in lists; proves nothing
  Second made_at = kNoSecond, seen_at = kNoSecond, ends_at = kNoSecond;
  std::string client;  ///< address and program, as the caller knows them
};

struct OpenedSession {
  std::string token;  ///< 43 letters; given once
  std::string session_id;
};

/// Any thread. `now` is the clock of the caller.
class Sessions {
 public:
  Sessions(sql::Database& database, IdentitySettings settings) : database_(database), settings_(settings) {}

  [[nodiscard]] Result<OpenedSession> open(const Account& account, std::string_view client, Second now);
  /// Who the token stands for, with the role and scope of this moment. kDenied when it is unknown, revoked, idle too
  /// long or past its end, or the account is not active. Writes when it was last seen once a minute at most.
  [[nodiscard]] Result<Principal> find(std::string_view token, Second now);
  /// Ends one session of the account; kNotFound when the account has none of that id.
  [[nodiscard]] Status revoke(std::string_view session_id, std::string_view account_id);
  [[nodiscard]] Status revoke_all(std::string_view account_id);
  /// Those that still hold, the latest first.
  [[nodiscard]] Result<std::vector<Session>> list(std::string_view account_id, Second now);

 private:
  sql::Database& database_;
  IdentitySettings settings_;
};

struct ApiToken {
  std::string token_id;
  std::string institution;
  std::string name;  ///< what the program is
  Second made_at = kNoSecond, ends_at = kNoSecond;
  bool revoked = false;
};

struct MadeToken {
  std::string token;  ///< `yst_` and 43 letters; given once
  ApiToken about;
};

/// Tokens of an institution's programs. They act with the role of an institution user, for that institution only. Any
/// thread.
class ApiTokens {
 public:
  explicit ApiTokens(sql::Database& database) : database_(database) {}

  [[nodiscard]] Result<MadeToken> make(std::string_view institution, std::string_view name, std::string_view made_by,
                                       Second ends_at, Second now);
  /// kDenied when it is unknown, revoked or past its end.
  [[nodiscard]] Result<Principal> find(std::string_view token, Second now);
  [[nodiscard]] Status revoke(std::string_view token_id, const Scope& scope, Second now);
  /// Of the institutions named in the scope, or of all for a national one.
  [[nodiscard]] Result<std::vector<ApiToken>> list(const Scope& scope);

 private:
  sql::Database& database_;
};

}  // namespace yishou::identity
