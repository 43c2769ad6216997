// Age: drugs that children must not have (rule 66) and that old people had better not (rule 72). A newborn on the mother's
// account cannot be judged: the drug may have been hers.
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

/// Which side of the age must not have it.
enum class Barred : std::uint8_t { kYounger, kThisOldOrOlder };

class AgeForbidden final : public Rule {
 public:
  /// `parameter` is the age in years of the points that have no `num`; `rule_of_use` begins what the finding says.
  AgeForbidden(RuleInfo info, Barred barred, std::string_view parameter, std::string_view rule_of_use)
      : info_(std::move(info)), barred_(barred), parameter_(parameter), rule_of_use_(rule_of_use) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const auto& usual_years = evaluation.snapshot.parameters().number(parameter_);
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const Age age = age_of(evaluation.block, line);
      if (!age.known) return Judgement::undecided("年龄（出生日期缺失或矛盾，或费用日期缺失）");
      if (age.newborn) return Judgement::undecided("年龄（使用母亲账户的新生儿）");
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::int64_t years = point.num != kNoNumber ? point.num : usual_years.at(evaluation.block.lines.day[line]);
      const bool younger = age.years * kOne < years;
      if (younger != (barred_ == Barred::kYounger)) return Judgement::clear();
      std::string observed = fmt::format("{}岁", age.years);
      std::string limit = fmt::format("{}（{}{}岁{}）", rule_of_use_, younger ? "未满" : "", number_text(years),
                                      younger ? "" : "及以上");
      std::string content = fmt::format("{}{}，患者当日年龄为{}，涉及金额{}。", charged(evaluation, line, index), limit,
                                        observed, yuan(evaluation.block.lines.net_amount[line]));
      return Judgement::accused(std::move(observed), std::move(limit), std::move(content));
    });
  }

 private:
  RuleInfo info_;
  Barred barred_;
  std::string_view parameter_, rule_of_use_;
};

model::FactSet age_facts() {
  return model::facts(Fact::kPersonBirth, Fact::kSetlBirth, Fact::kVisitBirth, Fact::kVisitNewborn);
}

}  // namespace

const Rule& drug_forbidden_for_children_rule() {
  static const AgeForbidden rule{
      {.number = 66,
       .version = 2,
       .slug = "drug_forbidden_for_children",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "药品说明书：儿童禁用；《处方管理办法》第十四条：医师按照药品说明书中的禁忌等开具处方",
       .meaning_zh = "儿童禁用的药品，用于未满禁用年龄的患者",
       .meaning_en = "A drug that children must not have, billed for a patient below the age that its label names",
       .parameters = {"child_max_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Barred::kYounger,
      "child_max_years",
      "儿童禁用"};
  return rule;
}

const Rule& drug_to_avoid_in_old_age_rule() {
  static const AgeForbidden rule{
      {.number = 72,
       .version = 2,
       .slug = "drug_to_avoid_in_old_age",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "中国老年人潜在不适当用药判断标准（2017年版）；药品说明书：老年用药",
       .meaning_zh = "老年人应避免或慎用的药品，用于达到老年年龄的患者",
       .meaning_en = "A drug better avoided in old age, billed for a patient of 65 years or more",
       .parameters = {"elderly_min_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Barred::kThisOldOrOlder,
      "elderly_min_years",
      "老年患者慎用"};
  return rule;
}

}  // namespace yishou::rules
