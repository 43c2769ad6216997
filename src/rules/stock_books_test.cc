// The intervals of stock books: how counts cut time, and what falls into them.
#include "rules/stock_books.h"

#include <gtest/gtest.h>

namespace yishou::rules {
namespace {

using model::StockMove;

constexpr Second kHour = 3600;

model::StockRow row(std::string_view item, StockMove move, Second time, Qty units) {
  return {.institution = "H1", .item = item, .move = move, .time = time, .cnt = units};
}

TEST(StockBooks, CountsCutTimeIntoIntervals) {
  StockBooks books;
  books.add_count(row("XA01", StockMove::kCount, 10 * kHour, 5));
  books.add_count(row("XB01", StockMove::kCount, 15 * kHour, 9));
  books.add_count(row("XA01", StockMove::kCount, 20 * kHour, 7));
  books.add_count(row("XA01", StockMove::kCount, 10 * kHour, 1));  // another batch of the same count
  books.close_counts();
  const model::Index book = books.counted_book(books.institution("H1"), books.item("XA01"));
  ASSERT_NE(book, model::kNone);
  EXPECT_EQ(books.books()[book].last - books.books()[book].first, 2u);
  EXPECT_EQ(books.interval_at(book, 10 * kHour), model::kNone) << "the count's own moment is before it";
  EXPECT_EQ(books.interval_at(book, kNoSecond), model::kNone);
  const model::Index first = books.interval_at(book, 10 * kHour + 1);
  EXPECT_EQ(books.interval_at(book, 20 * kHour), first);
  EXPECT_EQ(books.interval_at(book, 20 * kHour + 1), first + 1);
  const StockInterval& interval = books.intervals()[first];
  EXPECT_EQ(interval.count, 6);
  EXPECT_EQ(interval.end, 20 * kHour);
  EXPECT_EQ(interval.next_count, 7);
  EXPECT_EQ(books.intervals()[first + 1].end, kNoSecond);
}

TEST(StockBooks, MovementsFallIntoTheirInterval) {
  StockBooks books;
  books.add_count(row("XA01", StockMove::kCount, 10 * kHour, 5));
  books.close_counts();
  books.add_movement(row("XA01", StockMove::kPurchase, 10 * kHour, 100));  // before the count
  books.add_movement(row("XA01", StockMove::kPurchase, 11 * kHour, 10));
  books.add_movement(row("XA01", StockMove::kReturn, 12 * kHour, -2));
  books.add_movement(row("XA01", StockMove::kChange, 13 * kHour, -4));
  books.add_movement(row("XA01", StockMove::kSale, 14 * kHour, 3));
  const StockInterval& interval = books.intervals()[0];
  EXPECT_EQ(interval.available(), 5 + 10 + 2 - 4);
  EXPECT_EQ(interval.sold, 3);
  EXPECT_TRUE(interval.has_sales && interval.received_known && interval.sold_known);
  books.add_movement(row("XA01", StockMove::kPurchase, 15 * kHour, kNoNumber));
  EXPECT_FALSE(books.intervals()[0].received_known);
}

TEST(StockBooks, OnlyDrugsAndConsumables) {
  StockBooks books;
  books.add_count(row("002101", StockMove::kCount, kHour, 5));
  books.add_count(row("", StockMove::kCount, kHour, 5));
  books.add_count(row("C01", StockMove::kCount, kHour, 5));
  books.close_counts();
  ASSERT_EQ(books.books().size(), 1u);
  EXPECT_EQ(books.books()[0].item, "C01");
}

TEST(StockBooks, ACodeNeverCountedRemembersItsPurchasesAndSales) {
  StockBooks books;
  books.close_counts();
  books.add_movement(row("XA01", StockMove::kSale, 5 * kHour, 1));
  books.add_movement(row("XA01", StockMove::kPurchase, 3 * kHour, 1));
  books.add_movement(row("XB01", StockMove::kChange, 3 * kHour, 1));
  EXPECT_EQ(books.counted_book(books.institution("H1"), books.item("XA01")), model::kNone);
  EXPECT_EQ(books.books()[0].first_move, 3 * kHour);
  EXPECT_EQ(books.books()[0].last_move, 5 * kHour);
  EXPECT_EQ(books.books()[1].first_move, kNoSecond);
}

}  // namespace
}  // namespace yishou::rules
