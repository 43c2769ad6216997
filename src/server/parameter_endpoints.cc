// QueryParams of the rules: what holds, and a dated row of a region added as a new batch.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "csv/records.h"
#include "http/conditional.h"
#include "knowledge/files.h"
#include "knowledge/import.h"
#include "server/api.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;

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
    one["kind"] = definition->is_codes ? "codes" : "number";
    const auto bound = [&](std::int64_t value) {
      return definition->is_codes ? json::value(nullptr) : json::value(format_trimmed(value, kQtyScale));
    };
    one["min"] = bound(definition->min);
    one["max"] = bound(definition->max);
    one["rules"] = json::array(definition->rules.begin(), definition->rules.end());
    items.push_back(std::move(one));
  }
  send(response, page(std::move(items), next));
  return {};
}

/// A dated row as it is sent.
struct SentRow {
  std::string name, value, region, from, unit, source;
};

// As a parameter file of one row: one reader for both, and one set of refusals.
std::string file_of(const SentRow& row) {
  std::string csv = "name,region,valid_from,value,unit,source\n";
  for (const std::string* field : {&row.name, &row.region, &row.from, &row.value, &row.unit, &row.source}) {
    csv::append_field(csv, *field);
    csv += field == &row.source ? '\n' : ',';
  }
  return csv;
}

Status put_parameter(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"name", "value", "region", "valid_from", "unit", "source"}));
  SentRow row;
  YISHOU_TRY(row.name, body.text("name"));
  YISHOU_TRY(row.value, body.optional_text("value"));
  YISHOU_TRY(row.region, body.optional_text("region"));
  YISHOU_TRY(row.from, body.optional_text("valid_from"));
  YISHOU_TRY(row.unit, body.optional_text("unit"));
  YISHOU_TRY(row.source, body.text("source"));
  YISHOU_CHECK_OK(check_region(row.region));
  YISHOU_CHECK_OK(may_change_region(call.who.scope, row.region));
  const std::string text = file_of(row);
  if (auto read = knowledge::read_parameters(text, "parameters"); !read.has_value()) {
    return fail(ErrorCode::kBadCall, std::move(read.error().message));
  }
  const auto held = call.app.live->hold_for_change();
  if (!http::matches_or_answer(call.request, response, knowledge_etag(*call.app.live->in_force()))) return {};
  YISHOU_TRY(auto base, knowledge::KnowledgeBase::open(call.app.settings.base));
  identity::Access access = call.access(identity::Action::kChangeRules);
  access.object_kind = identity::ObjectKind::kRules;
  access.object_id = row.name;
  access.reason = fmt::format("parameter {} = {} in region \"{}\" from {}: {}", row.name, row.value, row.region,
                              row.from.empty() ? "always" : row.from, row.source);
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  // The import names the batch after its file.
  const auto file = std::filesystem::path(call.app.settings.state) / fmt::format("{}.csv", row.name);
  YISHOU_CHECK_OK(knowledge::write_file(file, text));
  const auto report =
      knowledge::import_files(base, {file}, {.known_since = known_since_of(base, day_of(call.now.beijing()))});
  std::error_code ignored;  // it is written over the next time
  std::filesystem::remove(file, ignored);
  if (!report.has_value()) return std::unexpected(report.error());
  YISHOU_CHECK_OK(call.app.live->reload());
  const auto renewed = call.app.live->in_force();
  response.set_header("ETag", knowledge_etag(*renewed));
  send(response,
       json::object{{"knowledge_version", renewed->live->snapshot->version()}, {"batch", report->files.front().batch}});
  return {};
}

}  // namespace

void add_parameter_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view operation, identity::Permission permission, auto handle,
                       http::RouteOptions options = {}) {
    api.add({.method = method,
             .pattern = "/v1/parameters",
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "listParameters", identity::Permission::kReadRules, list_parameters);
  add(Method::kPut, "putParameter", identity::Permission::kChangeRules, put_parameter,
      {.max_body = 64 * 1024, .content_type = "application/json"});
}

}  // namespace yishou::server
