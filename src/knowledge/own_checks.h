// What is asked of an own point beyond its form: the values its rule needs, and codes of the kind its rule speaks of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

/// A cell that does not hold what it must, or is unusual.
struct CellRemark {
  std::string_view column;
  std::string_view zh, en;  ///< what must stand there
  std::string text;         ///< what stands there
};

/// True for rules of which several rows with one code are read together; of the others a second row of the same code contradicts.
[[nodiscard]] bool rows_join(std::uint16_t rule) noexcept;

/// True for rules in which the longest code decides (rules.md A9): not the pairs, where either side is a plain prefix.
[[nodiscard]] bool longest_code_decides(std::uint16_t rule) noexcept;

/// The code on which two own points of one rule, scope and region have different limits on the same dates; empty: none.
[[nodiscard]] std::string_view contradiction(const PointRow& a, const PointRow& b);

/// What the rule cannot judge without, or could only judge wrongly with (rules.md, "own(…)" of each rule).
[[nodiscard]] std::optional<CellRemark> lacks(const PointRow& row);

/// A code or value that can be none of its rule's kind: an item's code for a drug, a value that is no ICD-10 code, …
[[nodiscard]] std::optional<CellRemark> wrong_shape(const PointRow& row, const std::vector<std::string>& codes);

/// A code that begins as no national code of its rule's kind does. Regions have codes of their own: worth a look, no more.
[[nodiscard]] std::optional<CellRemark> odd_shape(const PointRow& row, const std::vector<std::string>& codes);

}  // namespace yishou::knowledge
