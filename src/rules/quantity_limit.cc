// Units beyond a limit. Rule 27: of a service item by person, institution and day (month, year, visit, life); rule 86: of
// consumables by visit (and day). The units that count are those claimed from the fund (A3).
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/line_rule.h"
#include "rules/period.h"
#include "rules/person_verdicts.h"
#include "rules/runs.h"

namespace yishou::rules {

namespace {

using knowledge::Scope;
using model::Index;

/// A line in the bucket of one point; fields that a rule does not tell buckets apart by stay as they are here.
struct Entry {
  model::CodeDictionary::Id institution = 0, item = 0;
  std::string_view prefix;  ///< the code of the knowledge
  std::uint32_t point = 0;
  Index visit = model::kNone;
  std::int32_t period = 0;
  Index line = 0;
  friend auto operator<=>(const Entry&, const Entry&) = default;

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return institution == other.institution && item == other.item && prefix == other.prefix && point == other.point &&
           visit == other.visit && period == other.period;
  }
};

/// How the two rules count.
struct Counting {
  bool by_item;  ///< each institution and billed code for itself; else all that begins with the point's code, by visit
  Scope scope;   ///< of a point that says none
  std::string_view unit;
};

class QuantityLimit final : public Rule {
 public:
  QuantityLimit(RuleInfo info, Counting counting) : info_(std::move(info)), counting_(counting) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::vector<Entry> entries;
    std::vector<Bucket> buckets;
    PersonVerdicts verdicts;
    for_each_wanted_person(evaluation, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                           [&](std::span<const Match> run) {
      entries.clear();
      buckets.clear();
      for (const Match& match : run) {
        if (block.lines.claimed[match.line] != 0) collect(evaluation, match, entries, verdicts);
      }
      std::ranges::sort(entries);
      for_each_bucket(entries, [&](auto bucket) { judge(evaluation, bucket, buckets, verdicts); });
      verdicts.say(block, info_, sink,
                   [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>& related) {
        describe(evaluation, buckets[hits.front().bucket], hits, accusation, related);
      });
    });
  }

 private:
  struct Bucket {
    std::span<const Entry> entries;
    Qty total;
  };

  /// The default stands for every scope that is none of these.
  [[nodiscard]] Scope scope_of(const knowledge::Point& point) const {
    const bool fits = needs_day(point.scope) || point.scope == Scope::kVisit || point.scope == Scope::kLife;
    return fits ? point.scope : counting_.scope;
  }

  void collect(const Evaluation& evaluation, const Match& match, std::vector<Entry>& entries,
               PersonVerdicts& verdicts) const {
    const model::Lines& lines = evaluation.block.lines;
    const Index line = match.line;
    const Day day = lines.day[line];
    for_codes(evaluation, {match.points, match.count}, day, [&](const knowledge::CodePoint& code) {
      const knowledge::Point& point = evaluation.snapshot.point(code.point);
      const Scope scope = scope_of(point);
      if (point.needs_condition || point.num == kNoNumber) {
        verdicts.undecide(line, kNoCondition);
      } else if (day == kNoDay && (counting_.by_item || needs_day(scope))) {
        verdicts.undecide(line, "费用日期");
      } else {
        Entry entry;
        entry.point = code.point;
        entry.period = period_of(scope, day);
        entry.line = line;
        if (counting_.by_item) {
          entry.institution = lines.institution[line];
          entry.item = lines.item[line];
          if (scope == Scope::kVisit) entry.visit = lines.visit[line];
        } else {
          entry.prefix = evaluation.block.item_code(line).substr(0, code.code_length);
          entry.visit = lines.visit[line];
        }
        entries.push_back(entry);
      }
    });
  }

  static void judge(const Evaluation& evaluation, std::span<const Entry> entries, std::vector<Bucket>& buckets,
                    PersonVerdicts& verdicts) {
    const model::Lines& lines = evaluation.block.lines;
    RunningTotal units{.limit = evaluation.snapshot.point(entries.front().point).num};
    const auto number = static_cast<std::uint32_t>(buckets.size());
    for (const Entry& entry : entries) {
      const Qty excess = units.beyond(lines.net_cnt[entry.line]);
      if (excess == 0) continue;
      verdicts.accuse(number, entry.line, share_of(lines.net_amount[entry.line], excess, lines.net_cnt[entry.line]));
    }
    if (units.total > units.limit) buckets.push_back({entries, units.total});
  }

  void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits, Accusation& accusation,
                std::vector<Index>& related) const {
    const knowledge::Point& point = evaluation.snapshot.point(bucket.entries.front().point);
    others(bucket.entries, hits, related);
    const std::string_view period = period_name(scope_of(point));
    const std::string_view unit = point.unit.empty() ? counting_.unit : point.unit;
    accusation.point = bucket.entries.front().point;
    accusation.begin = evaluation.block.lines.time[bucket.entries.front().line];
    accusation.end = evaluation.block.lines.time[bucket.entries.back().line];
    accusation.observed = fmt::format("{}{}", number_text(bucket.total), unit);
    accusation.limit = fmt::format("每{}不超过{}{}", period, number_text(point.num), unit);
    accusation.content = fmt::format("{}同一{}共计费{}，超过{}的限定，超出部分金额{}。",
                                     charged(evaluation, hits.front().line, accusation.point), period,
                                     accusation.observed, accusation.limit, yuan(sum_of(hits)));
  }

  RuleInfo info_;
  Counting counting_;
};

}  // namespace

const Rule& item_frequency_rule() {
  static const QuantityLimit rule{
      {.number = 27,
       .slug = "item_frequency",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目限定频次知识点：限制数量",
       .meaning_zh = "同一患者在同一机构同一日（月、年、就诊）内，项目计费数量超过限定频次",
       .meaning_en = "More units of an item for a person in an institution and day than the limit",
       .parameters = {},
       .reads = {},
       .consults = {}},
      {.by_item = true, .scope = Scope::kDay, .unit = "次"}};
  return rule;
}

const Rule& consumable_quantity_rule() {
  static const QuantityLimit rule{
      {.number = 86,
       .slug = "consumable_quantity",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医用耗材合理使用要求：同一次就诊（同一日）的使用数量不超过临床合理数量",
       .meaning_zh = "同一次就诊（或其中一日）内，耗材计费数量超过合理数量，超出部分存疑",
       .meaning_en =
           "More units of a consumable in a visit (or a day of it) than is reasonable; the units beyond the limit",
       .parameters = {},
       .reads = {},
       .consults = {}},
      {.by_item = false, .scope = Scope::kVisit, .unit = "个"}};
  return rule;
}

}  // namespace yishou::rules
