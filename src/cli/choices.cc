#include "cli/choices.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "knowledge/base.h"
#include "rules/catalogue.h"

namespace yishou::cli {
namespace {

Result<int> parse_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1 || number > 9999) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--rules takes numbers and ranges such as 1,2,25-31, not \"{}\"", text));
  }
  return number;
}

}  // namespace

Result<std::vector<const rules::Rule*>> choose_rules(const std::string& list) {
  std::vector<const rules::Rule*> chosen;
  if (list.empty()) {
    const auto all = rules::all_rules();
    chosen.assign(all.begin(), all.end());
    return chosen;
  }
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    const std::string_view word = std::string_view{list}.substr(at, comma - at);
    at = comma + 1;
    const std::size_t dash = word.find('-');
    YISHOU_TRY(const int first, parse_number(word.substr(0, dash)));
    int last = first;
    if (dash != std::string_view::npos) {
      YISHOU_TRY(last, parse_number(word.substr(dash + 1)));
    }
    bool any = false;
    for (int number = first; number <= last; ++number) {
      const rules::Rule* rule = rules::find_rule(static_cast<std::uint16_t>(number));
      if (rule == nullptr) continue;
      any = true;
      if (std::ranges::find(chosen, rule) == chosen.end()) chosen.push_back(rule);
    }
    if (!any) {
      const bool listed = rules::catalogue_entry(static_cast<std::uint16_t>(first)) != nullptr;
      return fail(ErrorCode::kBadCall, fmt::format("--rules {}: {}; see: yishou rules list", word,
                                                   listed ? "not computed by this version" : "there is no such rule"));
    }
  }
  std::ranges::sort(chosen, {}, [](const rules::Rule* rule) { return rule->info().number; });
  return chosen;
}

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

std::vector<report::RuleName> names_of(const std::vector<const rules::Rule*>& chosen) {
  std::vector<report::RuleName> names;
  for (const rules::Rule* rule : chosen) {
    const rules::CatalogueEntry* entry = rules::catalogue_entry(rule->info().number);
    names.push_back(
        {entry->number, std::string{entry->code}, std::string{entry->name_zh}, std::string{entry->name_en}});
  }
  return names;
}

Result<std::filesystem::path> base_folder(const std::string& option) {
  if (!option.empty()) return std::filesystem::path{option};
  return knowledge::default_base_folder();
}

}  // namespace yishou::cli
