// Item codes as people type them in workbooks: made plain, and told from other texts.
#pragma once

#include <string>
#include <string_view>

namespace yishou::knowledge {

/// Upper case, without blanks, full-width letters and digits made plain.
[[nodiscard]] std::string plain_code(std::string_view text);
/// Not empty and nothing but 0–9.
[[nodiscard]] bool all_digits(std::string_view text);
/// A drug (X + 22, Z + 19, T + 9), a service item (15 digits) or a consumable (C…), in capitals.
[[nodiscard]] bool is_code(std::string_view code);

}  // namespace yishou::knowledge
