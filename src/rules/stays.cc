#include "rules/stays.h"

#include <algorithm>

namespace yishou::rules {

using model::Fact;
using model::Index;
using model::kNone;

std::int64_t num_settled_as(const model::ClaimBlock& block, const model::Person& person, MedTypes types) noexcept {
  std::int64_t count = 0;
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    const model::Settlement& row = block.settlements[s];
    count += row.in_effect && (med_type_bit(row.med_type) & types) != 0 ? 1 : 0;
  }
  return count;
}

std::span<const PaidVisit> PaidVisits::of(const model::ClaimBlock& block, const model::Person& person) {
  first_ = person.visits.begin;
  place_.assign(person.visits.size(), kNone);
  visits_.clear();
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    if (block.settlements[s].in_effect && block.settlements[s].visit != kNone) add(block, s);
  }
  for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) add_main(block, block.diagnoses[d]);
  for (PaidVisit& visit : visits_) complete(block, person, visit);
  return visits_;
}

const PaidVisit* PaidVisits::find(Index visit) const {
  const Index place = place_[visit - first_];
  return place == kNone ? nullptr : &visits_[place];
}

void PaidVisits::add(const model::ClaimBlock& block, Index index) {
  const model::Settlement& settlement = block.settlements[index];
  Index& place = place_[settlement.visit - first_];
  const bool fresh = place == kNone;
  if (fresh) {
    place = static_cast<Index>(visits_.size());
    visits_.emplace_back();
  }
  PaidVisit& visit = visits_[place];
  if (fresh) {
    visit.visit = settlement.visit;
    visit.settlement = index;
    visit.setl_begin = settlement.begin;
    visit.setl_end = settlement.end;
  } else {
    if (settlement.setl_id < block.settlements[visit.settlement].setl_id) visit.settlement = index;
    // One settlement without its date leaves open how far the visit reached.
    visit.setl_begin = std::min(visit.setl_begin, settlement.begin);  // kNoDay is the smallest day
    visit.setl_end =
        visit.setl_end == kNoDay || settlement.end == kNoDay ? kNoDay : std::max(visit.setl_end, settlement.end);
  }
  visit.types |= med_type_bit(settlement.med_type);
  if (settlement.total != kNoNumber) visit.total += settlement.total;
  if (settlement.fund != kNoNumber) visit.fund += settlement.fund;
  if (settlement.birth == kNoDay) return;
  visit.births_differ = visit.births_differ || (visit.birth != kNoDay && visit.birth != settlement.birth);
  visit.birth = settlement.birth;
}

void PaidVisits::add_main(const model::ClaimBlock& block, const model::Diagnosis& diagnosis) {
  if (!diagnosis.main || diagnosis.code.empty() || diagnosis.settlement == kNone) return;
  const model::Settlement& settlement = block.settlements[diagnosis.settlement];
  if (!settlement.in_effect || settlement.visit == kNone) return;
  PaidVisit& visit = visits_[place_[settlement.visit - first_]];
  visit.several_mains =
      visit.several_mains || (!visit.main_diagnosis.empty() && visit.main_diagnosis != diagnosis.code);
  visit.main_diagnosis = diagnosis.code;
}

void PaidVisits::complete(const model::ClaimBlock& block, const model::Person& person, PaidVisit& visit) {
  const model::Visit& row = block.visits[visit.visit];
  visit.institution = block.settlements[visit.settlement].institution;
  visit.institution_known = !block.codes->institutions.text(visit.institution).empty();
  if (row.counts) {
    visit.begin = row.begin;
    visit.end = row.end;
    if (visit.main_diagnosis.empty()) visit.main_diagnosis = row.main_diagnosis;
  }
  if (row.cancelled) visit.types = 0;
  if (visit.several_mains || !is_national_diagnosis(visit.main_diagnosis)) visit.main_diagnosis = {};
  if (visit.begin == kNoSecond && visit.setl_begin != kNoDay) visit.begin = start_of(visit.setl_begin);
  if (visit.end == kNoSecond && visit.setl_end != kNoDay) visit.end = start_of(visit.setl_end);
  visit.dates_contradict =
      visit.begin != kNoSecond && visit.end != kNoSecond && day_of(visit.begin) > day_of(visit.end);
  if (visit.dates_contradict) visit.end = kNoSecond;
  for (const Day birth : {person.birth, row.counts ? row.birth : kNoDay}) {
    if (birth == kNoDay) continue;
    visit.births_differ = visit.births_differ || (visit.birth != kNoDay && visit.birth != birth);
    visit.birth = birth;
  }
}

