// Reads an .xlsx workbook from memory into sheets of cells. The one file that includes libzip and pugixml is workbook.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::knowledge {

/// What stands in a cell. A formula counts by its stored result; without one it is kUnread.
enum class CellKind : std::uint8_t { kEmpty, kText, kNumber, kUnread };

struct Cell {
  CellKind kind = CellKind::kEmpty;
  std::string text;  ///< as shown: shared and inline strings resolved; whole numbers without exponent
};

struct SheetRow {
  std::size_t number = 0;   ///< as the sheet counts, from 1
  std::vector<Cell> cells;  ///< from column A
};

struct Sheet {
  std::string name;
  std::vector<SheetRow> rows;  ///< rising numbers; empty rows are left out; vertically merged cells repeat their text
};

struct Workbook {
  std::vector<Sheet> sheets;
};

/// Reads the bytes of an .xlsx file. Refuses what is no workbook, is damaged, or is larger than an official list can be (64
/// sheets, 256 columns, 48 MiB for each part unpacked, 128 MiB together). `file` names it in the Error. No exception leaves.
[[nodiscard]] Result<Workbook> read_workbook(std::string_view bytes, std::string_view file);

}  // namespace yishou::knowledge
