// Rule 42: fees of a stay dated before it began or after it ended. First and last day are inside; some stays may bring fees of
// the days before.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

class FeeOutsideStay final : public Rule {
 public:
  explicit FeeOutsideStay(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const model::Lines& lines = block.lines;
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const auto& emergency_days = parameters.number("pre_days.24");
    const auto& day_surgery_days = parameters.number("pre_days.28");
    const auto& other_days = parameters.number("pre_days.other");
    PaidVisits visits;
    std::vector<Index> outside;
    for (const model::Person& person : block.persons) {
      const auto in_bed = [&](Index settlement) {
        return visit_class(block.settlements[settlement].med_type) == VisitClass::kInpatient;
      };
      bool any = false;
      for (Index s = person.settlements.begin; s < person.settlements.end; ++s) any = any || in_bed(s);
      if (!any) continue;
      visits.of(block, person);
      outside.clear();
      for (Index line = person.lines.begin; line < person.lines.end; ++line) {
        if (lines.claimed[line] == 0 || !in_bed(lines.settlement[line])) continue;
        const model::Settlement& settlement = block.settlements[lines.settlement[line]];
        const auto& before = settlement.med_type == 24   ? emergency_days
                             : settlement.med_type == 28 ? day_surgery_days
                                                         : other_days;
        switch (judge(block, visits.find(lines.visit[line]), lines.day[line], before.at(lines.day[line]))) {
          case Truth::kYes: outside.push_back(line); break;
          case Truth::kUnknown: sink.undecided(info_.number, line, "住院起止日期或费用日期（缺失或矛盾）"); break;
          case Truth::kNo: break;
        }
      }
      say(block, visits, outside, sink);
    }
  }

 private:
  /// `paid`: nullptr when nothing is settled under the line's mdtrt_id.
  static Truth judge(const model::ClaimBlock& block, const PaidVisit* paid, Day day, std::int64_t days_before) {
    if (paid == nullptr || day == kNoDay || paid->dates_contradict) return Truth::kUnknown;
    const PaidVisit& visit = *paid;
    // A row without an end: nobody left yet, whatever an interim settlement says.
    const model::Visit& row = block.visits[visit.visit];
    const bool open = visit.end == kNoSecond || (row.counts && row.end == kNoSecond);
    if (!open && day > day_of(visit.end)) return Truth::kYes;
    if (visit.begin == kNoSecond) return Truth::kUnknown;
    return truth((std::int64_t{day_of(visit.begin)} - day) * kOne > days_before);
  }

  /// Grain: visit.
  void say(const model::ClaimBlock& block, const PaidVisits& visits, std::vector<Index>& outside,
           FindingSink& sink) const {
    const model::Lines& lines = block.lines;
    const auto visit_of = [&](Index line) { return lines.visit[line]; };
    std::ranges::stable_sort(outside, {}, visit_of);
    std::vector<Fen> amounts;
    for (std::size_t begin = 0; begin < outside.size();) {
      std::size_t end = begin;
      amounts.clear();
      Fen sum = 0;
      for (; end < outside.size() && visit_of(outside[end]) == visit_of(outside[begin]); ++end) {
        amounts.push_back(lines.net_amount[outside[end]]);
        sum += amounts.back();
      }
      const std::span<const Index> run{outside.data() + begin, end - begin};
      const PaidVisit& visit = *visits.find(visit_of(run.front()));
      const auto date = [](Second time) { return time == kNoSecond ? std::string{"不详"} : format_day(day_of(time)); };
      Accusation accusation;
      accusation.rule = info_.number;
      accusation.person = lines.person[run.front()];
      accusation.lines = run;
      accusation.amounts = amounts;
      accusation.observed = fmt::format("{}行，{}至{}", run.size(), format_day(lines.day[run.front()]),
                                        format_day(lines.day[run.back()]));
      accusation.limit = fmt::format("住院{}至{}", date(visit.begin), date(visit.end));
      accusation.content = fmt::format(
          "住院自{}至{}，其中{}行费用的日期不在住院期间（{}至{}），涉及金额{}。", date(visit.begin), date(visit.end),
          run.size(), format_day(lines.day[run.front()]), format_day(lines.day[run.back()]), yuan(sum));
      sink.accuse(accusation);
      begin = end;
    }
  }

  RuleInfo info_;
};

}  // namespace

const Rule& fee_outside_stay_rule() {
  static const FeeOutsideStay rule{
      {.number = 42,
       .slug = "fee_outside_stay",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "医疗保障基金使用监督管理条例：不得虚构医药服务项目；费用应发生在住院期间",
       .meaning_zh = "住院费用的日期早于入院（急诊转住院、日间手术可早若干天）或晚于出院",
       .meaning_en = "Fees of a stay dated before its first day (less the days allowed) or after its last",
       .parameters = {"pre_days.24", "pre_days.28", "pre_days.other"},
       .reads = paid_visit_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
