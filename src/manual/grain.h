// What one finding of a rule is (rules.md A14).
#pragma once

#include <cstdint>
#include <string_view>

namespace yishou::manual {

struct Grain {
  std::string_view zh, en;
};
/// One fee line unless the clause says otherwise.
[[nodiscard]] Grain grain_of(std::uint16_t number) noexcept;

}  // namespace yishou::manual
