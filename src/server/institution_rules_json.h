// What the rules over an institution say of it: stock books, and indicators beside its peers. The numbers are those of the last audit.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "base/result.h"
#include "server/api.h"
#include "server/institution_volume_json.h"

namespace yishou::server {

/// One entry a stock rule: `found`, `undecided` (no finding, and facts were missing), `none`, or `not_judged` (no audit asked it yet).
[[nodiscard]] Result<boost::json::array> stock_rules_json(const Call& call, const std::string& institution);

/// One entry an indicator, with the months that the rule measured. Peers are never named, and not shown when there are fewer than five.
[[nodiscard]] Result<boost::json::array> indicators_json(const Call& call, const std::string& institution,
                                                         Months months);

}  // namespace yishou::server
