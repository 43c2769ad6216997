// Drafts as the API shows them, and what they would change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "drafts/drafts.h"
#include "knowledge/base.h"
#include "knowledge/left_out.h"
#include "server/api.h"

namespace yishou::server {

/// Changes with every step and every trial of the draft.
[[nodiscard]] std::string draft_etag(const drafts::Draft& draft);
/// As lists show it, with the steps that `who` may take now.
[[nodiscard]] boost::json::object draft_row_json(const drafts::Draft& draft, const identity::Principal& who);
/// With its changes, files and history.
[[nodiscard]] Result<boost::json::object> draft_json(const Call& call, const drafts::Draft& draft);

/// What a trial changes of what holds in a region: counts, and the first of each kind.
[[nodiscard]] Result<boost::json::object> diff_json(const knowledge::KnowledgeBase& base,
                                                    const knowledge::KnowledgeBase& trial, std::string_view region);
/// Rows of a file that were not taken, or taken with a remark: their number and the first.
[[nodiscard]] boost::json::object left_json(const std::vector<knowledge::LeftOut>& left);

}  // namespace yishou::server
