// TableCursor: walks the rows of one by-person table of one part, which lie sorted by psn_no.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duck/duck.h"
#include "model/block.h"

namespace yishou::lake {

/// Column 0 of the query is psn_no, coded by `persons`. Used by one thread.
class TableCursor {
 public:
  using PersonCode = std::int32_t;
  /// A cursor over nothing.
  TableCursor() = default;
  /// Starts reading `sql` on a connection of its own (a connection has room for one stream). `persons` must outlive it.
  [[nodiscard]] static Result<TableCursor> open(const duck::Database& database, const std::string& sql,
                                                const model::CodeDictionary& persons);

  [[nodiscard]] bool at_end() const { return at_end_; }
  /// The person of the current row, as code and as text. Not at the end.
  [[nodiscard]] PersonCode person_code() const { return chunk_.data<PersonCode>(0)[row_]; }
  [[nodiscard]] std::string_view person() const {
    return persons_->text(static_cast<model::CodeDictionary::Id>(person_code()));
  }
  /// True when there is a current row and it is this person's.
  [[nodiscard]] bool is_at(PersonCode person) const { return !at_end_ && person_code() == person; }
  [[nodiscard]] const duck::Chunk& chunk() const { return chunk_; }
  [[nodiscard]] std::size_t row() const { return row_; }
  /// Goes to the next row.
  [[nodiscard]] Status advance();
  /// Leaves out the rows of persons before `wanted`.
  [[nodiscard]] Status skip_before(std::string_view wanted);

  // Values of the current row, with the block's conventions for what is missing. Column -1 is a withheld column.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] Day day(int column) const;
  [[nodiscard]] Second second(int column) const;
  /// A coded column; -1 when missing.
  [[nodiscard]] std::int32_t code(int column) const;

 private:
  [[nodiscard]] bool has(int column) const {
    return column >= 0 && chunk_.valid(static_cast<std::size_t>(column), row_);
  }
  const model::CodeDictionary* persons_ = nullptr;
  std::vector<duck::Stream> stream_;  // none or one
  duck::Chunk chunk_;
  std::size_t row_ = 0;
  bool at_end_ = true;
};

/// Microseconds, as TIMESTAMP columns hold them, as seconds.
[[nodiscard]] constexpr Second seconds_of(std::int64_t micros) {
  return micros >= 0 ? micros / 1'000'000 : (micros - 999'999) / 1'000'000;
}
/// Up to six digits of a code column as a number; -1 when empty or anything else.
[[nodiscard]] std::int32_t number_of_code(std::string_view text);
/// A coded sex column: 1 male, 2 female, anything else missing.
[[nodiscard]] constexpr model::Sex sex_of_code(std::int32_t code) {
  return code == 1 ? model::Sex::kMale : code == 2 ? model::Sex::kFemale : model::Sex::kMissing;
}
/// A coded column of up to four digits.
[[nodiscard]] constexpr model::SmallCode small_code(std::int32_t code) {
  return code > 9999 ? model::kNoCode : static_cast<model::SmallCode>(code);
}

}  // namespace yishou::lake
