// Diagnoses: what is right only with one of some diagnoses (8, 20, 70, 78, 83, 88; 79 is in treatment_indication.cc), and what
// is wrong with one of them (71, 82). Diagnoses are those of the visit and of the line (A8).
#include <fmt/format.h>

#include "rules/diagnosis_words.h"
#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

enum class Kind : std::uint8_t {
  kNeeded,     ///< accused when no diagnosis has a prefix of the point
  kForbidden,  ///< accused when one has
};

class Indication final : public Rule {
 public:
  Indication(RuleInfo info, Kind kind) : info_(std::move(info)), kind_(kind) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::span<const std::string_view> prefixes = evaluation.snapshot.values(point);
      if (prefixes.empty()) return Judgement::undecided(kNoCondition);
      const bool has = has_diagnosis(evaluation.block, line, prefixes);
      if (has && kind_ == Kind::kForbidden) return with_contraindication(evaluation, line, index, prefixes);
      if (has) return Judgement::clear();
      const std::string_view missing = missing_diagnosis(evaluation.block, line);
      if (!missing.empty()) return Judgement::undecided(missing);
      return kind_ == Kind::kNeeded ? without_indication(evaluation, line, index, prefixes) : Judgement::clear();
    });
  }

 private:
  static Judgement with_contraindication(const Evaluation& evaluation, model::Index line, std::uint32_t point,
                                         std::span<const std::string_view> prefixes) {
    std::string observed = fmt::format("诊断{}", diagnoses_of(evaluation.block, line, prefixes));
    const std::string forbidden = list_of_codes(prefixes);
    std::string content = fmt::format("{}禁用于诊断{}，本次就诊有{}，涉及金额{}。", charged(evaluation, line, point),
                                      forbidden, observed, yuan(evaluation.block.lines.net_amount[line]));
    return Judgement::accused(std::move(observed), fmt::format("不得有诊断{}", forbidden), std::move(content));
  }

  RuleInfo info_;
  Kind kind_;
};

}  // namespace

const Rule& drug_indication_rule() {
  static const Indication rule{
      {.number = 8,
       .version = 2,
       .slug = "drug_indication",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "国家医保药品目录限定支付范围：限适应症",
       .meaning_zh = "限适应症支付的药品，就诊中没有相应诊断",
       .meaning_en = "A drug payable with certain diagnoses only, billed in a visit with none of them",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

const Rule& item_indication_rule() {
  static const Indication rule{
      {.number = 20,
       .version = 2,
       .slug = "item_indication",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "医疗服务项目医保支付范围：限适应症",
       .meaning_zh = "限适应症支付的医疗服务项目，就诊中没有相应诊断",
       .meaning_en = "A service item payable with certain diagnoses only, billed in a visit with none of them",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

const Rule& drug_off_label_rule() {
  static const Indication rule{
      {.number = 70,
       .version = 2,
       .slug = "drug_off_label",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "药品说明书：适应症；《处方管理办法》第十四条：医师按照药品说明书中的药品适应证等开具处方",
       .meaning_zh = "药品用于没有其说明书适应症诊断的就诊",
       .meaning_en = "A drug billed in a visit with none of the diagnoses that its label names",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

const Rule& drug_contraindication_rule() {
  static const Indication rule{
      {.number = 71,
       .version = 2,
       .slug = "drug_contraindication",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "药品说明书：禁忌；《处方管理办法》第十四条：医师按照药品说明书中的禁忌等开具处方",
       .meaning_zh = "药品用于有其说明书禁忌诊断的就诊",
       .meaning_en = "A drug billed in a visit with a diagnosis that its label forbids",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kForbidden};
  return rule;
}

const Rule& examination_without_indication_rule() {
  static const Indication rule{
      {.number = 78,
       .version = 2,
       .slug = "examination_without_indication",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "《医疗保障基金使用监督管理条例》第十五条：不得违反诊疗规范过度诊疗、过度检查",
       .meaning_zh = "检验检查项目，就诊中没有其指征诊断",
       .meaning_en = "A test or examination billed in a visit with none of the diagnoses that call for it",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

const Rule& item_contraindication_rule() {
  static const Indication rule{{.number = 82,
                                .version = 2,
                                .slug = "item_contraindication",
                                .verdict = model::Verdict::kSuspicion,
                                .severity = 2,
                                .basis = "诊疗规范及技术操作规范：禁忌症；《医疗保障基金使用监督管理条例》第十五条：按"
                                         "照诊疗规范提供合理、必要的医药服务",
                                .meaning_zh = "医疗服务项目用于有其禁忌诊断的就诊",
                                .meaning_en = "A service item billed in a visit with a diagnosis that forbids it",
                                .parameters = {},
                                .reads = diagnosis_facts(),
                                .consults = {}},
                               Kind::kForbidden};
  return rule;
}

const Rule& item_beyond_indication_rule() {
  static const Indication rule{
      {.number = 83,
       .version = 2,
       .slug = "item_beyond_indication",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "诊疗规范及技术操作规范：适应症；《医疗保障基金使用监督管理条例》第十五条：按照诊疗规范提供合理、必要的"
                "医药服务",
       .meaning_zh = "医疗服务项目，就诊中没有其适应症诊断",
       .meaning_en = "A service item billed in a visit with none of the diagnoses that it is meant for",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

const Rule& consumable_indication_rule() {
  static const Indication rule{
      {.number = 88,
       .version = 2,
       .slug = "consumable_indication",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医用耗材医保支付范围及医疗器械注册证载明的适用范围：限疾病使用",
       .meaning_zh = "限疾病使用的医用耗材，就诊中没有相应诊断",
       .meaning_en = "A consumable for certain diseases, billed in a visit with none of their diagnoses",
       .parameters = {},
       .reads = diagnosis_facts(),
       .consults = {}},
      Kind::kNeeded};
  return rule;
}

}  // namespace yishou::rules
