// The knowledge base: its batches, every limit on a code, points confirmed and withdrawn.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "http/conditional.h"
#include "knowledge/confirm.h"
#include "knowledge/describe.h"
#include "knowledge/manifest.h"
#include "server/api.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Permission;

Status list_batches(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const auto in_force = call.app.live->in_force();
  if (http::answer_not_modified(call.request, response, knowledge_etag(*in_force))) return {};
  const auto& batches = in_force->base->batches();
  json::array items;
  auto at = static_cast<std::size_t>(cursor);
  for (; at < batches.size() && items.size() < static_cast<std::size_t>(limit); ++at) {
    const knowledge::Batch& batch = batches[at];
    items.push_back(json::object{{"order", batch.order},
                                 {"name", batch.name},
                                 {"kind", knowledge::kind_word(batch.kind)},
                                 {"published_at", day_text(batch.published_at)},
                                 {"known_since", day_text(batch.known_since)},
                                 {"points", batch.points},
                                 {"codes", batch.codes},
                                 {"digest", batch.digest}});
  }
  json::object answer = page(std::move(items), at < batches.size() ? std::to_string(at) : std::string{});
  answer["knowledge_version"] = in_force->live->snapshot->version();
  send(response, answer);
  return {};
}

Status see_code(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region", "limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const std::string_view region = query.text("region");
  YISHOU_CHECK_OK(check_region(region));
  const std::string_view code = call.request.param("code");
  const auto in_force = call.app.live->in_force();
  YISHOU_TRY(const auto stored, in_force->base->points());
  std::map<std::string_view, const knowledge::StoredPoint*> successor;
  for (const knowledge::StoredPoint& point : stored) {
    if (!point.supersedes.empty()) successor[point.supersedes] = &point;
  }
  YISHOU_TRY(const auto rows, in_force->base->effective(kNoDay, region.empty() ? call.app.settings.region : region));
  std::vector<const knowledge::PointRow*> met;
  for (const knowledge::PointRow& row : rows) {
    if (knowledge::meets(row, code)) met.push_back(&row);
  }
  if (met.empty()) {
    return fail(ErrorCode::kNotFound,
                fmt::format("没有知识点涉及此编码或其前缀：{} · no point has this code or a prefix of it", code));
  }
  if (http::answer_not_modified(call.request, response, knowledge_etag(*in_force))) return {};
  json::array items;
  auto at = static_cast<std::size_t>(cursor);
  for (; at < met.size() && items.size() < static_cast<std::size_t>(limit); ++at) {
    json::object one = json_of(*met[at]);
    const auto later = successor.find(met[at]->point_id);
    one["superseded_by"] = later == successor.end() ? json::value(nullptr) : json::value(later->second->row.point_id);
    one["superseded_since"] =
        later == successor.end() ? json::value(nullptr) : day_text(later->second->row.known_since);
    items.push_back(std::move(one));
  }
  send(response, page(std::move(items), at < met.size() ? std::to_string(at) : std::string{}));
  return {};
}

Status log_change(const Call& call, std::string_view object, std::string reason) {
  identity::Access access = call.access(identity::Action::kChangeRules);
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = object;
  access.reason = std::move(reason);
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  return {};
}

json::object version_of(const InForce& in_force) {
  return {{"knowledge_version", in_force.live->snapshot->version()}, {"batches", in_force.base->batches().size()}};
}

Status reload(const Call& call, http::Response& response) {
  const auto held = call.app.live->hold_for_change();
  YISHOU_CHECK_OK(log_change(call, "knowledge", "reload"));
  YISHOU_CHECK_OK(call.app.live->reload());
  const auto in_force = call.app.live->in_force();
  response.set_header("ETag", knowledge_etag(*in_force));
  send(response, version_of(*in_force));
  return {};
}

// A reference point becomes one of a region, or is given back.
Status move_point(const Call& call, http::Response& response, bool withdraw) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"region"}));
  YISHOU_TRY(const std::string region, body.optional_text("region"));
  YISHOU_CHECK_OK(check_region(region));
  YISHOU_CHECK_OK(may_change_region(call.who.scope, region));
  const std::string id{call.request.param("id")};
  const auto held = call.app.live->hold_for_change();
  const auto in_force = call.app.live->in_force();
  if (!http::matches_or_answer(call.request, response, knowledge_etag(*in_force))) return {};
  YISHOU_TRY(auto base, knowledge::KnowledgeBase::open(call.app.settings.base));
  YISHOU_TRY(const auto rows, base.effective(kNoDay, region));
  const auto row = std::ranges::find(rows, id, &knowledge::PointRow::point_id);
  if (row == rows.end()) return fail(ErrorCode::kNotFound, fmt::format("没有这个知识点：{} · no such point", id));
  YISHOU_CHECK_OK(log_change(call, id, fmt::format("{} in region \"{}\"", withdraw ? "withdraw" : "confirm", region)));
  const knowledge::ConfirmOptions options{.rule = row->rule,
                                          .points = {id},
                                          .region = region,
                                          .known_since = known_since_of(base, day_of(call.now.beijing()))};
  YISHOU_TRY(const knowledge::ConfirmReport report,
             withdraw ? knowledge::withdraw_points(base, options) : knowledge::confirm_points(base, options));
  YISHOU_CHECK_OK(call.app.live->reload());
  const auto renewed = call.app.live->in_force();
  response.set_header("ETag", knowledge_etag(*renewed));
  json::object answer = version_of(*renewed);
  answer["changed"] = report.rows.size();
  answer["batch"] = report.batch;
  send(response, answer);
  return {};
}

}  // namespace

void add_knowledge_endpoints(Api& api) {
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
  add(Method::kGet, "/v1/knowledge", "listKnowledge", Permission::kReadRules, list_batches);
  add(Method::kGet, "/v1/knowledge/codes/{code}", "seeCode", Permission::kReadRules, see_code);
  add(Method::kPost, "/v1/knowledge/reload", "reloadKnowledge", Permission::kChangeRules, reload);
  const http::RouteOptions small{.max_body = 4096, .content_type = "application/json"};
  add(Method::kPost, "/v1/knowledge/points/{id}/confirm", "confirmPoint", Permission::kChangeRules,
      [](const Call& call, http::Response& response) { return move_point(call, response, false); }, small);
  add(Method::kPost, "/v1/knowledge/points/{id}/withdraw", "withdrawPoint", Permission::kChangeRules,
      [](const Call& call, http::Response& response) { return move_point(call, response, true); }, small);
}

}  // namespace yishou::server
