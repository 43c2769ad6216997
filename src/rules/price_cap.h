// The regional price cap of a service item: own points of rule 14 (code, num = yuan, scope = rank or empty).
#pragma once

#include "rules/common_ground.h"

namespace yishou::rules {

inline constexpr std::uint16_t kPriceCapRule = 14;  ///< a rule that reads caps names it in RuleInfo::consults

/// The cap of a line on its date, in millionths of a yuan; kNoNumber when there is none. A row with the institution's rank
/// (A6) wins over a row without; of several the highest holds.
[[nodiscard]] Micro price_cap(const Evaluation& evaluation, model::Index line) noexcept;

}  // namespace yishou::rules
