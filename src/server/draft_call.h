// What the operations on drafts share.
#pragma once

#include <string>

#include "base/result.h"
#include "drafts/drafts.h"
#include "knowledge/base.h"
#include "server/api.h"

namespace yishou::server {

/// The draft that the path names, within the caller's scope. kNotFound.
[[nodiscard]] Result<drafts::Draft> find_draft(const Call& call);
/// A record of the access log about a draft; 0: one that is about to be made.
[[nodiscard]] identity::Access about_draft(const Call& call, std::int64_t draft_no, std::string reason);
/// Answers with the draft and its ETag.
[[nodiscard]] Status send_draft(const Call& call, http::Response& response, const drafts::Draft& draft,
                                unsigned status = 200);
/// kConflict: it changes nothing.
[[nodiscard]] Status refuse_empty(const drafts::Draft& draft);
/// A trial of `base` with the draft laid over it, taking effect on `from`.
[[nodiscard]] Result<knowledge::KnowledgeBase> laid_over(const Call& call, const drafts::Draft& draft,
                                                         const knowledge::KnowledgeBase& base, Day from);

}  // namespace yishou::server
