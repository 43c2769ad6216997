#include "model/block.h"

namespace yishou::model {

void ClaimBlock::clear() {
  persons.clear();
  settlements.clear();
  visits.clear();
  diagnoses.clear();
  visit_diagnoses.clear();
  texts.clear();
  const auto clear_all = [](auto&... columns) { (columns.clear(), ...); };
  Lines& l = lines;
  clear_all(l.person, l.settlement, l.visit, l.item, l.institution, l.sn, l.time, l.cnt, l.pric, l.amount, l.pric_limit,
            l.inscp, l.chrgitm_lv, l.list_type, l.rx, l.doctor, l.take_home, l.days, l.original, l.disease, l.valid,
            l.day, l.effective, l.claimed, l.net_cnt, l.net_amount);
}

}  // namespace yishou::model
