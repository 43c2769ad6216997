// What text both databases keep unchanged.
#pragma once

#include <string_view>

namespace yishou::sql {

/// Whether `text` is well-formed UTF-8 (no surrogates, nothing overlong) without a NUL.
[[nodiscard]] bool is_storable(std::string_view text) noexcept;

}  // namespace yishou::sql
