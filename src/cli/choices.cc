#include "cli/choices.h"

#include <algorithm>

#include <fmt/format.h>

#include "knowledge/base.h"
#include "rules/choice.h"

namespace yishou::cli {

Result<std::vector<const rules::Rule*>> choose_rules(const std::string& list) { return rules::choose("--rules", list); }

Status check_region(const std::string& region) {
  if (region.size() <= 12 && std::ranges::all_of(region, [](char c) { return c >= '0' && c <= '9'; })) return {};
  return fail(ErrorCode::kBadCall,
              fmt::format("--region takes an administrative division code such as 440703, not \"{}\"", region));
}

Result<Day> parse_option_day(std::string_view option, const std::string& text) {
  if (text.empty()) return kNoDay;
  const auto day = parse_day(text);
  if (!day) return fail(ErrorCode::kBadCall, fmt::format("{} takes a date YYYY-MM-DD, not \"{}\"", option, text));
  return *day;
}

Result<Period> parse_period(const std::string& from, const std::string& to) {
  Period period;
  YISHOU_TRY(period.from, parse_option_day("--from", from));
  YISHOU_TRY(period.to, parse_option_day("--to", to));
  if (period.from != kNoDay && period.to != kNoDay && period.from > period.to) {
    return fail(ErrorCode::kBadCall, fmt::format("--from {} lies after --to {}", from, to));
  }
  return period;
}

Result<std::filesystem::path> base_folder(const std::string& option) {
  if (!option.empty()) return std::filesystem::path{option};
  return knowledge::default_base_folder();
}

}  // namespace yishou::cli
