// What is known of a condition that has several parts, some of which may be missing (A11).
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace yishou::rules {

enum class Truth : std::uint8_t { kNo, kUnknown, kYes };

[[nodiscard]] constexpr Truth truth(bool condition) noexcept { return condition ? Truth::kYes : Truth::kNo; }
/// kUnknown while the facts are missing, else what the condition says.
[[nodiscard]] constexpr Truth truth_if(bool known, bool condition) noexcept {
  return known ? truth(condition) : Truth::kUnknown;
}
/// All parts hold: one that does not clears, whatever is unknown beside it.
[[nodiscard]] constexpr Truth all_hold(std::initializer_list<Truth> parts) noexcept { return std::min(parts); }

}  // namespace yishou::rules
