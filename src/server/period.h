// Period: from and to of a request as days, with what holds when they are missing.
#pragma once

#include "base/calendar.h"
#include "base/result.h"
#include "server/api.h"
#include "server/query_params.h"

namespace yishou::server {

/// Days in [from, to).
struct Period {
  Day from, to;
  [[nodiscard]] Day days() const { return to - from; }
};

/// `from` and `to` (a day that is not in it any more). Without `to` it ends after the last day of which settlements are known, or after
/// today; without `from` it has `usual_days`. kBadCall: no days, or more than ten years.
[[nodiscard]] Result<Period> read_period(const Call& call, const QueryParams& params, Day usual_days);

}  // namespace yishou::server
