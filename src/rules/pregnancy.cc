// Rule 73: drugs that pregnant or breast-feeding women must not have. What a visit says of it are its diagnoses and the weeks
// of gestation.
#include <fmt/format.h>

#include "rules/diagnosis_words.h"
#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

// ICD-10. Loss and ectopic pregnancy (O00–O08) is neither; a delivery ends the weeks of gestation that the visit began with.
constexpr std::string_view kPregnant[] = {"O10-O79", "O98", "O99", "Z33-Z36"};
constexpr std::string_view kEnded[] = {"O00-O08", "O80-O84"};
constexpr std::string_view kLactating[] = {"O85-O92", "Z39"};

/// `all_known`: no diagnosis is missing or foreign to the national list, which might be the end of the pregnancy.
bool is_pregnant(const model::ClaimBlock& block, model::Index line, bool all_known) {
  if (has_diagnosis(block, line, kPregnant)) return true;
  const model::Visit& visit = block.visits[block.lines.visit[line]];
  const bool weeks = visit.counts && visit.gestation != kNoNumber && visit.gestation > 0;
  return weeks && all_known && !has_diagnosis(block, line, kEnded);
}

class Pregnancy final : public Rule {
 public:
  explicit Pregnancy(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const model::ClaimBlock& block = evaluation.block;
      bool pregnancy = false, lactation = false;
      for (const std::string_view word : evaluation.snapshot.values(evaluation.snapshot.point(index))) {
        pregnancy = pregnancy || word == "P" || word == "p";
        lactation = lactation || word == "L" || word == "l";
      }
      if (!pregnancy && !lactation) return Judgement::undecided(kNoCondition);
      if (sex_of(block, line) == model::Sex::kMale) return Judgement::clear();
      const std::string_view missing = missing_diagnosis(block, line);
      const bool pregnant = pregnancy && is_pregnant(block, line, missing.empty());
      const bool lactating = lactation && has_diagnosis(block, line, kLactating);
      if (!pregnant && !lactating) return missing.empty() ? Judgement::clear() : Judgement::undecided(missing);
      // The diagnoses may be the mother's, and the drug the child's.
      if (age_of(block, line).newborn) return Judgement::undecided("使用者（使用母亲账户的新生儿）");
      const std::string_view state = pregnant ? "妊娠期" : "哺乳期";
      std::string content =
          fmt::format("{}禁用于{}妇女，本次就诊的诊断或孕周表明患者处于{}，涉及金额{}。",
                      charged(evaluation, line, index), state, state, yuan(block.lines.net_amount[line]));
      return Judgement::accused(fmt::format("{}（诊断{}）", state, diagnoses_of(block, line)),
                                fmt::format("{}禁用", state), std::move(content));
    });
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& drug_in_pregnancy_rule() {
  static const Pregnancy rule{
      {.number = 73,
       .version = 2,
       .slug = "drug_in_pregnancy",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "药品说明书：孕妇及哺乳期妇女用药；《处方管理办法》第十四条：医师按照药品说明书中的禁忌等开具处方",
       .meaning_zh = "妊娠期或哺乳期禁用的药品，用于妊娠期或哺乳期的患者",
       .meaning_en = "A drug forbidden in pregnancy or while breast-feeding, billed for a woman who is",
       .parameters = {},
       .reads = diagnosis_facts() | model::facts(Fact::kVisitGestation, Fact::kVisitNewborn, Fact::kPersonSex,
                                                 Fact::kSetlSex, Fact::kVisitSex),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
