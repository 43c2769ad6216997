// The manual: Markdown pages made from the rules themselves. docs/rules is these pages; a test compares.
#pragma once

#include <map>
#include <string>

#include "knowledge/snapshot.h"

namespace yishou::manual {

/// File name → text: README.md with all 88 rules, and one page a family. `shipped`: the knowledge that comes with the program.
[[nodiscard]] std::map<std::string, std::string> pages(const knowledge::Snapshot& shipped);

}  // namespace yishou::manual
