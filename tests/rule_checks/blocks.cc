// Blocks: claims of a test as the rules see them.
#include <algorithm>
#include <set>

#include "claims.h"
#include "model/plain_code.h"
#include "model/tables.h"
#include "rules/common_ground.h"

namespace yishou::rule_checks {

namespace {

using model::Index;

std::int32_t code_of(std::string_view text) {
  if (text.empty() || text.size() > 6) return -1;
  std::int32_t code = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    code = code * 10 + (c - '0');
  }
  return code;
}
model::SmallCode small_code_of(std::string_view text) {
  return text.size() > 4 ? model::kNoCode : static_cast<model::SmallCode>(code_of(text));
}
model::Sex sex_of(std::string_view text) {
  return text == "1" ? model::Sex::kMale : text == "2" ? model::Sex::kFemale : model::Sex::kMissing;
}
Day day_of_text(std::string_view text) { return text.empty() ? kNoDay : parse_day(text).value(); }
Second second_of_text(std::string_view text) { return text.empty() ? kNoSecond : parse_second(text).value(); }
std::int64_t number_of(std::string_view text, int scale) {
  return text.empty() ? kNoNumber : parse_decimal(text, scale).value();
}

}  // namespace

Blocks::Blocks(const Claims& claims) : claims_(claims) {
  std::set<std::string> persons;
  for (const auto& [table, rows] : claims_.tables) {
    if (model::find_table(table)->layout == model::Layout::kByInstitution) continue;
    for (const Row& row : rows) {
      if (table == "fixmedins_b") {
        institutions_[std::string{cell(row, "fixmedins_code")}] = {small_code_of(cell(row, "hosp_lv")),
                                                                   small_code_of(cell(row, "fixmedins_type"))};
        continue;
      }
      if (table == "medins_staff_b") {
        staff_.add(cell(row, "fixmedins_code"), cell(row, "prac_psn_code"), small_code_of(cell(row, "antb_lv")));
        continue;
      }
      const std::string person{cell(row, "psn_no")};
      persons.insert(person);
      by_person_[table][person].push_back(&row);
      if (table != "fee_list_d") continue;
      const Day day = yishou::day_of(second_of_text(cell(row, "fee_ocur_time")));
      if (day != kNoDay && (data_begin_ == kNoDay || day < data_begin_)) data_begin_ = day;
    }
  }
  persons_.assign(persons.begin(), persons.end());
}

