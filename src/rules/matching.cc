#include "rules/matching.h"

#include <algorithm>

namespace yishou::rules {

std::size_t match_slots(std::span<const Rule* const> rules) {
  std::size_t slots = 1;
  for (const Rule* rule : rules) {
    slots = std::max<std::size_t>(slots, rule->info().number + 1u);
    for (const std::uint16_t consulted : rule->info().consults) slots = std::max<std::size_t>(slots, consulted + 1u);
  }
  return slots;
}

Matcher::Matcher(const knowledge::Snapshot& snapshot, std::span<const Rule* const> rules)
    : snapshot_(snapshot), wanted_(match_slots(rules), false) {
  for (const Rule* rule : rules) {
    wanted_[rule->info().number] = true;
    for (const std::uint16_t consulted : rule->info().consults) wanted_[consulted] = true;
  }
}

Matcher::Known Matcher::learn(std::string_view code) {
  const knowledge::ItemKnowledge all = snapshot_.resolve(code);
  std::vector<Group> groups;
  for (const knowledge::CodeGroup& group : all.groups) {
    if (group.rule >= wanted_.size() || !wanted_[group.rule]) continue;
    std::vector<knowledge::CodePoint> judging;
    for (std::uint32_t i = 0; i < group.count; ++i) {
      const knowledge::CodePoint& point = all.points[group.begin + i];
      if (snapshot_.point(point.point).state != knowledge::State::kReference) judging.push_back(point);
    }
    if (judging.empty()) continue;
    const std::vector<knowledge::CodePoint>& kept = points_.emplace_back(std::move(judging));
    groups.push_back({group.rule, group.side, kept.data(), static_cast<std::uint32_t>(kept.size())});
  }
  if (groups.empty()) return {};
  const std::vector<Group>& kept = groups_.emplace_back(std::move(groups));
  return {kept.data(), static_cast<std::uint32_t>(kept.size())};
}

Matcher::Known Matcher::known_of(std::string_view code) {
  const auto place = PairHash{}(reinterpret_cast<std::uintptr_t>(code.data())) % kRecent;
  Recent& recent = recent_[place];
  if (recent.block == block_ && recent.text == code.data() && recent.size == code.size()) return recent.known;
  auto found = known_texts_.find(code);
  if (found == known_texts_.end()) found = known_texts_.emplace(texts_.keep(code), learn(code)).first;
  recent = {code.data(), code.size(), block_, found->second};
  return found->second;
}

std::span<const knowledge::CodePoint> Matcher::find(std::uint16_t rule, knowledge::Side side, std::string_view code) {
  const Known known = known_of(code);
  for (std::uint32_t g = 0; g < known.count; ++g) {
    const Group& group = known.groups[g];
    if (group.rule == rule && group.side == side) return {group.points, group.count};
  }
  return {};
}

void Matcher::match(const model::ClaimBlock& block, Matches& out) {
  out.clear();
  ++block_;
  const model::CodeDictionary& items = block.codes->items;
  for (std::size_t id = known_.size(); id < items.size(); ++id) {
    known_.push_back(learn(items.text(static_cast<model::CodeDictionary::Id>(id))));
  }
  const model::Lines& lines = block.lines;
  const model::Index count = lines.size();
  for (model::Index line = 0; line < count; ++line) {
    const Known& known = known_[lines.item[line]];
    if (known.count == 0 || lines.effective[line] == 0) continue;
    for (std::uint32_t g = 0; g < known.count; ++g) {
      const Group& group = known.groups[g];
      out.add(group.rule, group.side, {line, group.points, group.count});
    }
  }
}

}  // namespace yishou::rules
