// The volumes as one file (docs/formats/volumes.md): a cache, made anew from the lake whenever it does not fit.
#pragma once

#include <string>

#include "base/result.h"
#include "volumes/volumes.h"

namespace yishou::volumes {

/// Puts the file in place in one step.
[[nodiscard]] Status save(const Volumes& volumes, const std::string& file);
/// kNotFound when there is none; kBadInput when it is damaged or of another version.
[[nodiscard]] Result<Volumes> load(const std::string& file);

}  // namespace yishou::volumes
