#include "model/block.h"

#include <algorithm>
#include <numeric>

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

void Lines::resize(std::size_t size) {
  const auto resize_all = [size](auto&... columns) { (columns.resize(size), ...); };
  resize_all(person, settlement, visit, item, institution, sn, time, cnt, pric, amount, pric_limit, inscp, chrgitm_lv,
             list_type, rx, doctor, take_home, days, original, disease, valid, department, created, charge_type, dose,
             frequency, unit);
}

void Lines::sort(Range range, Index sorted_until) {
  const auto before = [this](Index a, Index b) { return time[a] != time[b] ? time[a] < time[b] : sn[a] < sn[b]; };
  Index next = std::max(sorted_until, range.begin + 1);
  while (next < range.end && !before(next, next - 1)) ++next;
  if (next >= range.end) return;
  std::vector<Index> order(range.size());
  std::iota(order.begin(), order.end(), range.begin);
  std::ranges::stable_sort(order, before);
  const auto sort_column = [&](auto& column) {
    const auto old = std::vector(column.begin() + range.begin, column.begin() + range.end);
    for (Index i = 0; i < range.size(); ++i) column[range.begin + i] = old[order[i] - range.begin];
  };
  const auto sort_all = [&](auto&... columns) { (sort_column(columns), ...); };
  sort_all(person, settlement, visit, item, institution, sn, time, cnt, pric, amount, pric_limit, inscp, chrgitm_lv,
           list_type, rx, doctor, take_home, days, original, disease, valid, department, created, charge_type, dose,
           frequency, unit);
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
            l.department, l.created, l.charge_type, l.dose, l.frequency, l.unit, l.day, l.effective, l.claimed,
            l.net_cnt, l.net_amount, l.doubtful);
}

}  // namespace yishou::model
