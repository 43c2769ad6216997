// A draft: what somebody thinks of changing, laid over a knowledge base without touching it. For `rules backtest`.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/base.h"
#include "knowledge/parameters.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

struct Draft {
  std::vector<PointRow> points;          ///< own points, as if imported after everything that the base has
  std::vector<ParameterRow> parameters;  ///< rows of a parameter file, as if imported
  std::vector<ParameterRow> settings;  ///< hold from their date on, whatever the base says for later or smaller regions
  bool with_reference = false;         ///< reference points judge as if the region had confirmed them
};

/// "name=value" (on all fee dates) or "name=value@YYYY-MM-DD" (from that day on). kBadCall, with the remedy, for an unknown name,
/// a value of the wrong kind or out of bounds, or a bad date.
[[nodiscard]] Result<ParameterRow> parse_setting(std::string_view text);

/// The snapshot that the base would give on that day in that region if the draft were in it. An empty draft gives the base's own.
[[nodiscard]] Result<Snapshot> draft_snapshot(const KnowledgeBase& base, Day as_known, std::string_view region,
                                              Draft draft);

}  // namespace yishou::knowledge
