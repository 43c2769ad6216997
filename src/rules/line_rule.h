// The shape of most policy rules: one claimed line that meets knowledge is judged by itself, grain one finding per line.
#pragma once

#include <string>
#include <utility>

#include "rules/common_ground.h"
#include "rules/rule.h"
#include "rules/wording.h"

namespace yishou::rules {

/// What one point says of one line.
struct Judgement {
  enum class Kind : std::uint8_t { kClear, kUndecided, kAccused } kind = Kind::kClear;
  Fen amount = kNoNumber;    ///< kAccused: kNoNumber is the whole line
  std::string_view missing;  ///< kUndecided: the fact that is missing, in Chinese
  std::string observed, limit, content;

  [[nodiscard]] static Judgement clear() { return {}; }
  [[nodiscard]] static Judgement undecided(std::string_view fact) {
    Judgement out;
    out.kind = Kind::kUndecided;
    out.missing = fact;
    return out;
  }
  [[nodiscard]] static Judgement accused(std::string observed, std::string limit, std::string content) {
    Judgement out;
    out.kind = Kind::kAccused;
    out.observed = std::move(observed);
    out.limit = std::move(limit);
    out.content = std::move(content);
    return out;
  }
};

/// Why a point that carries only free text answers nothing (rules.md, Knowledge).
inline constexpr std::string_view kNoCondition = "知识点只有文字，缺少可计算的条件";

/// Judges every claimed line that meets the rule's knowledge by each point that holds on its date (A9) with
/// `judge(line, point_index)`; accused when one point accuses, for the largest amount; undecided when none does and one cannot
/// say. Lines for which `applies(line)` is false are not judged.
template <typename Judge, typename Applies>
void judge_lines(const Evaluation& evaluation, const RuleInfo& info, FindingSink& sink, Judge&& judge,
                 Applies&& applies) {
  const model::ClaimBlock& block = evaluation.block;
  for (const Match& match : evaluation.matches.of(info.number, knowledge::Side::kCode)) {
    if (!evaluation.wants(match.line) || block.lines.claimed[match.line] == 0 || !applies(match.line)) continue;
    const Fen whole = block.lines.net_amount[match.line];
    Judgement worst;
    std::uint32_t worst_point = model::kNone;
    std::string_view missing;
    for_points(evaluation, match, [&](std::uint32_t point) {
      if (worst_point != model::kNone && worst.amount >= whole) return;
      Judgement judgement = evaluation.snapshot.point(point).needs_condition ? Judgement::undecided(kNoCondition)
                                                                             : judge(match.line, point);
      if (judgement.kind == Judgement::Kind::kUndecided) missing = judgement.missing;
      if (judgement.kind != Judgement::Kind::kAccused) return;
      if (judgement.amount == kNoNumber) judgement.amount = whole;
      if (worst_point != model::kNone && judgement.amount <= worst.amount) return;
      worst = std::move(judgement);
      worst_point = point;
    });
    if (worst_point != model::kNone) {
      accuse_line(sink, block, info.number, match.line, worst.amount, worst_point, std::move(worst.observed),
                  std::move(worst.limit), std::move(worst.content));
    } else if (!missing.empty()) {
      sink.undecided(info.number, match.line, missing);
    }
  }
}
template <typename Judge>
void judge_lines(const Evaluation& evaluation, const RuleInfo& info, FindingSink& sink, Judge&& judge) {
  judge_lines(evaluation, info, sink, judge, [](model::Index) { return true; });
}

}  // namespace yishou::rules
