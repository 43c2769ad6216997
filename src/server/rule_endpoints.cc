// The 88 national rules: what each means, what it reads, what it knows.
#include <algorithm>

#include <fmt/format.h>

#include "http/conditional.h"
#include "manual/about.h"
#include "manual/families.h"
#include "manual/oracles.h"
#include "rules/catalogue.h"
#include "server/api.h"
#include "server/json.h"
#include "server/knowledge_words.h"
#include "server/path_number.h"
#include "server/query_params.h"
#include "server/rule_figures.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;

std::string_view verdict_word(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::kViolation: return "violation";
    case model::Verdict::kSuspicion: return "suspicion";
    case model::Verdict::kIndeterminate: break;
  }
  return "indeterminate";
}

json::object told(const manual::PointCount& count) {
  return {{"all", count.all},
          {"official", count.official},
          {"listed", count.listed},
          {"confirmed", count.confirmed},
          {"reference", count.reference},
          {"needs_condition", count.needs_condition},
          {"judging", count.judging}};
}

// Off by what the region has switched off today.
std::string_view state_of(const rules::CatalogueEntry& entry, const manual::PointCounts& counts,
                          const knowledge::Parameters& parameters, Day today) {
  const knowledge::CodeSet& off = parameters.codes(knowledge::kRulesOff).at(today);
  if (std::ranges::binary_search(off, std::to_string(entry.number))) return "off";
  return manual::can_judge(entry.number, counts) ? "on" : "without_knowledge";
}

json::object row_of(const rules::CatalogueEntry& entry, const knowledge::Snapshot& snapshot,
                    const manual::PointCounts& counts, Day today) {
  const rules::Rule* rule = rules::find_rule(entry.number);
  json::array names;
  for (const auto* definition : manual::parameters_of(entry.number, rule)) names.emplace_back(definition->name);
  json::object row{{"number", entry.number},
                   {"code", entry.code},
                   {"name_zh", entry.name_zh},
                   {"name_en", entry.name_en},
                   {"class_zh", entry.class_zh},
                   {"slug", nullptr},
                   {"version", nullptr},
                   {"verdict", nullptr},
                   {"severity", nullptr},
                   {"state", "absent"},
                   {"points", told(counts[entry.number])},
                   {"parameters", std::move(names)}};
  if (rule == nullptr) return row;
  const rules::RuleInfo& info = rule->info();
  row["slug"] = info.slug;
  row["version"] = fmt::format("{}@{}", info.number, info.version);
  row["verdict"] = verdict_word(info.verdict);
  row["severity"] = info.severity;
  row["state"] = state_of(entry, counts, snapshot.parameters(), today);
  return row;
}

json::value example_of(std::uint16_t number) {
  const auto found = manual::all_cases().find(number);
  if (found == manual::all_cases().end() || !found->second.example.has_value()) return nullptr;
  const manual::Example& example = *found->second.example;
  return json::object{{"name", example.name},         {"tables", example.tables},           {"lines", example.lines},
                      {"amount", example.vola},       {"observed", example.observed},       {"limit", example.limit},
                      {"sentence", example.sentence}, {"english", manual::english(example)}};
}

// Each parameter that the rule reads: what holds today, within which bounds, and every row that the region has.
json::array parameters_of(const rules::CatalogueEntry& entry, const knowledge::Parameters& parameters, Day today) {
  json::array all;
  const auto& rows = parameters.rows();
  for (const auto* definition : manual::parameters_of(entry.number, rules::find_rule(entry.number))) {
    json::array history;
    json::object holding;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].name != definition->name) continue;
      const bool shipped = i < knowledge::Parameters::definitions().size();  // the defaults come first
      history.push_back(json_of(rows[i], shipped));
      if (&rows[i] == &parameters.holding(definition->name, today)) holding = json_of(rows[i], shipped);
    }
    add_definition(*definition, holding);
    holding["history"] = std::move(history);
    all.push_back(std::move(holding));
  }
  return all;
}

