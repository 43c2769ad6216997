// Makes the knowledge that ships (knowledge/points.csv) from the published lists. A developer's tool: `yishou knowledge ship`.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace yishou::knowledge {

/// The text of points.csv from a folder with rules_flat.csv, rule_codes.csv and workbooks/*.xlsx. Fails when a row has a rule
/// that the national list does not name, or a workbook cannot be read.
[[nodiscard]] Result<std::string> make_shipped_points(const std::filesystem::path& from);

}  // namespace yishou::knowledge
