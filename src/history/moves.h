// Moves: rows that come again for another person (a bill corrected after the wrong card was read). They leave the person who had
// them, as a load of the lake lets them leave.
//
// Why an index of owners: what the row was before may lie anywhere, in the lake or in what came since, and it must be gone before the
// next question. The index costs a key's hash and a psn_no for each row, a look-up that a Bloom filter mostly answers, and one
// blind write; reading the lake costs seconds.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "history/kept.h"
#include "history/store.h"
#include "intake/row.h"

namespace yishou::history {

/// Rows in the order in which they came. One thread.
class ArrivedRows {
 public:
  /// Keeps a copy. `format`, of `kept`'s table, must outlive it.
  void add(const KeptTable& kept, const intake::RowFormat& format, const intake::Row& row);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  void clear();

  struct Arrived {
    RowKey key;
    const KeptTable* kept;
    const intake::RowFormat* format;
    std::size_t at;  ///< in bytes()
  };
  [[nodiscard]] std::span<const Arrived> rows() const { return rows_; }
  [[nodiscard]] intake::Row row(const Arrived& arrived) const { return intake::Row(bytes_.data() + arrived.at); }

 private:
  std::vector<Arrived> rows_;
  std::vector<char> bytes_;
};

/// What the store learns of rows besides themselves.
struct Moves {
  std::vector<PersonChange> gone;  ///< to be merged behind the rows themselves
  std::vector<RowOwner> owners;    ///< new ones
};
/// Follows rows in order through `bodies`, from what `store` knows.
[[nodiscard]] Result<Moves> follow(std::span<const ArrivedRows* const> bodies, const HistoryStore& store);

}  // namespace yishou::history
