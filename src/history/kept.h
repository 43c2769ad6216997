// What the history keeps of each by-person table: its keys and the columns that rules read. One list, made from model::Fact.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "model/tables.h"

namespace yishou::history {

/// How a kept column stands in an image.
enum class Form : std::uint8_t {
  kText,    ///< an index into the image's texts
  kNumber,  ///< day, second, fen, ten-thousandths … as intake gives them
  kCode,    ///< a code column as a number, by lake::number_of_code; -1 (nothing usable) is stored as missing
};

struct KeptColumn {
  std::string_view name;
  std::size_t source;  ///< its place among the columns of the table
  Form form;
  bool key;  ///< part of the primary key
};

/// Stored in images: do not renumber.
enum class TableId : std::uint8_t {
  kPerson = 0,
  kVisit = 1,
  kSettlement = 2,
  kDiagnosis = 3,
  kOperation = 4,
  kLine = 5,
};
inline constexpr std::size_t kTableCount = 6;

struct KeptTable {
  TableId id;
  const model::Table* table;
  std::vector<KeptColumn> columns;
  std::vector<std::size_t>
      order;  ///< kept columns by which the rows of a person are sorted: the table's order, then the key

  /// The place of a column; it must be kept.
  [[nodiscard]] std::size_t place_of(std::string_view column) const;
  [[nodiscard]] std::size_t place_of(model::Fact fact) const { return place_of(model::column_of(fact).column); }
};

/// By TableId.
[[nodiscard]] const std::vector<KeptTable>& kept_tables();
[[nodiscard]] inline const KeptTable& kept(TableId id) { return kept_tables()[static_cast<std::size_t>(id)]; }
/// The kept table of that name, or nullptr.
[[nodiscard]] const KeptTable* find_kept(std::string_view table);
/// Changes when what is kept changes, so that images of another program are known. Stored.
[[nodiscard]] std::uint64_t kept_format() noexcept;

}  // namespace yishou::history
