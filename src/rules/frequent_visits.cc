// Rule 50: too many outpatient visits of a person in a calendar month, or else in the quarter. A visit whose diagnoses call for
// periodic treatment does not count; one without any diagnosis may be such a visit.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

constexpr MedTypes kVisitTypes = med_types({11, 13, 14});

struct Counted {
  const PaidVisit* visit;
  Day day;
  bool certain;  ///< has diagnoses, all of them known and none periodic
};

class FrequentVisits final : public Rule {
 public:
  explicit FrequentVisits(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& month_limit = evaluation.snapshot.parameters().number("visits_month");
    const std::int64_t least =
        std::min(month_limit.least(), evaluation.snapshot.parameters().number("visits_quarter").least());
    PaidVisits visits;
    std::vector<Counted> counted;
    for (const model::Person& person : block.persons) {
      if (num_settled_as(block, person, kVisitTypes) * kOne <= least) continue;  // most people
      collect(evaluation, visits.of(block, person), counted);
      const bool many = std::ssize(counted) * kOne > month_limit.at(kNoDay);
      const auto unplaced = std::ranges::stable_partition(counted, [](const Counted& c) { return c.day != kNoDay; });
      for (const Counted& visit : unplaced) {
        if (many) sink.undecided(info_.number, subject_of_visit(block, *visit.visit), "就诊日期");
      }
      counted.erase(unplaced.begin(), unplaced.end());
      std::ranges::sort(counted, {}, [&](const Counted& c) {
        return std::tuple(c.visit->begin, block.visits[c.visit->visit].mdtrt_id);
      });
      judge(evaluation, counted, sink);
    }
  }

 private:
  static void collect(const Evaluation& evaluation, std::span<const PaidVisit> visits, std::vector<Counted>& counted) {
    const model::ClaimBlock& block = evaluation.block;
    const auto& cycles = evaluation.snapshot.parameters().codes("cycle_diags");
    counted.clear();
    for (const PaidVisit& visit : visits) {
      if (!visit.is_only(kVisitTypes)) continue;
      const Day day = day_of(visit.begin);
      const model::Range diagnoses = block.visits[visit.visit].diagnoses;
      const auto first = block.visit_diagnoses.begin() + diagnoses.begin;
      const knowledge::CodeSet& periodic = cycles.at(day);
      if (std::any_of(first, first + diagnoses.size(), [&](auto code) { return is_among(code, periodic); })) continue;
      counted.push_back(
          {&visit, day, diagnoses.size() > 0 && std::all_of(first, first + diagnoses.size(), is_national_diagnosis)});
    }
  }

  void judge(const Evaluation& evaluation, std::span<const Counted> counted, FindingSink& sink) const {
    for (std::size_t begin = 0; begin < counted.size();) {
      const CivilDate date = civil_from_day(counted[begin].day);
      const int quarter = (date.month - 1) / 3;
      const auto end_of = [&](std::size_t from, int year, int last_month) {
        std::size_t end = from;
        for (; end < counted.size(); ++end) {
          const CivilDate next = civil_from_day(counted[end].day);
          if (next.year != year || next.month > last_month) break;
        }
        return end;
      };
      const std::size_t end = end_of(begin, date.year, quarter * 3 + 3);
      bool month_accused = false;
      for (std::size_t from = begin; from < end;) {
        const int month = civil_from_day(counted[from].day).month;
        const std::size_t to = std::min(end, end_of(from, date.year, month));
        const bool accused =
            judge_period(evaluation, counted.subspan(from, to - from), "visits_month",
                         day_from_civil({date.year, month, 1}), fmt::format("{}-{:02}", date.year, month), "月", sink);
        month_accused = month_accused || accused;
        from = to;
      }
      if (!month_accused) {
        judge_period(evaluation, counted.subspan(begin, end - begin), "visits_quarter",
                     day_from_civil({date.year, quarter * 3 + 1, 1}), fmt::format("{}-Q{}", date.year, quarter + 1),
                     "季度", sink);
      }
      begin = end;
    }
  }

  /// True when the period is accused.
  bool judge_period(const Evaluation& evaluation, std::span<const Counted> run, std::string_view parameter,
                    Day first_day, const std::string& name, std::string_view period, FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const std::int64_t limit = evaluation.snapshot.parameters().number(parameter).at(first_day);
    const Index person = block.settlements[run.front().visit->settlement].person;
    const std::int64_t certain = std::ranges::count_if(run, &Counted::certain);
    if (certain * kOne <= limit) {
      if (std::ssize(run) * kOne > limit) sink.undecided(info_.number, Subject{.person = person}, "诊断");
      return false;
    }
    Accusation accusation;
    accusation.rule = info_.number;
    accusation.person = person;
    accusation.subject.person = person;
    std::int64_t place = 0;
    for (const Counted& counted : run) {
      if (!counted.certain) continue;
      if (place == 0) accusation.begin = counted.visit->begin;
      accusation.end = counted.visit->begin;
      if (++place * kOne <= limit) continue;
      accusation.vola += counted.visit->total;
      accusation.fund += counted.visit->fund;
    }
    accusation.observed = fmt::format("{}门诊{}次", name, certain);
    accusation.limit = fmt::format("每{}不超过{}次", period, number_text(limit));
    accusation.content = fmt::format("{}门诊就诊{}次，超过每{}{}次，超出部分的费用{}。", name, certain, period,
                                     number_text(limit), yuan(accusation.vola));
    sink.accuse(accusation);
    return true;
  }

  RuleInfo info_;
};

}  // namespace

const Rule& frequent_visits_rule() {
  static const FrequentVisits rule{
      {.number = 50,
       .version = 2,
       .slug = "frequent_visits",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医疗保障基金使用监督管理条例：不得重复就诊、套取基金",
       .meaning_zh = "一个自然月或季度内门诊就诊次数过多（周期性治疗的诊断除外）",
       .meaning_en = "Too many outpatient visits in a calendar month or quarter, periodic treatment not counted",
       .parameters = {"visits_month", "visits_quarter", "cycle_diags"},
       .reads = paid_visit_facts() | model::facts(Fact::kDiagCode, Fact::kVisitChiefDiag, Fact::kVisitMainDiag),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
