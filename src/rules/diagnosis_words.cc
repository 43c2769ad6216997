#include "rules/diagnosis_words.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace yishou::rules {

using model::Fact;

model::FactSet diagnosis_facts() {
  return model::facts(Fact::kDiagCode, Fact::kVisitChiefDiag, Fact::kVisitMainDiag, Fact::kLineDisease);
}

std::string diagnoses_of(const model::ClaimBlock& block, model::Index line,
                         std::span<const std::string_view> prefixes) {
  std::vector<std::string_view> codes;
  if (!block.lines.disease[line].empty()) codes.push_back(block.lines.disease[line]);
  if (const model::Index visit = block.lines.visit[line]; visit != model::kNone) {
    const model::Range range = block.visits[visit].diagnoses;
    codes.insert(codes.end(), block.visit_diagnoses.begin() + range.begin, block.visit_diagnoses.begin() + range.end);
  }
  if (!prefixes.empty()) {
    std::erase_if(codes, [&](std::string_view code) {
      return std::ranges::none_of(prefixes, [&](std::string_view prefix) { return matches_code(code, prefix); });
    });
  }
  std::ranges::sort(codes);
  const auto repeated = std::ranges::unique(codes);
  codes.erase(repeated.begin(), repeated.end());
  return list_of_codes(codes);
}

Judgement without_indication(const Evaluation& evaluation, model::Index line, std::uint32_t point,
                             std::span<const std::string_view> prefixes, std::string_view more) {
  const std::string needed = list_of_codes(prefixes);
  return Judgement::accused(
      fmt::format("诊断{}", diagnoses_of(evaluation.block, line)), fmt::format("需有诊断{}", needed),
      fmt::format("{}需有适应症诊断（{}），本次就诊的诊断均不在其中{}，涉及金额{}。", charged(evaluation, line, point),
                  needed, more, yuan(evaluation.block.lines.net_amount[line])));
}

}  // namespace yishou::rules
