// Rules over an institution instead of a person: what all blocks add up to is judged once, after the pass. The tallies hold
// whole numbers only, so that threads, parts, blocks and the order of persons change nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/month_tally.h"
#include "rules/rule.h"
#include "rules/stock_tally.h"

namespace yishou::rules {

/// One line that an institution rule accuses. A view lives as long as the call.
struct AccusedLine {
  std::string_view sn;  ///< bkkp_sn
  Fen amount = 0;       ///< in dispute, rounded by A12
  Fen fund = 0;         ///< the fund's share of it
};

/// Says of an institution what Accusation says of a person.
struct InstitutionAccusation {
  std::uint16_t rule = 0;
  std::string_view institution;               ///< fixmedins_code
  std::span<const AccusedLine> lines;         ///< in order of (fee time, bkkp_sn); empty: nothing but the institution
  Second begin = kNoSecond, end = kNoSecond;  ///< the span judged
  std::uint32_t point = model::kNone;         ///< the knowledge point, for vola_evid; kNone: the rule alone
  std::string observed, limit, content;
  std::string evidence;  ///< what the judgement rests on, in Chinese, for vola_evid; may be empty
};

/// A fact that the rule needs of an institution is missing (A11).
struct InstitutionDoubt {
  std::uint16_t rule = 0;
  std::string_view institution;
  std::string_view item;  ///< the code in doubt; empty: the institution as a whole
  Second begin = kNoSecond, end = kNoSecond;
  std::string_view missing;  ///< names the fact in Chinese
};

/// What an indicator measured of an institution's month, judged or not. Shares are in units of 10^-12 (peer_spread.h).
struct InstitutionMeasure {
  std::uint16_t rule = 0;
  std::string_view institution;
  Day month = kNoDay;  ///< its first day
  int rank = 0;        ///< of all its peers: 1 primary, 2 secondary, 3 tertiary
  std::int64_t share = 0;
  std::optional<std::int64_t> limit;            ///< nothing: too few peers to judge by
  std::int64_t cases = 0, part = 0, whole = 0;  ///< settlements or stays; fen or stays
  std::int64_t peers = 0;                       ///< with it
  std::int64_t place = 0;                       ///< 1 the highest share; equal shares have the same
  std::int64_t least = 0, p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0, most = 0;  ///< of the peers' shares
};

/// Takes what institution rules say. Copies before it returns.
class InstitutionSink {
 public:
  virtual ~InstitutionSink() = default;
  virtual void accuse(const InstitutionAccusation& accusation) = 0;
  virtual void undecided(const InstitutionDoubt& doubt) = 0;
  /// Who wants verdicts alone leaves it out.
  virtual void measured(const InstitutionMeasure&) {}
};

/// Judges what institutions did in calendar months, each beside its peers.
class MonthRule : public Rule {
 public:
  /// A single block says nothing.
  void evaluate(const Evaluation&, FindingSink&) const noexcept final {}
  [[nodiscard]] const MonthRule* month_rule() const noexcept final { return this; }
  /// `months`: every institution and month of the claims, by institution, then month.
  virtual void judge(std::span<const InstitutionMonth> months, const knowledge::Snapshot& snapshot,
                     InstitutionSink& sink) const noexcept = 0;
};

/// What a stock rule sees: the books, and what was billed in each of their intervals (index of StockBooks::intervals).
struct StockEvaluation {
  const StockBooks& books;
  std::span<const StockSums> sums;
  const knowledge::Snapshot& snapshot;
};

/// Judges an institution's stock books against what it billed.
class StockRule : public Rule {
 public:
  /// A single block says nothing.
  void evaluate(const Evaluation&, FindingSink&) const noexcept final {}
  [[nodiscard]] const StockRule* stock_rule() const noexcept final { return this; }
  /// Sets what may be billed in each interval that the rule judges (billed units, without tolerance); leaves the others.
  virtual void billed_limits(const StockBooks& books, const knowledge::Snapshot& snapshot,
                             std::span<Qty> limits) const noexcept = 0;
  /// Says everything that needs no lines, and adds the intervals that were oversold to `oversold`: their lines are wanted.
  virtual void judge_books(const StockEvaluation& evaluation, std::vector<model::Index>& oversold,
                           InstitutionSink& sink) const noexcept = 0;
  /// Accuses the excess of an oversold interval. `lines`: every effective line of it, by (time, sn).
  virtual void accuse_excess(const StockEvaluation& evaluation, model::Index interval, std::span<const StockLine> lines,
                             InstitutionSink& sink) const noexcept = 0;
};

}  // namespace yishou::rules