json::array cases_of(std::uint16_t number) {
  json::array all;
  const auto found = manual::all_cases().find(number);
  if (found == manual::all_cases().end()) return all;
  for (const manual::Case& one : found->second.cases) {
    all.push_back(json::object{{"name", one.name}, {"outcome", one.outcome}});
  }
  return all;
}

// The versions that found what the caller may see, the latest first.
Result<json::array> versions_of(const Call& call, std::uint16_t number) {
  json::array all;
  if (!identity::may(call.who, identity::Permission::kReadFindings)) return all;
  YISHOU_TRY(const auto versions, call.app.findings->rule_versions(number, call.who.scope));
  for (const cases::RuleVersion& one : versions) {
    all.push_back(json::object{{"version", one.version},
                               {"findings", one.findings},
                               {"first_taken", time_text(one.first_taken)},
                               {"last_taken", time_text(one.last_taken)}});
  }
  return all;
}

Result<const rules::CatalogueEntry*> find_entry(const http::Request& request) {
  const auto number = path_number(request.param("no"));
  const rules::CatalogueEntry* entry =
      number.has_value() && *number <= 9999 ? rules::catalogue_entry(static_cast<std::uint16_t>(*number)) : nullptr;
  if (entry != nullptr) return entry;
  return fail(ErrorCode::kNotFound, fmt::format("没有这条规则，编号为 1–88：{} · no such rule", request.param("no")));
}

// By the knowledge in force; of another region, by that of the same base.
Result<std::shared_ptr<const knowledge::Snapshot>> snapshot_for(const Call& call, const InForce& in_force,
                                                                std::string_view region) {
  if (region.empty() || region == call.app.settings.region) return in_force.live->snapshot;
  YISHOU_CHECK_OK(check_region(region));
  YISHOU_TRY(auto snapshot, in_force.base->snapshot(kNoDay, region));
  return std::make_shared<const knowledge::Snapshot>(std::move(snapshot));
}

Status list_rules(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region", "limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t after, query.number_from_one("cursor"));
  const auto in_force = call.app.live->in_force();
  YISHOU_TRY(const auto snapshot, snapshot_for(call, *in_force, query.text("region")));
  const manual::PointCounts counts = manual::count_points(*snapshot);
  YISHOU_TRY(const RuleFigures figures, RuleFigures::gather(call));
  json::array items;
  std::string next;
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    if (entry.number <= after) continue;
    if (items.size() == static_cast<std::size_t>(limit)) {
      next = std::to_string(items.back().at("number").to_number<int>());
      break;
    }
    json::object row = row_of(entry, *snapshot, counts, day_of(call.now.beijing()));
    figures.tell(entry.number, row);
    items.push_back(std::move(row));
  }
  json::object answer = page(std::move(items), next);
  answer["reminders_span"] = figures.reminders_span();
  send(response, answer);
  return {};
}

