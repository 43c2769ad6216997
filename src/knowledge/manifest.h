// The manifest of a base: which batch files belong to it, in which order, known since when. One small file, replaced whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/base.h"

namespace yishou::knowledge {

inline constexpr int kBaseFormat = 1;

[[nodiscard]] std::string_view kind_word(BatchKind kind) noexcept;

/// The text: format line, header, a line for each batch, and a last line with the digest of all before it.
[[nodiscard]] std::string write_manifest(const std::vector<Batch>& batches);
/// Reads it; refuses another version, a cut-off or edited file, and names outside the folder.
[[nodiscard]] Result<std::vector<Batch>> read_manifest(std::string_view text, std::string_view file);

}  // namespace yishou::knowledge
