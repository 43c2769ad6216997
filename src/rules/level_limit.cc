// Level of institution (A6). Rules 12, 24. The text may ask for specialist hospitals of a level; the speciality is not in the
// claims, so only what a rank rules out with certainty is accused.
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

class LevelLimit final : public Rule {
 public:
  explicit LevelLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const auto& exempt_pharmacy = evaluation.snapshot.parameters().number("exempt_pharmacy");
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const std::uint32_t objects = evaluation.snapshot.point(index).objects;
      const int least = (objects & knowledge::kLevel2) != 0 ? 2 : (objects & knowledge::kLevel3) != 0 ? 3 : 0;
      if (least == 0) return Judgement::undecided(kNoCondition);
      if (exempt_pharmacy.at(evaluation.block.lines.day[line]) != 0 && is_pharmacy(evaluation.block, line)) {
        return Judgement::clear();
      }
      const int rank = level_rank(evaluation.block, line);
      if (rank == 0) return Judgement::undecided("医疗机构等级");
      if (rank >= least) return Judgement::clear();
      if ((objects & knowledge::kSpecialist) != 0 && rank == 2)
        return Judgement::undecided("二级医疗机构是否为专科医院");
      constexpr std::string_view kRanks[] = {"", "一级及以下", "二级", "三级"};
      const std::string_view is = kRanks[rank];
      const std::string_view must = kRanks[least];
      return Judgement::accused(
          std::string{is}, fmt::format("{}及以上", must),
          fmt::format("{}限{}及以上医疗机构使用，收费机构为{}，涉及金额{}。", charged(evaluation, line, index), must,
                      is, yuan(evaluation.block.lines.net_amount[line])));
    });
  }

 private:
  RuleInfo info_;
};

model::FactSet level_facts() {
  return model::facts(Fact::kInstitutionLevel, Fact::kInstitutionType, Fact::kSetlLevel, Fact::kVisitLevel,
                      Fact::kSetlMedType);
}

}  // namespace

const Rule& drug_institution_level_rule() {
  static const LevelLimit rule{
      {.number = 12,
       .slug = "drug_institution_level",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "国家医保药品目录限定支付范围：限医疗机构级别",
       .meaning_zh = "限二级或三级及以上医疗机构使用的药品，由低于该级别的医疗机构收取",
       .meaning_en = "A drug payable in hospitals of a level only, billed by an institution below it",
       .parameters = {"exempt_pharmacy"},
       .reads = level_facts(),
       .consults = {}}};
  return rule;
}

const Rule& item_institution_level_rule() {
  static const LevelLimit rule{
      {.number = 24,
       .slug = "item_institution_level",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目医保支付范围：限医疗机构级别",
       .meaning_zh = "限二级或三级及以上医疗机构开展的医疗服务项目，由低于该级别的医疗机构收取",
       .meaning_en = "A service item payable in hospitals of a level only, billed by an institution below it",
       .parameters = {"exempt_pharmacy"},
       .reads = level_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
