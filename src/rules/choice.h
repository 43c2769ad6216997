// Which rules a run asks: a list of numbers and ranges, as people write it.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/rule.h"

namespace yishou::rules {

/// Rules named as "1,2,25-31", by number; "" means all that are present. kBadCall names the first that is none of ours; its sentence
/// begins with `what`, the option or member that held the list.
[[nodiscard]] Result<std::vector<const Rule*>> choose(std::string_view what, std::string_view list);

}  // namespace yishou::rules
