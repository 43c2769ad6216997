#include "engine/kept_stock_lines.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace yishou::engine {

using model::Index;

namespace {

// How full an interval may be, seen its lines so far: what was billed, and as much again for chance (four deviations, lines
// taken as equal and independent), over the limit. Decides what is kept, never what is found.
double fullness(const rules::StockSums& sums, std::size_t lines, Qty limit) {
  if (limit == kNoNumber) return -1;  // no rule asks for it
  if (limit <= 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(sums.units) / static_cast<double>(limit) * (1 + 4 / std::sqrt(static_cast<double>(lines)));
}

}  // namespace

// Persons come in no order that means anything, so all intervals fill alike: those that are least full now will hardly be
// oversold in the end. Half of the room is made free at once, so that this is done seldom.
void KeptStockLines::make_room(std::span<const rules::StockSums> sums) {
  struct Filled {
    Index interval;
    std::size_t lines;
    double fullness;
  };
  std::vector<std::size_t> counts(given_up_.size(), 0);
  for (const rules::StockLine& line : lines_) ++counts[line.interval];
  const std::span<const Qty> limits = limits_();
  std::vector<Filled> filled;
  for (Index i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) filled.push_back({i, counts[i], fullness(sums[i], counts[i], limits[i])});
  }
  std::ranges::sort(filled, {}, &Filled::fullness);
  std::size_t left = lines_.size();
  for (const Filled& one : filled) {
    if (left <= room_ / 2) break;
    given_up_[one.interval] = true;
    left -= one.lines;
  }
  model::TextArena texts;
  std::vector<rules::StockLine> lines;
  lines.reserve(room_);
  for (rules::StockLine& line : lines_) {
    if (given_up_[line.interval]) continue;
    line.sn = texts.keep(line.sn);
    lines.push_back(line);
  }
  lines_ = std::move(lines);
  texts_ = std::move(texts);
}

}  // namespace yishou::engine
