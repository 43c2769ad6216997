#include "server/run_choice.h"

#include <algorithm>

#include <fmt/format.h>

#include "duck/duck.h"
#include "rules/catalogue.h"
#include "rules/choice.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

Result<Day> day_member(const Body& body, std::string_view name) {
  YISHOU_TRY(const std::string text, body.optional_text(name));
  if (text.empty()) return kNoDay;
  const auto day = parse_day(text);
  if (day.has_value()) return *day;
  return fail(ErrorCode::kBadCall,
              fmt::format("字段 {} 应为 YYYY-MM-DD · the member {} is a day YYYY-MM-DD", name, name));
}

}  // namespace

bool is_region_prefix(std::string_view text) {
  return (text.empty() || text.size() == 2 || text.size() == 4 || text.size() == 6) &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<RunChoice> run_choice_of(const Body& body) {
  RunChoice choice;
  YISHOU_TRY(choice.from, day_member(body, "from"));
  YISHOU_TRY(choice.to, day_member(body, "to"));
  if (choice.from != kNoDay && choice.to != kNoDay && choice.from > choice.to) {
    return fail(ErrorCode::kBadCall, "from 晚于 to · from lies after to: change one");
  }
  YISHOU_TRY(choice.rule_list, body.optional_text("rules"));
  YISHOU_TRY(choice.rules, rules::choose("rules", choice.rule_list));
  YISHOU_TRY(choice.region, body.optional_text("region"));
  if (!is_region_prefix(choice.region)) {
    return fail(ErrorCode::kBadCall, "region 应为行政区划代码的前 2、4 或 6 位 · region has 2, 4 or 6 digits");
  }
  return choice;
}

json::object json_of(const RunChoice& choice) {
  return {{"from", day_text(choice.from)},
          {"to", day_text(choice.to)},
          {"rules", choice.rule_list},
          {"region", choice.region}};
}

bool RegionFilter::takes(const model::Finding& finding) const {
  if (takes_all()) return true;
  const auto found = regions_.find(finding.fixmedins_code);
  return found != regions_.end() && found->second.size() == 6 && found->second.starts_with(region_);
}

std::vector<report::RuleName> names_of(const std::vector<const rules::Rule*>& rules) {
  std::vector<report::RuleName> names;
  for (const rules::Rule* rule : rules) {
    const rules::CatalogueEntry* entry = rules::catalogue_entry(rule->info().number);
    names.push_back(
        {entry->number, std::string{entry->code}, std::string{entry->name_zh}, std::string{entry->name_en}});
  }
  return names;
}

report::Summary summarize(const engine::Totals& counted, report::FindingTotals totals, std::string_view program,
                          std::string_view knowledge, const std::vector<const rules::Rule*>& rules) {
  report::Summary summary;
  summary.lines = counted.lines;
  summary.persons = counted.persons;
  summary.unsettled = counted.unsettled;
  summary.undecided = counted.undecided;
  summary.totals = std::move(totals);
  summary.versions = {
      {"yishou", std::string{program}}, {"knowledge", std::string{knowledge}}, {"engine", duck::engine_version()}};
  for (const rules::Rule* rule : rules) {
    const auto& info = rule->info();
    summary.rule_versions[std::to_string(info.number)] = fmt::format("{}@{}", info.number, info.version);
  }
  return summary;
}

}  // namespace yishou::server
