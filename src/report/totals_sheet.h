// The sheet of totals that a workbook ends with, as rows of cells; other formats leave it out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "report/report.h"

namespace yishou::report {

struct Cell {
  enum class Kind : std::uint8_t { kText, kTitle, kHead, kNumber, kCount, kMoney } kind = Kind::kText;
  std::string text;        ///< kText, kTitle, kHead
  std::int64_t value = 0;  ///< the others; money in fen

  [[nodiscard]] static Cell words(std::string_view text) { return {Kind::kText, std::string{text}, 0}; }
  [[nodiscard]] static Cell title(std::string_view text) { return {Kind::kTitle, std::string{text}, 0}; }
  [[nodiscard]] static Cell head(std::string_view text) { return {Kind::kHead, std::string{text}, 0}; }
  [[nodiscard]] static Cell number(std::int64_t value) { return {Kind::kNumber, {}, value}; }
  [[nodiscard]] static Cell count(std::uint64_t value) { return {Kind::kCount, {}, static_cast<std::int64_t>(value)}; }
  [[nodiscard]] static Cell money(Fen fen) { return {Kind::kMoney, {}, fen}; }
};

struct TotalsSheet {
  std::vector<double> widths;  ///< of the columns, in characters
  std::vector<std::vector<Cell>> rows;

  void row(std::vector<Cell> cells) { rows.push_back(std::move(cells)); }
  void heads(std::initializer_list<std::string_view> names) {
    std::vector<Cell>& cells = rows.emplace_back();
    for (const std::string_view name : names) cells.push_back(Cell::head(name));
  }
};

/// The totals of an audit.
[[nodiscard]] TotalsSheet totals_sheet(const FindingTotals& totals);

}  // namespace yishou::report
