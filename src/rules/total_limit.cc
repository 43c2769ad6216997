// Rules 28 (service items), 34 (consumables): the fund pays for it up to an amount in a year (a visit, a life); what it paid
// beyond is in dispute, and all of it is the fund's.
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/period.h"
#include "rules/person_verdicts.h"
#include "rules/runs.h"

namespace yishou::rules {

namespace {

using knowledge::Scope;
using model::Index;

/// A line that the fund shared, in the bucket of one point.
struct Entry {
  std::uint32_t point;
  Index visit;  ///< kNone unless the scope is the visit
  std::int32_t period;
  Index line;
  Fen fund;
  friend auto operator<=>(const Entry&, const Entry&) = default;

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return point == other.point && visit == other.visit && period == other.period;
  }
};

/// The year stands for every scope that is none of the others.
Scope scope_of(const knowledge::Point& point) {
  return point.scope == Scope::kVisit || point.scope == Scope::kLife ? point.scope : Scope::kYear;
}

class TotalLimit final : public Rule {
 public:
  explicit TotalLimit(RuleInfo info) : info_(std::move(info)) {}
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
    Fen total, limit;
  };

  static void collect(const Evaluation& evaluation, const Match& match, std::vector<Entry>& entries,
                      PersonVerdicts& verdicts) {
    const model::ClaimBlock& block = evaluation.block;
    const Index line = match.line;
    const model::Settlement& settlement = block.settlements[block.lines.settlement[line]];
    const bool known = settlement.total != kNoNumber && settlement.fund != kNoNumber;
    const Fen fund = fund_share(block, line, block.lines.net_amount[line]);
    for_points(evaluation, match, [&](std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const Scope scope = scope_of(point);
      if (point.needs_condition || point.num == kNoNumber) {
        verdicts.undecide(line, kNoCondition);
      } else if (!known) {
        verdicts.undecide(line, "结算的医疗费总额和基金支付总额");
      } else if (block.lines.day[line] == kNoDay && needs_day(scope)) {
        verdicts.undecide(line, "费用日期");
      } else if (fund > 0) {
        entries.push_back({index, scope == Scope::kVisit ? block.lines.visit[line] : model::kNone,
                           period_of(scope, block.lines.day[line]), line, fund});
      }
    });
  }

  static void judge(const Evaluation& evaluation, std::span<const Entry> entries, std::vector<Bucket>& buckets,
                    PersonVerdicts& verdicts) {
    // Ten-thousandths of a yuan to fen.
    RunningTotal paid{.limit = mul_div(evaluation.snapshot.point(entries.front().point).num, 1, kOne / 100)};
    const auto number = static_cast<std::uint32_t>(buckets.size());
    for (const Entry& entry : entries) {
      if (const Fen excess = paid.beyond(entry.fund); excess > 0) verdicts.accuse(number, entry.line, excess);
    }
    if (paid.total > paid.limit) buckets.push_back({entries, paid.total, paid.limit});
  }

  static void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits,
                       Accusation& accusation, std::vector<Index>& related) {
    const std::uint32_t index = bucket.entries.front().point;
    const std::string_view period = period_name(scope_of(evaluation.snapshot.point(index)));
    others(bucket.entries, hits, related);
    accusation.funds = accusation.amounts;
    accusation.point = index;
    accusation.begin = evaluation.block.lines.time[bucket.entries.front().line];
    accusation.end = evaluation.block.lines.time[bucket.entries.back().line];
    accusation.observed = fmt::format("基金支付{}", yuan(bucket.total));
    accusation.limit = fmt::format("每{}基金支付不超过{}", period, yuan(bucket.limit));
    accusation.content = fmt::format("{}起，同一{}的基金支付累计{}，超过每{}{}的限额，超出部分{}。",
                                     charged(evaluation, hits.front().line, index), period, yuan(bucket.total), period,
                                     yuan(bucket.limit), yuan(sum_of(hits)));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& item_total_limit_rule() {
  static const TotalLimit rule{
      {.number = 28,
       .slug = "item_total_limit",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "当地医保支付政策：医疗服务项目设有报销总额限额",
       .meaning_zh = "同一患者一年（一次就诊、终身）内，基金为限额项目支付的金额累计超过限额，超出部分不予支付",
       .meaning_en = "More paid by the fund for an item of a person in a year (visit, life) than its limit",
       .parameters = {},
       .reads = {},
       .consults = {}}};
  return rule;
}

const Rule& consumable_total_limit_rule() {
  static const TotalLimit rule{
      {.number = 34,
       .slug = "consumable_total_limit",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "当地医保支付政策：医用耗材设有报销总额限额",
       .meaning_zh = "同一患者一年（一次就诊、终身）内，基金为限额耗材支付的金额累计超过限额，超出部分不予支付",
       .meaning_en = "More paid by the fund for a consumable of a person in a year (visit, life) than its limit",
       .parameters = {},
       .reads = {},
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
