// How accounts stand in their table; for the files of this room alone.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "identity/account.h"
#include "sql/database.h"

namespace yishou::identity {

/// The columns that account_of() reads, as a SELECT names them; `a` is the table accounts.
inline constexpr std::string_view kAccountColumns =
    "a.account_id, a.login, a.display_name, a.role, a.scope, a.active, a.must_change, a.created_at, a.version";
inline constexpr std::size_t kAccountColumnCount = 9;

[[nodiscard]] Result<Account> account_of(const sql::Row& row);
/// Ends every session of the account.
[[nodiscard]] Status end_sessions(sql::Transaction& transaction, std::string_view account_id);

/// The login as it is kept; kBadCall when malformed.
[[nodiscard]] Result<std::string> normal_login(std::string_view login);

}  // namespace yishou::identity
