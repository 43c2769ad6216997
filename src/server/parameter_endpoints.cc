// Parameters of the rules: every row that holds. They change by drafts.
#include <algorithm>

#include "http/conditional.h"
#include "server/api.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

Status list_parameters(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"name", "region", "limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const std::string_view region = query.text("region");
  YISHOU_CHECK_OK(check_region(region));
  const auto in_force = call.app.live->in_force();
  if (http::answer_not_modified(call.request, response, knowledge_etag(*in_force))) return {};
  YISHOU_TRY(const knowledge::Parameters parameters,
             in_force->base->parameters(kNoDay, region.empty() ? call.app.settings.region : region));
  const auto& definitions = knowledge::Parameters::definitions();
  const auto& rows = parameters.rows();
  json::array items;
  std::string next;
  std::int64_t place = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const knowledge::ParameterRow& row = rows[i];
    if (const auto name = query.text("name"); !name.empty() && row.name != name) continue;
    if (place++ < cursor) continue;
    if (items.size() == static_cast<std::size_t>(limit)) {
      next = std::to_string(place - 1);
      break;
    }
    json::object one = json_of(row, i < definitions.size());
    const auto definition = std::ranges::find(definitions, row.name, &knowledge::ParameterDefinition::name);
    add_definition(*definition, one);
    items.push_back(std::move(one));
  }
  send(response, page(std::move(items), next));
  return {};
}

}  // namespace

void add_parameter_endpoints(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/parameters",
           .operation = "listParameters",
           .entry = Entry::kPermitted,
           .permission = identity::Permission::kReadRules,
           .handle = list_parameters});
}

}  // namespace yishou::server