Status see_rule(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region"}));
  YISHOU_TRY(const rules::CatalogueEntry* const entry, find_entry(call.request));
  const auto in_force = call.app.live->in_force();
  YISHOU_TRY(const auto snapshot, snapshot_for(call, *in_force, query.text("region")));
  const Day today = day_of(call.now.beijing());
  json::object about = row_of(*entry, *snapshot, manual::count_points(*snapshot), today);
  YISHOU_TRY(const RuleFigures figures, RuleFigures::gather(call));
  figures.tell(entry->number, about);
  about["reminders_span"] = figures.reminders_span();
  about["parameters"] = parameters_of(*entry, snapshot->parameters(), today);
  const rules::Rule* rule = rules::find_rule(entry->number);
  const auto text = [&](std::string_view value) { return rule == nullptr ? json::value(nullptr) : json::value(value); };
  about["meaning_zh"] = text(rule == nullptr ? "" : rule->info().meaning_zh);
  about["meaning_en"] = text(rule == nullptr ? "" : rule->info().meaning_en);
  about["basis"] = text(rule == nullptr ? "" : rule->info().basis);
  const manual::Grain grain = manual::grain_of(entry->number);
  about["grain_zh"] = grain.zh;
  about["grain_en"] = grain.en;
  json::array reads;
  if (rule != nullptr) {
    for (const manual::TableFacts& facts : manual::facts_of(rule->info().reads)) {
      json::array columns(facts.columns.begin(), facts.columns.end());
      reads.push_back(json::object{{"table", facts.table}, {"columns", std::move(columns)}});
    }
  }
  about["reads"] = std::move(reads);
  about["example"] = example_of(entry->number);
  about["cases"] = cases_of(entry->number);
  const std::string_view sql = manual::oracle_of(entry->number);
  about["sql"] = sql.empty() ? json::value(nullptr) : json::value(sql);
  YISHOU_TRY(about["versions"], versions_of(call, entry->number));
  const manual::Family* family = manual::family_of(entry->number);
  about["manual_page"] = family == nullptr ? json::value(nullptr) : json::value(fmt::format("{}.md", family->slug));
  about["knowledge_version"] = snapshot->version();
  const std::string told = json::serialize(about);
  if (!http::answer_not_modified(call.request, response, http::etag_of(told))) response.send_json(told);
  return {};
}

// The tables that every reading in SQL stands on.
Status see_common_sql(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  const json::object told{{"common_ground", manual::common_ground_sql()}, {"stays", manual::stays_sql()}};
  const std::string text = json::serialize(told);
  if (!http::answer_not_modified(call.request, response, http::etag_of(text))) response.send_json(text);
  return {};
}

Status list_points(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"region", "state", "limit", "cursor"}));
  YISHOU_TRY(const rules::CatalogueEntry* const entry, find_entry(call.request));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(const std::int64_t cursor, query.number_from_one("cursor"));
  const std::string_view region = query.text("region");
  YISHOU_CHECK_OK(check_region(region));
  const std::string_view state = query.text("state");
  std::optional<knowledge::State> wanted;
  for (const auto one : {knowledge::State::kOfficial, knowledge::State::kConfirmed, knowledge::State::kReference,
                         knowledge::State::kListed}) {
    if (!state.empty() && knowledge::state_word(one) == state) wanted = one;
  }
  if (!state.empty() && !wanted.has_value()) {
    return fail(ErrorCode::kBadCall,
                "state 应为 official、listed、confirmed 或 reference · state is one of these four");
  }
  const auto in_force = call.app.live->in_force();
  if (http::answer_not_modified(call.request, response, knowledge_etag(*in_force))) return {};
  YISHOU_TRY(const auto rows, in_force->base->effective(kNoDay, region.empty() ? call.app.settings.region : region));
  json::array items;
  std::string next;
  std::int64_t place = 0;  // of the row among those that fit; the ETag tells when the list itself changed
  for (const knowledge::PointRow& row : rows) {
    if (row.rule != entry->number || (wanted.has_value() && row.state != *wanted)) continue;
    if (place++ < cursor) continue;
    if (items.size() == static_cast<std::size_t>(limit)) {
      next = std::to_string(place - 1);
      break;
    }
    items.push_back(json_of(row));
  }
  send(response, page(std::move(items), next));
  return {};
}

}  // namespace

void add_rule_endpoints(Api& api) {
  const auto add = [&](std::string_view pattern, std::string_view operation, auto handle) {
    api.add({.method = Method::kGet,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = identity::Permission::kReadRules,
             .handle = handle});
  };
  add("/v1/rules", "listRules", list_rules);
  add("/v1/rules/sql", "seeRulesSql", see_common_sql);
  add("/v1/rules/{no}", "seeRule", see_rule);
  add("/v1/rules/{no}/points", "listRulePoints", list_points);
}

}  // namespace yishou::server
