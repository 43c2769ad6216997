// Account and Principal: a person with a login, and who stands behind a request.
#pragma once

#include <cstdint>
#include <string>

#include "base/calendar.h"
#include "identity/permission.h"
#include "identity/scope.h"

namespace yishou::identity {

struct Account {
  std::string account_id;  ///< `u` and 16 hex digits
  std::string login;       ///< lower case
  std::string display_name;
  Role role;
  Scope scope;
  bool active = true;
  bool must_change = false;  ///< the password was given by somebody else: nothing but changing it is allowed
  Second created_at = kNoSecond;
  std::int64_t version = 1;  ///< rises with every change
};

/// Who asks, as a session or a token proved it. `account_id` of a program is its token's id.
struct Principal {
  std::string account_id;
  std::string login;
  Role role;
  Scope scope;
  bool must_change = false;
  bool is_program = false;
  std::string session_id;  ///< empty for programs
};

/// Whether the principal may do it: by its role, and not while the password must be changed.
[[nodiscard]] inline bool may(const Principal& principal, Permission permission) noexcept {
  return !principal.must_change && may(principal.role, permission);
}

}  // namespace yishou::identity
