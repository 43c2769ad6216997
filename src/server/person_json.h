// Facts of a person as the API shows them: names and codes of the extracts (contract §3), codes as numbers, money as text.
#pragma once

#include <boost/json.hpp>

#include "server/person_facts.h"
#include "server/places.h"

namespace yishou::server {

[[nodiscard]] boost::json::object visit_json(const PersonFacts& facts, model::Index visit, const Places& places);
/// With its diagnoses and operations.
[[nodiscard]] boost::json::object settlement_json(const PersonFacts& facts, model::Index settlement,
                                                  const Places& places);
[[nodiscard]] boost::json::object line_json(const PersonFacts& facts, model::Index line, const Places& places);
/// 1 male, 2 female, null.
[[nodiscard]] boost::json::value sex_json(model::Sex sex);

}  // namespace yishou::server
