// Rule 26: the components of a bundle item charged one by one on a day, for more than the bundle costs.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/matching.h"
#include "rules/person_verdicts.h"
#include "rules/price_cap.h"
#include "rules/runs.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr std::int64_t kFenOfMicro = 10'000;  // millionths of a yuan in one fen

/// A claimed line of a component, in the bucket of one point.
struct Entry {
  Index visit;
  Day day;
  std::uint32_t point;
  Index line;
  std::string_view component;  ///< the prefix of the knowledge; the longest that fits

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return visit == other.visit && day == other.day && point == other.point;
  }
  [[nodiscard]] bool same_line(const Entry& other) const { return same_bucket(other) && line == other.line; }
};

class SplitCharge final : public Rule {
 public:
  explicit SplitCharge(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    Work work;
    for_each_wanted_person(evaluation, evaluation.matches.of(info_.number, knowledge::Side::kValue),
                           [&](std::span<const Match> run) {
      work.entries.clear();
      work.buckets.clear();
      for (const Match& match : run) {
        if (evaluation.block.lines.claimed[match.line] != 0) collect(evaluation, match, work);
      }
      order(work.entries);
      for_each_bucket(work.entries, [&](auto bucket) { judge(evaluation, bucket, work); });
      work.verdicts.say(evaluation.block, info_, sink,
                        [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>&) {
        describe(evaluation, work.buckets[hits.front().bucket], hits, accusation);
      });
    });
  }

 private:
  struct Bucket {
    std::uint32_t point;
    std::size_t components;
    Fen total;
    Micro price;
    std::int64_t sets;
  };
  /// Memory used again from person to person.
  struct Work {
    std::vector<Entry> entries;
    std::vector<Bucket> buckets;
    std::vector<std::pair<std::string_view, Qty>> units;  ///< of each component
    std::vector<std::string_view> wanted;
    PersonVerdicts verdicts;
  };

  static void collect(const Evaluation& evaluation, const Match& match, Work& work) {
    const model::ClaimBlock& block = evaluation.block;
    const Index line = match.line;
    const Day day = block.lines.day[line];
    for (const knowledge::CodePoint& code : std::span{match.points, match.count}) {
      const knowledge::Point& point = evaluation.snapshot.point(code.point);
      if (!point.in_force(day)) continue;
      if (point.needs_condition) {
        work.verdicts.undecide(line, kNoCondition);
      } else if (day == kNoDay) {
        work.verdicts.undecide(line, "费用日期");
      } else {
        work.entries.push_back(
            {block.lines.visit[line], day, code.point, line, block.item_code(line).substr(0, code.code_length)});
      }
    }
  }

