// Reads small CSV files (knowledge, parameters) from memory: RFC 4180 records with their row numbers, text decoded to UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::csv {

/// Bytes of a file → UTF-8 without BOM. Takes UTF-8, UTF-8 with BOM and GB18030; `file` names the file in the Error.
[[nodiscard]] Result<std::string> decode_small_text(std::string bytes, std::string_view file);

/// Steps through the records of a decoded text that outlives it. Fields are views into the text, or (with doubled quotes)
/// into the reader. Blank lines are skipped. Rows are counted by records from 1, so a header is row 1; `line()` counts
/// physical lines. Not thread-safe.
class SmallReader {
 public:
  SmallReader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  /// Reads the next record into `fields`; false at the end. Refuses a quote that never closes, text after a closing quote,
  /// NUL bytes, more than 1,024 columns and fields over 1 MiB, naming file and row.
  [[nodiscard]] Result<bool> next(std::vector<std::string_view>& fields);

  [[nodiscard]] std::size_t row() const { return row_; }    ///< number of the record last read
  [[nodiscard]] std::size_t line() const { return line_; }  ///< physical line on which it began

 private:
  [[nodiscard]] Result<std::string_view> quoted_field();

  std::string_view text_;
  std::string_view file_;
  std::size_t at_ = 0;
  std::size_t row_ = 0;
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
  std::deque<std::string> unquoted_;
};

/// A whole small table: a header of trimmed names, and the rows below it.
struct SmallTable {
  struct Row {
    std::size_t number = 0;           ///< record number in the file; the header is 1
    std::vector<std::string> fields;  ///< trimmed; as many as the header has
  };
  std::vector<std::string> header;
  std::vector<Row> rows;

  /// The place of a column; nullopt when the header does not name it.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads a whole decoded text. Refuses an empty text, a column named twice, and a row with another number of fields than the
/// header (missing ones at the end are taken as empty).
[[nodiscard]] Result<SmallTable> read_small_table(std::string_view text, std::string_view file);

/// Text without blanks, tabs and line ends around it.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// Appends one field, quoted where RFC 4180 asks for it.
void append_field(std::string& out, std::string_view field);

}  // namespace yishou::csv
