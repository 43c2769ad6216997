#include <algorithm>
#include <vector>

#include "rules/rule.h"

namespace yishou::rules {

#define RULE(number, name) const Rule& name##_rule();
#include "rules/rule_list.inc"
#undef RULE

std::span<const Rule* const> all_rules() {
  static const std::vector<const Rule*> rules{
#define RULE(number, name) &name##_rule(),
#include "rules/rule_list.inc"
#undef RULE
  };
  return rules;
}

const Rule* find_rule(std::uint16_t number) {
  const std::span<const Rule* const> rules = all_rules();
  const auto found = std::ranges::find(rules, number, [](const Rule* rule) { return rule->info().number; });
  return found == rules.end() ? nullptr : *found;
}

}  // namespace yishou::rules
