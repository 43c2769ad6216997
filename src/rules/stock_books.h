// StockBooks: an institution's stock of a code between one count and the next, added up from the rows of its books.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "model/block.h"
#include "model/code_dictionary.h"
#include "model/stock.h"

namespace yishou::rules {

/// From a count (not included) to the next (included), or to the end of the data. In stock units.
struct StockInterval {
  std::uint32_t book = 0;
  Second begin = kNoSecond;    ///< of the count it begins with
  Second end = kNoSecond;      ///< of the next count; kNoSecond: there is none
  Qty count = 0;               ///< counted at `begin`
  Qty next_count = 0;          ///< counted at `end`
  Qty received = 0;            ///< purchases, sale returns and signed changes
  Qty sold = 0;                ///< sales as recorded
  bool has_sales = false;      ///< there are sales records
  bool received_known = true;  ///< no quantity of `count` and `received` is missing
  bool sold_known = true;
  bool next_known = true;

  [[nodiscard]] Qty available() const { return count + received; }
};

/// One institution and code: their intervals are adjacent, in order of time.
struct StockBook {
  std::string_view institution, item;
  std::uint32_t first = 0, last = 0;                     ///< into StockBooks::intervals
  bool undated_count = false;                            ///< a count without a time: nothing of it is certain
  Second first_move = kNoSecond, last_move = kNoSecond;  ///< of a code never counted: its purchases and sales
};

/// Made before the pass by one thread: all counts, close_counts(), then everything else. Read by all threads afterwards.
/// Only codes of drugs and consumables (X, Z, T, C) are kept. Memory: by counts and by codes, not by movements.
class StockBooks {
 public:
  using Id = model::CodeDictionary::Id;

  /// Counts of one moment (batches) are added up.
  void add_count(const model::StockRow& row);
  void close_counts();
  /// Takes purchases, sales, returns and changes; what lies before the first count is left out. One without a time may lie in
  /// any interval: then what was received, or sold, is not known in any.
  void add_movement(const model::StockRow& row);

  [[nodiscard]] std::span<const StockBook> books() const { return books_; }
  [[nodiscard]] std::span<const StockInterval> intervals() const { return intervals_; }

  /// Ids of an institution and a code; CodeDictionary::kUnknown when no book names them.
  [[nodiscard]] Id institution(std::string_view code) const { return institutions_.find(code); }
  [[nodiscard]] Id item(std::string_view code) const { return items_.find(code); }
  /// The book of known ids; model::kNone when there is none, or none with a count.
  [[nodiscard]] model::Index counted_book(Id institution, Id item) const;
  /// The interval of a counted book that holds `time`; model::kNone before the first count or without a time.
  [[nodiscard]] model::Index interval_at(model::Index book, Second time) const;

 private:
  struct Count {
    std::uint32_t book;
    Second time;
    Qty cnt;
  };
  [[nodiscard]] static bool kept(const model::StockRow& row);
  [[nodiscard]] std::uint32_t book_of(const model::StockRow& row);

  model::CodeDictionary institutions_, items_;
  tsl::robin_map<std::uint64_t, std::uint32_t, PairHash> numbers_;  // (institution, item) → place in books_
  std::vector<StockBook> books_;
  std::vector<StockInterval> intervals_;
  std::vector<Count> counts_;               // until close_counts()
  std::uint32_t last_book_ = model::kNone;  // rows lie together: the book of the row before
};

}  // namespace yishou::rules
