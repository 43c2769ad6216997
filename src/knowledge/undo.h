// Undo: what some batches brought no longer holds from a day on. Nothing is deleted: later batches say so.
#pragma once

#include <set>
#include <string>

#include "base/result.h"
#include "knowledge/base.h"

namespace yishou::knowledge {

struct UndoOptions {
  std::set<std::size_t> batches;  ///< their orders
  std::string name;               ///< of the new batches
  Day from = kNoDay;              ///< first fee date on which they no longer hold; must be given
  Day known_since = kNoDay;       ///< the day the base learns it; must be given
};

struct UndoReport {
  std::size_t parameters = 0, points = 0;  ///< rows that say so
  std::size_t left = 0;                    ///< points that a later batch has replaced already: they stay as they are
};

/// Appends what holds instead from that day on: parameters as they would be without the batches, in the regions that the batches name;
/// own points as they were before, or as reference points; published points as those they superseded, or as reference points.
[[nodiscard]] Result<UndoReport> undo_batches(KnowledgeBase& base, const UndoOptions& options);

}  // namespace yishou::knowledge
