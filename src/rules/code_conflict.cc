// Codes that contradict the patient: an operation (39) or a diagnosis (54) of the other sex, a diagnosis of another age (55).
// Sex unknown, contradictory or a newborn on the mother's account (A4) answers indeterminate.
#include <fmt/format.h>

#include "rules/settlement_codes.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::Sex;

constexpr std::uint32_t kSexes = knowledge::kMale | knowledge::kFemale;
/// Rules on lines whose points say which sex an item is for: shown beside a code of the other sex.
constexpr std::uint16_t kSexRules[] = {67, 81, 87};

class CodeSex final : public Rule {
 public:
  CodeSex(RuleInfo info, CodeSource source, std::string_view what)
      : info_(std::move(info)), source_(source), what_(what) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_codes(evaluation, info_, source_, sink, [&](const SettlementCode& code, Day day, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::uint32_t allowed = point.objects & kSexes;
      if (allowed == 0 || point.needs_condition) return Judgement::undecided(kNoCondition);
      if (allowed == kSexes) return Judgement::clear();
      const Sex sex = sex_of_settlement(evaluation.block, code.settlement);
      if (sex == Sex::kMissing) return Judgement::undecided("性别（缺失、矛盾，或使用母亲账户的新生儿）");
      const Sex only = allowed == knowledge::kMale ? Sex::kMale : Sex::kFemale;
      if (sex == only) return Judgement::clear();
      const std::string_view is = sex == Sex::kMale ? "男" : "女";
      const std::string_view must = only == Sex::kMale ? "男" : "女";
      return Judgement::accused(fmt::format("{}，性别{}", code.code, is), fmt::format("限{}性", must),
                                fmt::format("{}只见于{}性，患者性别为{}，编码与性别不符。",
                                            recorded(evaluation, what_, code, day, index), must, is));
    }, [&](const SettlementCode& code, std::vector<Index>& related) { relate(evaluation, code.settlement, related); });
  }

 private:
  /// The sex-limited items of the same visit.
  static void relate(const Evaluation& evaluation, Index settlement, std::vector<Index>& related) {
    const model::ClaimBlock& block = evaluation.block;
    const model::Settlement& row = block.settlements[settlement];
    const model::Range lines = block.persons[row.person].lines;
    for (const std::uint16_t rule : kSexRules) {
      const std::span<const Match> matches = evaluation.matches.of(rule, knowledge::Side::kCode);
      for (auto match = std::ranges::lower_bound(matches, lines.begin, {}, &Match::line);
           match != matches.end() && match->line < lines.end; ++match) {
        if (block.lines.visit[match->line] != row.visit) continue;
        bool limited = false;
        for_points(evaluation, *match, [&](std::uint32_t point) {
          const std::uint32_t allowed = evaluation.snapshot.point(point).objects & kSexes;
          limited = limited || (allowed != 0 && allowed != kSexes);
        });
        if (limited) related.push_back(match->line);
      }
    }
    std::ranges::sort(related);
    const auto repeated = std::ranges::unique(related);
    related.erase(repeated.begin(), repeated.end());
  }

  RuleInfo info_;
  CodeSource source_;
  std::string_view what_;
};

class CodeAge final : public Rule {
 public:
  explicit CodeAge(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_codes(evaluation, info_, CodeSource::kDiagnoses, sink,
                [&](const SettlementCode& code, Day day, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.needs_condition || (point.num == kNoNumber && point.num2 == kNoNumber)) {
        return Judgement::undecided(kNoCondition);
      }
      const Age age = age_of_settlement(evaluation.block, code.settlement, day);
      if (!age.known) return Judgement::undecided("年龄（出生日期或就诊日期缺失，或相互矛盾）");
      // On the mother's account a perinatal diagnosis is the child's; any other may be hers.
      if (age.newborn && !code.code.starts_with('P')) return Judgement::undecided("年龄（使用母亲账户的新生儿）");
      const std::int64_t years = age.years * kOne;
      const bool too_young = point.num != kNoNumber && years < point.num;
      const bool too_old = point.num2 != kNoNumber && years > point.num2;
      if (!too_young && !too_old) return Judgement::clear();
      std::string limit = too_young ? fmt::format("不小于{}岁", number_text(point.num))
                                    : fmt::format("不大于{}岁", number_text(point.num2));
      std::string content = fmt::format("{}的患者年龄应{}，患者当日年龄为{}岁，诊断与年龄不符。",
                                        recorded(evaluation, "诊断", code, day, index), limit, age.years);
      return Judgement::accused(fmt::format("{}，{}岁", code.code, age.years), std::move(limit), std::move(content));
    }, [](const SettlementCode&, std::vector<Index>&) {});
  }

 private:
  RuleInfo info_;
};

model::FactSet sex_facts() {
  return model::facts(Fact::kPersonSex, Fact::kSetlSex, Fact::kVisitSex, Fact::kVisitNewborn);
}
model::FactSet diagnosis_facts() { return model::facts(Fact::kDiagCode, Fact::kVisitMainDiag, Fact::kVisitChiefDiag); }

}  // namespace

const Rule& operation_sex_rule() {
  static const CodeSex rule{
      {.number = 39,
       .slug = "operation_sex",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "手术操作分类代码：男性、女性生殖器官手术分章",
       .meaning_zh = "只能用于一种性别的手术操作编码，出现在另一性别患者的结算清单中",
       .meaning_en = "An operation code of one sex on the settlement list of a patient of the other",
       .parameters = {},
       .reads = sex_facts() | settlement_facts() | model::facts(Fact::kOprnCode),
       .consults = {67, 81, 87}},
      CodeSource::kOperations,
      "手术操作"};
  return rule;
}

const Rule& diagnosis_sex_rule() {
  static const CodeSex rule{{.number = 54,
                             .slug = "diagnosis_sex",
                             .verdict = model::Verdict::kSuspicion,
                             .severity = 2,
                             .basis = "疾病分类与代码：只见于一种性别的诊断",
                             .meaning_zh = "只见于一种性别的诊断，出现在另一性别患者的就诊中",
                             .meaning_en = "A diagnosis of one sex in a visit of a patient of the other",
                             .parameters = {},
                             .reads = sex_facts() | settlement_facts() | diagnosis_facts(),
                             .consults = {67, 81, 87}},
                            CodeSource::kDiagnoses,
                            "诊断"};
  return rule;
}

const Rule& diagnosis_age_rule() {
  static const CodeAge rule{
      {.number = 55,
       .version = 2,
       .slug = "diagnosis_age",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "疾病分类与代码：只见于一定年龄的诊断",
       .meaning_zh = "只见于一定年龄的诊断，患者在就诊第一天小于或大于该年龄",
       .meaning_en = "A diagnosis of certain ages, for a patient who is younger or older on the first day",
       .parameters = {"birth_placeholders"},
       .reads = birth_facts() | settlement_facts() | diagnosis_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
