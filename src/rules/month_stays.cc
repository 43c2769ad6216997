// The stays of MonthTally (rules 62, 63): a visit whose settlements in effect are all of med_type 21–26 (rule 49), at one
// institution. Linear in the rows of a block, up to the sorting of a person's stays.
#include <algorithm>
#include <tuple>

#include "rules/common_ground.h"
#include "rules/month_tally.h"

namespace yishou::rules {

using model::kNone;

namespace {

constexpr std::int32_t kFirstStay = 21, kLastStay = 26;  // med_type
constexpr model::SmallCode kNotOnAdmission = 4;          // adm_cond_type
/// Infections that an institution answers for, rule 62: sepsis, pneumonia, of the airways after a procedure, of the urinary
/// tract, after infusion, of a wound, of an implant or a catheter.
constexpr std::string_view kInfections[] = {"A40",   "A41",   "J12-J18", "J95",   "N39.0", "T80.2",
                                            "T81.4", "T82.6", "T82.7",   "T83.5", "T84.5", "T85.7"};

template <typename Prefixes>
bool matches_any(std::string_view code, const Prefixes& prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return matches_code(code, prefix); });
}

std::string_view category(std::string_view code) { return code.substr(0, 3); }

}  // namespace

void MonthTally::gather_stays(const model::ClaimBlock& block) {
  stays_.assign(block.visits.size(), Stay{});
  for (const model::Settlement& settlement : block.settlements) {
    if (!settlement.in_effect || settlement.visit == kNone) continue;
    Stay& stay = stays_[settlement.visit];
    if (stay.any && stay.institution != settlement.institution) {
      stay.institution = kNobody;
    } else if (!stay.any) {
      stay.institution = settlement.institution;
    }
    stay.any = true;
    stay.in_bed = stay.in_bed && settlement.med_type >= kFirstStay && settlement.med_type <= kLastStay;
    if (settlement.begin != kNoDay && (stay.begin == kNoSecond || start_of(settlement.begin) < stay.begin)) {
      stay.begin = start_of(settlement.begin);
    }
    stay.end = std::max(stay.end, settlement.end);  // kNoDay is less than any day
  }
  for (std::size_t v = 0; v < block.visits.size(); ++v) {
    const model::Visit& visit = block.visits[v];
    Stay& stay = stays_[v];
    stay.visit = static_cast<Index>(v);
    if (!visit.counts) continue;
    if (visit.begin != kNoSecond) stay.begin = visit.begin;
    if (visit.end != kNoSecond) stay.end = day_of(visit.end);
  }
  const auto for_rows = [&](auto&& look) {
    for (const model::Diagnosis& row : block.diagnoses) {
      if (row.settlement == kNone || row.code.empty()) continue;
      const model::Settlement& settlement = block.settlements[row.settlement];
      if (settlement.in_effect && settlement.visit != kNone) look(row, stays_[settlement.visit]);
    }
  };
  for_rows([](const model::Diagnosis& row, Stay& stay) {
    if (!row.main) return;
    stay.several_mains = stay.several_mains || (!stay.main.empty() && stay.main != row.code);
    stay.main = row.code;
  });
  for (std::size_t v = 0; v < block.visits.size(); ++v) {
    Stay& stay = stays_[v];
    if (stay.several_mains) stay.main = {};
    if (stay.main.empty() && !stay.several_mains && block.visits[v].counts) stay.main = block.visits[v].main_diagnosis;
  }
  // Without a main diagnosis nothing is known to be secondary.
  for_rows([](const model::Diagnosis& row, Stay& stay) {
    if (row.main || row.admission != kNotOnAdmission || stay.main.empty() || stay.main == row.code) return;
    stay.infected = stay.infected || matches_any(row.code, kInfections);
  });
}

void MonthTally::add_stays(const model::ClaimBlock& block) {
  for (const model::Person& person : block.persons) {
    order_.clear();
    for (Index v = person.visits.begin; v < person.visits.end; ++v) {
      Stay& stay = stays_[v];
      if (!stay.any || !stay.in_bed || stay.institution == kNobody || block.visits[v].cancelled) continue;
      if (MonthSums* sums = cell(stay.institution, stay.end); sums != nullptr) {
        ++sums->discharges;
        if (stay.infected) ++sums->infected;
      }
      if (!is_national_diagnosis(stay.main) || stay.begin == kNoSecond) continue;
      const Day day = stay.end != kNoDay ? stay.end : day_of(stay.begin);
      if (!matches_any(stay.main, cycle_diags_.at(day))) order_.push_back(&stay);
    }
    add_readmissions(block, order_);
  }
}

// In the order of one institution, category and begin: the first later stay that begins on or after the end.
void MonthTally::add_readmissions(const model::ClaimBlock& block, std::span<Stay*> stays) {
  if (stays.size() < 2) return;
  const auto same_kind = [](const Stay* a, const Stay* b) {
    return a->institution == b->institution && category(a->main) == category(b->main);
  };
  std::ranges::sort(stays, [&](const Stay* a, const Stay* b) {
    return std::tuple(a->institution, category(a->main), a->begin, block.visits[a->visit].mdtrt_id) <
           std::tuple(b->institution, category(b->main), b->begin, block.visits[b->visit].mdtrt_id);
  });
  for (auto first = stays.begin(); first != stays.end();) {
    auto last = first + 1;
    while (last != stays.end() && same_kind(*first, *last)) ++last;
    for (auto stay = first; stay != last; ++stay) {
      const Day end = (*stay)->end;
      if (end == kNoDay) continue;
      const auto next =
          std::ranges::lower_bound(stay + 1, last, end, {}, [](const Stay* later) { return day_of(later->begin); });
      if (next == last || (day_of((*next)->begin) - end) * kOne > readmit_days_.at(end)) continue;
      if (MonthSums* sums = cell((*stay)->institution, end); sums != nullptr) ++sums->readmitted;
    }
    first = last;
  }
}

}  // namespace yishou::rules
