// Drafts: made, seen, changed, and tried: as a difference, on history, beside the live answers.
#include <fmt/format.h>

#include "http/conditional.h"
#include "server/api.h"
#include "server/draft_call.h"
#include "server/draft_changes.h"
#include "server/draft_json.h"
#include "server/job_json.h"
#include "server/job_kinds.h"
#include "server/job_runner.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/query_params.h"
#include "server/recorded.h"
#include "server/run_choice.h"
#include "server/shadow_json.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using drafts::Draft;
using http::Method;
using identity::Permission;

constexpr std::size_t kDraftBytes = std::size_t{4} << 20;

Status list_drafts(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"state", "limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t before, query.number_from_one("cursor"));
  std::optional<drafts::DraftState> state;
  if (const auto name = query.text("state"); !name.empty()) {
    state = drafts::draft_state_of(name);
    if (!state) return refuse_param("state", "open、proposed、rejected、published、rolled_back 或 discarded");
  }
  YISHOU_TRY(auto all, call.app.drafts->list(state, before, limit + 1, call.who.scope));
  const bool more = std::ssize(all) > limit;
  if (more) all.pop_back();
  json::array items;
  for (const Draft& draft : all) items.push_back(draft_row_json(draft, call.who));
  send(response, page(std::move(items), more ? std::to_string(all.back().draft_no) : std::string{}));
  return {};
}

json::value member_or_object(const Body& body, std::string_view name) {
  const json::value* value = body.object().if_contains(name);
  return value == nullptr || value->is_null() ? json::value(json::object{}) : *value;
}

Status make_draft(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"title", "region", "changes"}));
  YISHOU_TRY(const std::string title, body.text("title"));
  YISHOU_TRY(const std::string region, body.optional_text("region"));
  if (!is_region_prefix(region)) {
    return fail(ErrorCode::kBadCall,
                "region 应为行政区划代码的前 2、4 或 6 位，或空 · region has 2, 4 or 6 digits, or none");
  }
  YISHOU_CHECK_OK(may_change_region(call.who.scope, region));
  YISHOU_TRY(const DraftChanges changes, draft_changes_of(member_or_object(body, "changes"), region));
  const std::string content = json::serialize(json_of(changes));
  YISHOU_TRY(const Draft draft, carry_out(call, about_draft(call, 0, fmt::format("make {}: {}", title, content)), [&] {
    return call.app.drafts->make(call.who, title, region, content, call.now.beijing());
  }));
  response.set_header("Location", fmt::format("/v1/drafts/{}", draft.draft_no));
  return send_draft(call, response, draft, 201);
}

Status see_draft(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (http::answer_not_modified(call.request, response, draft_etag(draft))) return {};
  return send_draft(call, response, draft);
}

Status change_draft(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"title", "changes"}));
  YISHOU_TRY(const std::string title, body.text("title"));
  YISHOU_TRY(const Draft draft, find_draft(call));
  if (!body.has("changes")) return fail(ErrorCode::kBadCall, "缺少字段 changes · the member changes is missing");
  YISHOU_TRY(DraftChanges changes, draft_changes_of(member_or_object(body, "changes"), draft.region));
  YISHOU_TRY(const DraftChanges held, stored_changes_of(draft.content));
  changes.files = held.files;
  if (!http::matches_or_answer(call.request, response, draft_etag(draft))) return {};
  const std::string content = json::serialize(json_of(changes));
  YISHOU_TRY(const Draft changed,
             carry_out(call, about_draft(call, draft.draft_no, fmt::format("change {}: {}", title, content)), [&] {
    return call.app.drafts->change(call.who, {draft.draft_no, draft.version}, title, content, call.now.beijing());
  }));
  return send_draft(call, response, changed);
}

