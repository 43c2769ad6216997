// Asks rules about one block, whose ground is laid. A return of unknown time (A2) leaves open whether some lines are still there:
// such a block is judged twice, with these lines and without them, and only what is said both times is said.
#pragma once

#include <cstdint>
#include <span>

#include "knowledge/snapshot.h"
#include "model/block.h"
#include "rules/matching.h"
#include "rules/rule.h"

namespace yishou::rules {

/// Forgets births that are none (forget_placeholders), lays the matches of `block`, and gives `sink` what the rules say of the
/// `wanted` lines (Evaluation::wanted). Doubtful lines are set aside afterwards, so that what is added up of the block takes them as
/// returned.
void ask_rules(model::ClaimBlock& block, const knowledge::Snapshot& snapshot, Matcher& matcher, Matches& matches,
               std::span<const Rule* const> rules, std::span<const std::uint8_t> wanted, FindingSink& sink);

}  // namespace yishou::rules
