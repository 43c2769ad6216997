#include "rules/stock_books.h"

#include <algorithm>
#include <tuple>

namespace yishou::rules {

using model::kNone;
using model::StockMove;

bool StockBooks::kept(const model::StockRow& row) {
  constexpr std::string_view kLetters = "XZTC";
  return !row.institution.empty() && !row.item.empty() && kLetters.contains(row.item.front());
}

std::uint32_t StockBooks::book_of(const model::StockRow& row) {
  if (last_book_ != kNone && books_[last_book_].item == row.item && books_[last_book_].institution == row.institution) {
    return last_book_;
  }
  const Id institution = institutions_.intern(row.institution), item = items_.intern(row.item);
  const auto fresh = static_cast<std::uint32_t>(books_.size());
  const auto [place, is_fresh] = numbers_.try_emplace(std::uint64_t{institution} << 32 | item, fresh);
  if (is_fresh) {
    StockBook& book = books_.emplace_back();
    book.institution = institutions_.text(institution);
    book.item = items_.text(item);
  }
  return last_book_ = place->second;
}

void StockBooks::add_count(const model::StockRow& row) {
  if (kept(row)) counts_.push_back({book_of(row), row.time, row.cnt});
}

void StockBooks::close_counts() {
  std::ranges::sort(
      counts_, [](const Count& a, const Count& b) { return std::tuple(a.book, a.time) < std::tuple(b.book, b.time); });
  for (const Count& count : counts_) {
    StockBook& book = books_[count.book];
    if (count.time == kNoSecond) {
      book.undated_count = true;
      continue;
    }
    const bool first = book.first == book.last;
    if (first) book.first = book.last = static_cast<std::uint32_t>(intervals_.size());
    if (first || intervals_.back().begin != count.time) {
      StockInterval& next = intervals_.emplace_back();
      next.book = count.book;
      next.begin = count.time;
      ++book.last;
    }
    StockInterval& interval = intervals_.back();
    if (count.cnt == kNoNumber) {
      interval.received_known = false;
    } else {
      interval.count += count.cnt;
    }
  }
  for (std::size_t i = 0; i + 1 < intervals_.size(); ++i) {
    const StockInterval& next = intervals_[i + 1];
    if (next.book != intervals_[i].book) continue;
    intervals_[i].end = next.begin;
    intervals_[i].next_count = next.count;
    intervals_[i].next_known = next.received_known;
  }
  for (StockInterval& interval : intervals_) {
    if (books_[interval.book].undated_count) interval.received_known = interval.next_known = false;
  }
  counts_ = {};
}

void StockBooks::add_movement(const model::StockRow& row) {
  if (!kept(row)) return;
  const std::uint32_t number = book_of(row);
  StockBook& book = books_[number];
  if (row.time == kNoSecond) {  // it may lie in any interval
    for (std::uint32_t i = book.first; i < book.last; ++i) {
      (row.move == StockMove::kSale ? intervals_[i].sold_known : intervals_[i].received_known) = false;
    }
    return;
  }
  if (book.first == book.last) {  // never counted
    if (row.move != StockMove::kPurchase && row.move != StockMove::kSale) return;
    if (book.first_move == kNoSecond || row.time < book.first_move) book.first_move = row.time;
    book.last_move = std::max(book.last_move, row.time);  // kNoSecond is less than any time
    return;
  }
  const model::Index at = interval_at(number, row.time);
  if (at == kNone) return;
  StockInterval& interval = intervals_[at];
  const bool known = row.cnt != kNoNumber;
  switch (row.move) {
    case StockMove::kSale:
      interval.has_sales = true;
      interval.sold_known = interval.sold_known && known;
      if (known) interval.sold += row.cnt;
      break;
    case StockMove::kReturn:
      interval.received_known = interval.received_known && known;
      if (known) interval.received += row.cnt < 0 ? -row.cnt : row.cnt;
      break;
    case StockMove::kPurchase:
    case StockMove::kChange:
      interval.received_known = interval.received_known && known;
      if (known) interval.received += row.cnt;
      break;
    case StockMove::kCount: break;
  }
}

model::Index StockBooks::counted_book(Id institution, Id item) const {
  const auto found = numbers_.find(std::uint64_t{institution} << 32 | item);
  if (found == numbers_.end()) return kNone;
  const StockBook& book = books_[found->second];
  return book.first == book.last ? kNone : found->second;
}

model::Index StockBooks::interval_at(model::Index book, Second time) const {
  if (time == kNoSecond) return kNone;
  const StockBook& owner = books_[book];
  const auto own = std::span(intervals_).subspan(owner.first, owner.last - owner.first);
  // The last count before the time: (begin, end].
  const auto after = std::ranges::lower_bound(own, time, {}, &StockInterval::begin);
  if (after == own.begin()) return kNone;
  return owner.first + static_cast<model::Index>(after - own.begin()) - 1;
}

}  // namespace yishou::rules
