// The knowledge base: its batches, every limit on a code or under a name. It changes by drafts.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "http/conditional.h"
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

constexpr std::size_t kMaxSearchBytes = 200;

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

// A page of the points that fit, in the order of the base, each with what came after it.
template <typename Fits>
Status send_limits(const Call& call, http::Response& response, const QueryParams& query, std::string_view none,
                   Fits&& fits) {
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const std::string_view region = query.text("region");
  YISHOU_CHECK_OK(check_region(region));
  const auto in_force = call.app.live->in_force();
  YISHOU_TRY(const auto stored, in_force->base->points());
  std::map<std::string_view, const knowledge::StoredPoint*> successor;
  for (const knowledge::StoredPoint& point : stored) {
    if (!point.supersedes.empty()) successor[point.supersedes] = &point;
  }
  YISHOU_TRY(const auto rows, in_force->base->effective(kNoDay, region.empty() ? call.app.settings.region : region));
  std::vector<const knowledge::PointRow*> met;
  for (const knowledge::PointRow& row : rows) {
    if (fits(row)) met.push_back(&row);
  }
  if (met.empty() && !none.empty()) return fail(ErrorCode::kNotFound, std::string{none});
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

Status see_code(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region", "limit", "cursor"}));
  const std::string_view code = call.request.param("code");
  return send_limits(call, response, query,
                     fmt::format("没有知识点涉及此编码或其前缀：{} · no point has this code or a prefix of it", code),
                     [&](const knowledge::PointRow& row) { return knowledge::meets(row, code); });
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// By what people know of a limit: the begin of a code, a part of a name, the id.
Status search_points(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"q", "rule", "region", "limit", "cursor"}));
  YISHOU_TRY(const auto rule, query.integer("rule", 1, 88));
  const std::string wanted = lower(query.text("q"));
  if (wanted.empty() || wanted.size() > kMaxSearchBytes) {
    return refuse_param("q", "编码的开头、名称的一部分或知识点编号，至多 200 字节");
  }
  return send_limits(call, response, query, "", [&](const knowledge::PointRow& row) {
    if (rule.has_value() && row.rule != *rule) return false;
    const auto begins = [&](const std::string& code) { return lower(code).starts_with(wanted); };
    return lower(row.name).contains(wanted) || lower(row.value_name).contains(wanted) ||
           std::ranges::any_of(row.codes, begins) || lower(row.point_id) == wanted;
  });
}

json::object version_of(const InForce& in_force) {
  return {{"knowledge_version", in_force.live->snapshot->version()}, {"batches", in_force.base->batches().size()}};
}

Status reload(const Call& call, http::Response& response) {
  const auto held = call.app.live->hold_for_change();
  identity::Access access = call.access(identity::Action::kChangeRules);
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = "knowledge";
  access.reason = "reload";
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  YISHOU_CHECK_OK(call.app.live->reload());
  const auto in_force = call.app.live->in_force();
  response.set_header("ETag", knowledge_etag(*in_force));
  send(response, version_of(*in_force));
  return {};
}

}  // namespace

void add_knowledge_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, Permission permission,
                       auto handle) {
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle});
  };
  add(Method::kGet, "/v1/knowledge", "listKnowledge", Permission::kReadRules, list_batches);
  add(Method::kGet, "/v1/knowledge/codes/{code}", "seeCode", Permission::kReadRules, see_code);
  add(Method::kGet, "/v1/knowledge/points", "searchKnowledge", Permission::kReadRules, search_points);
  add(Method::kPost, "/v1/knowledge/reload", "reloadKnowledge", Permission::kChangeRules, reload);
}

}  // namespace yishou::server
