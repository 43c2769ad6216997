// Sex: what only men or only women may have. Rules 67, 81, 87. Sex unknown, contradictory or a newborn on the mother's account
// (A4) answers indeterminate.
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Sex;

class SexLimit final : public Rule {
 public:
  explicit SexLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      constexpr std::uint32_t kSexes = knowledge::kMale | knowledge::kFemale;
      const std::uint32_t allowed = evaluation.snapshot.point(index).objects & kSexes;
      if (allowed == 0) return Judgement::undecided(kNoCondition);
      if (allowed == kSexes) return Judgement::clear();
      const Sex sex = sex_of(evaluation.block, line);
      if (sex == Sex::kMissing) return Judgement::undecided("性别（缺失、矛盾，或使用母亲账户的新生儿）");
      const Sex only = allowed == knowledge::kMale ? Sex::kMale : Sex::kFemale;
      if (sex == only) return Judgement::clear();
      const std::string_view is = sex == Sex::kMale ? "男" : "女";
      const std::string_view must = only == Sex::kMale ? "男" : "女";
      return Judgement::accused(
          std::string{is}, fmt::format("限{}性", must),
          fmt::format("{}限{}性患者使用，患者性别为{}，涉及金额{}。", charged(evaluation, line, index), must, is,
                      yuan(evaluation.block.lines.net_amount[line])));
    });
  }

 private:
  RuleInfo info_;
};

model::FactSet sex_facts() {
  return model::facts(Fact::kPersonSex, Fact::kSetlSex, Fact::kVisitSex, Fact::kVisitNewborn);
}

}  // namespace

const Rule& drug_sex_rule() {
  static const SexLimit rule{{.number = 67,
                              .slug = "drug_sex",
                              .verdict = model::Verdict::kSuspicion,
                              .severity = 2,
                              .basis = "药品说明书及医保目录：限定性别使用",
                              .meaning_zh = "限一种性别使用的药品，用于另一性别的患者",
                              .meaning_en = "A drug for one sex, billed for a patient of the other",
                              .parameters = {},
                              .reads = sex_facts(),
                              .consults = {}}};
  return rule;
}

const Rule& item_sex_rule() {
  static const SexLimit rule{{.number = 81,
                              .slug = "item_sex",
                              .verdict = model::Verdict::kSuspicion,
                              .severity = 2,
                              .basis = "医疗服务价格项目内涵：限定性别使用",
                              .meaning_zh = "限一种性别使用的医疗服务项目，用于另一性别的患者",
                              .meaning_en = "A service item for one sex, billed for a patient of the other",
                              .parameters = {},
                              .reads = sex_facts(),
                              .consults = {}}};
  return rule;
}

const Rule& consumable_sex_rule() {
  static const SexLimit rule{{.number = 87,
                              .slug = "consumable_sex",
                              .verdict = model::Verdict::kSuspicion,
                              .severity = 2,
                              .basis = "医疗器械注册证载明的适用范围：限定性别使用",
                              .meaning_zh = "限一种性别使用的医用耗材，用于另一性别的患者",
                              .meaning_en = "A consumable for one sex, billed for a patient of the other",
                              .parameters = {},
                              .reads = sex_facts(),
                              .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
