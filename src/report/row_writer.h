// Writers of one format each: rows of the spool in, a file out.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "duck/duck.h"
#include "report/report.h"

namespace yishou::report {

/// Writes one file. The chunk's columns are kColumns, in order.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  [[nodiscard]] virtual Status row(const duck::Chunk& chunk, std::size_t row) = 0;
  /// Completes the file.
  [[nodiscard]] virtual Status close(const FindingTotals& totals) = 0;
};

[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_csv(const std::string& path);
[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_jsonl(const std::string& path);
/// `folder` takes what the workbook writes before it is packed; `rows` is the number of rows to come.
[[nodiscard]] Result<std::unique_ptr<RowWriter>> open_xlsx(const std::string& path, const std::string& folder,
                                                           std::uint64_t rows);

}  // namespace yishou::report
