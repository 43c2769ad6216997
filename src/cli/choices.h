// What several commands let people choose: rules, region, knowledge base.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "report/report.h"
#include "rules/rule.h"

namespace yishou::cli {

/// Rules named as "1,2,25-31"; "" means all that are present. kBadCall names the first that is none of ours.
[[nodiscard]] Result<std::vector<const rules::Rule*>> choose_rules(const std::string& list);
/// A 行政区划 code is up to twelve digits; "" means the country.
[[nodiscard]] Status check_region(const std::string& region);
/// A date YYYY-MM-DD; kNoDay for "".
[[nodiscard]] Result<Day> parse_option_day(std::string_view option, const std::string& text);
/// Both days of --from and --to, in order.
struct Period {
  Day from = kNoDay, to = kNoDay;
};
[[nodiscard]] Result<Period> parse_period(const std::string& from, const std::string& to);
/// The folder of --base, or the default one when it is empty.
[[nodiscard]] Result<std::filesystem::path> base_folder(const std::string& option);

}  // namespace yishou::cli
