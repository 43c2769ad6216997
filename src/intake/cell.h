// One value of an extract: from text to a typed value, or the reason why not (contract §2).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"
#include "model/tables.h"

namespace yishou::intake {

/// A typed value: Day, Second, Fen, Qty, Micro or an integer in `number`, or a text. Views the text it was parsed from.
struct Cell {
  bool null = true;
  std::int64_t number = 0;
  std::string_view text;
};

/// What a column of a table takes.
struct CellRule {
  model::ColumnKind kind;
  bool must_have_value;
  bool open_end;  ///< 9999-12-31 says "has not ended": taken as empty
};

/// The rule of a column. Open ends are `enddate` of the `…_b` tables and `endtime`.
[[nodiscard]] CellRule cell_rule(const model::Table& table, const model::Column& column);

/// Parses `text`, blanks around it left out. nullptr when `cell` is filled, else the reason, Chinese · English.
[[nodiscard]] const char* parse_cell(const CellRule& rule, std::string_view text, Cell& cell) noexcept;

/// Checks a value that came typed (Parquet): Day of kDate, Second of kTime, a number of the column's own scale.
[[nodiscard]] const char* check_number(const CellRule& rule, std::int64_t number, Cell& cell) noexcept;

/// Decimals that a kind is kept with; 0 for dates, times and integers.
[[nodiscard]] int scale_of(model::ColumnKind kind) noexcept;

}  // namespace yishou::intake
