// The form of a finding (contract §4): what all of a rule's findings share, and the stable id.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/engine.h"

namespace yishou::engine {

/// Does a span touch the period that is reported. Open ends (kNoSecond) do.
[[nodiscard]] bool in_period(const Options& options, Second begin, Second end);

/// A finding of a rule with its verdict and basis; `point` is named in the basis unless kNone. No subject, no id yet.
[[nodiscard]] model::Finding finding_of(const knowledge::Snapshot& snapshot, std::uint16_t rule, std::uint32_t point);
/// The same for what cannot be judged because `missing` (Chinese) is not known.
[[nodiscard]] model::Finding undecided_finding(const knowledge::Snapshot& snapshot, std::uint16_t rule,
                                               std::string_view missing);

/// Sets finding_id, from everything that tells findings apart. Last.
void set_finding_id(model::Finding& finding);

}  // namespace yishou::engine
