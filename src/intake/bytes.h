// Bytes of a file, unpacked when it is gzip or zstd. What a file is, is read from its first bytes, not from its name.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "csv/slabs.h"

namespace yishou::intake {

/// Opens a file. Reading a packed file that is cut off or damaged ends in kBadInput that says how far it went.
[[nodiscard]] Result<std::unique_ptr<csv::ByteSource>> open_bytes(const std::string& path);

}  // namespace yishou::intake
