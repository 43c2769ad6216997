// InstitutionPass: the rules over institutions. Beside the pass over the blocks it adds up what they ask for, afterwards it
// has them judge; lines of oversold stock that were not kept are fetched in a second pass, which hardly any run needs.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "engine/engine.h"
#include "engine/kept_stock_lines.h"
#include "rules/institution_rule.h"

namespace yishou::engine {

class InstitutionPass {
 public:
  InstitutionPass(const Claims& claims, const knowledge::Snapshot& snapshot, const Options& options);

  /// Reads the stock books, if a stock rule is chosen. Before the pass.
  [[nodiscard]] Status read_books();

  /// One worker's tallies: those that a chosen rule asks for.
  class Share {
   public:
    /// Adds a block after lay_ground.
    void add(const model::ClaimBlock& block);

   private:
    friend class InstitutionPass;
    std::optional<rules::MonthTally> months_;
    std::optional<rules::StockTally> stock_;
    std::optional<KeptStockLines> kept_;
  };
  [[nodiscard]] Share open_share() const;

  /// Judges what the workers added up; counts findings and undecided answers in `totals`. After the pass, on one thread; the
  /// workers' dictionaries must still live.
  [[nodiscard]] Status judge(std::span<const Share* const> shares, const Deliver& deliver, const Progress& progress,
                             Totals& totals) const;

 private:
  /// A stock rule and an interval that it wants the lines of.
  struct Oversold {
    const rules::StockRule* rule;
    model::Index interval;
    std::uint64_t lines;
  };
  [[nodiscard]] Status judge_stock(std::span<const Share* const> shares, const Deliver& deliver,
                                   const Progress& progress, Totals& totals) const;
  static void accuse(std::span<const Oversold> oversold, std::vector<const rules::StockLine*> lines,
                     const rules::StockEvaluation& evaluation, rules::InstitutionSink& sink);
  /// Reads the lines of the intervals again, and accuses.
  [[nodiscard]] Status fetch_and_accuse(std::span<const Oversold> oversold, const rules::StockEvaluation& evaluation,
                                        const Progress& progress, rules::InstitutionSink& sink) const;
  [[nodiscard]] std::span<const Qty> billed_limits() const;

  const Claims& claims_;
  const knowledge::Snapshot& snapshot_;
  const Options& options_;
  std::vector<const rules::MonthRule*> month_rules_;
  std::vector<const rules::StockRule*> stock_rules_;
  rules::StockBooks books_;
  mutable std::once_flag limits_once_;
  mutable std::vector<Qty> limits_;  // by interval; made when first asked for
};

}  // namespace yishou::engine
