// The spool: findings wait on disk until all are there, then come back sorted, and add up. It may hold those of several
// judgements ("sides"), told apart by a number.
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

  [[nodiscard]] Status add(const model::Finding& finding, int side = 0);
  /// Ends adding.
  [[nodiscard]] Status seal();

  [[nodiscard]] Result<FindingTotals> totals(const WriterOptions& options);
  /// All rows, columns as kColumns, sorted. After seal().
  [[nodiscard]] std::string select_sorted() const;
  /// All rows, columns as kCaseColumns: `states` by side; sorted in the same order. `guarded`: texts that a spreadsheet would
  /// take for a formula begin with an apostrophe. After seal().
  [[nodiscard]] std::string select_cases(std::span<const std::string_view> states, bool guarded) const;
  /// Tables after seal(): findings (side, kColumns, first_bkkp_sn), lines (side, bkkp_sn, rule_no, fixmedins_code, fen).
  [[nodiscard]] duck::Connection& connection() { return connection_; }
  /// One more, for what must go on at the same time.
  [[nodiscard]] Result<duck::Connection> connect() const { return database_.connect(); }

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
