// A golden file of a rule: knowledge, cases with what must come out, and the same rule in SQL. Format:
// tests/golden/rules/README.md.
#pragma once

#include <string>
#include <vector>

#include "claims.h"
#include "knowledge/snapshot.h"
#include "rules/rule.h"

namespace yishou::rule_checks {

struct Case {
  std::string name;
  int row = 0;  ///< of the file
  Claims claims;
  std::vector<Row> finds;  ///< columns lines, vola and, if wanted, related, fund, observed, limit, point
  std::vector<std::string> undecided;
  bool clear = false;
};

struct Golden {
  std::string path;
  std::string verdict;             ///< "violation 1"
  std::string points, parameters;  ///< CSV
  std::vector<Case> cases;
  std::string oracle;  ///< SQL
};

/// The golden file of a rule; ends the program with a message when it is missing or malformed.
[[nodiscard]] Golden read_golden(const rules::Rule& rule);
[[nodiscard]] knowledge::Snapshot snapshot_of(const Golden& golden);

/// Every rule that is present, for parameterised tests, named by number.
[[nodiscard]] std::vector<const rules::Rule*> every_rule();

}  // namespace yishou::rule_checks
