#include "server/knowledge_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "http/conditional.h"
#include "knowledge/describe.h"
#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

std::string knowledge_etag(const InForce& in_force) {
  std::string text = in_force.live->snapshot->version();
  for (const knowledge::Batch& batch : in_force.base->batches()) text += fmt::format("|{}", batch.digest);
  return http::etag_of(text);
}

namespace {

json::value number_text(std::int64_t ten_thousandths) {
  if (ten_thousandths == kNoNumber) return nullptr;
  return json::string(format_trimmed(ten_thousandths, kQtyScale));
}

}  // namespace

json::object json_of(const knowledge::PointRow& row) {
  json::array codes(row.codes.begin(), row.codes.end());
  return {{"point_id", row.point_id},
          {"rule_no", row.rule},
          {"name", row.name},
          {"codes", std::move(codes)},
          {"limit", knowledge::describe_limit(row)},
          {"value", row.value},
          {"value_name", row.value_name},
          {"num", number_text(row.num)},
          {"num2", number_text(row.num2)},
          {"unit", row.unit},
          {"scope", knowledge::scope_word(row.scope)},
          {"needs_condition", row.needs_condition},
          {"state", knowledge::state_word(row.state)},
          {"state_name", knowledge::describe_state(row.state)},
          {"region", row.region},
          {"valid_from", day_text(row.valid_from)},
          {"valid_to", day_text(row.valid_to)},
          {"known_since", day_text(row.known_since)},
          {"basis", row.basis}};
}

json::object json_of(const knowledge::ParameterRow& row, bool shipped) {
  return {{"name", row.name},
          {"value", row.value},
          {"unit", row.unit},
          {"region", row.region},
          {"valid_from", day_text(row.from)},
          {"known_since", day_text(row.known_since)},
          {"official", row.official},
          {"source", row.source},
          {"origin", shipped              ? "default"
                     : row.region.empty() ? "base"
                                          : "region"}};
}

void add_definition(const knowledge::ParameterDefinition& definition, json::object& row) {
  const auto bound = [&](std::int64_t value) {
    return definition.is_codes ? json::value(nullptr) : number_text(value);
  };
  row["kind"] = definition.is_codes ? "codes" : "number";
  row["min"] = bound(definition.min);
  row["max"] = bound(definition.max);
  row["rules"] = json::array(definition.rules.begin(), definition.rules.end());
}

Status check_region(std::string_view region) {
  if (region.size() <= 12 && std::ranges::all_of(region, [](char c) { return c >= '0' && c <= '9'; })) return {};
  return fail(ErrorCode::kBadCall,
              "region 应为行政区划代码的前几位 · the region is the first digits of a division code");
}

Status may_change_region(const identity::Scope& scope, std::string_view region) {
  const auto covers = [&](const std::string& mine) { return region.starts_with(mine); };
  if (std::ranges::any_of(scope.regions(), covers)) return {};
  return fail(ErrorCode::kDenied, "region 须在您的管辖范围之内 · the region must lie in your scope");
}

Day known_since_of(const knowledge::KnowledgeBase& base, Day today) {
  for (const knowledge::Batch& batch : base.batches()) today = std::max(today, batch.known_since);
  return today;
}

}  // namespace yishou::server
