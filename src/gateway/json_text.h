// JSON written piece by piece into one reused string: no tree, no allocation per field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace yishou::gateway {

/// Appends `"text"`, escaped. `text` is UTF-8.
void append_json_text(std::string& out, std::string_view text);
/// Appends `,"name":"text"`.
void append_json_field(std::string& out, std::string_view name, std::string_view text);
/// Appends an amount in yuan as a JSON number with two decimals: 1234 → 12.34; kNoNumber → 0.00.
void append_json_amount(std::string& out, Fen amount);

/// The first `most` characters of UTF-8 text; cut between characters, never inside one.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most) noexcept;

}  // namespace yishou::gateway
