// The spool: findings wait on disk until all are there, then come back sorted, and add up.
#pragma once

#include <map>
#include <span>
#include <string>

#include "base/result.h"
#include "duck/duck.h"
#include "model/finding.h"
#include "report/report.h"

namespace yishou::report {

/// An on-disk database of its own. Used by one thread at a time.
class Spool {
 public:
  [[nodiscard]] static Result<Spool> create(const std::string& file, const std::string& spill_folder,
                                            const WriterOptions& options);

  [[nodiscard]] Status add(const model::Finding& finding);
  /// Ends adding.
  [[nodiscard]] Status seal();

  [[nodiscard]] Result<FindingTotals> totals(const WriterOptions& options);
  /// All rows, columns as kColumns, sorted. After seal().
  [[nodiscard]] Result<duck::Stream> sorted();
  /// Writes the sorted rows as Parquet.
  [[nodiscard]] Status copy_parquet(const std::string& file);

 private:
  Spool(duck::Database database, duck::Connection connection, duck::Appender findings, duck::Appender lines)
      : database_(std::move(database)),
        connection_(std::move(connection)),
        findings_(std::move(findings)),
        lines_(std::move(lines)) {}
  void text(std::string_view value);
  void joined(const std::vector<std::string>& values);

  duck::Database database_;
  duck::Connection connection_;
  duck::Appender findings_, lines_;
  std::map<std::uint16_t, RuleName> rules_;
  std::size_t pending_ = 0;  ///< bytes not yet handed to the table
};

}  // namespace yishou::report
