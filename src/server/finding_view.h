// One finding in full, sums, groups and events, as the API shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "cases/findings.h"
#include "server/api.h"
#include "server/places.h"

namespace yishou::server {

/// `whole`: the finding with nothing masked. It is masked here for who asks; the facts of its lines are shown where they lie in the
/// scope, and the steps that may follow. Errors: of the history.
[[nodiscard]] Result<boost::json::object> finding_view(const Call& call, cases::CaseFinding whole);

[[nodiscard]] boost::json::object totals_json(const cases::FindingTotals& totals);
/// Each with the name that its key stands for, "" when it has none.
[[nodiscard]] boost::json::array groups_json(const std::vector<cases::FindingGroup>& groups, cases::GroupBy by,
                                             const Places& places);

/// The key of a group as the API writes it: a verdict by name, others as they are.
[[nodiscard]] std::string group_key_shown(const std::string& key, cases::GroupBy by);

/// An institution does not see notes and assignments of the bureau. Who sees names masked does not see texts of others, which may
/// hold names: they are null.
[[nodiscard]] boost::json::array events_json(const std::vector<cases::FindingEvent>& events,
                                             const identity::Principal& who);

/// `next` of an answer: null at the end.
[[nodiscard]] boost::json::value next_json(std::string_view cursor);

}  // namespace yishou::server
