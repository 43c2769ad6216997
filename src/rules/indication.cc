// Indication: what is payable only with a diagnosis. Rule 8. Diagnoses are those of the visit and of the line (A8).
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

class Indication final : public Rule {
 public:
  explicit Indication(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::span<const std::string_view> prefixes = evaluation.snapshot.values(point);
      if (prefixes.empty()) return Judgement::undecided(kNoCondition);
      if (!has_any_diagnosis(evaluation.block, line)) return Judgement::undecided("诊断");
      if (has_diagnosis(evaluation.block, line, prefixes)) return Judgement::clear();
      const std::string needed = list_of(prefixes);
      return Judgement::accused(
          fmt::format("诊断{}", diagnoses_of(evaluation.block, line)), fmt::format("需有诊断{}", needed),
          fmt::format("{}需有适应症诊断（{}），本次就诊的诊断均不在其中，涉及金额{}。",
                      charged(evaluation, line, index), needed, yuan(evaluation.block.lines.net_amount[line])));
    });
  }

 private:
  static constexpr std::size_t kShown = 10;  // codes named in a text; the rest is counted

  template <typename Codes>
  static std::string list_of(const Codes& codes) {
    std::string out;
    std::size_t shown = 0;
    for (const std::string_view code : codes) {
      if (shown == kShown) {
        out += fmt::format("等{}项", codes.size());
        break;
      }
      if (shown++ > 0) out += "、";
      out += code.substr(0, 24);
    }
    return out;
  }

  static std::string diagnoses_of(const model::ClaimBlock& block, model::Index line) {
    std::vector<std::string_view> codes;
    if (!block.lines.disease[line].empty()) codes.push_back(block.lines.disease[line]);
    if (const model::Index visit = block.lines.visit[line]; visit != model::kNone) {
      const model::Range range = block.visits[visit].diagnoses;
      codes.insert(codes.end(), block.visit_diagnoses.begin() + range.begin, block.visit_diagnoses.begin() + range.end);
    }
    std::ranges::sort(codes);
    const auto repeated = std::ranges::unique(codes);
    codes.erase(repeated.begin(), repeated.end());
    return list_of(codes);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& drug_indication_rule() {
  static const Indication rule{
      {.number = 8,
       .slug = "drug_indication",
       .verdict = model::Verdict::kViolation,
       .severity = 2,
       .basis = "国家医保药品目录限定支付范围：限适应症",
       .meaning_zh = "限适应症支付的药品，就诊中没有相应诊断",
       .meaning_en = "A drug payable with certain diagnoses only, billed in a visit with none of them",
       .parameters = {},
       .reads = model::facts(Fact::kDiagCode, Fact::kVisitChiefDiag, Fact::kVisitMainDiag, Fact::kLineDisease),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
