#include "engine/switched_off.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "rules/rule.h"

namespace yishou::engine {

SwitchedOff::SwitchedOff(const knowledge::Parameters& parameters) {
  const auto& off = parameters.codes(knowledge::kRulesOff);
  const auto days = parameters.turns(knowledge::kRulesOff, kNoDay);
  for (const rules::Rule* rule : rules::all_rules()) {
    const std::string number = std::to_string(rule->info().number);
    std::map<Day, bool> from;
    bool any = false;
    for (const Day day : days) {
      from[day] = std::ranges::binary_search(off.at(day), number);
      any = any || from[day];
    }
    if (any) by_rule_[rule->info().number] = std::move(from);
  }
}

bool SwitchedOff::is_off(std::uint16_t rule, Day day) const {
  const auto found = by_rule_.find(rule);
  if (found == by_rule_.end()) return false;
  return std::prev(found->second.upper_bound(day))->second;  // the first entry is kNoDay, before all days
}

}  // namespace yishou::engine
