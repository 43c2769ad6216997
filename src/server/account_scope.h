// Which accounts an administrator may see and make: those whose scope lies inside the administrator's own.
#pragma once

#include <string_view>

#include "base/result.h"
#include "cases/institutions.h"
#include "identity/account.h"

namespace yishou::server {

/// Whether all that `inner` sees, `outer` sees too. An institution inside a region of `outer` counts when the lake knows where it is.
[[nodiscard]] Result<bool> covers(const identity::Scope& outer, const identity::Scope& inner,
                                  cases::Institutions& institutions);

/// Whether the institution lies in the scope, by itself or by its region.
[[nodiscard]] Result<bool> sees_institution(const identity::Scope& scope, std::string_view code,
                                            cases::Institutions& institutions);

}  // namespace yishou::server
