// Rows that go out of the lake: those of a table laid out by institution whose values of some columns are listed.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "intake/row.h"
#include "lake/manifest.h"

namespace yishou::lake {

/// The values of `columns` of a row, in that order, as bytes that differ when one of them does.
[[nodiscard]] std::string values_of(const intake::Row& row, const intake::RowFormat& format,
                                    std::span<const std::size_t> columns);
/// Appends one text as values_of() writes it.
void append_value(std::string& bytes, std::string_view text);
/// The first value of such bytes when it is a text.
[[nodiscard]] std::optional<std::string_view> first_text(std::string_view bytes);

/// Takes out rows that stood in the lake before the load, never rows of the load itself.
struct Withdrawal {
  const model::Table* table = nullptr;
  std::vector<std::size_t> columns;        ///< of the table; fixmedins_code is among them
  std::unordered_set<std::string> values;  ///< values_of(): a row with one of them goes
  std::set<std::string> institutions;      ///< whose rows they can be

  [[nodiscard]] bool takes_out(const intake::Row& row, const intake::RowFormat& format) const {
    return row.order() == 0 && values.contains(values_of(row, format, columns));
  }
};

/// Calls take(row) for every row of these institutions in the lake; other columns than `wanted` come as missing.
[[nodiscard]] Status read_institutions(const std::string& lake, const Manifest& manifest,
                                       const intake::RowFormat& format, const std::vector<bool>& wanted,
                                       const std::set<std::string>& institutions,
                                       const std::function<Status(intake::Row)>& take);

}  // namespace yishou::lake
