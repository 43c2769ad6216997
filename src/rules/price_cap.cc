#include "rules/price_cap.h"

#include <algorithm>

namespace yishou::rules {

Micro price_cap(const Evaluation& evaluation, model::Index line) noexcept {
  const std::span<const Match> matches = evaluation.matches.of(kPriceCapRule, knowledge::Side::kCode);
  const auto match = std::ranges::lower_bound(matches, line, {}, &Match::line);
  if (match == matches.end() || match->line != line) return kNoNumber;
  const int rank = level_rank(evaluation.block, line);
  constexpr knowledge::Scope kRanks[] = {knowledge::Scope::kNone, knowledge::Scope::kRank1, knowledge::Scope::kRank2,
                                         knowledge::Scope::kRank3};
  Micro ranked = kNoNumber;
  Micro general = kNoNumber;
  for_points(evaluation, *match, [&](std::uint32_t index) {
    const knowledge::Point& point = evaluation.snapshot.point(index);
    if (point.needs_condition || point.num == kNoNumber) return;
    const Micro cap = point.num * 100;  // ten-thousandths to millionths
    if (point.scope == knowledge::Scope::kNone) {
      general = std::max(general, cap);
    } else if (point.scope == kRanks[rank]) {
      ranked = std::max(ranked, cap);
    }
  });
  return ranked != kNoNumber ? ranked : general;
}

}  // namespace yishou::rules
