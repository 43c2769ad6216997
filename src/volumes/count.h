// count: the volumes of a lake, in one pass over its blocks.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "lake/claims.h"
#include "volumes/volumes.h"

namespace yishou::volumes {

/// Which state of a lake its volumes are of: changes with every load.
[[nodiscard]] std::string state_of(const lake::Manifest& manifest);

/// Counts on `threads` threads. kBusy soon after `stopping` says so. Memory: by institutions, days, doctors and departments, not by
/// lines; a thread keeps its own counts.
[[nodiscard]] Result<Volumes> count(const lake::LakeClaims& claims, unsigned threads,
                                    const std::function<bool()>& stopping, Second now);

}  // namespace yishou::volumes
