// Rule 4: decoction pieces that are not payable when the prescription holds nothing but such pieces (or those of rule 3). A line
// that may be another piece of the prescription leaves it undecided: its kind, item, count or prescription is not known.
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
constexpr int kItemByDigits = 201;

struct Piece {
  PrescriptionKey prescription;
  Index line = 0;
  std::uint32_t point = model::kNone;  ///< of rule 4
  bool listed = false;                 ///< by rule 4 or 3
  bool needs_condition = false;        ///< the point of rule 4 says nothing computable
};

/// A line that would clear a prescription if it were known to be a piece in it.
struct Doubt {
  Index line = 0;
  std::string_view missing;
};

/// Memory used again from person to person.
struct Work {
  std::vector<Piece> pieces;
  std::vector<Doubt> doubts;
};

class SinglePieces final : public Rule {
 public:
  explicit SinglePieces(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    std::span<const Match> never = evaluation.matches.of(kNeverPayable, knowledge::Side::kCode);
    Work work;
    for_each_person(evaluation.block, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                    [&](std::span<const Match> alone) {
      const model::Range lines = evaluation.block.persons[evaluation.block.lines.person[alone.front().line]].lines;
      while (!never.empty() && never.front().line < lines.begin) never = never.subspan(1);
      collect(evaluation, lines, alone, never, work);
      for_each_run(work.pieces, [](const auto& a, const auto& b) { return a.prescription == b.prescription; },
                   [&](auto run) { judge_prescription(evaluation, run, work.doubts, sink); });
    });
  }

 private:
  /// Is it known what kind of thing a line is: it says so, or its code has the form of a national one. That a hospital's own code
  /// begins with the letter of a kind says nothing.
  static bool kind_known(const model::ClaimBlock& block, Index line) {
    constexpr std::size_t kShortestCode = 20;  // of national codes of drugs and consumables
    if (block.lines.list_type[line] != model::kNoCode) return true;
    const std::string_view code = block.item_code(line);
    const int kind = list_type_of_code(code);
    return kind == kItemByDigits || (kind >= 0 && code.size() >= kShortestCode);
  }

  /// What keeps a line from being known as a piece that counts, or as none; empty when it is known.
  static std::string_view unknown_of(const model::ClaimBlock& block, Index line) {
    const bool piece = is_piece(block, line);
    if (!piece && kind_known(block, line)) return {};  // of another kind
    if (lacks_count(block, line)) return "处方内另一行的数量";
    if (block.lines.effective[line] == 0) return {};
    if (!piece) return "处方内另一行的目录类别";
    return block.item_code(line).empty() ? std::string_view{"处方内另一味饮片的编码"} : std::string_view{};
  }

  /// Every effective piece of the person, with what the lists say of it, and every line that may be one.
  static void collect(const Evaluation& evaluation, model::Range lines, std::span<const Match> alone,
                      std::span<const Match> never, Work& work) {
    const model::ClaimBlock& block = evaluation.block;
    work.pieces.clear();
    work.doubts.clear();
    for (Index line = lines.begin; line < lines.end; ++line) {
      if (const std::string_view missing = unknown_of(block, line); !missing.empty()) {
        work.doubts.push_back({line, missing});
        continue;
      }
      if (block.lines.effective[line] == 0 || !is_piece(block, line)) continue;
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
      // A piece of another prescription clears only its own; without a number it may belong to each of the visit.
      if (!piece.listed) work.doubts.push_back({line, kNoPrescription});
      work.pieces.push_back(piece);
    }
    std::ranges::stable_sort(work.pieces, {}, &Piece::prescription);
  }

  /// What leaves open whether a prescription holds nothing but listed pieces; empty when nothing does.
  static std::string_view doubt_of(const model::ClaimBlock& block, std::span<const Piece> pieces,
                                   std::span<const Doubt> doubts) {
    if (!is_known(pieces.front().prescription)) return kNoPrescription;
    for (const Doubt& doubt : doubts) {
      if (std::ranges::any_of(pieces,
                              [&](const Piece& piece) { return may_be_together(block, piece.line, doubt.line); }))
        return doubt.missing;
    }
    return {};
  }

  void judge_prescription(const Evaluation& evaluation, std::span<const Piece> pieces, std::span<const Doubt> doubts,
                          FindingSink& sink) const {
    if (!std::ranges::all_of(pieces, &Piece::listed)) return;
    const model::Lines& lines = evaluation.block.lines;
    const auto judged = [&](const Piece& piece) {
      return piece.point != model::kNone && lines.claimed[piece.line] != 0;
    };
    if (std::ranges::none_of(pieces, judged)) return;
    const std::string_view doubt = doubt_of(evaluation.block, pieces, doubts);
    std::vector<Index> accused, related;
    std::vector<Fen> amounts;
    std::uint32_t point = model::kNone;
    Fen sum = 0;
    for (const Piece& piece : pieces) {
      if (!judged(piece)) {
        related.push_back(piece.line);
      } else if (!doubt.empty()) {
        sink.undecided(info_.number, piece.line, doubt);
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
                                  .version = 2,
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
