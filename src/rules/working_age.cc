// Rule 29: service items for people of working age. A newborn on the mother's account cannot be judged.
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

class WorkingAge final : public Rule {
 public:
  explicit WorkingAge(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const auto& least = parameters.number("work_age_min");
    const auto& most_male = parameters.number("work_age_max.male");
    const auto& most_female = parameters.number("work_age_max.female");
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t point) {
      const Age age = age_of(evaluation.block, line);
      if (!age.known) return Judgement::undecided("年龄（出生日期缺失或矛盾，或费用日期缺失）");
      if (age.newborn) return Judgement::undecided("年龄（使用母亲账户的新生儿）");
      const Day day = evaluation.block.lines.day[line];
      const bool female = sex_of(evaluation.block, line) == model::Sex::kFemale;
      const std::int64_t from = least.at(day);
      const std::int64_t to = female ? most_female.at(day) : most_male.at(day);
      if (age.years * kOne >= from && age.years * kOne <= to) return Judgement::clear();
      std::string observed = fmt::format("{}岁", age.years);
      std::string limit = fmt::format("{}至{}岁", number_text(from), number_text(to));
      std::string content =
          fmt::format("{}限法定就业年龄（{}）使用，患者当日年龄为{}，涉及金额{}。", charged(evaluation, line, point),
                      limit, observed, yuan(evaluation.block.lines.net_amount[line]));
      return Judgement::accused(std::move(observed), std::move(limit), std::move(content));
    });
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& item_working_age_rule() {
  static const WorkingAge rule{
      {.number = 29,
       .version = 2,
       .slug = "item_working_age",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目限年龄知识点：参保人年龄超出法定就业年龄限制",
       .meaning_zh = "限法定就业年龄使用的医疗服务项目，用于年龄不在此范围内的患者",
       .meaning_en = "A service item for people of working age, billed for somebody younger or older",
       .parameters = {"work_age_min", "work_age_max.male", "work_age_max.female", "birth_placeholders"},
       .reads = model::facts(Fact::kPersonBirth, Fact::kSetlBirth, Fact::kVisitBirth, Fact::kVisitNewborn,
                             Fact::kPersonSex, Fact::kSetlSex, Fact::kVisitSex),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
