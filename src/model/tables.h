// The extracts of the national platform that we take (contract §2): tables, columns, kinds, keys. The one list: intake
// validates by it, the lake stores by it, the oracles read by it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace yishou::model {

/// What a column holds, and how the lake stores it.
enum class ColumnKind : std::uint8_t {
  kText,      ///< codes and names; VARCHAR, trimmed
  kDate,      ///< DATE
  kTime,      ///< TIMESTAMP to the second
  kMoney,     ///< yuan; DECIMAL(18,2)
  kQuantity,  ///< DECIMAL(18,4)
  kPrice,     ///< yuan for one unit; DECIMAL(18,6)
  kInteger,   ///< INTEGER
};

struct Column {
  std::string_view name;  ///< the platform's, lower case
  ColumnKind kind;
  bool must_exist;       ///< bold in the contract: the file must have the column
  bool must_have_value;  ///< an empty value refuses the row
  bool key;              ///< part of the primary key
};

/// How the rows of a table are laid out in the lake.
enum class Layout : std::uint8_t {
  kByPerson,       ///< parts by psn_no; in a part, sorted by psn_no, then `order`
  kByInstitution,  ///< parts by fixmedins_code; sorted by it, then `order`
  kWhole,          ///< one part, sorted by the key
};

struct Table {
  std::string_view name;
  Layout layout;
  std::string_view order;  ///< columns after psn_no or fixmedins_code, comma-separated
  std::span<const Column> columns;
};

[[nodiscard]] std::span<const Table> tables();
/// The table of that name (lower case), or nullptr.
[[nodiscard]] const Table* find_table(std::string_view name);

}  // namespace yishou::model
