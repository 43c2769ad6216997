// Rows of a table as JSON objects, one a line (NDJSON): columns by name, values as text or number. Validated as CSV is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/row.h"

namespace yishou::intake {

/// A line that was not taken.
struct RefusedLine {
  std::uint64_t line = 0;  ///< from 1, blank lines counted
  std::string column;      ///< "" when the line as a whole is refused
  std::string value;       ///< the value refused
  std::string reason;      ///< Chinese · English
  std::string text;        ///< the line as it came
};

/// Reads bodies of one table. Reused; used by one thread.
class JsonRows {
 public:
  explicit JsonRows(const model::Table& table);
  ~JsonRows();
  JsonRows(const JsonRows&) = delete;
  JsonRows& operator=(const JsonRows&) = delete;

  using Take = std::function<Status(const Row& row, std::string_view line)>;
  using Refuse = std::function<Status(const RefusedLine& refused)>;
  /// Calls `take` or `refuse` for every line that is not blank, in order. Numbers are read by their digits, never through binary
  /// floating point. Unknown names are ignored, a name that comes twice refuses the line. Ends at the first Error of either.
  [[nodiscard]] Status read(std::string_view body, const Take& take, const Refuse& refuse);

  [[nodiscard]] const RowFormat& format() const;

 private:
  struct Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace yishou::intake
