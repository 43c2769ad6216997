#include "server/account_scope.h"

namespace yishou::server {

Result<bool> covers(const identity::Scope& outer, const identity::Scope& inner, cases::Institutions& institutions) {
  if (outer.is_national()) return true;
  for (const std::string& region : inner.regions()) {
    if (!outer.sees(region, "")) return false;
  }
  for (const std::string& code : inner.institutions()) {
    YISHOU_TRY(const bool seen, sees_institution(outer, code, institutions));
    if (!seen) return false;
  }
  return true;
}

Result<bool> sees_institution(const identity::Scope& scope, std::string_view code, cases::Institutions& institutions) {
  if (scope.sees("", code)) return true;
  const auto found = institutions.find(code, scope);
  if (!found.has_value() && found.error().code != ErrorCode::kNotFound) return std::unexpected(found.error());
  return found.has_value();
}

}  // namespace yishou::server
