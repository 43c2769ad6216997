// Own points: rules.md's one CSV for all rules (docs/formats/own-points.md) → rows, and what was refused of it.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/left_out.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

struct OwnPoints {
  std::vector<PointRow> rows;  ///< rows with the same point_id and the same other columns are one, with several codes
  std::vector<std::size_t> numbers;  ///< beside rows: the line of the file on which each begins
  std::vector<LeftOut> left;         ///< refused and repeated rows
  std::vector<LeftOut> warnings;     ///< rows that were taken but are worth a look
};

/// How much is asked of a row: kForm, that each column can be read; kMeaning also that the rule exists, that its row has the
/// value or number without which the rule cannot judge and codes of its kind, and that rows do not contradict one another.
enum class OwnCheck : std::uint8_t { kForm, kMeaning };

/// The codes of a published point of a rule, for rows whose `code` is its id (KP-…); nullptr: none is known.
using CodesOfPoint = std::function<const std::vector<std::string>*(std::uint16_t rule, std::string_view point_id)>;

/// Reads row by row; fails only when the file as a whole cannot be read (no header we know, broken quoting). Ranges of diagnosis
/// and operation codes are expanded, and ids of published points are replaced by their codes when `codes_of` is given.
[[nodiscard]] Result<OwnPoints> read_own_points(std::string_view csv, std::string_view file, OwnCheck check,
                                                const CodesOfPoint& codes_of = {});

/// True when `header` is that of own points.
[[nodiscard]] bool is_own_header(const std::vector<std::string>& header);

}  // namespace yishou::knowledge
