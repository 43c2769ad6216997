// Reads small CSV files (knowledge, parameters) from memory: RFC 4180 records with their row numbers, text decoded to UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "csv/records.h"

namespace yishou::csv {

/// Steps through the records of a small text (UTF-8 or GB18030, with or without BOM) that outlives it. Not thread-safe.
class SmallReader {
 public:
  SmallReader(std::string_view text, std::string_view file);

  /// Reads the next record into `fields` (views until the next call); false at the end. Refuses what csv::Records calls a
  /// problem, UTF-16, and more than 1,024 columns, naming file and row.
  [[nodiscard]] Result<bool> next(std::vector<std::string_view>& fields);

  /// The line of the file on which the record last read begins, from 1.
  [[nodiscard]] std::size_t row() const { return row_; }

 private:
  std::string_view file_;
  bool utf16_;
  Records records_;
  std::size_t row_ = 0;
};

/// A whole small table: a header of trimmed names, and the rows below it.
struct SmallTable {
  struct Row {
    std::size_t number = 0;           ///< line of the file on which it begins; the header is usually 1
    std::vector<std::string> fields;  ///< trimmed; as many as the header has
  };
  std::vector<std::string> header;
  std::vector<Row> rows;

  /// The place of a column; nullopt when the header does not name it.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads a whole text. Refuses an empty text, a column named twice, and a row with another number of fields than the
/// header (missing ones at the end are taken as empty).
[[nodiscard]] Result<SmallTable> read_small_table(std::string_view text, std::string_view file);

/// Text without blanks, tabs and line ends around it.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

}  // namespace yishou::csv
