// TableCursor: walks the rows of one by-person table of one part, which lie sorted by psn_no.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duck/duck.h"
#include "model/block.h"

namespace yishou::lake {

/// Column 0 of the query is psn_no. Used by one thread.
class TableCursor {
 public:
  /// A cursor over nothing.
  TableCursor() = default;
  /// Starts reading `sql`.
  [[nodiscard]] static Result<TableCursor> open(duck::Connection& connection, const std::string& sql);

  [[nodiscard]] bool at_end() const { return at_end_; }
  /// The person of the current row. Not at the end.
  [[nodiscard]] std::string_view person() const { return chunk_.text(0, row_); }
  [[nodiscard]] const duck::Chunk& chunk() const { return chunk_; }
  [[nodiscard]] std::size_t row() const { return row_; }
  /// The first row after row() in this chunk that is another person's.
  [[nodiscard]] std::size_t run_end() const;
  /// Goes to `row` of this chunk, or to the next chunk when `row` is its end.
  [[nodiscard]] Status go_to(std::size_t row);
  /// Leaves out the rows of persons before `wanted`.
  [[nodiscard]] Status skip_before(std::string_view wanted);

 private:
  std::vector<duck::Stream> stream_;  // none or one
  duck::Chunk chunk_;
  std::size_t row_ = 0;
  bool at_end_ = true;
};

// Single values of a chunk, with the block's conventions for what is missing. Column -1 is a withheld column.
[[nodiscard]] std::string_view text_at(const duck::Chunk& chunk, int column, std::size_t row);
[[nodiscard]] std::int64_t number_at(const duck::Chunk& chunk, int column, std::size_t row);
[[nodiscard]] Day day_at(const duck::Chunk& chunk, int column, std::size_t row);
[[nodiscard]] Second second_at(const duck::Chunk& chunk, int column, std::size_t row);
/// Up to six digits of a code column as a number; -1 when empty or anything else.
[[nodiscard]] std::int32_t code_of(std::string_view text);
/// The same for codes of up to four digits.
[[nodiscard]] model::SmallCode small_code_of(std::string_view text);
[[nodiscard]] model::Sex sex_of_code(std::string_view text);

}  // namespace yishou::lake
