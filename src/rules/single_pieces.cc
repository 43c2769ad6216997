// Rule 4: decoction pieces that are not payable when the prescription holds nothing but such pieces (or those of rule 3).
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/prescription.h"
#include "rules/runs.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr std::uint16_t kNeverPayable = 3;

struct Piece {
  PrescriptionKey prescription;
  Index line = 0;
  std::uint32_t point = model::kNone;  ///< of rule 4
  bool listed = false;                 ///< by rule 4 or 3
  bool needs_condition = false;        ///< the point of rule 4 says nothing computable
};

class SinglePieces final : public Rule {
 public:
  explicit SinglePieces(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    std::span<const Match> never = evaluation.matches.of(kNeverPayable, knowledge::Side::kCode);
    std::vector<Piece> pieces;
    for_each_person(evaluation.block, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                    [&](std::span<const Match> alone) {
      const model::Range lines = evaluation.block.persons[evaluation.block.lines.person[alone.front().line]].lines;
      while (!never.empty() && never.front().line < lines.begin) never = never.subspan(1);
      collect(evaluation, lines, alone, never, pieces);
      judge(evaluation, pieces, sink);
    });
  }

 private:
  /// Every effective piece of the person, with what the lists say of it.
  static void collect(const Evaluation& evaluation, model::Range lines, std::span<const Match> alone,
                      std::span<const Match> never, std::vector<Piece>& pieces) {
    const model::ClaimBlock& block = evaluation.block;
    pieces.clear();
    for (Index line = lines.begin; line < lines.end; ++line) {
      if (block.lines.effective[line] == 0) continue;
      if (!is_piece(block, line)) continue;
      Piece piece;
      piece.prescription = prescription_of(block, line);
      piece.line = line;
      while (!alone.empty() && alone.front().line < line) alone = alone.subspan(1);
      while (!never.empty() && never.front().line < line) never = never.subspan(1);
      if (!alone.empty() && alone.front().line == line) {
        for_points(evaluation, alone.front(), [&](std::uint32_t point) {
          const bool condition = evaluation.snapshot.point(point).needs_condition;
          if (piece.point == model::kNone || (piece.needs_condition && !condition)) {
            piece.point = point;
            piece.needs_condition = condition;
          }
        });
      }
      piece.listed = piece.point != model::kNone;
      if (!piece.listed && !never.empty() && never.front().line == line) {
        for_points(evaluation, never.front(), [&](std::uint32_t) { piece.listed = true; });
      }
      pieces.push_back(piece);
    }
    std::ranges::stable_sort(pieces, {}, &Piece::prescription);
  }

  void judge(const Evaluation& evaluation, std::span<const Piece> pieces, FindingSink& sink) const {
    for_each_run(pieces, [](const auto& a, const auto& b) { return a.prescription == b.prescription; },
                 [&](auto run) { judge_prescription(evaluation, run, sink); });
  }

  void judge_prescription(const Evaluation& evaluation, std::span<const Piece> pieces, FindingSink& sink) const {
    if (!std::ranges::all_of(pieces, &Piece::listed)) return;
    const model::Lines& lines = evaluation.block.lines;
    const bool known = is_known(pieces.front().prescription);
    std::vector<Index> accused, related;
    std::vector<Fen> amounts;
    std::uint32_t point = model::kNone;
    Fen sum = 0;
    for (const Piece& piece : pieces) {
      if (piece.point == model::kNone || lines.claimed[piece.line] == 0) {
        related.push_back(piece.line);
      } else if (!known) {
        sink.undecided(info_.number, piece.line, "处方号和费用日期");
      } else if (piece.needs_condition) {
        sink.undecided(info_.number, piece.line, "知识点只有文字，缺少可计算的条件");
        related.push_back(piece.line);
      } else {
        if (point == model::kNone) point = piece.point;
        accused.push_back(piece.line);
        amounts.push_back(lines.net_amount[piece.line]);
        sum += lines.net_amount[piece.line];
      }
    }
    if (accused.empty()) return;
    Accusation accusation;
    accusation.rule = info_.number;
    accusation.person = lines.person[accused.front()];
    accusation.lines = accused;
    accusation.amounts = amounts;
    accusation.related = related;
    accusation.point = point;
    accusation.observed = fmt::format("处方内{}味饮片，均为单方不予支付的饮片", pieces.size());
    accusation.limit = "单方使用不予支付";
    accusation.content = fmt::format("{}等{}味中药饮片组成的处方全部为单方使用不予支付的饮片，涉及金额{}。",
                                     charged(evaluation, accused.front(), point), pieces.size(), yuan(sum));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& pieces_alone_rule() {
  static const SinglePieces rule{{.number = 4,
                                  .slug = "pieces_alone",
                                  .verdict = model::Verdict::kViolation,
                                  .severity = 1,
                                  .basis = "国家医保药品目录中药饮片部分：单方使用不予支付的饮片",
                                  .meaning_zh = "处方全部由单方不予支付的中药饮片组成，申报了基金支付",
                                  .meaning_en = "A prescription made of nothing but pieces that are not payable alone",
                                  .parameters = {},
                                  .reads = model::facts(Fact::kLineListType, Fact::kLineRx),
                                  .consults = {kNeverPayable}}};
  return rule;
}

}  // namespace yishou::rules
