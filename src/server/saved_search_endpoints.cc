// Searches of findings that a person keeps or shares.
#include "cases/saved_searches.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Permission;

json::object search_json(const cases::SavedSearch& search, const identity::Principal& who) {
  return {{"search_no", search.search_no},
          {"name", search.name},
          {"query", search.query},
          {"shared", search.shared},
          {"login", search.login},
          {"own", search.account_id == who.account_id},
          {"made_at", time_text(search.made_at)}};
}

Status list_searches(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  YISHOU_TRY(const auto searches, call.app.saved_searches->list(call.who));
  json::array items;
  for (const cases::SavedSearch& search : searches) items.push_back(search_json(search, call.who));
  send(response, page(std::move(items), ""));
  return {};
}

Status keep_search(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  YISHOU_TRY(const Body body, Body::parse(call.request, {"name", "query", "shared"}));
  YISHOU_TRY(const std::string name, body.text("name"));
  YISHOU_TRY(const std::string query, body.text("query"));
  YISHOU_TRY(const bool shared, body.boolean("shared", false));
  YISHOU_TRY(const auto kept, call.app.saved_searches->keep(call.who, name, query, shared, call.now.beijing()));
  send(response, search_json(kept, call.who), 201);
  return {};
}

Status remove_search(const Call& call, http::Response& response) {
  const auto search_no = integer_of(call.request.param("search_no"), 1, std::int64_t{1} << 53);
  if (!search_no) return fail(ErrorCode::kNotFound, "您没有这个查询 · you keep no such search");
  YISHOU_CHECK_OK(call.app.saved_searches->remove(call.who, *search_no));
  response.status = 204;
  return {};
}

}  // namespace

void add_saved_search_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, auto handle) {
    http::RouteOptions options;
    if (method == Method::kPost) options = {.max_body = 16 * 1024, .content_type = "application/json"};
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .permission = Permission::kReadFindings,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "/v1/saved-searches", "listSavedSearches", list_searches);
  add(Method::kPost, "/v1/saved-searches", "keepSearch", keep_search);
  add(Method::kDelete, "/v1/saved-searches/{search_no}", "removeSearch", remove_search);
}

}  // namespace yishou::server
