// Prefixes of one rule that lie in one another and say different things: the longest decides, and people should know.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/left_out.h"
#include "knowledge/point_file.h"

namespace yishou::knowledge {

/// True when two points may both hold for one fee in one region.
[[nodiscard]] bool may_meet(const PointRow& a, const PointRow& b);

/// For each of `fresh` that judges: at most one remark about a longer and one about a shorter code of the same rule with another
/// limit, among `known` and `fresh`. `numbers` are the lines of `fresh` (empty: none).
[[nodiscard]] std::vector<LeftOut> find_shadows(const std::vector<StoredPoint>& fresh,
                                                const std::vector<std::size_t>& numbers,
                                                const std::vector<StoredPoint>& known, std::string_view file);

}  // namespace yishou::knowledge
