#include "server/person_json.h"

#include <string>

#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;
using model::Index;

namespace {

// Codes and day counts are never negative where they are known.
json::value code_json(std::int64_t code) { return code < 0 ? json::value(nullptr) : json::value(code); }

json::value number_json(std::int64_t number, int scale) {
  if (number == kNoNumber) return nullptr;
  return json::string(format_trimmed(number, scale));
}

void put_institution(json::object& out, const PersonFacts& facts, model::CodeDictionary::Id id, const Places& places) {
  const std::string_view code = facts.institution_code(id);
  out["fixmedins_code"] = code;
  out["fixmedins_name"] = places.name_of(code);
}

std::string_view mdtrt_id_of(const model::ClaimBlock& block, Index visit) {
  return visit == model::kNone ? std::string_view{} : block.visits[visit].mdtrt_id;
}

}  // namespace

json::value sex_json(model::Sex sex) {
  if (sex == model::Sex::kMissing) return nullptr;
  return static_cast<std::int64_t>(sex);
}

json::object visit_json(const PersonFacts& facts, Index visit, const Places& places) {
  const model::Visit& v = facts.block().visits[visit];
  json::object out{{"mdtrt_id", v.mdtrt_id},
                   {"known", v.known},
                   {"cancelled", v.cancelled},
                   {"med_type", code_json(v.med_type)},
                   {"hosp_lv", code_json(v.level)},
                   {"begntime", time_text(v.begin)},
                   {"endtime", time_text(v.end)},
                   {"chfpdr_code", v.chief_diagnosis},
                   {"dscg_maindiag_code", v.main_diagnosis},
                   {"dise_no", v.disease},
                   {"dscg_way", code_json(v.discharge_way)},
                   {"newborn", v.newborn}};
  put_institution(out, facts, v.institution, places);
  return out;
}

json::object settlement_json(const PersonFacts& facts, Index settlement, const Places& places) {
  const model::ClaimBlock& block = facts.block();
  const model::Settlement& s = block.settlements[settlement];
  json::array diagnoses, operations;
  for (Index d = facts.person().diagnoses.begin; d < facts.person().diagnoses.end; ++d) {
    const model::Diagnosis& one = block.diagnoses[d];
    if (one.settlement == settlement) diagnoses.push_back(json::object{{"diag_code", one.code}, {"main", one.main}});
  }
  for (Index o = facts.person().operations.begin; o < facts.person().operations.end; ++o) {
    const model::Operation& one = block.operations[o];
    if (one.settlement != settlement) continue;
    operations.push_back(
        json::object{{"oprn_oprt_code", one.code}, {"main", one.main}, {"oprn_oprt_date", day_text(one.date)}});
  }
  json::object out{{"setl_id", s.setl_id},
                   {"mdtrt_id", mdtrt_id_of(block, s.visit)},
                   {"setl_time", time_text(s.setl_time)},
                   {"begndate", day_text(s.begin)},
                   {"enddate", day_text(s.end)},
                   {"med_type", code_json(s.med_type)},
                   {"insutype", s.insutype},
                   {"dise_no", s.disease},
                   {"medfee_sumamt", yuan(s.total)},
                   {"fund_pay_sumamt", yuan(s.fund)},
                   {"acct_pay", yuan(s.account)},
                   {"cash_payamt", yuan(s.cash)},
                   {"refund", s.refund},
                   {"valid", s.valid},
                   {"init_setl_id", s.original},
                   {"diagnoses", std::move(diagnoses)},
                   {"operations", std::move(operations)}};
  put_institution(out, facts, s.institution, places);
  return out;
}

json::object line_json(const PersonFacts& facts, Index line, const Places& places) {
  const model::ClaimBlock& block = facts.block();
  const model::Lines& l = block.lines;
  const Index settlement = l.settlement[line];
  json::object out{{"bkkp_sn", l.sn[line]},
                   {"setl_id", settlement == model::kNone ? std::string_view{} : block.settlements[settlement].setl_id},
                   {"mdtrt_id", mdtrt_id_of(block, l.visit[line])},
                   {"fee_ocur_time", time_text(l.time[line])},
                   {"med_list_codg", block.item_code(line)},
                   {"list_type", code_json(l.list_type[line])},
                   {"med_chrgitm_type", code_json(l.charge_type[line])},
                   {"chrgitm_lv", code_json(l.chrgitm_lv[line])},
                   {"cnt", number_json(l.cnt[line], kQtyScale)},
                   {"pric", number_json(l.pric[line], kMicroScale)},
                   {"det_item_fee_sumamt", yuan(l.amount[line])},
                   {"inscp_amt", yuan(l.inscp[line])},
                   {"bilg_dr_code", l.doctor[line]},
                   {"bilg_dept_codg", l.department[line]},
                   {"rx_drord_no", l.rx[line]},
                   {"prd_days", code_json(l.days[line])},
                   {"dise_codg", l.disease[line]},
                   {"init_feedetl_sn", l.original[line]},
                   {"valid", l.valid[line] != 0}};
  put_institution(out, facts, l.institution[line], places);
  return out;
}

}  // namespace yishou::server
