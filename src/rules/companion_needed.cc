// A drug or consumable that is used only together with a service item, charged without it in the visit (or on the day). Rules
// 64 (drugs), 84 (consumables). The item may be paid privately: evidence is any effective line.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

/// An item of a point, charged in a visit on a day. Days that are not known come first.
struct Companion {
  std::uint32_t point;
  Index visit;
  Day day;
  friend auto operator<=>(const Companion&, const Companion&) = default;
};

class CompanionNeeded final : public Rule {
 public:
  explicit CompanionNeeded(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const std::span<const Match> items = evaluation.matches.of(info_.number, knowledge::Side::kValue);
    std::size_t next = 0;
    Index person = model::kNone;
    std::vector<Companion> given;
    const auto judge = [&](Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.values_count == 0) return Judgement::undecided(kNoCondition);
      if (block.lines.person[line] != person) {
        person = block.lines.person[line];
        collect(block, items, block.persons[person].lines, next, given);
      }
      const Index visit = block.lines.visit[line];
      const auto first = std::ranges::lower_bound(given, Companion{index, visit, kNoDay});
      const bool any = first != given.end() && first->point == index && first->visit == visit;
      const bool by_day = point.scope == knowledge::Scope::kDay;
      if (any && !by_day) return Judgement::clear();
      if (any) {
        const Day day = block.lines.day[line];
        if (day == kNoDay) return Judgement::undecided("费用日期");
        if (std::binary_search(first, given.end(), Companion{index, visit, day})) return Judgement::clear();
        if (first->day == kNoDay) return Judgement::undecided("费用日期");
      }
      const std::string_view where = by_day ? "当日" : "本次就诊";
      const std::string needed = names_of(evaluation.snapshot, point);
      return Judgement::accused(
          fmt::format("{}没有相应的医疗服务项目", where), fmt::format("需同时有{}", needed),
          fmt::format("{}应与医疗服务项目（{}）同时使用，{}没有该类项目的记录，涉及金额{}。",
                      charged(evaluation, line, index), needed, where, yuan(block.lines.net_amount[line])));
    };
    judge_lines(evaluation, info_, sink, judge, [&](Index line) { return !is_pharmacy(block, line); });
  }

 private:
  /// The items of the person's lines by point. `next` goes forward over all matches of the block.
  static void collect(const model::ClaimBlock& block, std::span<const Match> matches, model::Range lines,
                      std::size_t& next, std::vector<Companion>& given) {
    given.clear();
    while (next < matches.size() && matches[next].line < lines.begin) ++next;
    for (; next < matches.size() && matches[next].line < lines.end; ++next) {
      const Match& match = matches[next];
      for (std::uint32_t i = 0; i < match.count; ++i)
        given.push_back({match.points[i].point, block.lines.visit[match.line], block.lines.day[match.line]});
    }
    std::ranges::sort(given);
  }

  static std::string names_of(const knowledge::Snapshot& snapshot, const knowledge::Point& point) {
    if (!point.value_name.empty() && point.value_name.size() <= 120) return std::string{point.value_name};
    const std::string first{snapshot.values(point).front().substr(0, 40)};
    return point.values_count == 1 ? first : first + "等";
  }

  RuleInfo info_;
};

model::FactSet visit_facts() { return model::facts(Fact::kSetlMedType, Fact::kInstitutionType); }

}  // namespace

const Rule& drug_without_item_rule() {
  static const CompanionNeeded rule{
      {.number = 64,
       .slug = "drug_without_item",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "诊疗常规：专用于某类诊疗项目的药品，应与该项目同时发生",
       .meaning_zh = "专用于某类诊疗项目的药品，在同一次就诊（或当日）没有该类项目的记录",
       .meaning_en = "A drug used only together with a service item, without such an item in the visit (or on the day)",
       .parameters = {},
       .reads = visit_facts(),
       .consults = {}}};
  return rule;
}

const Rule& consumable_without_item_rule() {
  static const CompanionNeeded rule{
      {.number = 84,
       .slug = "consumable_without_item",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "诊疗常规：专用于某类诊疗项目的医用耗材，应与该项目同时发生",
       .meaning_zh = "专用于某类诊疗项目的医用耗材，在同一次就诊（或当日）没有该类项目的记录",
       .meaning_en =
           "A consumable used only together with a service item, without such an item in the visit (or on the day)",
       .parameters = {},
       .reads = visit_facts(),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
