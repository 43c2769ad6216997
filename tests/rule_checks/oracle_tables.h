// The knowledge and the parameters as the SQL oracles see them (tests/oracle/common_ground.sql).
#pragma once

#include <vector>

#include "duck/duck.h"
#include "knowledge/parameters.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::rule_checks {

/// Makes the empty tables points, parameters and parameter_codes.
[[nodiscard]] Status create_knowledge_tables(duck::Connection& connection);
/// Replaces what they hold. Points that do not judge (reference) stay out.
[[nodiscard]] Status fill_knowledge_tables(duck::Connection& connection, const std::vector<knowledge::PointRow>& points,
                                           const knowledge::Parameters& parameters);

}  // namespace yishou::rule_checks
