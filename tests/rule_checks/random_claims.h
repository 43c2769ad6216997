// Random small claims, biased to where a rule decides: codes of its knowledge, dates at its limits, returns, missing and
// contradictory facts, ties. Same seed, same claims.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims.h"
#include "knowledge/snapshot.h"
#include "rules/rule.h"

namespace yishou::rule_checks {

/// What random claims of a rule are made of.
struct Pool {
  std::vector<std::string> codes;                  ///< billed codes: of the rule's points, longer ones, strangers
  std::vector<std::vector<std::string>> families;  ///< the codes that one point speaks of, on either side
  std::vector<std::string> diagnoses;              ///< of the rule's points and parameters, longer ones, strangers
  std::vector<std::string> operations;             ///< the same
  std::vector<int> gaps;  ///< days between lines: 0, 1, and the rule's limits and their neighbours
};
[[nodiscard]] Pool pool_of(const rules::Rule& rule, const knowledge::Snapshot& snapshot);

/// The claims of `persons` persons whose ids begin with `prefix`, and one line of a stranger that fixes the first fee date of
/// the lake. No returns of money alone: the oracles do not read them (tests/rule_checks/common_ground_test.cc does).
[[nodiscard]] Claims random_claims(const Pool& pool, std::uint64_t seed, int persons);

/// The rows of one person, the institutions and the stranger.
[[nodiscard]] Claims of_person(const Claims& claims, const std::string& person);

}  // namespace yishou::rule_checks
