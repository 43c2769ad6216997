// Texts as they go out: widths on a terminal, valid UTF-8, thousands separators, cells that fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace yishou::report {

/// The code point at `text[at]` and its bytes; malformed bytes come one by one as U+FFFD.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t at) noexcept;

/// True when `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// `text` with each malformed byte replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// `text` as a JSON string with its quotes; malformed bytes become U+FFFD.
[[nodiscard]] std::string json_text(std::string_view text);

/// Columns that `text` takes on a terminal: 2 for East Asian wide characters, 0 for combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;
/// `text` filled with spaces to `width` columns; longer ones are cut and end in "..".
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
/// The same with the spaces before it; never cut.
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);

/// 1234567 → "1,234,567".
[[nodiscard]] std::string with_separators(std::uint64_t value);
/// Fen as yuan: 123456789 → "1,234,567.89".
[[nodiscard]] std::string yuan_with_separators(Fen fen);

/// `text` cut to `units` UTF-16 units, at a whole character, with `mark` as its end when it was cut.
[[nodiscard]] std::string cut_utf16(std::string_view text, std::size_t units, std::string_view mark);

}  // namespace yishou::report
