// Ranges of codes as the rules write them: C60-C63 means C60, C61, C62 and C63 (rules.md A8).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yishou::knowledge {

/// The codes that `text` means: every category of a range (C00-D48, D07.4-D07.6, 60-64), in order; otherwise the text itself.
/// nullopt: a range that ends before it begins.
[[nodiscard]] std::optional<std::vector<std::string>> expand_range(std::string_view text);

}  // namespace yishou::knowledge
