// Official Chinese names of the national rules, by which published documents say what they hold.
#pragma once

#include <cstdint>
#include <string_view>

namespace yishou::knowledge {

/// The number of the rule with exactly this name; 0 for none.
[[nodiscard]] std::uint16_t rule_of_name(std::string_view name) noexcept;
/// The number of the rule whose name stands in `text` (a title, a file name); the longest name wins; 0 for none.
[[nodiscard]] std::uint16_t rule_named_in(std::string_view text) noexcept;
/// The name of a national rule; empty outside 1–88.
[[nodiscard]] std::string_view rule_name(std::uint16_t rule) noexcept;

}  // namespace yishou::knowledge