model::FactSet paid_visit_facts() {
  return model::facts(Fact::kSetlMedType, Fact::kSetlInstitution, Fact::kSetlBegin, Fact::kSetlEnd, Fact::kVisitBegin,
                      Fact::kVisitEnd);
}
model::FactSet main_diagnosis_facts() { return model::facts(Fact::kDiagCode, Fact::kDiagMain, Fact::kVisitMainDiag); }
model::FactSet birth_facts() {
  return model::facts(Fact::kPersonBirth, Fact::kSetlBirth, Fact::kVisitBirth, Fact::kVisitNewborn);
}
model::FactSet settlement_facts() {
  return model::facts(Fact::kSetlInstitution, Fact::kSetlTime, Fact::kSetlBegin, Fact::kVisitBegin, Fact::kVisitEnd);
}

Age age_of(const model::ClaimBlock& block, const PaidVisit& visit) noexcept {
  const model::Visit& row = block.visits[visit.visit];
  if (row.counts && row.newborn) return {.known = true, .newborn = true, .years = 0, .days = 0};
  const Day day = day_of(visit.begin);
  if (visit.births_differ || visit.birth == kNoDay || day == kNoDay || visit.birth > day) return {};
  return {.known = true, .newborn = false, .years = completed_years(visit.birth, day), .days = day - visit.birth};
}

bool is_among(std::string_view diagnosis, const knowledge::CodeSet& prefixes) noexcept {
  return std::ranges::any_of(prefixes, [&](const std::string& prefix) { return matches_code(diagnosis, prefix); });
}

Day begin_day_of(const model::ClaimBlock& block, Index settlement) noexcept {
  const model::Settlement& row = block.settlements[settlement];
  const model::Visit* visit = row.visit == kNone ? nullptr : &block.visits[row.visit];
  return visit != nullptr && visit->counts && visit->begin != kNoSecond ? day_of(visit->begin) : row.begin;
}

Subject subject_of_settlement(const model::ClaimBlock& block, Index settlement) {
  const model::Settlement& row = block.settlements[settlement];
  return {.person = row.person, .visit = row.visit, .settlement = settlement, .institution = row.institution};
}

Subject subject_of_visit(const model::ClaimBlock& block, const PaidVisit& visit) {
  return {.person = block.settlements[visit.settlement].person,
          .visit = visit.visit,
          .settlement = kNone,
          .institution = visit.institution};
}

Accusation about_settlement(const model::ClaimBlock& block, std::uint16_t rule, Index settlement) {
  const model::Settlement& row = block.settlements[settlement];
  Accusation accusation;
  accusation.rule = rule;
  accusation.person = row.person;
  accusation.subject = subject_of_settlement(block, settlement);
  if (row.visit != kNone && block.visits[row.visit].counts) {
    accusation.begin = block.visits[row.visit].begin;
    accusation.end = block.visits[row.visit].end;
  }
  if (accusation.begin == kNoSecond && row.begin != kNoDay) accusation.begin = start_of(row.begin);
  if (accusation.begin == kNoSecond) accusation.begin = row.setl_time;
  if (accusation.end == kNoSecond) accusation.end = row.setl_time;
  return accusation;
}

Accusation about_visit(const model::ClaimBlock& block, std::uint16_t rule, const PaidVisit& visit) {
  Accusation accusation;
  accusation.rule = rule;
  accusation.person = block.settlements[visit.settlement].person;
  accusation.subject = subject_of_visit(block, visit);
  accusation.begin = visit.begin;
  accusation.end = visit.end;
  return accusation;
}

}  // namespace yishou::rules
