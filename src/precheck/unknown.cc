#include "precheck/unknown.h"

#include <algorithm>

#include "base/decimal.h"
#include "rules/common_ground.h"

namespace yishou::precheck {

using model::Index;

Day history_begin(const model::ClaimBlock& block, const Surroundings& surroundings,
                  const knowledge::Parameters& parameters, Day asked) {
  const model::Range lines = block.persons.back().lines;
  const auto times = block.lines.time.begin();
  // Lines without a time come first.
  const auto first =
      std::ranges::find_if(times + lines.begin, times + lines.end, [](Second time) { return time != kNoSecond; });
  if (first == times + lines.end || surroundings.data_begin == kNoDay || asked == kNoDay) return kNoDay;
  const std::int64_t gap = (std::int64_t{asked} - surroundings.data_end) * kOne;
  if (gap > parameters.number("history_gap_days").at(asked)) return kNoDay;
  return std::max(surroundings.data_begin, day_of(*first));
}

bool may_be_newborns(const model::ClaimBlock& block, Index settlement, const knowledge::Parameters& parameters) {
  const model::Settlement& bill = block.settlements[settlement];
  const model::Person& person = block.persons[bill.person];
  const model::Visit& visit = block.visits[bill.visit];
  if (bill.sex == model::Sex::kMale && person.sex != model::Sex::kFemale) return false;
  const Day day = visit.begin == kNoSecond ? bill.begin : day_of(visit.begin);
  const Day birth = bill.birth == kNoDay ? person.birth : bill.birth;
  if (day != kNoDay && birth != kNoDay && birth <= day) {
    const std::int64_t years = completed_years(birth, day) * kOne;
    if (years < parameters.number("childbearing_years_min").at(day)) return false;
    if (years > parameters.number("childbearing_years_max").at(day)) return false;
  }
  const knowledge::CodeSet& births = parameters.codes("birth_diags").at(day);
  const auto tells = [&](std::string_view code) {
    return std::ranges::any_of(births,
                               [&](const std::string& birth_code) { return rules::matches_code(code, birth_code); });
  };
  if (tells(visit.main_diagnosis) || tells(visit.chief_diagnosis)) return true;
  for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
    const model::Diagnosis& diagnosis = block.diagnoses[d];
    if (block.settlements[diagnosis.settlement].visit == bill.visit && tells(diagnosis.code)) return true;
  }
  return false;
}

}  // namespace yishou::precheck
