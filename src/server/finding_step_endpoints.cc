// Steps: what persons do to findings, one or many at once. Each is recorded in the access log by the same transaction.
#include <algorithm>

#include <fmt/format.h>

#include "http/conditional.h"
#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_view.h"
#include "server/json.h"
#include "server/query_params.h"
#include "sql/text.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using identity::Action;

constexpr std::size_t kMostAtOnce = 1000;
constexpr std::size_t kLongestId = 200;
constexpr std::size_t kOneBody = 32 * 1024, kManyBody = 512 * 1024;

Result<cases::Change> read_change(const Body& body) {
  YISHOU_TRY(const std::string step, body.text("step"));
  const auto known = cases::step_of(step);
  if (!known) {
    return fail(ErrorCode::kBadCall,
                "字段 step 应为 ask、answer、confirm、dismiss、reopen、assign、note · unknown step");
  }
  cases::Change change{.step = *known};
  YISHOU_TRY(change.reason, body.optional_text("reason"));
  YISHOU_TRY(change.text, body.optional_text("text"));
  YISHOU_TRY(change.assignee, body.optional_text("assignee"));
  if (!sql::is_storable(change.assignee)) return fail(ErrorCode::kBadCall, "字段 assignee 不是账户 · no such account");
  return change;
}

identity::Access change_record(const Call& call, std::string_view finding_id, const cases::Change& change) {
  identity::Access access = call.access(Action::kChangeFinding);
  access.object_kind = identity::ObjectKind::kFinding;
  access.object_id = finding_id;
  access.reason = fmt::format("{} {}", cases::name_of(change.step), change.reason);
  access.result = "ok";
  return access;
}

/// What the record says of a change that was refused.
std::string_view refusal_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kConflict: return "conflict";
    case ErrorCode::kDenied: return "not_permitted";
    default: return "refused";
  }
}

// The change and its record, both or neither.
Result<std::int64_t> change_and_record(const Call& call, const cases::Seen& seen, const cases::Change& change) {
  YISHOU_TRY(auto transaction, call.app.database->begin());
  YISHOU_TRY(const auto version, call.app.changes->make_in(transaction, call.who, seen, change, call.now.beijing()));
  YISHOU_CHECK_OK(call.app.access_log->append_in(transaction, change_record(call, seen.finding_id, change)));
  YISHOU_CHECK_OK(transaction.commit());
  return version;
}

Status record_refusal(const Call& call, std::string_view finding_id, const cases::Change& change, ErrorCode code) {
  identity::Access access = change_record(call, finding_id, change);
  access.result = refusal_name(code);
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

Status take_step(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  YISHOU_TRY(const Body body, Body::parse(call.request, {"step", "reason", "text", "assignee"}));
  YISHOU_TRY(const cases::Change change, read_change(body));
  const std::string id{call.request.param("id")};
  auto found = call.app.findings->find(id, call.who.scope, call.who.role);
  if (!found.has_value()) {
    YISHOU_CHECK_OK(record_refusal(call, id, change, found.error().code));
    return pass(found);
  }
  if (!http::matches_or_answer(call.request, response, finding_etag(id, found->version, call.who))) return {};
  auto version = change_and_record(call, {id, found->version}, change);
  if (!version.has_value()) {
    YISHOU_CHECK_OK(record_refusal(call, id, change, version.error().code));
    return pass(version);
  }
  YISHOU_TRY(auto changed, call.app.findings->find(id, call.who.scope, identity::Role::kInspector));
  response.set_header("ETag", finding_etag(id, changed.version, call.who));
  YISHOU_TRY(const json::object view, finding_view(call, std::move(changed)));
  send(response, view);
  return {};
}

Result<std::vector<cases::Seen>> read_seen(const Body& body) {
  const json::value* const list = body.object().if_contains("findings");
  const auto refuse = [] {
    return fail(ErrorCode::kBadCall,
                "字段 findings 应为 1 到 1000 个 {finding_id, version}，不重复 · findings: 1 to 1000 different ones");
  };
  if (list == nullptr || !list->is_array()) return refuse();
  std::vector<cases::Seen> seen;
  for (const json::value& one : list->as_array()) {
    const json::object* const o = one.if_object();
    if (o == nullptr || o->size() != 2 || seen.size() == kMostAtOnce) return refuse();
    const json::value* const id = o->if_contains("finding_id");
    const json::value* const version = o->if_contains("version");
    if (id == nullptr || version == nullptr || !id->is_string() || !version->is_int64()) return refuse();
    const std::string_view text = id->as_string();
    if (text.empty() || text.size() > kLongestId || !sql::is_storable(text)) return refuse();
    seen.push_back({std::string{text}, version->as_int64()});
  }
  // In one order for everybody, so that two of them do not each wait for the other's rows.
  std::ranges::sort(seen, {}, &cases::Seen::finding_id);
  const bool twice = std::ranges::adjacent_find(seen, {}, &cases::Seen::finding_id) != seen.end();
  if (seen.empty() || twice) return refuse();
  return seen;
}

// Each finding by itself; what is wrong with the change or the database is everybody's, and then nothing is changed.
Result<json::array> change_all(const Call& call, const std::vector<cases::Seen>& seen, const cases::Change& change) {
  YISHOU_TRY(auto transaction, call.app.database->begin());
  json::array items;
  for (const cases::Seen& one : seen) {
    const auto version = call.app.changes->make_in(transaction, call.who, one, change, call.now.beijing());
    identity::Access access = change_record(call, one.finding_id, change);
    if (version.has_value()) {
      items.push_back(
          json::object{{"finding_id", one.finding_id}, {"outcome", "ok"}, {"version", *version}, {"detail", ""}});
    } else {
      const Error& error = version.error();
      if (error.code != ErrorCode::kNotFound && error.code != ErrorCode::kConflict) return std::unexpected(error);
      access.result = refusal_name(error.code);
      items.push_back(json::object{{"finding_id", one.finding_id},
                                   {"outcome", refusal_name(error.code)},
                                   {"version", nullptr},
                                   {"detail", error.message}});
    }
    YISHOU_CHECK_OK(call.app.access_log->append_in(transaction, access));
  }
  YISHOU_CHECK_OK(transaction.commit());
  return items;
}

Status take_steps(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  YISHOU_TRY(const Body body, Body::parse(call.request, {"findings", "step", "reason", "text", "assignee"}));
  YISHOU_TRY(const cases::Change change, read_change(body));
  YISHOU_TRY(const auto seen, read_seen(body));
  auto items = change_all(call, seen, change);
  if (!items.has_value()) {
    YISHOU_CHECK_OK(record_refusal(call, fmt::format("{} findings", seen.size()), change, items.error().code));
    return pass(items);
  }
  send(response, json::object{{"items", std::move(*items)}});
  return {};
}

}  // namespace

// Which step a role may take is decided by the room of cases; whoever may take one may come in.
void add_finding_step_endpoints(Api& api) {
  api.add({.method = http::Method::kPost,
           .pattern = "/v1/findings/{id}/steps",
           .operation = "takeStep",
           .permission = identity::Permission::kNoteFindings,
           .handle = take_step,
           .options = {.max_body = kOneBody, .content_type = "application/json"}});
  api.add({.method = http::Method::kPost,
           .pattern = "/v1/findings/steps",
           .operation = "takeSteps",
           .permission = identity::Permission::kNoteFindings,
           .handle = take_steps,
           .options = {.max_body = kManyBody, .content_type = "application/json"}});
}

}  // namespace yishou::server
