// Insurance type: drugs and service items that work-injury or maternity insurance pays for. Rules 1, 2, 16, 17. A visit type
// may clear as well, since maternity insurance was merged into that of employees.
#include <algorithm>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

class InsuranceLimit final : public Rule {
 public:
  /// Names of the parameters; `med_types` empty: no visit type clears.
  InsuranceLimit(RuleInfo info, std::string_view insutypes, std::string_view med_types, std::string_view insurance)
      : info_(std::move(info)), insutypes_(insutypes), med_types_(med_types), insurance_(insurance) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const auto& insutypes = parameters.codes(insutypes_);
    const auto* med_types = med_types_.empty() ? nullptr : &parameters.codes(med_types_);
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t point) {
      const model::ClaimBlock& block = evaluation.block;
      const Day day = block.lines.day[line];
      const model::Settlement& settlement = block.settlements[block.lines.settlement[line]];
      // A set that is empty clears nobody whose type is known; that of the others may be none of this insurance at all.
      const knowledge::CodeSet& paying = insutypes.at(day);
      const bool asks_insurance = !paying.empty();
      if (asks_insurance && std::ranges::find(paying, settlement.insutype) != paying.end()) return Judgement::clear();
      bool asks_visit = false;
      if (med_types != nullptr && !med_types->at(day).empty()) {
        asks_visit = true;
        if (settlement.med_type >= 0 &&
            std::ranges::find(med_types->at(day), fmt::format_int(settlement.med_type).str()) !=
                med_types->at(day).end()) {
          return Judgement::clear();
        }
      }
      if (settlement.insutype.empty()) return Judgement::undecided("险种类型");
      if (asks_visit && settlement.med_type < 0) return Judgement::undecided("医疗类别");
      std::string observed = fmt::format("险种{}，医疗类别{}", settlement.insutype,
                                         settlement.med_type < 0 ? "不详" : fmt::format_int(settlement.med_type).str());
      std::string content =
          fmt::format("{}限{}支付，本次结算为{}，不属于{}，涉及金额{}。", charged(evaluation, line, point), insurance_,
                      observed, insurance_, yuan(block.lines.net_amount[line]));
      return Judgement::accused(std::move(observed), fmt::format("限{}", insurance_), std::move(content));
    });
  }

 private:
  RuleInfo info_;
  std::string_view insutypes_, med_types_, insurance_;
};

model::FactSet insurance_facts() { return model::facts(Fact::kSetlInsutype, Fact::kSetlMedType); }

}  // namespace

const Rule& drug_injury_insurance_rule() {
  static const InsuranceLimit rule{
      {.number = 1,
       .version = 2,
       .slug = "drug_injury_insurance",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "国家医保药品目录：工伤保险目录用药，基本医疗保险不予支付",
       .meaning_zh = "限工伤保险支付的药品，由其他险种支付",
       .meaning_en = "A drug that work-injury insurance alone pays for, billed to another insurance",
       .parameters = {"injury_insutypes"},
       .reads = insurance_facts(),
       .consults = {}},
      "injury_insutypes",
      "",
      "工伤保险"};
  return rule;
}

const Rule& drug_maternity_insurance_rule() {
  static const InsuranceLimit rule{
      {.number = 2,
       .version = 2,
       .slug = "drug_maternity_insurance",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "国家医保药品目录：生育保险目录用药，基本医疗保险不予支付",
       .meaning_zh = "限生育保险支付的药品，由其他险种在非生育就诊中支付",
       .meaning_en = "A drug that maternity insurance alone pays for, billed outside maternity care",
       .parameters = {"maternity_insutypes", "maternity_med_types"},
       .reads = insurance_facts(),
       .consults = {}},
      "maternity_insutypes",
      "maternity_med_types",
      "生育保险"};
  return rule;
}

const Rule& item_injury_insurance_rule() {
  static const InsuranceLimit rule{
      {.number = 16,
       .version = 2,
       .slug = "item_injury_insurance",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "《社会保险法》第三十条：应当从工伤保险基金中支付的医疗费用，不纳入基本医疗保险基金支付范围",
       .meaning_zh = "限工伤保险支付的医疗服务项目，由其他险种支付",
       .meaning_en = "A service item that work-injury insurance alone pays for, billed to another insurance",
       .parameters = {"injury_insutypes"},
       .reads = insurance_facts(),
       .consults = {}},
      "injury_insutypes",
      "",
      "工伤保险"};
  return rule;
}

const Rule& item_maternity_insurance_rule() {
  static const InsuranceLimit rule{
      {.number = 17,
       .version = 2,
       .slug = "item_maternity_insurance",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "《社会保险法》第五十四条：生育医疗费用所需资金从生育保险基金中支付",
       .meaning_zh = "限生育保险支付的医疗服务项目，由其他险种在非生育就诊中支付",
       .meaning_en = "A service item that maternity insurance alone pays for, billed outside maternity care",
       .parameters = {"maternity_insutypes", "maternity_med_types"},
       .reads = insurance_facts(),
       .consults = {}},
      "maternity_insutypes",
      "maternity_med_types",
      "生育保险"};
  return rule;
}

}  // namespace yishou::rules
