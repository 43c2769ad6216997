// Adds up a marked spool: figures by rule and in total, whom it touches, samples.
#pragma once

#include "backtest/comparison.h"
#include "duck/duck.h"
#include "report/totals_sheet.h"

namespace yishou::backtest {

/// Reads the view judged (findings with side and change) and the table lines.
[[nodiscard]] Result<Outcome> add_up(duck::Connection& connection, const ComparisonOptions& options);

/// The outcome as a sheet of a workbook.
[[nodiscard]] report::TotalsSheet outcome_sheet(const Outcome& outcome);

}  // namespace yishou::backtest