  /// By bucket and line; of several prefixes of one point that a code begins with, the longest.
  static void order(std::vector<Entry>& entries) {
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
      return std::tuple(a.visit, a.day, a.point, a.line, b.component.size()) <
             std::tuple(b.visit, b.day, b.point, b.line, a.component.size());
    });
    const auto repeated = std::ranges::unique(entries, [](const Entry& a, const Entry& b) { return a.same_line(b); });
    entries.erase(repeated.begin(), repeated.end());
  }

  static void judge(const Evaluation& evaluation, std::span<const Entry> entries, Work& work) {
    const model::Lines& lines = evaluation.block.lines;
    const std::uint32_t index = entries.front().point;
    const knowledge::Point& point = evaluation.snapshot.point(index);
    const std::int64_t sets = count(lines, entries, work.units);
    const auto components = static_cast<std::int64_t>(work.units.size());
    if (components * kOne < (point.num != kNoNumber ? point.num : all_of(evaluation.snapshot, point, work) * kOne))
      return;
    std::string_view missing;
    const Micro price = price_of(evaluation, point, entries.front(), missing);
    if (!missing.empty()) {
      for (const Entry& entry : entries) work.verdicts.undecide(entry.line, missing);
      return;
    }
    Fen total = 0;
    for (const Entry& entry : entries) total += lines.net_amount[entry.line];
    const Fen excess = total - mul_div(price, sets, kFenOfMicro);
    if (excess <= 0) return;
    const auto number = static_cast<std::uint32_t>(work.buckets.size());
    work.buckets.push_back({index, work.units.size(), total, price, sets});
    // By amount; the roundings add up to the whole.
    Fen before = 0;
    for (const Entry& entry : entries) {
      const Fen after = before + lines.net_amount[entry.line];
      work.verdicts.accuse(number, entry.line, mul_div(excess, after, total) - mul_div(excess, before, total));
      before = after;
    }
  }

  /// Lays the units of each component; returns the largest, rounded up to whole sets.
  static std::int64_t count(const model::Lines& lines, std::span<const Entry> entries,
                            std::vector<std::pair<std::string_view, Qty>>& units) {
    units.clear();
    for (const Entry& entry : entries) units.emplace_back(entry.component, lines.net_cnt[entry.line]);
    std::ranges::sort(units);
    std::size_t kinds = 0;
    Qty most = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (kinds > 0 && units[kinds - 1].first == units[i].first) {
        units[kinds - 1].second += units[i].second;
      } else {
        units[kinds++] = units[i];
      }
      most = std::max(most, units[kinds - 1].second);
    }
    units.resize(kinds);
    return (most + kOne - 1) / kOne;
  }

  /// How many different components the bundle has.
  static std::int64_t all_of(const knowledge::Snapshot& snapshot, const knowledge::Point& point, Work& work) {
    const std::span<const std::string_view> values = snapshot.values(point);
    work.wanted.assign(values.begin(), values.end());
    std::ranges::sort(work.wanted);
    return std::ranges::unique(work.wanted).begin() - work.wanted.begin();
  }

  /// The price of the bundle: the point's own, else the cap of rule 14 for its code; of several codes the highest.
  static Micro price_of(const Evaluation& evaluation, const knowledge::Point& point, const Entry& entry,
                        std::string_view& missing) {
    if (point.num2 != kNoNumber) return point.num2 * 100;  // ten-thousandths to millionths
    const int rank = level_rank(evaluation.block, entry.line);
    Micro price = kNoNumber;
    for (const std::string_view code : evaluation.snapshot.codes(point)) {
      const PriceCap cap =
          price_cap(evaluation, evaluation.codes.find(kPriceCapRule, knowledge::Side::kCode, code), entry.day, rank);
      if (cap.needs_rank) missing = "医疗机构等级";
      price = std::max(price, cap.cap);
    }
    if (missing.empty() && price == kNoNumber) missing = "组合项目的价格";
    return price;
  }

  static void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits,
                       Accusation& accusation) {
    const Index first = hits.front().line;
    const std::string bundle = item_name(evaluation, first, bucket.point);
    const std::string price = format_trimmed(bucket.price, kMicroScale) + "元";
    accusation.point = bucket.point;
    accusation.observed = fmt::format("同日收取组成项目{}种，合计{}", bucket.components, yuan(bucket.total));
    accusation.limit = fmt::format("按“{}”{}计收{}次", bundle, price, bucket.sets);
    accusation.content = fmt::format("{}分别收取“{}”的组成项目{}种，合计{}，应按该项目{}计收{}次，超出部分金额{}。",
                                     format_day(evaluation.block.lines.day[first]), bundle, bucket.components,
                                     yuan(bucket.total), price, bucket.sets, yuan(sum_of(hits)));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& item_split_rule() {
  static const SplitCharge rule{
      {.number = 26,
       .slug = "item_split",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "《医疗保障基金使用监督管理条例》第三十八条：不得分解项目收费",
       .meaning_zh = "同一次就诊的同一日，把一个组合项目拆成组成项目分别收费，合计高于组合项目的价格",
       .meaning_en = "The components of a bundle item charged one by one on a day of a visit, for more than the bundle",
       .parameters = {},
       .reads = model::facts(Fact::kInstitutionLevel, Fact::kSetlLevel, Fact::kVisitLevel),
       .consults = {kPriceCapRule}}};
  return rule;
}

}  // namespace yishou::rules
