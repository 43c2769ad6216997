// Tokens of institutions' programs for the API.
#include <algorithm>

#include <fmt/format.h>

#include "server/account_scope.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"
#include "server/recorded.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Action;
using identity::ApiToken;
using identity::Permission;

json::object token_json(const ApiToken& token) {
  return {{"token_id", token.token_id},          {"institution", token.institution},    {"name", token.name},
          {"made_at", time_text(token.made_at)}, {"ends_at", time_text(token.ends_at)}, {"revoked", token.revoked}};
}

Result<std::vector<ApiToken>> tokens_in_scope(const Call& call) {
  YISHOU_TRY(auto all, call.app.tokens->list(identity::Scope::whole()));
  std::vector<ApiToken> tokens;
  for (ApiToken& token : all) {
    YISHOU_TRY(const bool seen, sees_institution(call.who.scope, token.institution, *call.app.institutions));
    if (seen) tokens.push_back(std::move(token));
  }
  return tokens;
}

Status list_tokens(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams parameters, QueryParams::read(call.request, {"limit", "cursor"}));
  YISHOU_TRY(const int limit, parameters.limit());
  YISHOU_TRY(const auto tokens, tokens_in_scope(call));
  auto token = tokens.begin();
  if (const std::string_view cursor = parameters.text("cursor"); !cursor.empty()) {
    token = std::ranges::find(tokens, cursor, &ApiToken::token_id);
    if (token == tokens.end())
      return fail(ErrorCode::kBadCall, "cursor 无效，请从第一页开始 · the cursor is of no page");
    ++token;
  }
  json::array items;
  for (; token != tokens.end() && std::ssize(items) < limit; ++token) items.push_back(token_json(*token));
  send(response, page(std::move(items), token == tokens.end() ? "" : std::prev(token)->token_id));
  return {};
}

Status make_token(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"institution", "name", "ends_at"}));
  YISHOU_TRY(const std::string institution, body.text("institution"));
  YISHOU_TRY(const std::string name, body.text("name"));
  YISHOU_TRY(const std::string ends, body.text("ends_at"));
  const auto ends_at = parse_second(ends);
  if (!ends_at.has_value()) {
    return fail(ErrorCode::kBadCall, "ends_at 应为 YYYY-MM-DD HH:MM:SS · ends_at is a time like 2027-01-31 00:00:00");
  }
  YISHOU_TRY(const bool seen, sees_institution(call.who.scope, institution, *call.app.institutions));
  if (!seen) {
    return fail(ErrorCode::kNotFound, "您的范围内没有这家机构 · there is no such institution in your scope");
  }
  identity::Access access = call.access(Action::kMakeToken);
  access.object_kind = identity::ObjectKind::kInstitution;
  access.object_id = institution;
  access.reason = fmt::format("{} {}", name, ends);
  YISHOU_TRY(const auto made, carry_out(call, access, [&] {
    return call.app.tokens->make(institution, name, call.who.account_id, *ends_at, call.now.beijing());
  }));
  json::object answer = token_json(made.about);
  answer["token"] = made.token;
  send(response, answer, 201);
  return {};
}

Status revoke_token(const Call& call, http::Response& response) {
  const std::string_view id = call.request.param("id");
  identity::Access access = call.access(Action::kRevokeToken);
  access.object_kind = identity::ObjectKind::kToken;
  access.object_id = id;
  YISHOU_TRY(const auto tokens, tokens_in_scope(call));
  const bool seen = std::ranges::find(tokens, id, &ApiToken::token_id) != tokens.end();
  // Of another's: the room answers as for one that is not there.
  const identity::Scope scope = seen ? identity::Scope::whole() : call.who.scope;
  YISHOU_CHECK_OK(carry_out(call, access, [&] { return call.app.tokens->revoke(id, scope, call.now.beijing()); }));
  response.status = 204;
  return {};
}

}  // namespace

void add_token_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, auto handle) {
    http::RouteOptions options;
    if (method == Method::kPost) options = {.max_body = 16 * 1024, .content_type = "application/json"};
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = Permission::kManageInstitutions,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "/v1/tokens", "listTokens", list_tokens);
  add(Method::kPost, "/v1/tokens", "makeToken", make_token);
  add(Method::kDelete, "/v1/tokens/{id}", "revokeToken", revoke_token);
}

}  // namespace yishou::server
