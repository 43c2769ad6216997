#include "server/account_scope.h"

namespace yishou::server {

Result<bool> covers(const identity::Scope& outer, const identity::Scope& inner, cases::Institutions& institutions) {
  if (outer.is_national()) return true;
  for (const std::string& region : inner.regions()) {
    if (!outer.sees(region, "")) return false;
  }
  for (const std::string& code : inner.institutions()) {
    if (outer.sees("", code)) continue;
    const auto found = institutions.find(code, outer);
    if (found.has_value()) continue;
    if (found.error().code != ErrorCode::kNotFound) return std::unexpected(found.error());
    return false;
  }
  return true;
}

}  // namespace yishou::server
