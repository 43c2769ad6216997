#include "rules/stock_tally.h"

namespace yishou::rules {

using model::kNone;

namespace {

void add_to(StockSums& sums, Qty units, std::uint64_t lines) noexcept {
  sums.units = static_cast<Qty>(static_cast<std::uint64_t>(sums.units) + static_cast<std::uint64_t>(units));
  sums.lines += lines;
}

}  // namespace

void add_sums(std::span<StockSums> sums, std::span<const StockSums> others) noexcept {
  for (std::size_t i = 0; i < sums.size(); ++i) add_to(sums[i], others[i].units, others[i].lines);
}

StockLine stock_line(const model::ClaimBlock& block, model::Index line, model::Index interval) {
  const model::Lines& lines = block.lines;
  const model::Settlement& settlement = block.settlements[lines.settlement[line]];
  return {.interval = interval,
          .sn = lines.sn[line],
          .time = lines.time[line],
          .units = lines.net_cnt[line],
          .amount = lines.net_amount[line],
          .claimed = lines.claimed[line] != 0,
          .total = settlement.total,
          .fund = settlement.fund,
          .inscp = lines.inscp[line]};
}

void StockTally::learn(const model::Dictionaries& codes) {
  for (std::size_t id = institutions_.size(); id < codes.institutions.size(); ++id) {
    institutions_.push_back(books_.institution(codes.institutions.text(static_cast<Id>(id))));
  }
  for (std::size_t id = items_.size(); id < codes.items.size(); ++id) {
    items_.push_back(books_.item(codes.items.text(static_cast<Id>(id))));
  }
}

model::Index StockTally::interval_of(Id institution, Id item, Second time) const {
  if (institutions_[institution] == model::CodeDictionary::kUnknown) return kNone;
  const model::Index book = books_.counted_book(institutions_[institution], items_[item]);
  return book == kNone ? kNone : books_.interval_at(book, time);
}

void StockTally::add_line(model::Index interval, Qty units) noexcept { add_to(sums_[interval], units, 1); }

}  // namespace yishou::rules
