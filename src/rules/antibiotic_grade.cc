// Rule 45: antibacterials of a grade that the doctor may not prescribe (but in an emergency), and those of the special grade
// for outpatients.
#include <algorithm>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

constexpr std::int64_t kUnrestricted = 1, kSpecial = 3;

/// Emergencies: a doctor may go beyond his grade.
bool is_emergency(std::int32_t med_type) { return med_type == 13 || med_type == 24; }
bool is_outpatient(std::int32_t med_type) { return med_type == 11 || med_type == 14 || med_type == 9901; }

std::string_view grade_name(std::int64_t grade) {
  if (grade == kUnrestricted) return "非限制使用级";
  return grade == kSpecial ? "特殊使用级" : "限制使用级";
}

class AntibioticGrade final : public Rule {
 public:
  explicit AntibioticGrade(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const std::int64_t num = evaluation.snapshot.point(index).num;
      if (num == kNoNumber) return Judgement::undecided(kNoCondition);
      const std::int64_t grade = num / kOne;
      const std::int32_t med_type = med_type_of(block, line);
      if (grade == kSpecial && is_outpatient(med_type)) {
        return accusation(evaluation, line, index, grade, fmt::format("门诊（医疗类别{}）", med_type), "门诊不得使用");
      }
      // Every doctor who may prescribe at all may prescribe these; in an emergency any grade.
      if (grade <= kUnrestricted || is_emergency(med_type)) return Judgement::clear();
      const model::SmallCode own = grade_of_doctor(block, line);
      if (own == model::kNoCode) return Judgement::undecided("开单医师的抗菌药物处方权级别");
      if (med_type < 0 && (own < grade || grade == kSpecial)) return Judgement::undecided("医疗类别");
      if (own >= grade) return Judgement::clear();
      return accusation(evaluation, line, index, grade, fmt::format("医师处方权为{}", grade_name(own)),
                        fmt::format("需有{}处方权", grade_name(grade)));
    });
  }

 private:
  /// 1 to 3, or kNoCode when it is not known.
  static model::SmallCode grade_of_doctor(const model::ClaimBlock& block, model::Index line) {
    const std::string_view doctor = block.lines.doctor[line];
    if (doctor.empty() || block.staff == nullptr) return model::kNoCode;
    const model::SmallCode grade = block.staff->grade_of(block.institution_code(line), doctor);
    return grade >= kUnrestricted && grade <= kSpecial ? grade : model::kNoCode;
  }

  static Judgement accusation(const Evaluation& evaluation, model::Index line, std::uint32_t point, std::int64_t grade,
                              std::string observed, std::string limit) {
    std::string content =
        fmt::format("{}为{}抗菌药物，{}，{}，涉及金额{}。", charged(evaluation, line, point), grade_name(grade), limit,
                    observed, yuan(evaluation.block.lines.net_amount[line]));
    return Judgement::accused(std::move(observed), std::move(limit), std::move(content));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& antibiotic_grade_rule() {
  static const AntibioticGrade rule{
      {.number = 45,
       .slug = "antibiotic_grade",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "《抗菌药物临床应用管理办法》：抗菌药物分级管理，医师按处方权级别开具，特殊使用级不得在门诊使用",
       .meaning_zh = "抗菌药物的级别高于开单医师的处方权级别（急诊除外），或特殊使用级用于门诊",
       .meaning_en = "An antibacterial above the grade that the doctor may prescribe (but in an emergency), or one of "
                     "the special "
                     "grade for an outpatient",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType, Fact::kStaffGrade),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
