// SHA-256 and comparison in constant time, from OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace yishou::gateway {

using Sha256 = std::array<std::uint8_t, 32>;

/// The hash of the parts, one after the other.
[[nodiscard]] Sha256 sha256(std::initializer_list<std::string_view> parts);
[[nodiscard]] bool equal_in_constant_time(const Sha256& a, const Sha256& b) noexcept;

}  // namespace yishou::gateway
