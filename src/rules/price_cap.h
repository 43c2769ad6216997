// The regional price cap of a service item: own points of rule 14 (code, num = yuan, scope = rank or empty).
#pragma once

#include <span>

#include "rules/common_ground.h"

namespace yishou::rules {

inline constexpr std::uint16_t kPriceCapRule = 14;  ///< a rule that reads caps names it in RuleInfo::consults

struct PriceCap {
  Micro cap = kNoNumber;               ///< millionths of a yuan; kNoNumber: no row gives one
  std::uint32_t point = model::kNone;  ///< the row that gives it
  bool needs_rank = false;  ///< there are rows for ranks, and the institution's rank is missing: `cap` may be wrong
  bool only_text = false;   ///< a row holds, but none has a number
};

/// The cap that `codes` (of rule 14) give on a day to an institution of that rank (A6; 0 missing). A row with the rank wins
/// over a row without; of several the highest holds.
[[nodiscard]] PriceCap price_cap(const Evaluation& evaluation, std::span<const knowledge::CodePoint> codes, Day day,
                                 int rank) noexcept;
/// The cap of a line on its date.
[[nodiscard]] PriceCap price_cap_of(const Evaluation& evaluation, model::Index line) noexcept;

}  // namespace yishou::rules
