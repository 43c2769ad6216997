#include "server/draft_call.h"

#include <fmt/format.h>

#include "server/draft_changes.h"
#include "server/draft_json.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/path_number.h"

namespace yishou::server {

Result<drafts::Draft> find_draft(const Call& call) {
  const std::string_view text = call.request.param("no");
  if (const auto number = path_number(text)) return call.app.drafts->find(*number, call.who.scope);
  return fail(ErrorCode::kNotFound, fmt::format("没有这份草案：{} · no such draft", text));
}

identity::Access about_draft(const Call& call, std::int64_t draft_no, std::string reason) {
  identity::Access access = call.access(identity::Action::kChangeRules);
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = draft_no == 0 ? "draft" : fmt::format("draft {}", draft_no);
  access.reason = std::move(reason);
  return access;
}

Status send_draft(const Call& call, http::Response& response, const drafts::Draft& draft, unsigned status) {
  YISHOU_TRY(const auto told, draft_json(call, draft));
  response.set_header("ETag", draft_etag(draft));
  send(response, told, status);
  return {};
}

Status refuse_empty(const drafts::Draft& draft) {
  YISHOU_TRY(const DraftChanges changes, stored_changes_of(draft.content));
  if (!changes.empty()) return {};
  return fail(ErrorCode::kConflict, "草案没有任何改动，请先填写 · the draft changes nothing: fill it first");
}

Result<knowledge::KnowledgeBase> laid_over(const Call& call, const drafts::Draft& draft,
                                           const knowledge::KnowledgeBase& base, Day from) {
  YISHOU_TRY(const DraftChanges changes, stored_changes_of(draft.content));
  YISHOU_TRY(const auto files, call.app.drafts->files(draft.draft_no, changes.files));
  knowledge::KnowledgeBase trial = base.trial();
  YISHOU_CHECK_OK(lay(trial, changes, files,
                      {.name = fmt::format("draft-{}", draft.draft_no),
                       .from = from,
                       .known_since = known_since_of(base, day_of(call.now.beijing()))}));
  return trial;
}

}  // namespace yishou::server