// As it would be published that day.
Status see_diff(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region", "from"}));
  YISHOU_TRY(const Draft draft, find_draft(call));
  const std::string_view asked = query.text("region");
  YISHOU_CHECK_OK(check_region(asked));
  const std::string_view region = !asked.empty()         ? asked
                                  : draft.region.empty() ? std::string_view{call.app.settings.region}
                                                         : draft.region;
  Day from = day_of(call.now.beijing());
  if (query.has("from")) {
    const auto day = parse_day(query.text("from"));
    if (!day) return refuse_param("from", "YYYY-MM-DD");
    from = *day;
  }
  const auto in_force = call.app.live->in_force();
  YISHOU_TRY(const auto trial, laid_over(call, draft, *in_force->base, from));
  YISHOU_TRY(json::object diff, diff_json(*in_force->base, trial, region));
  diff["effective_from"] = day_text(from);
  send(response, diff);
  return {};
}

Status start_backtest(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"from", "to", "rules", "region"}));
  YISHOU_TRY(const Draft draft, find_draft(call));
  BacktestChoice choice;
  YISHOU_TRY(choice.run, run_choice_of(body));
  if (!body.has("region")) choice.run.region = draft.region;
  if (!call.who.scope.sees(choice.run.region, "") || !choice.run.region.starts_with(draft.region)) {
    return fail(ErrorCode::kDenied,
                "region 须在草案的地区与您的管辖范围之内 · the region must lie in the draft's and in your scope");
  }
  YISHOU_CHECK_OK(refuse_empty(draft));
  choice.draft.draft_no = draft.draft_no;
  choice.draft.content_no = draft.content_no;
  const std::string text = json::serialize(json_of(choice));
  identity::Access access = call.access(identity::Action::kStartRun);
  access.object_kind = identity::ObjectKind::kRun;
  access.reason = fmt::format("{} {}", kBacktestKind, text);
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  YISHOU_TRY(const cases::Job job, call.app.jobs->add(kBacktestKind, text, call.who.account_id, call.now.beijing()));
  YISHOU_CHECK_OK(call.app.drafts->note_backtest(draft.draft_no, job.job_no));
  call.app.runner->wake();
  response.set_header("Location", fmt::format("/v1/jobs/{}", job.job_no));
  send(response, job_json(job), 201);
  return {};
}

Status start_shadow_of(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_TRY(const Draft draft, find_draft(call));
  YISHOU_CHECK_OK(refuse_empty(draft));
  DraftText text;
  text.draft_no = draft.draft_no;
  text.content_no = draft.content_no;
  YISHOU_TRY(const ShadowView view, carry_out(call, about_draft(call, draft.draft_no, "shadow run"), [&] {
    return call.app.shadows->start(draft.title, text, call.who, call.now.beijing());
  }));
  YISHOU_CHECK_OK(call.app.drafts->note_shadow(draft.draft_no, view.id));
  response.set_header("Location", fmt::format("/v1/shadows/{}", view.id));
  send(response, shadow_json(view), 201);
  return {};
}

}  // namespace

void add_draft_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, Permission permission,
                       auto handle, http::RouteOptions options = {}) {
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle,
             .options = std::move(options)});
  };
  const http::RouteOptions whole{.max_body = kDraftBytes, .content_type = "application/json"};
  const http::RouteOptions small{.max_body = 4096, .content_type = "application/json"};
  add(Method::kGet, "/v1/drafts", "listDrafts", Permission::kReadDrafts, list_drafts);
  add(Method::kPost, "/v1/drafts", "makeDraft", Permission::kChangeRules, make_draft, whole);
  add(Method::kGet, "/v1/drafts/{no}", "seeDraft", Permission::kReadDrafts, see_draft);
  add(Method::kPut, "/v1/drafts/{no}", "changeDraft", Permission::kChangeRules, change_draft, whole);
  add(Method::kGet, "/v1/drafts/{no}/diff", "seeDraftDiff", Permission::kReadDrafts, see_diff);
  add(Method::kPost, "/v1/drafts/{no}/backtest", "backtestDraft", Permission::kRunAudits, start_backtest, small);
  add(Method::kPost, "/v1/drafts/{no}/shadow", "shadowDraft", Permission::kChangeRules, start_shadow_of);
}

}  // namespace yishou::server
