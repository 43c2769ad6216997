#include "server/finding_view.h"

#include "identity/masking.h"
#include "server/finding_json.h"
#include "server/json.h"
#include "server/person_facts.h"
#include "server/person_json.h"

namespace yishou::server {

namespace json = boost::json;
using identity::Sensitive;

namespace {

// What a bill says of a line, and null when it is not at hand or not the reader's to see.
json::value fact_json(const PersonFacts& facts, std::string_view bkkp_sn, const identity::Principal& who,
                      const Places& places) {
  const model::Index line = facts.line_of(bkkp_sn, who.scope);
  if (line == model::kNone) return nullptr;
  json::object fact = line_json(facts, line, places);
  const std::string_view doctor = facts.block().lines.doctor[line];
  fact["bilg_dr_code"] = identity::shown(who.role, Sensitive::kDoctorCode, doctor);
  return fact;
}

std::string group_name(const std::string& key, cases::GroupBy by, const Places& places) {
  if (by == cases::GroupBy::kInstitution) return std::string{places.name_of(key)};
  if (by != cases::GroupBy::kRule) return {};
  return std::string{rule_name(static_cast<std::uint16_t>(std::strtoul(key.c_str(), nullptr, 10)))};
}

}  // namespace

Result<json::object> finding_view(const Call& call, cases::CaseFinding whole) {
  const Places places(call.app.live->current()->surroundings);
  model::Finding& f = whole.finding;
  YISHOU_TRY(const auto facts, PersonFacts::read(call.app.facts->store(), places, f.psn_no));
  f.psn_no = identity::shown(call.who.role, Sensitive::kPersonNumber, f.psn_no);
  f.bilg_dr_code = identity::shown(call.who.role, Sensitive::kDoctorCode, f.bilg_dr_code);
  json::array accused, related;
  for (std::size_t i = 0; i < f.bkkp_sns.size(); ++i) {
    accused.push_back(json::object{{"bkkp_sn", f.bkkp_sns[i]},
                                   {"vola_amt", yuan(f.line_amounts[i])},
                                   {"fact", fact_json(*facts, f.bkkp_sns[i], call.who, places)}});
  }
  for (const std::string& sn : f.related_bkkp_sns) {
    related.push_back(json::object{{"bkkp_sn", sn}, {"fact", fact_json(*facts, sn, call.who, places)}});
  }
  json::object view = finding_json(whole, places);
  view["lines"] = std::move(accused);
  view["related_lines"] = std::move(related);
  view["steps"] = next_steps_json(whole, call.who);
  return view;
}

json::object totals_json(const cases::FindingTotals& totals) {
  return {{"findings", totals.findings},
          {"vola_amt", yuan(totals.vola)},
          {"fund_amt", yuan(totals.fund)},
          {"lines", totals.lines},
          {"vola_amt_distinct_lines", yuan(totals.vola_lines)}};
}

std::string group_key_shown(const std::string& key, cases::GroupBy by) {
  if (by != cases::GroupBy::kVerdict) return key;
  return std::string{name_of(static_cast<model::Verdict>(std::strtoul(key.c_str(), nullptr, 10)))};
}

json::array groups_json(const std::vector<cases::FindingGroup>& groups, cases::GroupBy by, const Places& places) {
  json::array items;
  for (const cases::FindingGroup& group : groups) {
    items.push_back(json::object{{"key", group_key_shown(group.key, by)},
                                 {"name", group_name(group.key, by, places)},
                                 {"findings", group.findings},
                                 {"vola_amt", yuan(group.vola)},
                                 {"fund_amt", yuan(group.fund)}});
  }
  return items;
}

json::array events_json(const std::vector<cases::FindingEvent>& events, const identity::Principal& who) {
  const bool sees_texts = identity::sees_whole(who.role, Sensitive::kPersonName);
  json::array items;
  for (const cases::FindingEvent& event : events) {
    const bool own = event.account_id == who.account_id;
    const bool inner =
        event.step == cases::name_of(cases::Step::kNote) || event.step == cases::name_of(cases::Step::kAssign);
    if (who.role == identity::Role::kInstitution && inner && !own) continue;
    items.push_back(json::object{{"version", event.version},
                                 {"at", time_text(event.at)},
                                 {"account_id", event.account_id},
                                 {"step", event.step},
                                 {"from_state", event.from_state},
                                 {"to_state", event.to_state},
                                 {"reason", event.reason},
                                 {"assigned", event.assigned},
                                 {"text", sees_texts || own ? json::value(event.text) : json::value(nullptr)}});
  }
  return items;
}

json::value next_json(std::string_view cursor) {
  if (cursor.empty()) return nullptr;
  return json::string(cursor);
}

}  // namespace yishou::server
