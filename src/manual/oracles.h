// The second reading of each rule, in SQL: src/manual/oracles.csv, made from the oracles of tests/golden/rules by `./dev docs`; and the
// tables that they stand on.
#pragma once

#include <cstdint>
#include <string_view>

namespace yishou::manual {

/// "" for a rule without one.
[[nodiscard]] std::string_view oracle_of(std::uint16_t number);
/// The shared tables of all readings, and those of stays.
[[nodiscard]] std::string_view common_ground_sql();
[[nodiscard]] std::string_view stays_sql();

}  // namespace yishou::manual
