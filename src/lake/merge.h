// Rows of one part, old and new, become the part's new rows: one row a key, in order. Pure; no files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/calendar.h"
#include "intake/row.h"
#include "lake/withdrawal.h"

namespace yishou::lake {

/// What became of the rows of a load. An equal row that is there already is skipped; another row under its key is replaced.
struct Counts {
  std::int64_t taken = 0;
  std::int64_t skipped = 0;
  std::int64_t replaced = 0;
  std::int64_t withdrawn = 0;  ///< rows of the lake that went
  Counts& operator+=(const Counts& other);
};

/// The primary key of a row as bytes.
[[nodiscard]] std::string key_of(const intake::Row& row, const intake::RowFormat& format);

/// Keys that stand under several owners (a settlement that changed its person): which of their rows stays. Their rows are
/// counted where they are found (strangers.h), not by merge().
struct Strangers {
  std::unordered_map<std::uint64_t, bool> hashes;          ///< key hashes that may be among them
  std::unordered_map<std::string, std::uint64_t> winners;  ///< key → order of the row that stays
};

struct Merged {
  std::vector<intake::Row> rows;  ///< sorted by owner, then the table's order; views of the bytes given
  bool changed = false;           ///< differs from the rows that were there before
  Counts counts;
};

/// `bytes`: rows one after the other, those of the lake with order 0. `withdrawal`: rows that go first; none by default.
[[nodiscard]] Merged merge(const std::vector<char>& bytes, const intake::RowFormat& format, const Strangers& strangers,
                           const Withdrawal& withdrawal = {});

/// All rows in `bytes`.
[[nodiscard]] std::vector<intake::Row> rows_in(const std::vector<char>& bytes);

}  // namespace yishou::lake
