// Findings as the API shows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "cases/findings.h"
#include "identity/account.h"
#include "server/places.h"

namespace yishou::server {

/// `violation`, `suspicion`, `indeterminate`, as in contract §4.
[[nodiscard]] std::string_view name_of(model::Verdict verdict) noexcept;

/// The official Chinese name of a rule; "" when it has none.
[[nodiscard]] std::string_view rule_name(std::uint16_t rule_no) noexcept;

/// A finding as lists show it. It is masked already, by the room that gave it.
[[nodiscard]] boost::json::object finding_json(const cases::CaseFinding& one, const Places& places);

/// Every step that the finding's state allows: where it leads, which roles may take it, and whether `who` may.
[[nodiscard]] boost::json::array next_steps_json(const cases::CaseFinding& one, const identity::Principal& who);

/// The ETag of a finding as `who` sees it; changes with its version.
[[nodiscard]] std::string finding_etag(std::string_view finding_id, std::int64_t version,
                                       const identity::Principal& who);

}  // namespace yishou::server
