// Shadow runs: drafts that judge the real questions beside the live answer.
#include <algorithm>

#include <fmt/format.h>

#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"
#include "server/shadow.h"
#include "server/shadow_json.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;

constexpr std::size_t kDraftBodyBytes = std::size_t{4} << 20;  // own points come as a text
constexpr std::size_t kMaxNameBytes = 200;

Status log_change(const Call& call, std::string_view object, std::string reason) {
  identity::Access access = call.access(identity::Action::kChangeRules);
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = object;
  access.reason = std::move(reason);
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  return {};
}

Status list_shadows(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const auto views = call.app.shadows->list(call.who.scope);
  json::array items;
  auto at = static_cast<std::size_t>(cursor);
  for (; at < views.size() && items.size() < static_cast<std::size_t>(limit); ++at)
    items.push_back(shadow_row_json(views[at]));
  send(response, page(std::move(items), at < views.size() ? std::to_string(at) : std::string{}));
  return {};
}

Status start_shadow(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"name", "draft"}));
  YISHOU_TRY(const std::string name, body.text("name"));
  if (name.size() > kMaxNameBytes) return fail(ErrorCode::kBadCall, "name 太长 · the name has more than 200 bytes");
  YISHOU_TRY(const Body part, body.part("draft", {"settings", "parameters", "points", "with_reference", "rules_off"}));
  YISHOU_TRY(const DraftText draft, draft_of(part));
  YISHOU_CHECK_OK(check_draft(draft));
  YISHOU_CHECK_OK(log_change(call, "", fmt::format("shadow run {}: {}", name, json::serialize(json_of(draft)))));
  YISHOU_TRY(const ShadowView view, call.app.shadows->start(name, draft, call.who, call.now.beijing()));
  response.set_header("Location", fmt::format("/v1/shadows/{}", view.id));
  send(response, shadow_json(view), 201);
  return {};
}

Status see_shadow(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams query, QueryParams::read(call.request, {}));
  YISHOU_TRY(const ShadowView view, call.app.shadows->find(call.request.param("id"), call.who.scope));
  identity::Access access = call.access(identity::Action::kSeeTraffic);  // its samples tell of persons
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = view.id;
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  send(response, shadow_json(view));
  return {};
}

Status end_shadow(const Call& call, http::Response& response) {
  YISHOU_TRY(const ShadowView view, call.app.shadows->find(call.request.param("id"), call.who.scope));
  YISHOU_CHECK_OK(log_change(call, view.id, fmt::format("end of shadow run {}", view.name)));
  YISHOU_CHECK_OK(call.app.shadows->remove(view.id, call.who.scope));
  response.status = 204;
  return {};
}

}  // namespace

void add_shadow_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation,
                       identity::Permission permission, auto handle, http::RouteOptions options = {}) {
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle,
             .options = std::move(options)});
  };
  using identity::Permission;
  add(Method::kGet, "/v1/shadows", "listShadows", Permission::kReadDrafts, list_shadows);
  add(Method::kPost, "/v1/shadows", "startShadow", Permission::kChangeRules, start_shadow,
      {.max_body = kDraftBodyBytes, .content_type = "application/json"});
  add(Method::kGet, "/v1/shadows/{id}", "seeShadow", Permission::kReadDrafts, see_shadow);
  add(Method::kDelete, "/v1/shadows/{id}", "endShadow", Permission::kChangeRules, end_shadow);
}

}  // namespace yishou::server
