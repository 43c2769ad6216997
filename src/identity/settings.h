// What a bureau may set about passwords, lockout and sessions.
#pragma once

#include "base/calendar.h"
#include "crypto/password.h"

namespace yishou::identity {

struct IdentitySettings {
  crypto::PasswordCost password_cost{};
  int min_password_length = 10;     ///< characters counted as bytes
  int min_password_kinds = 3;       ///< of: capital, small letter, digit, other
  int max_failed_logins = 5;        ///< in a row; the next one is refused unseen
  Second lockout_s = 15 * 60;       ///< counted from the last failure
  Second session_idle_s = 30 * 60;  ///< without a request
  Second session_absolute_s = 12 * 60 * 60;
};

}  // namespace yishou::identity
