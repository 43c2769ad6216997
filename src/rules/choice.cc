#include "rules/choice.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "rules/catalogue.h"

namespace yishou::rules {
namespace {

Result<int> parse_number(std::string_view what, std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1 || number > 9999) {
    return fail(ErrorCode::kBadCall,
                fmt::format("{} takes numbers and ranges such as 1,2,25-31, not \"{}\"", what, text));
  }
  return number;
}

}  // namespace

Result<std::vector<const Rule*>> choose(std::string_view what, std::string_view list) {
  std::vector<const Rule*> chosen;
  if (list.empty()) {
    const auto all = all_rules();
    chosen.assign(all.begin(), all.end());
    return chosen;
  }
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    const std::string_view word = list.substr(at, comma - at);
    at = comma + 1;
    const std::size_t dash = word.find('-');
    YISHOU_TRY(const int first, parse_number(what, word.substr(0, dash)));
    int last = first;
    if (dash != std::string_view::npos) {
      YISHOU_TRY(last, parse_number(what, word.substr(dash + 1)));
    }
    bool any = false;
    for (int number = first; number <= last; ++number) {
      const Rule* rule = find_rule(static_cast<std::uint16_t>(number));
      if (rule == nullptr) continue;
      any = true;
      if (std::ranges::find(chosen, rule) == chosen.end()) chosen.push_back(rule);
    }
    if (!any) {
      const bool listed = catalogue_entry(static_cast<std::uint16_t>(first)) != nullptr;
      return fail(ErrorCode::kBadCall, fmt::format("{} {}: {}; see: yishou rules list", what, word,
                                                   listed ? "not computed by this version" : "there is no such rule"));
    }
  }
  std::ranges::sort(chosen, {}, [](const Rule* rule) { return rule->info().number; });
  return chosen;
}

}  // namespace yishou::rules
