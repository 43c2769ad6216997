// The engine: blocks in, findings out. One pass over each block for all rules, threads over parts.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/facts.h"
#include "model/finding.h"
#include "model/stock.h"
#include "rules/institution_rule.h"
#include "rules/rule.h"

namespace yishou::engine {

/// Sees one block after another; what a block views lives until the call returns.
using BlockVisitor = std::function<Status(model::ClaimBlock& block)>;

/// Sees one row of the stock books after another, and ends the reading with an Error; what a row views lives until the call
/// returns.
using StockVisitor = std::function<Status(const model::StockRow& row)>;

/// The claims of a run: independent parts that may be read at the same time.
class Claims {
 public:
  virtual ~Claims() = default;
  [[nodiscard]] virtual std::size_t num_parts() const = 0;
  /// Reads part `part` as blocks of whole persons and hands each to `visit`; reads only the facts in `wanted`, others come as
  /// missing. `codes` is the calling worker's and grows. Ends at the first Error of `visit`.
  [[nodiscard]] virtual Status read_part(std::size_t part, const model::FactSet& wanted, model::Dictionaries& codes,
                                         const BlockVisitor& visit) const = 0;
  /// Hands the stock counts, then all other rows of the stock books, to `take`, in any order. Read only when a chosen rule
  /// judges stock; claims without stock books have none.
  [[nodiscard]] virtual Status read_stock_counts(const StockVisitor& take) const;
  [[nodiscard]] virtual Status read_stock_movements(const StockVisitor& take) const;
};

/// Is told what rules over institutions measured and where they could not decide, whatever the period. One call at a time; copies
/// before it returns.
class InstitutionWitness {
 public:
  virtual ~InstitutionWitness() = default;
  virtual void measured(const rules::InstitutionMeasure& measure) = 0;
  virtual void undecided(const rules::InstitutionDoubt& doubt) = 0;
};

struct Options {
  std::vector<const rules::Rule*> rules;
  unsigned threads = 1;
  Day from = kNoDay, to = kNoDay;  ///< only findings whose span touches [from, to]; open when kNoDay
  bool indeterminate = false;      ///< also what cannot be judged
  /// Lines of stock intervals that each worker keeps during the pass; what is oversold and was not kept is read again.
  std::size_t kept_stock_lines = std::size_t{1} << 16;
  /// Lines of oversold stock read again at once; more take another pass over the lines. One interval is never cut.
  std::uint64_t oversold_lines = 1'000'000;
  InstitutionWitness* witness = nullptr;
};

/// What a run counted.
struct Totals {
  std::uint64_t lines = 0;  ///< fee lines read
  std::uint64_t persons = 0;
  std::uint64_t unsettled = 0;  ///< lines whose settlement is not in the lake (A1)
  std::uint64_t findings = 0;
  std::uint64_t undecided = 0;  ///< indeterminate answers, counted even when not reported
};

/// Receives the findings of one block at a time, from any thread, one call at a time.
using Deliver = std::function<Status(std::span<const model::Finding>)>;
/// Called now and then with lines read so far; begins anew when lines of oversold stock are fetched in a second pass.
using Progress = std::function<void(std::uint64_t lines)>;

/// Judges all claims. The set of findings depends on claims, snapshot and options.rules alone: not on threads, parts or blocks.
[[nodiscard]] Result<Totals> run(const Claims& claims, const knowledge::Snapshot& snapshot, const Options& options,
                                 const Deliver& deliver, const Progress& progress);

}  // namespace yishou::engine
