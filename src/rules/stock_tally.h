// StockTally: what was billed in the intervals of the stock books, added up block after block.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/block.h"
#include "rules/stock_books.h"

namespace yishou::rules {

/// Billed in one interval: net units of effective lines, and how many lines.
struct StockSums {
  Qty units = 0;
  std::uint64_t lines = 0;
};

/// Adds what another worker billed, interval by interval. Whole numbers that wrap: what cannot be a true sum stays the same in
/// any order all the same.
void add_sums(std::span<StockSums> sums, std::span<const StockSums> others) noexcept;

/// An effective line in an oversold interval, with what its accusation needs.
struct StockLine {
  model::Index interval = model::kNone;
  std::string_view sn;
  Second time = kNoSecond;
  Qty units = 0;   ///< net cnt
  Fen amount = 0;  ///< net amount
  bool claimed = false;
  Fen total = kNoNumber, fund = kNoNumber, inscp = kNoNumber;  ///< for the fund's share (A12)
};

/// The line as the second pass keeps it; its `sn` is the block's.
[[nodiscard]] StockLine stock_line(const model::ClaimBlock& block, model::Index line, model::Index interval);

/// One worker's; used by one thread. Integers only: adding is commutative.
class StockTally {
 public:
  explicit StockTally(const StockBooks& books) : books_(books), sums_(books.intervals().size()) {}

  /// Adds a block after lay_ground, and calls `look(line, interval)` for each line added. All blocks must have the same
  /// dictionaries.
  template <typename Look>
  void add(const model::ClaimBlock& block, Look&& look) {
    for_each_line(block, [&](model::Index line, model::Index interval) {
      add_line(interval, block.lines.net_cnt[line]);
      look(line, interval);
    });
  }
  [[nodiscard]] std::span<const StockSums> sums() const { return sums_; }

  /// Calls `look(line, interval)` for each effective line that lies in an interval.
  template <typename Look>
  void for_each_line(const model::ClaimBlock& block, Look&& look) {
    learn(*block.codes);
    const model::Lines& lines = block.lines;
    for (model::Index line = 0; line < lines.size(); ++line) {
      if (lines.effective[line] == 0 || items_[lines.item[line]] == model::CodeDictionary::kUnknown) continue;
      const model::Index interval = interval_of(lines.institution[line], lines.item[line], lines.time[line]);
      if (interval != model::kNone) look(line, interval);
    }
  }

 private:
  using Id = model::CodeDictionary::Id;
  void add_line(model::Index interval, Qty units) noexcept;
  void learn(const model::Dictionaries& codes);
  [[nodiscard]] model::Index interval_of(Id institution, Id item, Second time) const;

  const StockBooks& books_;
  std::vector<StockSums> sums_;
  std::vector<Id> institutions_, items_;  // the block's ids → those of the books
};

}  // namespace yishou::rules
