// What several commands let people choose: rules, region, knowledge base.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "rules/rule.h"

namespace yishou::cli {

/// Rules named as "1,2,25-31"; "" means all that are present. kBadCall names the first that is none of ours.
[[nodiscard]] Result<std::vector<const rules::Rule*>> choose_rules(const std::string& list);
/// A 行政区划 code is up to twelve digits; "" means the country.
[[nodiscard]] Status check_region(const std::string& region);
/// The folder of --base, or the default one when it is empty.
[[nodiscard]] Result<std::filesystem::path> base_folder(const std::string& option);

}  // namespace yishou::cli
