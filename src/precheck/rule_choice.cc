#include "precheck/rule_choice.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "rules/catalogue.h"

namespace yishou::embedded {
extern const std::string_view precheck_scenes;
}  // namespace yishou::embedded

namespace yishou::precheck {
namespace {

using Rules = std::vector<const rules::Rule*>;

struct Table {
  Rules before, during, askable;
};

// The rules of the row of `stage`: the second field, numbers between semicolons.
Rules rules_of_row(std::string_view stage) {
  const std::string_view text = embedded::precheck_scenes;
  const std::size_t row = text.find("\n" + std::string{stage} + ",");
  YISHOU_CHECK(row != std::string_view::npos, "scenes.csv has a row for each stage");
  std::string_view rest = text.substr(text.find(',', row) + 1);
  rest = rest.substr(0, rest.find(','));
  Rules found;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::uint16_t number = 0;
    std::from_chars(rest.data(), rest.data() + end, number);
    const rules::Rule* rule = rules::find_rule(number);
    YISHOU_CHECK(rule != nullptr && rule->month_rule() == nullptr && rule->stock_rule() == nullptr,
                 "scenes.csv names rules over persons");
    found.push_back(rule);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found;
}

const Table& table() {
  static const Table made = [] {
    Table t;
    t.before = rules_of_row("before");
    t.during = t.before;
    for (const rules::Rule* rule : rules_of_row("during")) t.during.push_back(rule);
    std::ranges::sort(t.during, {}, [](const rules::Rule* rule) { return rule->info().number; });
    t.askable = t.during;
    return t;
  }();
  return made;
}

// "67", "67@1" or a national code.
bool names(std::string_view id, const rules::Rule& rule) {
  const std::uint16_t number = rule.info().number;
  std::uint16_t said = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), said);
  if (error == std::errc{} && said == number && (end == id.data() + id.size() || *end == '@')) return true;
  return id == rules::catalogue_entry(number)->code;
}

}  // namespace

std::span<const rules::Rule* const> askable_rules() { return table().askable; }

std::span<const rules::Rule* const> rules_of(Stage stage) {
  return stage == Stage::kBefore ? table().before : table().during;
}

std::vector<const rules::Rule*> choose_rules(Stage stage, std::string_view scene,
                                             std::span<const std::string_view> rule_ids) {
  int number = 0;
  std::from_chars(scene.data(), scene.data() + scene.size(), number);
  if (number >= 1 && number <= 10) {
    const auto all = rules_of(number >= 6 ? Stage::kDuring : Stage::kBefore);
    return {all.begin(), all.end()};
  }
  const auto all = rules_of(stage);
  Rules chosen;
  bool any = false;
  for (const rules::Rule* rule : askable_rules()) {
    if (std::ranges::none_of(rule_ids, [&](std::string_view id) { return names(id, *rule); })) continue;
    any = true;
    if (std::ranges::find(all, rule) != all.end()) chosen.push_back(rule);
  }
  if (any) return chosen;
  return {all.begin(), all.end()};
}

}  // namespace yishou::precheck
