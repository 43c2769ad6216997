// Finds the points in a published workbook: header, rule, detail and code sheets, titles, totals and notes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/left_out.h"
#include "knowledge/official_point.h"
#include "knowledge/workbook.h"

namespace yishou::knowledge {

struct OfficialDocument {
  std::string file;  ///< name without folders
  std::vector<OfficialPoint> points;
  std::vector<LeftOut> left;
};

/// Reads the points of a workbook. `known_code` says whether a code is in the base: a number that lost its leading zeros is
/// repaired only then. Fails when no sheet has a table we know.
[[nodiscard]] Result<OfficialDocument> find_points(const Workbook& workbook, std::string_view file,
                                                   const std::function<bool(std::string_view)>& known_code);

}  // namespace yishou::knowledge
