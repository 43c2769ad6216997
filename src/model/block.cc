#include "model/block.h"

namespace yishou::model {

void StaffGrades::add(std::string_view institution, std::string_view doctor, SmallCode grade) {
  grades_[std::string{institution}].insert_or_assign(std::string{doctor}, grade);
}

SmallCode StaffGrades::grade_of(std::string_view institution, std::string_view doctor) const {
  const auto staff = grades_.find(institution);
  if (staff == grades_.end()) return kNoCode;
  const auto found = staff->second.find(doctor);
  return found == staff->second.end() ? kNoCode : found->second;
}

void ClaimBlock::clear() {
  persons.clear();
  settlements.clear();
  visits.clear();
  diagnoses.clear();
  operations.clear();
  visit_diagnoses.clear();
  texts.clear();
  const auto clear_all = [](auto&... columns) { (columns.clear(), ...); };
  Lines& l = lines;
  clear_all(l.person, l.settlement, l.visit, l.item, l.institution, l.sn, l.time, l.cnt, l.pric, l.amount, l.pric_limit,
            l.inscp, l.chrgitm_lv, l.list_type, l.rx, l.doctor, l.take_home, l.days, l.original, l.disease, l.valid,
            l.department, l.created, l.charge_type, l.dose, l.frequency, l.day, l.effective, l.claimed, l.net_cnt,
            l.net_amount);
}

}  // namespace yishou::model
