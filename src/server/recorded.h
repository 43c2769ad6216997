// Changes that the access log tells of, where the room that makes them has a transaction of its own.
#pragma once

#include <utility>

#include "server/api.h"

namespace yishou::server {

/// The word of the log for an error: "refused", "not_found", "conflict", or "failed".
[[nodiscard]] std::string_view outcome_of(const Error& error) noexcept;

/// Records `access` as "begun", makes the change, and records what became of it. When the first cannot be recorded, nothing is changed; a
/// "begun" that nothing follows was cut off by a crash. Gives what `change` gives.
template <typename Change>
auto carry_out(const Call& call, identity::Access access, Change&& change) -> decltype(change()) {
  access.result = "begun";
  YISHOU_TRY([[maybe_unused]] const auto begun, call.app.access_log->append(access));
  auto made = std::forward<Change>(change)();
  access.result = made.has_value() ? "ok" : outcome_of(made.error());
  YISHOU_TRY([[maybe_unused]] const auto ended, call.app.access_log->append(access));
  return made;
}

}  // namespace yishou::server
