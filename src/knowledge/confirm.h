// Confirming: a region takes reference points for its own, so that they judge there; and gives them back.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "knowledge/base.h"
#include "knowledge/left_out.h"

namespace yishou::knowledge {

struct ConfirmOptions {
  std::uint16_t rule = 0;
  std::vector<std::string> points;  ///< ids; empty: every one of the rule
  std::string region;               ///< first digits of the 行政区划 code; empty: everywhere
  Day known_since = kNoDay;         ///< the day the base learns it; must be given
  Day from = kNoDay;                ///< first fee date of the change; kNoDay: for all fee dates
  bool dry_run = false;
};

struct ConfirmReport {
  std::vector<PointRow> rows;     ///< as they stand now
  std::size_t already = 0;        ///< named ids that stood so before
  std::size_t replaced = 0;       ///< codes of published and listed points that give way in the region
  std::vector<LeftOut> warnings;  ///< codes that lie in one another with another limit
  std::string batch;              ///< name of the batch in the manifest; empty: nothing was written
};

/// Makes reference points of a rule confirmed ones of a region, as one new batch. kNotFound names the ids that are no reference
/// points of the rule; nothing is written then.
[[nodiscard]] Result<ConfirmReport> confirm_points(KnowledgeBase& base, const ConfirmOptions& options);

/// The reverse: points confirmed in exactly that region, by this call or by an import, no longer judge there; they stay in the
/// base as reference points. Fee dates before `from` go on being judged.
[[nodiscard]] Result<ConfirmReport> withdraw_points(KnowledgeBase& base, const ConfirmOptions& options);

}  // namespace yishou::knowledge
