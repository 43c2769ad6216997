// How the gateway treats an institution: its choices, and secrets that go in and never come out.
#include <fmt/format.h>

#include "http/conditional.h"
#include "http/problem.h"
#include "server/account_scope.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"
#include "server/recorded.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::InstitutionSettings;
using identity::Permission;

std::string_view whether_set(std::string_view secret) { return secret.empty() ? "not set" : "set"; }

json::object settings_json(const InstitutionSettings& settings) {
  return {{"institution", settings.institution},
          {"paasid", whether_set(settings.paasid)},
          {"token", whether_set(settings.token)},
          {"apikey", whether_set(settings.apikey)},
          {"single_object", settings.single_object},
          {"blocks", settings.blocks},
          {"language", settings.language},
          {"active", settings.active},
          {"version", settings.version}};
}

std::string settings_etag(const InstitutionSettings& settings) {
  return http::etag_of(fmt::format("institution {} {}", settings.institution, settings.version));
}

Status in_scope(const Call& call, std::string_view code) {
  YISHOU_TRY(const bool seen, sees_institution(call.who.scope, code, *call.app.institutions));
  if (seen) return {};
  return fail(ErrorCode::kNotFound, "您的范围内没有这家机构 · there is no such institution in your scope");
}

Status list_settings(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams parameters, QueryParams::read(call.request, {"limit", "cursor"}));
  YISHOU_TRY(const int limit, parameters.limit());
  const std::string_view after = parameters.text("cursor");
  YISHOU_TRY(const auto all, call.app.institution_settings->all());
  json::array items;
  std::string_view last;
  for (const InstitutionSettings& one : all) {  // by code
    if (one.institution <= after) continue;
    YISHOU_TRY(const bool seen, sees_institution(call.who.scope, one.institution, *call.app.institutions));
    if (!seen) continue;
    if (std::ssize(items) == limit) {
      send(response, page(std::move(items), last));
      return {};
    }
    items.push_back(settings_json(one));
    last = one.institution;
  }
  send(response, page(std::move(items), ""));
  return {};
}

Status see_settings(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_CHECK_OK(in_scope(call, call.request.param("code")));
  YISHOU_TRY(const auto settings,
             call.app.institution_settings->find(call.request.param("code"), identity::Scope::whole()));
  if (http::answer_not_modified(call.request, response, settings_etag(settings))) return {};
  send(response, settings_json(settings));
  return {};
}

// What the body says over what was: choices that are missing are the usual ones; secrets that are missing stay.
Result<InstitutionSettings> settings_in(const Body& body, const InstitutionSettings& before) {
  InstitutionSettings settings = before;
  if (body.has("paasid")) {
    YISHOU_TRY(settings.paasid, body.text("paasid"));
  }
  if (body.has("token")) {
    YISHOU_TRY(settings.token, body.text("token"));
  }
  if (body.has("apikey")) {
    YISHOU_TRY(settings.apikey, body.optional_text("apikey"));  // null takes it away
  }
  const InstitutionSettings usual;
  YISHOU_TRY(settings.single_object, body.boolean("single_object", usual.single_object));
  YISHOU_TRY(settings.blocks, body.boolean("blocks", usual.blocks));
  YISHOU_TRY(settings.active, body.boolean("active", usual.active));
  YISHOU_TRY(settings.language, body.optional_text("language"));
  if (settings.language.empty()) settings.language = usual.language;
  return settings;
}

// New ones are made with If-None-Match: *, others changed with If-Match. False: answered.
bool may_put(const Call& call, http::Response& response, const InstitutionSettings& before) {
  const bool exists = before.version > 0;
  if (call.request.header("If-None-Match") == "*") {
    if (!exists) return true;
    http::answer_problem(call.request, response, 412,
                         "该机构已有设置，请先读取 · there are settings already: read them first");
    return false;
  }
  if (exists) return http::matches_or_answer(call.request, response, settings_etag(before));
  if (call.request.header("If-Match").empty()) {
    http::answer_problem(call.request, response, 428,
                         "新建须带 If-None-Match: * · send If-None-Match: * to make new settings");
  } else {
    http::answer_problem(call.request, response, 412,
                         "该机构尚无设置 · there are no settings yet: make them with If-None-Match: *");
  }
  return false;
}

Status put_settings(const Call& call, http::Response& response) {
  const std::string code{call.request.param("code")};
  YISHOU_CHECK_OK(in_scope(call, code));
  InstitutionSettings before{.institution = code};
  auto found = call.app.institution_settings->find(code, identity::Scope::whole());
  if (found.has_value()) before = std::move(*found);
  else if (found.error().code != ErrorCode::kNotFound) return std::unexpected(found.error());
  if (!may_put(call, response, before)) return {};
  YISHOU_TRY(const Body body,
             Body::parse(call.request, {"paasid", "token", "apikey", "single_object", "blocks", "language", "active"}));
  YISHOU_TRY(InstitutionSettings settings, settings_in(body, before));

  identity::Access access = call.access(identity::Action::kChangeInstitution);
  access.object_kind = identity::ObjectKind::kInstitution;
  access.object_id = code;
  access.reason =
      fmt::format("{}{}{}blocks={} single_object={} language={} active={}", body.has("paasid") ? "paasid " : "",
                  body.has("token") ? "token " : "", body.has("apikey") ? "apikey " : "", settings.blocks,
                  settings.single_object, settings.language, settings.active);
  YISHOU_CHECK_OK(
      carry_out(call, access, [&] { return call.app.institution_settings->put(settings, call.now.beijing()); }));
  YISHOU_CHECK_OK(call.app.callers->refresh());  // in force at once
  ++settings.version;
  response.set_header("ETag", settings_etag(settings));
  send(response, settings_json(settings), before.version == 0 ? 201 : 200);
  return {};
}

}  // namespace

void add_institution_settings_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, auto handle) {
    http::RouteOptions options;
    if (method == Method::kPut) options = {.max_body = 16 * 1024, .content_type = "application/json"};
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = Permission::kManageInstitutions,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "/v1/institution-settings", "listInstitutionSettings", list_settings);
  add(Method::kGet, "/v1/institution-settings/{code}", "seeInstitutionSettings", see_settings);
  add(Method::kPut, "/v1/institution-settings/{code}", "putInstitutionSettings", put_settings);
}

}  // namespace yishou::server
