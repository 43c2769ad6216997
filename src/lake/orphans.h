// What in a lake hangs on something that is not there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/manifest.h"
#include "lake/part_file.h"

namespace yishou::lake {

/// Lines without a settlement and refunds of an unknown one may still find it in a later load: kept, counted, told.
struct Orphans {
  std::int64_t lines = 0;    ///< fee lines whose setl_id is not there
  std::int64_t refunds = 0;  ///< settlements that cancel one that is not there
};

/// Counts in the files that the manifest names, with one thread for each engine. Errors: those of the engine.
[[nodiscard]] Result<Orphans> count_orphans(const Manifest& manifest, const std::string& lake,
                                            std::vector<PartFiles>& engines);

}  // namespace yishou::lake
