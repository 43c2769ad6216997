// Payable course: at most N days of use in a stay, in a course, or from the first use on. Rules 10, 23. The days that count
// are those of lines claimed from the fund (A3); several lines on one day are one day.
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/person_verdicts.h"
#include "rules/use_days.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

/// The use days of one line for one point: first … last, at least one.
struct Use {
  std::uint32_t point;
  Index visit;  ///< kNone unless the scope is one stay
  Index line;   ///< lines are in time order, so uses of a bucket are in the order of their first days
  std::int64_t first, last;
  friend auto operator<=>(const Use&, const Use&) = default;

  [[nodiscard]] bool same_bucket(const Use& other) const { return point == other.point && visit == other.visit; }
};

class CourseLimit final : public Rule {
 public:
  CourseLimit(RuleInfo info, std::string_view gap_parameter) : info_(std::move(info)), gap_parameter_(gap_parameter) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& gap = evaluation.snapshot.parameters().number(gap_parameter_);
    std::vector<Use> uses;
    std::vector<Bucket> buckets;
    PersonVerdicts verdicts;
    for_each_wanted_person(evaluation, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                           [&](std::span<const Match> run) {
      uses.clear();
      buckets.clear();
      for (const Match& match : run) {
        if (block.lines.claimed[match.line] != 0) collect(evaluation, match, uses, verdicts);
      }
      std::ranges::sort(uses);
      for (std::size_t begin = 0; begin < uses.size();) {
        const knowledge::Point& point = evaluation.snapshot.point(uses[begin].point);
        const std::size_t end = end_of_scope(uses, begin, point.scope, gap);
        const std::span<const Use> scope{uses.data() + begin, end - begin};
        if (point.scope == knowledge::Scope::kSpan) {
          judge_span(block, point, scope, buckets, verdicts);
        } else {
          judge_days(block, point, scope, buckets, verdicts);
        }
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
    std::span<const Use> uses;
    std::int64_t measured;  ///< distinct use days, or the longest span in days
  };

  static void collect(const Evaluation& evaluation, const Match& match, std::vector<Use>& uses,
                      PersonVerdicts& verdicts) {
    const model::ClaimBlock& block = evaluation.block;
    const Index line = match.line;
    for_points(evaluation, match, [&](std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const Day day = block.lines.day[line];
      if (point.needs_condition || point.num == kNoNumber) {
        verdicts.undecide(line, kNoCondition);
      } else if (day == kNoDay) {
        verdicts.undecide(line, "费用日期");
      } else {
        const bool stay = point.scope == knowledge::Scope::kStay;
        const UseDays days = use_days(block, line);
        uses.push_back({index, stay ? block.lines.visit[line] : model::kNone, line, days.first, days.last});
      }
    });
  }

  /// The end of the stay, of the course (chained while the next use is near enough), or of all uses of a point.
  template <typename Gap>
  static std::size_t end_of_scope(std::span<const Use> uses, std::size_t begin, knowledge::Scope scope,
                                  const Gap& gap) {
    const bool chained = scope != knowledge::Scope::kStay && scope != knowledge::Scope::kSpan;
    std::int64_t last = uses[begin].last;
    std::size_t end = begin + 1;
    while (end < uses.size() && uses[end].same_bucket(uses[begin])) {
      if (chained && (uses[end].first - last) * kOne > gap.at(static_cast<Day>(uses[end].first))) break;
      last = std::max(last, uses[end].last);
      ++end;
    }
    return end;
  }

  static void judge_days(const model::ClaimBlock& block, const knowledge::Point& point, std::span<const Use> uses,
                         std::vector<Bucket>& buckets, PersonVerdicts& verdicts) {
    const std::int64_t limit = point.num / kOne;
    std::int64_t covered = uses.front().first - 1;  // the last day counted
    std::int64_t days = 0;
    std::int64_t last_payable = uses.front().first - 1;  // the N-th distinct day
    for (const Use& use : uses) {
      const std::int64_t from = std::max(use.first, covered + 1);
      if (use.last < from) continue;
      if (days < limit) last_payable = from + std::min(limit - days, use.last - from + 1) - 1;
      days += use.last - from + 1;
      covered = use.last;
    }
    if (days <= limit) return;
    const auto number = static_cast<std::uint32_t>(buckets.size());
    buckets.push_back({uses, days});
    for (const Use& use : uses) {
      if (use.last <= last_payable) continue;
      const Fen amount = block.lines.net_amount[use.line];
      const std::int64_t beyond = use.last - std::max(last_payable, use.first - 1);
      verdicts.accuse(number, use.line, share_of(amount, beyond, use.last - use.first + 1));
    }
  }

  /// Counts fee dates from the first one on, over all time.
  static void judge_span(const model::ClaimBlock& block, const knowledge::Point& point, std::span<const Use> uses,
                         std::vector<Bucket>& buckets, PersonVerdicts& verdicts) {
    const std::int64_t span = uses.back().first - uses.front().first;
    if (span * kOne < point.num) return;
    const auto number = static_cast<std::uint32_t>(buckets.size());
    buckets.push_back({uses, span});
    for (const Use& use : uses) {
      if ((use.first - uses.front().first) * kOne >= point.num) {
        verdicts.accuse(number, use.line, block.lines.net_amount[use.line]);
      }
    }
  }

  void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits, Accusation& accusation,
                std::vector<Index>& related) const {
    const knowledge::Point& point = evaluation.snapshot.point(bucket.uses.front().point);
    others(bucket.uses, hits, related);
    accusation.point = bucket.uses.front().point;
    accusation.begin = evaluation.block.lines.time[bucket.uses.front().line];
    accusation.end = evaluation.block.lines.time[bucket.uses.back().line];
    const bool span = point.scope == knowledge::Scope::kSpan;
    const std::string_view scope = span                                     ? "自首次使用起"
                                   : point.scope == knowledge::Scope::kStay ? "单次住院"
                                                                            : "一个疗程";
    accusation.observed = fmt::format("{}天", bucket.measured);
    accusation.limit = fmt::format("{}不超过{}天", scope, number_text(point.num));
    accusation.content =
        fmt::format("{}起超出支付疗程，{}已{}{}天，限定{}天，超出部分金额{}。",
                    charged(evaluation, hits.front().line, accusation.point), scope, span ? "历时" : "使用",
                    bucket.measured, number_text(point.num), yuan(sum_of(hits)));
  }

  RuleInfo info_;
  std::string_view gap_parameter_;
};

model::FactSet course_facts() { return model::facts(Fact::kSetlMedType, Fact::kLineTakeHome, Fact::kLineDays); }

}  // namespace

const Rule& drug_course_rule() {
  static const CourseLimit rule{{.number = 10,
                                 .slug = "drug_course",
                                 .verdict = model::Verdict::kViolation,
                                 .severity = 1,
                                 .basis = "国家医保药品目录限定支付范围：限支付疗程",
                                 .meaning_zh = "限支付疗程的药品，使用天数超过限定天数",
                                 .meaning_en = "A drug used for more days of a stay or course than are payable",
                                 .parameters = {"course_gap_days.10"},
                                 .reads = course_facts(),
                                 .consults = {}},
                                "course_gap_days.10"};
  return rule;
}

const Rule& item_course_rule() {
  static const CourseLimit rule{{.number = 23,
                                 .slug = "item_course",
                                 .verdict = model::Verdict::kViolation,
                                 .severity = 1,
                                 .basis = "医疗服务项目限支付疗程知识点：支付不超过限定天数",
                                 .meaning_zh = "限支付疗程的医疗服务项目，使用天数超过限定天数",
                                 .meaning_en = "A service item used for more days of a course than are payable",
                                 .parameters = {"course_gap_days.23"},
                                 .reads = course_facts(),
                                 .consults = {}},
                                "course_gap_days.23"};
  return rule;
}

}  // namespace yishou::rules
