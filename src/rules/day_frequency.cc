// Rule 27: units of an item beyond a limit for a day (month, year, visit, life), by person and institution. The units that
// count are those claimed from the fund (A3).
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/line_rule.h"
#include "rules/person_verdicts.h"

namespace yishou::rules {

namespace {

using model::Index;

struct Entry {
  model::CodeDictionary::Id institution, item;
  std::uint32_t point;
  std::int32_t period;
  Index line;
  friend auto operator<=>(const Entry&, const Entry&) = default;

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return institution == other.institution && item == other.item && point == other.point && period == other.period;
  }
};

/// Published limits are for the day; a point without scope too.
std::int32_t period_of(knowledge::Scope scope, const model::ClaimBlock& block, Index line) {
  const Day day = block.lines.day[line];
  switch (scope) {
    case knowledge::Scope::kVisit: return static_cast<std::int32_t>(block.lines.visit[line]);
    case knowledge::Scope::kMonth: {
      const CivilDate date = civil_from_day(day);
      return date.year * 12 + date.month;
    }
    case knowledge::Scope::kYear: return civil_from_day(day).year;
    case knowledge::Scope::kLife: return 0;
    default: return day;
  }
}

std::string_view period_name(knowledge::Scope scope) {
  switch (scope) {
    case knowledge::Scope::kVisit: return "次就诊";
    case knowledge::Scope::kMonth: return "月";
    case knowledge::Scope::kYear: return "年";
    case knowledge::Scope::kLife: return "人";
    default: return "日";
  }
}

class DayFrequency final : public Rule {
 public:
  explicit DayFrequency(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::vector<Entry> entries;
    std::vector<Bucket> buckets;
    PersonVerdicts verdicts;
    for_each_person(block, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                    [&](std::span<const Match> run) {
      entries.clear();
      buckets.clear();
      for (const Match& match : run) {
        const Index line = match.line;
        if (block.lines.claimed[line] == 0) continue;
        for_points(evaluation, match, [&](std::uint32_t index) {
          const knowledge::Point& point = evaluation.snapshot.point(index);
          if (point.needs_condition || point.num == kNoNumber) {
            verdicts.undecide(line, kNoCondition);
          } else if (block.lines.day[line] == kNoDay) {
            verdicts.undecide(line, "费用日期");
          } else {
            entries.push_back({block.lines.institution[line], block.lines.item[line], index,
                               period_of(point.scope, block, line), line});
          }
        });
      }
      std::ranges::sort(entries);
      for (std::size_t begin = 0; begin < entries.size();) {
        std::size_t end = begin + 1;
        while (end < entries.size() && entries[end].same_bucket(entries[begin])) ++end;
        judge(evaluation, {entries.data() + begin, end - begin}, buckets, verdicts);
        begin = end;
      }
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

  /// A13: adds up in time order; units beyond the limit are the excess.
  static void judge(const Evaluation& evaluation, std::span<const Entry> entries, std::vector<Bucket>& buckets,
                    PersonVerdicts& verdicts) {
    const model::Lines& lines = evaluation.block.lines;
    const Qty limit = evaluation.snapshot.point(entries.front().point).num;
    const auto number = static_cast<std::uint32_t>(buckets.size());
    Qty total = 0;
    for (const Entry& entry : entries) {
      const Qty units = lines.net_cnt[entry.line];
      const Qty before = total;
      total += units;
      if (total <= limit) continue;
      const Qty excess = std::min(units, total - std::max(before, limit));
      verdicts.accuse(number, entry.line, share_of(lines.net_amount[entry.line], excess, units));
    }
    if (total > limit) buckets.push_back({entries, total});
  }

  void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits, Accusation& accusation,
                std::vector<Index>& related) const {
    const knowledge::Point& point = evaluation.snapshot.point(bucket.entries.front().point);
    std::size_t next = 0;
    for (const Entry& entry : bucket.entries) {
      if (next < hits.size() && hits[next].line == entry.line) {
        ++next;
      } else {
        related.push_back(entry.line);
      }
    }
    const std::string_view period = period_name(point.scope);
    const std::string_view unit = point.unit.empty() ? std::string_view{"次"} : point.unit;
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
};

}  // namespace

const Rule& item_frequency_rule() {
  static const DayFrequency rule{
      {.number = 27,
       .slug = "item_frequency",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目限定频次知识点：限制数量",
       .meaning_zh = "同一患者在同一机构同一日（月、年、就诊）内，项目计费数量超过限定频次",
       .meaning_en = "More units of an item for a person in an institution and day than the limit",
       .parameters = {},
       .reads = {},
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
