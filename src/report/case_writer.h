// CaseWriter: findings with the state people gave them, as a file for people.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "report/report.h"

namespace yishou::report {

/// Writes the columns of contract §4 and `state`, sorted as FindingWriter sorts, in bounded memory; the file appears whole or not
/// at all. In .csv a text that a spreadsheet would take for a formula begins with an apostrophe; in .xlsx a text is a text.
/// Used by one thread.
class CaseWriter {
 public:
  /// `states`: the names of states by number. Errors as FindingWriter::open.
  [[nodiscard]] static Result<CaseWriter> open(const std::string& path, WriterOptions options,
                                               std::vector<std::string_view> states);
  [[nodiscard]] Status add(const model::Finding& finding, std::size_t state);
  /// Writes the file, replacing one that is there. Once, after the last add.
  [[nodiscard]] Result<FindingTotals> finish();

  CaseWriter(CaseWriter&&) noexcept;
  CaseWriter& operator=(CaseWriter&&) noexcept;
  ~CaseWriter();  ///< without finish(): nothing is written

 private:
  struct Impl;
  explicit CaseWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace yishou::report