model::ClaimBlock Blocks::block_of(const std::vector<std::string>& persons) {
  model::ClaimBlock block;
  const auto keep = [&](const std::string& text) { return text.empty() ? std::string_view{} : block.texts.keep(text); };
  const auto institution = [&](std::string_view code) {
    const auto id = dictionaries_.institutions.intern(code);
    if (dictionaries_.institution_facts.size() <= id) dictionaries_.institution_facts.resize(id + 1);
    if (const auto known = institutions_.find(std::string{code}); known != institutions_.end()) {
      dictionaries_.institution_facts[id] = known->second;
    }
    return id;
  };
  const auto rows_of = [&](const std::string& table, const std::string& person) -> std::vector<const Row*> {
    return by_person_[table][person];
  };
  model::Lines& l = block.lines;
  for (const std::string& number : persons) {
    const auto index = static_cast<Index>(block.persons.size());
    model::Person person;
    person.psn_no = keep(number);
    for (const Row* row : rows_of("psn_info_b", number)) {
      person.sex = sex_of(cell(*row, "gend"));
      person.birth = day_of_text(cell(*row, "brdy"));
    }
    person.visits.begin = static_cast<Index>(block.visits.size());
    std::map<std::string, Index, std::less<>> visits, settlements;
    const auto visit_of = [&](std::string_view id) {
      const auto found = visits.find(id);
      if (found != visits.end()) return found->second;
      const auto at = static_cast<Index>(block.visits.size());
      model::Visit visit;
      visit.mdtrt_id = keep(std::string{id});
      visit.person = index;
      block.visits.push_back(visit);
      visits.emplace(std::string{id}, at);
      return at;
    };
    for (const Row* row : rows_of("mdtrt_d", number)) {
      model::Visit& visit = block.visits[visit_of(cell(*row, "mdtrt_id"))];
      visit.cancelled = cell(*row, "vali_flag") == "0";
      visit.known = !visit.cancelled;
      visit.sex = sex_of(cell(*row, "gend"));
      visit.birth = day_of_text(cell(*row, "brdy"));
      visit.level = small_code_of(cell(*row, "hosp_lv"));
      visit.begin = second_of_text(cell(*row, "begntime"));
      visit.end = second_of_text(cell(*row, "endtime"));
      visit.med_type = code_of(cell(*row, "med_type"));
      visit.institution = institution(cell(*row, "fixmedins_code"));
      visit.discharge_way = small_code_of(cell(*row, "dscg_way"));
      visit.gestation = number_of(cell(*row, "geso_val"), kQtyScale);
      visit.disease = keep(model::plain_code(cell(*row, "dise_no")));
      visit.chief_diagnosis = keep(model::plain_code(cell(*row, "chfpdr_code")));
      visit.main_diagnosis = keep(model::plain_code(cell(*row, "dscg_maindiag_code")));
      visit.newborn = cell(*row, "nwb_flag") == "1";
    }
    person.settlements.begin = static_cast<Index>(block.settlements.size());
    for (const Row* row : rows_of("setl_d", number)) {
      model::Settlement settlement;
      settlement.setl_id = keep(std::string{cell(*row, "setl_id")});
      settlement.person = index;
      settlement.visit = visit_of(cell(*row, "mdtrt_id"));
      settlement.institution = institution(cell(*row, "fixmedins_code"));
      settlement.sex = sex_of(cell(*row, "gend"));
      settlement.birth = day_of_text(cell(*row, "brdy"));
      settlement.insutype = keep(std::string{cell(*row, "insutype")});
      settlement.level = small_code_of(cell(*row, "hosp_lv"));
      settlement.med_type = code_of(cell(*row, "med_type"));
      settlement.setl_time = second_of_text(cell(*row, "setl_time"));
      settlement.total = number_of(cell(*row, "medfee_sumamt"), kFenScale);
      settlement.fund = number_of(cell(*row, "fund_pay_sumamt"), kFenScale);
      settlement.account = number_of(cell(*row, "acct_pay"), kFenScale);
      settlement.cash = number_of(cell(*row, "cash_payamt"), kFenScale);
      settlement.begin = day_of_text(cell(*row, "begndate"));
      settlement.end = day_of_text(cell(*row, "enddate"));
      settlement.disease = keep(model::plain_code(cell(*row, "dise_no")));
      settlement.refund = cell(*row, "refd_setl_flag") == "1";
      settlement.valid = cell(*row, "vali_flag") != "0";
      settlement.original = keep(std::string{cell(*row, "init_setl_id")});
      settlements.emplace(std::string{settlement.setl_id}, static_cast<Index>(block.settlements.size()));
      block.settlements.push_back(settlement);
    }
    person.settlements.end = static_cast<Index>(block.settlements.size());
    person.diagnoses.begin = static_cast<Index>(block.diagnoses.size());
    for (const Row* row : rows_of("setl_list_diag_d", number)) {
      const auto settlement = settlements.find(cell(*row, "setl_id"));
      block.diagnoses.push_back({settlement == settlements.end() ? model::kNone : settlement->second,
                                 keep(model::plain_code(cell(*row, "diag_code"))), cell(*row, "maindiag_flag") == "1",
                                 small_code_of(cell(*row, "adm_cond_type")),
                                 code_of(cell(*row, "maindiag_flag")) >= 0});
    }
    person.diagnoses.end = static_cast<Index>(block.diagnoses.size());
    person.operations.begin = static_cast<Index>(block.operations.size());
    for (const Row* row : rows_of("setl_list_oprn_d", number)) {
      const auto settlement = settlements.find(cell(*row, "setl_id"));
      if (settlement == settlements.end() || cell(*row, "oprn_oprt_code").empty()) continue;
      block.operations.push_back({.settlement = settlement->second,
                                  .code = keep(model::plain_code(cell(*row, "oprn_oprt_code"))),
                                  .main = cell(*row, "main_oprn_flag") == "1",
                                  .date = day_of_text(cell(*row, "oprn_oprt_date")),
                                  .begin = second_of_text(cell(*row, "oprn_oprt_begntime")),
                                  .end = second_of_text(cell(*row, "oprn_oprt_endtime")),
                                  .main_known = code_of(cell(*row, "main_oprn_flag")) >= 0});
    }
    person.operations.end = static_cast<Index>(block.operations.size());

    std::vector<const Row*> lines = rows_of("fee_list_d", number);
    std::ranges::sort(lines, {}, [](const Row* row) {
      return std::pair(second_of_text(cell(*row, "fee_ocur_time")), cell(*row, "bkkp_sn"));
    });
    person.lines.begin = l.size();
    for (const Row* row : lines) {
      const auto settlement = settlements.find(cell(*row, "setl_id"));
      l.person.push_back(index);
      l.settlement.push_back(settlement == settlements.end() ? model::kNone : settlement->second);
      l.visit.push_back(visit_of(cell(*row, "mdtrt_id")));
      l.item.push_back(dictionaries_.items.intern(cell(*row, "med_list_codg")));
      l.institution.push_back(institution(cell(*row, "fixmedins_code")));
      l.sn.push_back(keep(std::string{cell(*row, "bkkp_sn")}));
      l.time.push_back(second_of_text(cell(*row, "fee_ocur_time")));
      l.cnt.push_back(number_of(cell(*row, "cnt"), kQtyScale));
      l.pric.push_back(number_of(cell(*row, "pric"), kMicroScale));
      l.amount.push_back(number_of(cell(*row, "det_item_fee_sumamt"), kFenScale));
      l.pric_limit.push_back(number_of(cell(*row, "pric_uplmt_amt"), kMicroScale));
      l.inscp.push_back(number_of(cell(*row, "inscp_amt"), kFenScale));
      l.chrgitm_lv.push_back(small_code_of(cell(*row, "chrgitm_lv")));
      l.list_type.push_back(small_code_of(cell(*row, "list_type")));
      l.rx.push_back(keep(std::string{cell(*row, "rx_drord_no")}));
      l.doctor.push_back(keep(std::string{cell(*row, "bilg_dr_code")}));
      l.take_home.push_back(cell(*row, "dscg_tkdrug_flag") == "1");
      l.days.push_back(cell(*row, "prd_days").empty() ? -1 : code_of(cell(*row, "prd_days")));
      l.original.push_back(keep(std::string{cell(*row, "init_feedetl_sn")}));
      l.disease.push_back(keep(model::plain_code(cell(*row, "dise_codg"))));
      l.valid.push_back(cell(*row, "vali_flag") != "0");
      l.department.push_back(keep(model::plain_code(cell(*row, "bilg_dept_codg"))));
      l.created.push_back(second_of_text(cell(*row, "crte_time")));
      l.charge_type.push_back(small_code_of(cell(*row, "med_chrgitm_type")));
      l.dose.push_back(keep(std::string{cell(*row, "sin_dos_dscr")}));
      l.frequency.push_back(keep(std::string{cell(*row, "used_frqu_dscr")}));
      l.unit.emplace_back();
    }
    person.lines.end = l.size();
    person.visits.end = static_cast<Index>(block.visits.size());
    block.persons.push_back(person);
  }
  block.codes = &dictionaries_;
  block.staff = &staff_;
  block.data_begin = data_begin_;
  rules::lay_ground(block);
  return block;
}

}  // namespace yishou::rule_checks
