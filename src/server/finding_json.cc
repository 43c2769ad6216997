#include "server/finding_json.h"

#include <fmt/format.h>

#include "http/conditional.h"
#include "rules/catalogue.h"
#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

json::array texts_json(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

}  // namespace

std::string_view name_of(model::Verdict verdict) noexcept {
  switch (verdict) {
    case model::Verdict::kViolation: return "violation";
    case model::Verdict::kSuspicion: return "suspicion";
    case model::Verdict::kIndeterminate: return "indeterminate";
  }
  return "";
}

std::string_view rule_name(std::uint16_t rule_no) noexcept {
  const rules::CatalogueEntry* entry = rules::catalogue_entry(rule_no);
  return entry == nullptr ? std::string_view{} : entry->name_zh;
}

json::object finding_json(const cases::CaseFinding& one, const Places& places) {
  const model::Finding& f = one.finding;
  const rules::CatalogueEntry* entry = rules::catalogue_entry(f.rule_no);
  return {{"finding_id", f.finding_id},
          {"rule_no", f.rule_no},
          {"rule_code", entry == nullptr ? std::string_view{} : entry->code},
          {"rule_name", rule_name(f.rule_no)},
          {"rule_version", f.rule_version},
          {"knowledge_version", f.knowledge_version},
          {"verdict", name_of(f.verdict)},
          {"sev_deg", f.sev_deg},
          {"psn_no", f.psn_no},
          {"fixmedins_code", f.fixmedins_code},
          {"fixmedins_name", places.name_of(f.fixmedins_code)},
          {"admdvs", one.region},
          {"mdtrt_id", f.mdtrt_id},
          {"setl_id", f.setl_id},
          {"bilg_dr_code", f.bilg_dr_code},
          {"bkkp_sns", texts_json(f.bkkp_sns)},
          {"related_bkkp_sns", texts_json(f.related_bkkp_sns)},
          {"begin_time", time_text(f.begin_time)},
          {"end_time", time_text(f.end_time)},
          {"vola_amt", yuan(f.vola_amt)},
          {"fund_amt", yuan(f.fund_amt)},
          {"observed", f.observed},
          {"limit", f.limit},
          {"vola_cont", f.vola_cont},
          {"vola_evid", f.vola_evid},
          {"state", name_of(one.state)},
          {"assigned", one.assigned},
          {"gone", one.gone},
          {"succeeds", one.succeeds},
          {"succeeded_by", one.succeeded_by},
          {"version", one.version},
          {"run", one.run_id},
          {"taken_at", time_text(one.taken_at)},
          {"changed_at", time_text(one.changed_at)}};
}

json::array next_steps_json(const cases::CaseFinding& one, const identity::Principal& who) {
  json::array steps;
  for (const cases::Step step : cases::all_steps()) {
    const auto to = cases::after(step, one.state);
    if (!to || (one.gone && step != cases::Step::kNote)) continue;
    const identity::Permission needed = cases::permission_of(step);
    json::array roles;
    for (const identity::Role role : identity::all_roles()) {
      if (identity::may(role, needed)) roles.push_back(json::string(identity::name_of(role)));
    }
    steps.push_back(json::object{{"step", cases::name_of(step)},
                                 {"to_state", cases::name_of(*to)},
                                 {"roles", std::move(roles)},
                                 {"allowed", identity::may(who, needed)}});
  }
  return steps;
}

std::string finding_etag(std::string_view finding_id, std::int64_t version, const identity::Principal& who) {
  return http::etag_of(fmt::format("finding {} {} {}", finding_id, version, identity::name_of(who.role)));
}

}  // namespace yishou::server
