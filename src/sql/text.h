// What text both databases keep unchanged.
#pragma once

#include <string>
#include <string_view>

namespace yishou::sql {

/// Whether `text` is well-formed UTF-8 (no surrogates, nothing overlong) without a NUL.
[[nodiscard]] bool is_storable(std::string_view text) noexcept;
/// The text for a message to a person: control characters as `?`, in what is no UTF-8 all but ASCII too; the begin of a long one.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace yishou::sql
