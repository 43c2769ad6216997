// Rule 53: a short stay for examinations alone. Every part of the condition must hold; one that does not clears the stay, one
// that is missing leaves it undecided.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/truth.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

// Codes of the platform, named by the clause.
constexpr MedTypes kOrdinaryStay = med_types({21});
constexpr model::SmallCode kExamination = 3, kLaboratory = 4, kOperationFee = 6;  // med_chrgitm_type
constexpr model::SmallCode kByDoctor = 1;                                         // dscg_way

/// Net amounts of the effective lines of one visit.
struct Charges {
  Fen all = 0, examinations = 0, unknown = 0;
  bool operation = false, type_unknown = false, operation_row = false;
};

class LowStandardStay final : public Rule {
 public:
  explicit LowStandardStay(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    PaidVisits visits;
    std::vector<Charges> charges;
    for (const model::Person& person : block.persons) {
      const auto first = block.settlements.begin() + person.settlements.begin;
      const auto ordinary = [](const model::Settlement& row) { return row.in_effect && row.med_type == 21; };
      if (std::none_of(first, first + person.settlements.size(), ordinary)) continue;
      collect(block, person, charges);
      for (const PaidVisit& visit : visits.of(block, person)) {
        if (visit.is_only(kOrdinaryStay)) judge(evaluation, visit, charges[visit.visit - person.visits.begin], sink);
      }
    }
  }

 private:
  static void collect(const model::ClaimBlock& block, const model::Person& person, std::vector<Charges>& charges) {
    const model::Lines& lines = block.lines;
    charges.assign(person.visits.size(), {});
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      if (lines.effective[line] == 0) continue;
      Charges& sum = charges[lines.visit[line] - person.visits.begin];
      const Fen amount = lines.net_amount[line];
      const model::SmallCode type = lines.charge_type[line];
      sum.all += amount;
      if (type == kExamination || type == kLaboratory) sum.examinations += amount;
      sum.operation = sum.operation || type == kOperationFee;
      if (type == model::kNoCode) {
        sum.type_unknown = true;
        sum.unknown += amount;
      }
    }
    for (Index o = person.operations.begin; o < person.operations.end; ++o) {
      const model::Operation& row = block.operations[o];
      if (row.settlement == kNone || row.code.empty() || !block.settlements[row.settlement].in_effect) continue;
      charges[block.settlements[row.settlement].visit - person.visits.begin].operation_row = true;
    }
  }

  void judge(const Evaluation& evaluation, const PaidVisit& visit, const Charges& sum, FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const Day day = day_of(visit.begin);
    const std::int64_t most_days = parameters.number("low_los_days").at(day);
    const std::int64_t share = parameters.number("low_exam_share").at(day);
    const std::int64_t least_years = parameters.number("low_years_min").at(day);
    const std::int64_t below_years = parameters.number("low_years_max").at(day);
    const bool dated = visit.begin != kNoSecond && visit.end != kNoSecond;
    const std::int64_t nights = dated ? std::int64_t{day_of(visit.end)} - day : 0;
    const Age age = age_of(block, visit);
    const model::Visit& row = block.visits[visit.visit];
    const model::SmallCode way = row.counts ? row.discharge_way : model::kNoCode;
    const Truth low =
        all_hold({truth_if(dated, nights * kOne <= most_days), truth_if(block.operations_known, !sum.operation_row),
                  sum.operation ? Truth::kNo : truth_if(!sum.type_unknown, true), mostly_examinations(sum, share),
                  truth_if(way != model::kNoCode, way == kByDoctor),
                  truth_if(age.known, age.years * kOne >= least_years && age.years * kOne < below_years),
                  truth_if(!visit.main_diagnosis.empty(),
                           !is_among(visit.main_diagnosis, parameters.codes("cycle_diags").at(day)))});
    if (low == Truth::kUnknown) {
      sink.undecided(info_.number, subject_of_visit(block, visit),
                     "住院日期、离院方式、年龄、主要诊断、手术清单或收费项目类别");
    }
    if (low != Truth::kYes) return;
    const std::string percent = format_decimal(mul_div(sum.examinations, 1000, sum.all), 1);
    Accusation accusation = about_visit(block, info_.number, visit);
    accusation.vola = visit.total;
    accusation.fund = visit.fund;
    accusation.observed = fmt::format("{}天，检查检验占{}%", nights, percent);
    accusation.limit = fmt::format("超过{}天，或检查检验低于{}%", number_text(most_days), number_text(share * 100));
    accusation.content =
        fmt::format("{}入院，住院{}天，无手术，检查检验费占{}%，遵医嘱离院，疑似无指征（低标准）住院，住院费用{}。",
                    format_day(day), nights, percent, yuan(visit.total));
    sink.accuse(accusation);
  }

  /// Lines of an unknown kind may be examinations or not.
  static Truth mostly_examinations(const Charges& sum, std::int64_t share) {
    if (sum.all <= 0) return Truth::kUnknown;
    const auto reaches = [&](Fen amount) { return amount * kOne >= share * sum.all; };
    if (reaches(sum.examinations)) return Truth::kYes;
    return sum.type_unknown && reaches(sum.examinations + sum.unknown) ? Truth::kUnknown : Truth::kNo;
  }

  RuleInfo info_;
};

}  // namespace

const Rule& low_standard_stay_rule() {
  static const LowStandardStay rule{
      {.number = 53,
       .version = 2,
       .slug = "low_standard_stay",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医疗保障基金使用监督管理条例：不得将不符合住院标准的参保人员收治入院",
       .meaning_zh = "短期住院，无手术，费用以检查检验为主，遵医嘱离院（儿童、高龄、周期性治疗除外）",
       .meaning_en = "A short stay without operation, mostly examinations, ended by the doctor; not children, the very "
                     "old or periodic treatment",
       .parameters = {"low_los_days", "low_exam_share", "low_years_min", "low_years_max", "cycle_diags",
                      "birth_placeholders"},
       .reads = paid_visit_facts() | main_diagnosis_facts() | birth_facts() |
                model::facts(Fact::kVisitDischargeWay, Fact::kLineChargeType, Fact::kOprnCode),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
