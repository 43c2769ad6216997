// Facts as they happen: rows of the extracts, by table.
#include <fmt/format.h>

#include "server/api.h"
#include "server/json.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

// Rows of any institution and person: whoever has a part of the nation could write, and overwrite, another's.
Status needs_nation(const Call& call) {
  if (call.who.scope.is_national()) return {};
  identity::Access denied = call.access(identity::Action::kDenied);
  denied.reason = "takeFacts";
  denied.result = "not_national";
  YISHOU_CHECK_OK(call.app.access_log->append(denied));
  return fail(ErrorCode::kDenied, "写入事实须有全国范围 · facts are taken from an account with a national scope");
}

Status take_facts(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(needs_nation(call));
  const model::Table* table = model::find_table(call.request.param("table"));
  if (table == nullptr) {
    return fail(ErrorCode::kNotFound, fmt::format("没有这张表：{} · no such table", call.request.param("table")));
  }
  YISHOU_TRY(const history::FactsTaken taken, call.app.facts->take(*table, call.request.body));
  json::array refusals;
  for (const intake::RefusedLine& one : taken.refusals) {
    refusals.push_back(json::object{{"line", one.line}, {"column", one.column}, {"reason", one.reason}});
  }
  send(response, json::object{{"table", table->name},
                              {"taken", taken.taken},
                              {"refused", taken.refused},
                              {"refusals", std::move(refusals)},
                              {"refused_file", taken.refused_file}});
  return {};
}

}  // namespace

void add_fact_endpoints(Api& api) {
  api.add({.method = http::Method::kPost,
           .pattern = "/v1/facts/{table}",
           .operation = "takeFacts",
           .entry = Entry::kPermitted,
           .permission = identity::Permission::kTakeFacts,
           .handle = take_facts,
           .options = {.max_body = static_cast<std::size_t>(api.app().settings.facts_bytes),
                       .content_type = "application/x-ndjson"}});
}

}  // namespace yishou::server
