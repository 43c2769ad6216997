// Rules over institutions under test: all blocks of the claims are added up by two workers, as the engine does it, then judged.
#pragma once

#include <string>
#include <vector>

#include "claims.h"
#include "rules/institution_rule.h"

namespace yishou::rule_checks {

/// True for rules that are judged after all blocks.
[[nodiscard]] bool is_institution_rule(const rules::Rule& rule);

/// As run_rule, for such a rule.
[[nodiscard]] Result run_institution_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot,
                                          const Claims& claims, const std::vector<std::string>& persons,
                                          std::size_t persons_in_block);

/// Random claims biased to where a rule over institutions decides. Ids of persons and institutions begin with letters that
/// add_with_prefix keeps apart. `strangers`: nobody's peers.
[[nodiscard]] Claims random_institutions(const rules::Rule& rule, std::uint64_t seed, bool strangers);

}  // namespace yishou::rule_checks
