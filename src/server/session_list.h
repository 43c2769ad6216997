// The sessions of an account as an answer, the same for the account's person and for administrators.
#pragma once

#include <string_view>

#include "server/api.h"

namespace yishou::server {

/// Sends those that still hold, the latest first and at most 200; the one that asks is marked `current`.
[[nodiscard]] Status send_sessions(const Call& call, std::string_view account_id, http::Response& response);

}  // namespace yishou::server
