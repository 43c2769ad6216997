// The steps of a draft: proposed by its author, rejected, put in force and taken back by another person, discarded.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "http/conditional.h"
#include "knowledge/undo.h"
#include "server/api.h"
#include "server/draft_call.h"
#include "server/draft_json.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/recorded.h"

namespace yishou::server {
namespace {

using drafts::Draft;
using drafts::DraftStep;
using http::Method;
using identity::Permission;

// A step that leaves what is in force as it is.
Status take_step(const Call& call, http::Response& response, DraftStep step, bool with_reason) {
  std::string reason;
  if (with_reason) {
    YISHOU_TRY(const Body body, Body::parse(call.request, {"reason"}));
    YISHOU_TRY(reason, body.text("reason"));
  }
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  if (step == DraftStep::kPropose) {  // what cannot be published need not be looked at
    YISHOU_CHECK_OK(refuse_empty(draft));
    YISHOU_CHECK_OK(laid_over(call, draft, *call.app.live->in_force()->base, day_of(call.now.beijing())));
  }
  YISHOU_TRY(const Draft taken,
             carry_out(call, about_draft(call, draft.draft_no, fmt::format("{} {}", name_of(step), reason)), [&] {
    return call.app.drafts->take(call.who, {draft.draft_no, draft.version}, step, reason, call.now.beijing());
  }));
  return send_draft(call, response, taken);
}

Result<Day> effective_day(const Body& body) {
  YISHOU_TRY(const std::string text, body.text("effective_from"));
  if (const auto day = parse_day(text)) return *day;
  return fail(ErrorCode::kBadCall,
              "字段 effective_from 应为 YYYY-MM-DD · the member effective_from is a day YYYY-MM-DD");
}

// Puts a trial in force as the last part of a step.
drafts::PutInForce adopting(knowledge::KnowledgeBase& base, const knowledge::KnowledgeBase& trial) {
  return [&base, &trial]() -> Result<std::vector<std::string>> {
    YISHOU_TRY(const auto batches, base.adopt(trial));
    if (batches.empty()) {
      return fail(ErrorCode::kConflict,
                  "现行知识库已是如此，没有可生效的改动 · the knowledge base says so already: there is nothing to put "
                  "in force");
    }
    std::vector<std::string> names;
    for (const knowledge::Batch& batch : batches) names.push_back(batch.name);
    return names;
  };
}

Status publish_draft(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"effective_from"}));
  YISHOU_TRY(const Day from, effective_day(body));
  const auto held = call.app.live->hold_for_change();
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  const auto put_in_force = [&]() -> Result<Draft> {
    YISHOU_TRY(auto base, knowledge::KnowledgeBase::open(call.app.settings.base));
    YISHOU_TRY(const auto trial, laid_over(call, draft, base, from));
    return call.app.drafts->publish(call.who, {draft.draft_no, draft.version}, from, adopting(base, trial),
                                    call.now.beijing());
  };
  YISHOU_TRY(const Draft published,
             carry_out(call, about_draft(call, draft.draft_no, fmt::format("publish from {}", format_day(from))),
                       put_in_force));
  YISHOU_CHECK_OK(call.app.live->reload());
  return send_draft(call, response, published);
}

Status roll_back_draft(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"effective_from", "reason"}));
  YISHOU_TRY(const Day from, effective_day(body));
  YISHOU_TRY(const std::string reason, body.text("reason"));
  const auto held = call.app.live->hold_for_change();
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  const auto put_in_force = [&]() -> Result<Draft> {
    YISHOU_TRY(auto base, knowledge::KnowledgeBase::open(call.app.settings.base));
    std::set<std::size_t> orders;
    for (const knowledge::Batch& batch : base.batches()) {
      if (std::ranges::find(draft.batches, batch.name) != draft.batches.end()) orders.insert(batch.order);
    }
    knowledge::KnowledgeBase trial = base.trial();
    const knowledge::UndoOptions options{.batches = std::move(orders),
                                         .name = fmt::format("draft-{}-rolled-back", draft.draft_no),
                                         .from = from,
                                         .known_since = known_since_of(base, day_of(call.now.beijing()))};
    YISHOU_CHECK_OK(knowledge::undo_batches(trial, options));
    return call.app.drafts->roll_back(call.who, {draft.draft_no, draft.version}, reason, adopting(base, trial),
                                      call.now.beijing());
  };
  YISHOU_TRY(
      const Draft rolled,
      carry_out(call, about_draft(call, draft.draft_no, fmt::format("roll back from {}: {}", format_day(from), reason)),
                put_in_force));
  YISHOU_CHECK_OK(call.app.live->reload());
  return send_draft(call, response, rolled);
}

}  // namespace

void add_draft_step_endpoints(Api& api) {
  const auto add = [&](std::string_view step, std::string_view operation, Permission permission, auto handle,
                       bool with_body) {
    api.add({.method = Method::kPost,
             .pattern = fmt::format("/v1/drafts/{{no}}/{}", step),
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle,
             .options = {.max_body = 16 * 1024, .content_type = with_body ? "application/json" : ""}});
  };
  const auto step = [](DraftStep taken, bool with_reason) {
    return [=](const Call& call, http::Response& response) { return take_step(call, response, taken, with_reason); };
  };
  add("propose", "proposeDraft", Permission::kChangeRules, step(DraftStep::kPropose, false), false);
  add("discard", "discardDraft", Permission::kChangeRules, step(DraftStep::kDiscard, false), false);
  add("reject", "rejectDraft", Permission::kPublishRules, step(DraftStep::kReject, true), true);
  add("publish", "publishDraft", Permission::kPublishRules, publish_draft, true);
  add("roll-back", "rollBackDraft", Permission::kPublishRules, roll_back_draft, true);
}

}  // namespace yishou::server
