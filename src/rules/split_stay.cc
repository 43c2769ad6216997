// Rule 49: one stay made two. The later of two adjacent stays at one institution, a few days apart and for the same disease.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/truth.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr std::int32_t kFromEmergency = 24;  // med_type
constexpr std::string_view kNoPlace = "入院日期或定点医药机构";
constexpr std::size_t kCategory = 3;  // characters of a diagnosis that say the disease

class SplitStay final : public Rule {
 public:
  explicit SplitStay(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    PaidVisits visits;
    std::vector<const PaidVisit*> stays, unplaced;
    for (const model::Person& person : block.persons) {
      if (person.settlements.size() < 2) continue;
      stays.clear();
      for (const PaidVisit& visit : visits.of(block, person)) {
        if (visit.is_stay()) stays.push_back(&visit);
      }
      if (stays.size() < 2) continue;
      // A stay without its place in the order cannot be compared with the others.
      const auto rest = std::ranges::stable_partition(
          stays, [](const PaidVisit* stay) { return stay->institution_known && stay->begin != kNoSecond; });
      unplaced.assign(rest.begin(), rest.end());
      stays.erase(rest.begin(), rest.end());
      for (const PaidVisit* stay : unplaced) sink.undecided(info_.number, subject_of_visit(block, *stay), kNoPlace);
      std::ranges::sort(stays, {}, [&](const PaidVisit* stay) {
        return std::tuple(stay->institution, stay->begin, block.visits[stay->visit].mdtrt_id);
      });
      for (std::size_t i = 1; i < stays.size(); ++i) {
        const auto may_lie_between = [&](const PaidVisit* stay) {
          return !stay->institution_known || stay->institution == stays[i]->institution;
        };
        if (stays[i]->institution != stays[i - 1]->institution) continue;
        judge(evaluation, *stays[i - 1], *stays[i], std::ranges::any_of(unplaced, may_lie_between), sink);
      }
    }
  }

 private:
  /// `another`: a stay whose place is not known may lie between the two.
  void judge(const Evaluation& evaluation, const PaidVisit& earlier, const PaidVisit& later, bool another,
             FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const Day day = day_of(later.begin);
    const std::int64_t limit = evaluation.snapshot.parameters().number("split_days").at(day);
    const knowledge::CodeSet& cycles = evaluation.snapshot.parameters().codes("cycle_diags").at(day);
    const std::int64_t gap = earlier.end == kNoSecond ? 0 : std::int64_t{day} - day_of(earlier.end);
    const model::Visit& row = block.visits[earlier.visit];
    const model::SmallCode way = row.counts ? row.discharge_way : model::kNoCode;
    const auto not_cyclic = [&](std::string_view main) { return truth(!is_among(main, cycles)); };
    const std::string_view main = later.main_diagnosis, main_before = earlier.main_diagnosis;
    const Truth split = all_hold(
        {truth_if(earlier.end != kNoSecond, gap >= 0 && gap * kOne <= limit),
         truth_if(!main.empty() && !main_before.empty(), main.substr(0, kCategory) == main_before.substr(0, kCategory)),
         not_cyclic(main), not_cyclic(main_before), truth_if(way != model::kNoCode, way < 2 || way > 5),
         truth(!earlier.has(kFromEmergency) && !later.has(kFromEmergency))});
    if (split == Truth::kUnknown) {
      sink.undecided(info_.number, subject_of_visit(block, later), "前次出院日期、离院方式或主要诊断");
    }
    if (split == Truth::kYes && another) sink.undecided(info_.number, subject_of_visit(block, later), kNoPlace);
    if (split != Truth::kYes || another) return;
    Accusation accusation = about_visit(block, info_.number, later);
    accusation.vola = later.total;
    accusation.fund = later.fund;
    accusation.observed = fmt::format("{}天", gap);
    accusation.limit = fmt::format("间隔超过{}天", number_text(limit));
    accusation.content =
        fmt::format("{}出院{}天后，{}在同一机构因同类疾病（{}，前次{}）再次住院，疑似分解住院，本次住院费用{}。",
                    format_day(day_of(earlier.end)), gap, format_day(day), main.substr(0, 24),
                    main_before.substr(0, 24), yuan(later.total));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& split_stay_rule() {
  static const SplitStay rule{
      {.number = 49,
       .version = 2,
       .slug = "split_stay",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "医疗保障基金使用监督管理条例第十五条：不得分解住院",
       .meaning_zh = "同一机构出院后数日内因同类疾病再次住院（转院、自动离院、死亡、急诊转入、周期性治疗除外）",
       .meaning_en = "Admitted again at the same institution for the same disease within days of leaving",
       .parameters = {"split_days", "cycle_diags"},
       .reads = paid_visit_facts() | main_diagnosis_facts() | model::facts(Fact::kVisitDischargeWay),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
