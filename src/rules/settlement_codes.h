// The shape "one code of a settlement judged by itself": a diagnosis or operation of a settlement in effect that meets knowledge.
// Grain: one finding for each settlement and code, without lines.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/common_ground.h"
#include "rules/line_rule.h"
#include "rules/rule.h"
#include "rules/stays.h"

namespace yishou::rules {

struct SettlementCode {
  model::Index settlement = model::kNone;
  std::string_view code;
  std::span<const knowledge::CodePoint> points;
};

enum class CodeSource : std::uint8_t {
  kDiagnosisRows,  ///< setl_list_diag_d
  kDiagnoses,      ///< these, and dscg_maindiag_code and chfpdr_code of the visit's row (A8)
  kOperations,     ///< setl_list_oprn_d
};

/// Puts the codes of a person's settlements in effect that meet points of the rule into `out`: sorted by settlement and code,
/// each once.
void codes_of(const Evaluation& evaluation, const model::Person& person, std::uint16_t rule, CodeSource source,
              std::vector<SettlementCode>& out);

/// Judges every such code by each point that holds on the first day of its visit, with `judge(code, day, point) -> Judgement`;
/// `relate(code, related)` adds the lines that an accusation shows. A settlement none of whose codes is accused is undecided
/// when one of them cannot be judged.
template <typename Judge, typename Relate>
void judge_codes(const Evaluation& evaluation, const RuleInfo& info, CodeSource source, FindingSink& sink,
                 Judge&& judge, Relate&& relate) {
  if (!evaluation.snapshot.has_points(info.number)) return;
  const model::ClaimBlock& block = evaluation.block;
  std::vector<SettlementCode> codes;
  std::vector<model::Index> related;
  for (const model::Person& person : block.persons) {
    codes_of(evaluation, person, info.number, source, codes);
    for (std::size_t begin = 0; begin < codes.size();) {
      const model::Index settlement = codes[begin].settlement;
      const Day day = begin_day_of(block, settlement);
      bool accused = false;
      std::string_view missing;
      for (; begin < codes.size() && codes[begin].settlement == settlement; ++begin) {
        const SettlementCode& code = codes[begin];
        bool done = false;
        for_points(evaluation, code.points, day, [&](std::uint32_t point) {
          if (done) return;
          Judgement judgement = judge(code, day, point);
          if (judgement.kind == Judgement::Kind::kUndecided) missing = judgement.missing;
          if (judgement.kind != Judgement::Kind::kAccused) return;
          done = true;
          related.clear();
          relate(code, related);
          Accusation accusation = about_settlement(block, info.number, settlement);
          accusation.point = point;
          accusation.related = related;
          accusation.observed = std::move(judgement.observed);
          accusation.limit = std::move(judgement.limit);
          accusation.content = std::move(judgement.content);
          sink.accuse(accusation);
        });
        accused = accused || done;
      }
      if (!accused && !missing.empty()) sink.undecided(info.number, subject_of_settlement(block, settlement), missing);
    }
  }
}

/// “2024-03-01就诊的诊断“C61”（前列腺恶性肿瘤）”: the head of most sentences. `what` is 诊断 or 手术操作.
[[nodiscard]] std::string recorded(const Evaluation& evaluation, std::string_view what, const SettlementCode& code,
                                   Day day, std::uint32_t point);

}  // namespace yishou::rules
