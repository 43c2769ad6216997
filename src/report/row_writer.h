// Writers of one format each: rows of the spool in, a file out.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "duck/duck.h"
#include "report/columns.h"
#include "report/report.h"
#include "report/totals_sheet.h"

namespace yishou::report {

/// Writes one file. The chunk's columns are those that the writer was opened with, in order.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  [[nodiscard]] virtual Status row(const duck::Chunk& chunk, std::size_t row) = 0;
  /// Completes the file.
  [[nodiscard]] virtual Status close(const TotalsSheet& totals) = 0;
};

/// `columns` must live as long as the writer.
[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_csv(const std::string& path, std::span<const Column> columns);
[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_jsonl(const std::string& path, std::span<const Column> columns);
/// `folder` takes what the workbook writes before it is packed; `rows` is the number of rows to come.
[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_xlsx(const std::string& path, const std::string& folder,
                                                           std::span<const Column> columns, std::uint64_t rows);

/// What `select` gives, with `columns`, as a file. `rows`: how many it gives. `folder`: for what is not yet packed.
struct Rows {
  std::string select;
  std::span<const Column> columns;
  std::uint64_t rows = 0;
};
[[nodiscard]] Status write_rows(duck::Connection& connection, const Rows& rows, Format format, const std::string& file,
                                const std::string& folder, const TotalsSheet& totals);

}  // namespace yishou::report
