// Rules, points and parameters as the API tells them.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "base/result.h"
#include "identity/scope.h"
#include "knowledge/base.h"
#include "knowledge/parameters.h"
#include "knowledge/snapshot_builder.h"
#include "server/live_knowledge.h"

namespace yishou::server {

/// The ETag of everything that tells of rules and knowledge: changes whenever the knowledge in force does, of any region.
[[nodiscard]] std::string knowledge_etag(const InForce& in_force);

/// A point as it holds in a region.
[[nodiscard]] boost::json::object json_of(const knowledge::PointRow& row);
/// A row of a parameter. `shipped`: the default of the program.
[[nodiscard]] boost::json::object json_of(const knowledge::ParameterRow& row, bool shipped);

/// Adds what a parameter is: kind, bounds, and the rules that read it.
void add_definition(const knowledge::ParameterDefinition& definition, boost::json::object& row);

/// Prefix of a 行政区划 code: up to twelve digits. kBadCall.
[[nodiscard]] Status check_region(std::string_view region);
/// Whether the scope may change what holds in a region: the nation's, or one that holds the region.
[[nodiscard]] Status may_change_region(const identity::Scope& scope, std::string_view region);
/// The day on which the base learns what is changed on `today`: never before its newest batch.
[[nodiscard]] Day known_since_of(const knowledge::KnowledgeBase& base, Day today);

}  // namespace yishou::server
