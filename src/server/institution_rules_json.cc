#include "server/institution_rules_json.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "rules/peer_spread.h"
#include "server/finding_json.h"
#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::int64_t kLeastPeers = 5;
constexpr std::string_view kRankNames[] = {"", "primary", "secondary", "tertiary"};

json::value measured_share(std::int64_t share) {
  return static_cast<double>(share) / static_cast<double>(rules::kShareOne);
}

json::value peers_json(const cases::InstitutionMeasure& m) {
  if (m.peers < kLeastPeers) return nullptr;
  return json::object{
      {"rank", kRankNames[m.peer_rank]},    {"institutions", m.peers},      {"place", m.place},
      {"min", measured_share(m.least)},     {"p10", measured_share(m.p10)}, {"p25", measured_share(m.p25)},
      {"median", measured_share(m.median)}, {"p75", measured_share(m.p75)}, {"p90", measured_share(m.p90)},
      {"max", measured_share(m.most)}};
}

json::object measure_json(const cases::InstitutionMeasure& m) {
  // With few peers the limit would tell what they are.
  const bool limit = m.limit.has_value() && m.peers >= kLeastPeers;
  return {{"month", fmt::format("{:04}-{:02}", m.month / 100, m.month % 100)},
          {"share", measured_share(m.share)},
          {"limit", limit ? measured_share(*m.limit) : json::value(nullptr)},
          {"cases", m.cases},
          {"peers", peers_json(m)}};
}

json::object judged_rule_json(std::uint16_t number, const std::vector<cases::JudgedRule>& judged) {
  const auto at = std::ranges::find(judged, number, &cases::JudgedRule::rule_no);
  return {{"rule_no", number},
          {"rule_name", rule_name(number)},
          {"judged_at", at == judged.end() ? json::value(nullptr) : time_text(at->at)}};
}

}  // namespace

Result<json::array> stock_rules_json(const Call& call, const std::string& institution) {
  YISHOU_TRY(const auto judged, call.app.measures->judged());
  YISHOU_TRY(const auto doubts, call.app.measures->doubts(institution, call.who.scope));
  json::array items;
  for (const rules::Rule* rule : rules::all_rules()) {
    if (rule->stock_rule() == nullptr) continue;
    const std::uint16_t number = rule->info().number;
    cases::FindingFilter filter;
    filter.rules = {number};
    filter.institution = institution;
    YISHOU_TRY(const auto totals, call.app.findings->totals(filter, call.who.scope));
    const auto doubt = std::ranges::find(doubts, number, &cases::InstitutionDoubt::rule_no);
    json::object one = judged_rule_json(number, judged);
    one["state"] = totals.findings > 0             ? "found"
                   : doubt != doubts.end()         ? "undecided"
                   : one.at("judged_at").is_null() ? "not_judged"
                                                   : "none";
    one["findings"] = totals.findings;
    one["vola_amt_distinct_lines"] = yuan(totals.vola_lines);
    one["undecided"] = doubt == doubts.end() ? 0 : doubt->doubts;
    one["missing"] = doubt == doubts.end() ? std::string{} : doubt->missing;
    items.push_back(std::move(one));
  }
  return items;
}

Result<json::array> indicators_json(const Call& call, const std::string& institution, Months months) {
  YISHOU_TRY(const auto judged, call.app.measures->judged());
  YISHOU_TRY(const auto measures, call.app.measures->of(institution, call.who.scope));
  YISHOU_TRY(const auto doubts, call.app.measures->doubts(institution, call.who.scope));
  std::map<std::uint16_t, json::array> shown;
  for (const cases::InstitutionMeasure& m : measures) {
    if (months.have(m.month)) shown[m.rule_no].push_back(measure_json(m));
  }
  json::array items;
  for (const rules::Rule* rule : rules::all_rules()) {
    if (rule->month_rule() == nullptr) continue;
    const std::uint16_t number = rule->info().number;
    const auto doubt = std::ranges::find(doubts, number, &cases::InstitutionDoubt::rule_no);
    json::object one = judged_rule_json(number, judged);
    one["months"] = std::move(shown[number]);
    one["missing"] = doubt == doubts.end() ? std::string{} : doubt->missing;
    items.push_back(std::move(one));
  }
  return items;
}

}  // namespace yishou::server
