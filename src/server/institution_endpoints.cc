// Institutions: the list, and the profile of each with what was found there.
#include "cases/cursor.h"
#include "server/api.h"
#include "server/finding_view.h"
#include "server/json.h"
#include "server/places.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestText = 200;

json::object institution_json(const cases::Institution& one) {
  return {{"fixmedins_code", one.code},
          {"fixmedins_name", one.name},
          {"admdvs", one.admdvs},
          {"hosp_lv", one.level},
          {"fixmedins_type", one.type}};
}

Status list_institutions(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"text", "limit", "cursor"}));
  const std::string_view text = params.text("text");
  if (text.size() > kLongestText) return refuse_param("text", "至多 200 字节的文本");
  YISHOU_TRY(const int limit, params.limit());
  const std::string search = "institutions\n" + std::string{text};
  std::string after;
  if (params.has("cursor")) {
    const auto place = cases::read_cursor(*call.app.sealer, search, params.text("cursor"));
    if (!place) return refuse_param("cursor", "上一页给出的游标，且查询条件不变");
    after = place->key;
  }
  YISHOU_TRY(auto found, call.app.institutions->list(call.who.scope, text, after, limit + 1));
  std::string next;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.pop_back();
    next = cases::write_cursor(*call.app.sealer, search, {found.back().code, 0});
  }
  json::array items;
  for (const cases::Institution& one : found) items.push_back(institution_json(one));
  send(response, json::object{{"items", std::move(items)}, {"next", next_json(next)}});
  return {};
}

// `unset`: no settings, so that a gateway with signatures does not know it.
Result<std::string_view> gateway_state(App& app, const std::string& institution) {
  auto settings = app.institution_settings->find(institution, identity::Scope::whole());
  if (settings.has_value()) return settings->active ? "active" : "inactive";
  if (settings.error().code == ErrorCode::kNotFound) return "unset";
  return pass(settings);
}

Result<json::object> found_at(const Call& call, const std::string& institution, const Places& places) {
  cases::FindingFilter filter;
  filter.institution = institution;
  cases::Findings& findings = *call.app.findings;
  YISHOU_TRY(const auto totals, findings.totals(filter, call.who.scope));
  json::object found{{"totals", totals_json(totals)}};
  for (const auto& [name, by] :
       {std::pair{"by_rule", cases::GroupBy::kRule}, std::pair{"by_month", cases::GroupBy::kMonth},
        std::pair{"by_state", cases::GroupBy::kState}}) {
    YISHOU_TRY(const auto groups, findings.groups(filter, call.who.scope, by));
    found[name] = groups_json(groups, by, places);
  }
  return found;
}

Status see_institution(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const std::string code{call.request.param("code")};
  auto one = call.app.institutions->find(code, call.who.scope);
  if (one.has_value() || one.error().code == ErrorCode::kNotFound) {
    identity::Access access = call.access(identity::Action::kSeeInstitution);
    access.object_kind = identity::ObjectKind::kInstitution;
    access.object_id = code;
    access.result = one.has_value() ? "ok" : "not_found";
    YISHOU_CHECK_OK(call.app.access_log->append(access));
  }
  if (!one.has_value()) return pass(one);
  json::object profile = institution_json(*one);
  YISHOU_TRY(const std::string_view gateway, gateway_state(call.app, code));
  profile["gateway"] = gateway;
  profile["findings"] = nullptr;  // of who may not read findings
  if (identity::may(call.who, identity::Permission::kReadFindings)) {
    YISHOU_TRY(profile["findings"], found_at(call, code, Places(call.app.live->current()->surroundings)));
  }
  send(response, profile);
  return {};
}

}  // namespace

void add_institution_endpoints(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/institutions",
           .operation = "listInstitutions",
           .permission = identity::Permission::kReadInstitutions,
           .handle = list_institutions});
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/institutions/{code}",
           .operation = "seeInstitution",
           .permission = identity::Permission::kReadInstitutions,
           .handle = see_institution});
}

}  // namespace yishou::server
