// The table of a published sheet: which row is its header, and what its columns hold.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge/workbook.h"

namespace yishou::knowledge {

/// What a column holds.
enum class TableColumn : std::size_t {
  kSequence,
  kName,
  kCode,
  kText,
  kLogic,
  kRule,
  kType,
  kValue,
  kFrequency,
  kPairName,
  kPairCode,
  kQuantity,
  kUnit,
  kTimes,
  kCycle,
  kCount
};

/// A table found in a sheet; it points into the sheet.
struct OfficialTable {
  const Sheet* sheet = nullptr;
  std::size_t header = 0;  ///< place in sheet->rows
  std::array<std::optional<std::size_t>, static_cast<std::size_t>(TableColumn::kCount)> columns{};
  std::string titles;  ///< the texts above the header
  bool drugs = false;  ///< its titles speak of drugs

  [[nodiscard]] bool has(TableColumn kind) const { return columns[static_cast<std::size_t>(kind)].has_value(); }
  /// An empty cell when the table has no such column.
  [[nodiscard]] const Cell& cell(const SheetRow& row, TableColumn kind) const {
    static const Cell kEmptyCell;
    const auto column = columns[static_cast<std::size_t>(kind)];
    return column.has_value() && *column < row.cells.size() ? row.cells[*column] : kEmptyCell;
  }
};

/// A title without blanks, line ends and what stands in brackets.
[[nodiscard]] std::string bare_title(std::string_view title);

/// Finds the header among a sheet's first rows: two columns that we know, one of them a name or a code. nullopt: no table.
[[nodiscard]] std::optional<OfficialTable> find_table(const Sheet& sheet);

}  // namespace yishou::knowledge
