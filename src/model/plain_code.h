// Codes as they are compared (rules.md A8): full-width characters as their ASCII ones, upper case, without spaces around.
#pragma once

#include <string>
#include <string_view>

namespace yishou::model {

/// True when `plain_code` would change nothing.
[[nodiscard]] bool is_plain_code(std::string_view text) noexcept;
[[nodiscard]] std::string plain_code(std::string_view text);

}  // namespace yishou::model
