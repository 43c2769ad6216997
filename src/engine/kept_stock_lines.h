// KeptStockLines: one worker's lines of stock intervals that look oversold, kept as the pass goes on, so that hardly a run has
// to read the lines a second time. What room is left for is decided by how full an interval is; whatever was given up is
// fetched later, so that the findings do not depend on the room.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/text_arena.h"
#include "rules/stock_tally.h"

namespace yishou::engine {

/// What may be billed in each interval (kNoNumber: no rule asks). Called from any thread.
using BilledLimits = std::function<std::span<const Qty>()>;

/// Used by one thread.
class KeptStockLines {
 public:
  /// `room`: how many lines are kept at most.
  KeptStockLines(std::size_t intervals, std::size_t room, BilledLimits limits)
      : room_(room), limits_(std::move(limits)), given_up_(intervals, room == 0) {}

  /// Keeps a line, unless its interval was given up. `sums`: what this worker billed so far, by interval.
  void take(const model::ClaimBlock& block, model::Index line, model::Index interval,
            std::span<const rules::StockSums> sums) {
    if (given_up_[interval]) return;
    if (lines_.size() >= room_) make_room(sums);
    if (given_up_[interval]) return;
    lines_.push_back(rules::stock_line(block, line, interval));
    lines_.back().sn = texts_.keep(lines_.back().sn);
  }
  /// True when every line of the interval that came was kept.
  [[nodiscard]] bool complete(model::Index interval) const { return !given_up_[interval]; }
  [[nodiscard]] std::span<const rules::StockLine> lines() const { return lines_; }

 private:
  void make_room(std::span<const rules::StockSums> sums);

  std::size_t room_;
  BilledLimits limits_;
  std::vector<bool> given_up_;  // by interval
  std::vector<rules::StockLine> lines_;
  model::TextArena texts_;  // behind StockLine::sn
};

}  // namespace yishou::engine
