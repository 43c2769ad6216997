#include "rules/price_cap.h"

#include <algorithm>

namespace yishou::rules {

PriceCap price_cap(const Evaluation& evaluation, std::span<const knowledge::CodePoint> codes, Day day,
                   int rank) noexcept {
  constexpr knowledge::Scope kRanks[] = {knowledge::Scope::kNone, knowledge::Scope::kRank1, knowledge::Scope::kRank2,
                                         knowledge::Scope::kRank3};
  PriceCap ranked, general;
  bool any = false, any_ranked = false;
  for_codes(evaluation, codes, day, [&](const knowledge::CodePoint& code) {
    const knowledge::Point& point = evaluation.snapshot.point(code.point);
    any = true;
    if (point.needs_condition || point.num == kNoNumber) return;
    any_ranked = any_ranked || point.scope != knowledge::Scope::kNone;
    if (point.scope != knowledge::Scope::kNone && point.scope != kRanks[rank]) return;
    PriceCap& place = point.scope == knowledge::Scope::kNone ? general : ranked;
    const Micro cap = point.num * 100;  // ten-thousandths to millionths
    if (cap <= place.cap) return;
    place.cap = cap;
    place.point = code.point;
  });
  PriceCap found = ranked.cap != kNoNumber ? ranked : general;
  found.needs_rank = any_ranked && rank == 0;
  found.only_text = any && !any_ranked && found.cap == kNoNumber;
  return found;
}

PriceCap price_cap_of(const Evaluation& evaluation, model::Index line) noexcept {
  const std::span<const Match> matches = evaluation.matches.of(kPriceCapRule, knowledge::Side::kCode);
  const auto match = std::ranges::lower_bound(matches, line, {}, &Match::line);
  if (match == matches.end() || match->line != line) return {};
  return price_cap(evaluation, {match->points, match->count}, evaluation.block.lines.day[line],
                   level_rank(evaluation.block, line));
}

}  // namespace yishou::rules
