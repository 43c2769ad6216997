// Rule 79: a treatment given several times in a visit without a diagnosis that calls for it. Once or twice may be a trial, so
// it counts how often a code was claimed in the visit; the diagnoses are judged as in indication.cc.
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/diagnosis_words.h"
#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Index;

/// A line by one point, and how many units of the point's code its visit claims.
struct Given {
  Index visit;
  std::uint32_t point;
  std::string_view code;  ///< the point's own, a prefix of the billed one
  Index line;
  Qty units;
  friend auto operator<=>(const Given&, const Given&) = default;

  [[nodiscard]] bool same_treatment(const Given& other) const {
    return visit == other.visit && point == other.point && code == other.code;
  }
};

class TreatmentIndication final : public Rule {
 public:
  explicit TreatmentIndication(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& usual_times = evaluation.snapshot.parameters().number("treat_min_times");
    const std::vector<Given> given = count_units(evaluation);
    auto next = given.begin();
    judge_lines(evaluation, info_, sink, [&](Index line, std::uint32_t index) {
      // Both walk the lines in order, and the points of a line in order.
      while (next->line != line || next->point != index) ++next;
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::int64_t times = point.num != kNoNumber ? point.num : usual_times.at(block.lines.day[line]);
      if (next->units < times) return Judgement::clear();
      const std::span<const std::string_view> prefixes = evaluation.snapshot.values(point);
      if (prefixes.empty()) return Judgement::undecided(kNoCondition);
      if (has_diagnosis(block, line, prefixes)) return Judgement::clear();
      const std::string_view unknown = missing_diagnosis(block, line);
      if (!unknown.empty()) return Judgement::undecided(unknown);
      return without_indication(
          evaluation, line, index, prefixes,
          fmt::format("，共治疗{}次（{}次起稽核）", number_text(next->units), number_text(times)));
    });
  }

 private:
  /// Every claimed line with each point that applies to it, in the order of the matches.
  [[nodiscard]] std::vector<Given> count_units(const Evaluation& evaluation) const {
    const model::ClaimBlock& block = evaluation.block;
    std::vector<Given> given;
    for (const Match& match : evaluation.matches.of(info_.number, knowledge::Side::kCode)) {
      const Index line = match.line;
      if (block.lines.claimed[line] == 0) continue;
      for_points(evaluation, match, [&](std::uint32_t point) {
        const auto* code =
            std::ranges::find(match.points, match.points + match.count, point, &knowledge::CodePoint::point);
        given.push_back({block.lines.visit[line], point, block.item_code(line).substr(0, code->code_length), line,
                         block.lines.net_cnt[line]});
      });
    }
    std::ranges::sort(given);
    for (std::size_t begin = 0; begin < given.size();) {
      Qty sum = 0;
      std::size_t end = begin;
      for (; end < given.size() && given[end].same_treatment(given[begin]); ++end) sum += given[end].units;
      for (; begin < end; ++begin) given[begin].units = sum;
    }
    std::ranges::sort(given, {}, [](const Given& one) { return std::pair{one.line, one.point}; });
    return given;
  }

  RuleInfo info_;
};

}  // namespace

const Rule& treatment_without_indication_rule() {
  static const TreatmentIndication rule{
      {.number = 79,
       .version = 2,
       .slug = "treatment_without_indication",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "《医疗保障基金使用监督管理条例》第十五条：不得违反诊疗规范过度诊疗",
       .meaning_zh = "治疗项目在一次就诊中多次收取，而就诊中没有其指征诊断",
       .meaning_en = "A treatment billed several times in a visit with none of the diagnoses that call for it",
       .parameters = {"treat_min_times"},
       .reads = diagnosis_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
