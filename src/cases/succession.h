// Succession: a finding that accuses of the same as an earlier one, only judged by other knowledge or another version of its rule,
// takes over what persons have done with the earlier one.
#pragma once

#include <cstdint>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "model/finding.h"
#include "sql/database.h"

namespace yishou::cases {

/// `id` is the row of `finding`, just taken or just found again by run `run_no`. When an earlier finding has the same rule,
/// person, institution, span and accused lines, other versions, and was not found by this run, it is marked as gone, and its
/// state and assignee are the later one's; but a dismissal holds only for the amount, observed value and limit that were
/// dismissed, and otherwise the later one is new. True when there was one.
[[nodiscard]] Result<bool> succeed(sql::Transaction& transaction, const crypto::Sealer& sealer,
                                   const model::Finding& finding, std::int64_t id, std::int64_t run_no, Second now);

}  // namespace yishou::cases
