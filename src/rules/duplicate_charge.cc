// Item B charged beside item A, whose price contains it, in the same visit, day, six hours or hour. Rules 25 (both are service
// items) and 30 (B is a consumable).
#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/line_rule.h"
#include "rules/person_verdicts.h"

namespace yishou::rules {

namespace {

using knowledge::Scope;
using model::Index;

constexpr Second kHour = 3600;

/// A line of a containing item A for one point.
struct Whole {
  std::uint32_t point;
  Index visit;
  Index line;  ///< time order; lines without a time come first
  model::CodeDictionary::Id item;
  Index next_other = model::kNone;  ///< the next place with another item in the same (point, visit), if any

  [[nodiscard]] auto key() const { return std::tuple(point, visit, line); }
};

enum class Answer : std::uint8_t { kNo, kMaybe, kYes };

/// One accused pair: the line of B, the line of A.
struct Pair {
  std::uint32_t point;
  Index part, whole;
};

class DuplicateCharge final : public Rule {
 public:
  explicit DuplicateCharge(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::span<const Match> whole_matches = evaluation.matches.of(info_.number, knowledge::Side::kCode);
    std::vector<Whole> wholes;
    std::vector<Pair> pairs;
    for_each_person(block, evaluation.matches.of(info_.number, knowledge::Side::kValue),
                    [&](std::span<const Match> parts) {
      const model::Range lines = block.persons[block.lines.person[parts.front().line]].lines;
      wholes.clear();
      pairs.clear();
      while (!whole_matches.empty() && whole_matches.front().line < lines.begin)
        whole_matches = whole_matches.subspan(1);
      while (!whole_matches.empty() && whole_matches.front().line < lines.end) {
        collect(block, whole_matches.front(), wholes);
        whole_matches = whole_matches.subspan(1);
      }
      if (wholes.empty()) return;
      order(wholes);
      for (const Match& part : parts) {
        if (block.lines.claimed[part.line] != 0) judge(evaluation, part, wholes, pairs, sink);
      }
      say(evaluation, pairs, sink);
    });
  }

 private:
  static void collect(const model::ClaimBlock& block, const Match& match, std::vector<Whole>& wholes) {
    if (block.lines.net_amount[match.line] <= 0) return;
    for (std::uint32_t i = 0; i < match.count; ++i) {
      wholes.push_back({match.points[i].point, block.lines.visit[match.line], match.line, block.lines.item[match.line],
                        model::kNone});
    }
  }

  static void order(std::vector<Whole>& wholes) {
    std::ranges::sort(wholes, {}, &Whole::key);
    for (std::size_t i = wholes.size() - 1; i-- > 0;) {
      Whole& whole = wholes[i];
      const Whole& next = wholes[i + 1];
      if (whole.point != next.point || whole.visit != next.visit) continue;
      whole.next_other = next.item != whole.item ? static_cast<Index>(i + 1) : next.next_other;
    }
  }

  void judge(const Evaluation& evaluation, const Match& part, std::span<const Whole> wholes, std::vector<Pair>& pairs,
             FindingSink& sink) const {
    Answer best = Answer::kNo;
    Pair found{};
    bool no_condition = false;
    for_all_points(evaluation, part, [&](std::uint32_t index) {
      if (best == Answer::kYes) return;
      Index whole = model::kNone;
      const Answer answer = look(evaluation.block, evaluation.snapshot.point(index), index, part.line, wholes, whole);
      if (answer == Answer::kNo) return;
      if (evaluation.snapshot.point(index).needs_condition) {
        no_condition = true;
      } else {
        best = answer;
        found = {index, part.line, whole};
      }
    });
    if (best == Answer::kYes) {
      pairs.push_back(found);
    } else if (best == Answer::kMaybe) {
      sink.undecided(info_.number, part.line, "收费的时刻（只有日期或缺失）");
    } else if (no_condition) {
      sink.undecided(info_.number, part.line, kNoCondition);
    }
  }

  /// Is there a line of another item A of the point in the same visit, near enough to the line of B.
  static Answer look(const model::ClaimBlock& block, const knowledge::Point& point, std::uint32_t index, Index part,
                     std::span<const Whole> wholes, Index& whole) {
    const model::Lines& lines = block.lines;
    const Index visit = lines.visit[part];
    const auto item = lines.item[part];
    const auto same = [&](std::size_t i) {
      return i < wholes.size() && wholes[i].point == index && wholes[i].visit == visit;
    };
    // The first A at or after place `i` that is not B's own code.
    const auto other_from = [&](std::size_t i) -> std::size_t {
      if (!same(i) || wholes[i].item != item) return i;
      return wholes[i].next_other == model::kNone ? wholes.size() : wholes[i].next_other;
    };
    const auto first = static_cast<std::size_t>(
        std::ranges::lower_bound(wholes, std::tuple(index, visit, Index{0}), {}, &Whole::key) - wholes.begin());
    const std::size_t any = other_from(first);
    if (!same(any)) return Answer::kNo;
    if (point.scope == Scope::kVisit || point.scope == Scope::kNone) {
      whole = wholes[any].line;
      return Answer::kYes;
    }
    if (lines.time[part] == kNoSecond) return Answer::kMaybe;
    Answer best = lines.time[wholes[any].line] == kNoSecond ? Answer::kMaybe : Answer::kNo;
    // The first A charged at `time` or later.
    const auto seek = [&](Second time) {
      const auto from = wholes.begin() + static_cast<std::ptrdiff_t>(first);
      const auto found = std::ranges::lower_bound(from, wholes.end(), time, {}, [&](const Whole& w) {
        return w.point == index && w.visit == visit ? lines.time[w.line] : std::numeric_limits<Second>::max();
      });
      return other_from(static_cast<std::size_t>(found - wholes.begin()));
    };
    const auto time_at = [&](std::size_t i) {
      return same(i) ? lines.time[wholes[i].line] : std::numeric_limits<Second>::max();
    };
    const Second b = lines.time[part];
    if (point.scope == Scope::kDay) {
      const std::size_t at = seek(start_of(day_of(b)));
      if (time_at(at) >= start_of(day_of(b) + 1)) return best;
      whole = wholes[at].line;
      return Answer::kYes;
    }
    // A time of 00:00:00 stands for any hour of its day; such a line may be near enough, never certainly.
    const Second reach = point.scope == Scope::kHours6 ? 6 * kHour : kHour;
    const Second earliest = b - reach;
    const Second latest = (is_date_only(b) ? b + kSecondsPerDay - 1 : b) + reach;
    if (time_at(seek(start_of(day_of(earliest)))) == start_of(day_of(earliest))) best = Answer::kMaybe;
    std::size_t at = seek(earliest);
    while (time_at(at) <= latest) {
      if (!is_date_only(b) && !is_date_only(time_at(at))) {
        whole = wholes[at].line;
        return Answer::kYes;
      }
      best = Answer::kMaybe;
      if (is_date_only(b)) break;
      at = seek(time_at(at) + 1);
    }
    return best;
  }

  /// Grain: visit and code of B.
  void say(const Evaluation& evaluation, std::vector<Pair>& pairs, FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    const auto bucket = [&](const Pair& pair) { return std::tuple(lines.visit[pair.part], lines.item[pair.part]); };
    std::ranges::sort(pairs, [&](const Pair& a, const Pair& b) {
      return std::tuple(bucket(a), a.part) < std::tuple(bucket(b), b.part);
    });
    std::vector<Index> accused, related;
    std::vector<Fen> amounts;
    for (std::size_t begin = 0; begin < pairs.size();) {
      std::size_t end = begin;
      accused.clear();
      related.clear();
      amounts.clear();
      Fen sum = 0;
      for (; end < pairs.size() && bucket(pairs[end]) == bucket(pairs[begin]); ++end) {
        accused.push_back(pairs[end].part);
        amounts.push_back(lines.net_amount[pairs[end].part]);
        related.push_back(pairs[end].whole);
        sum += amounts.back();
      }
      std::ranges::sort(related);
      const auto repeated = std::ranges::unique(related);
      related.erase(repeated.begin(), repeated.end());
      const Pair& pair = pairs[begin];
      const knowledge::Point& point = evaluation.snapshot.point(pair.point);
      Accusation accusation;
      accusation.rule = info_.number;
      accusation.person = lines.person[pair.part];
      accusation.lines = accused;
      accusation.amounts = amounts;
      accusation.related = related;
      accusation.point = pair.point;
      const std::string whole_name = item_name(evaluation, pair.whole, pair.point);
      accusation.observed = fmt::format("{}内与“{}”同时收取{}行", scope_name(point.scope), whole_name, accused.size());
      accusation.limit = fmt::format("{}内不得同时收取", scope_name(point.scope));
      accusation.content = fmt::format("{}已包含在{}内收取的“{}”中，属重复收费，共{}行，涉及金额{}。",
                                       charged_as(evaluation, pair.part, value_name(evaluation, pair.part, pair.point)),
                                       scope_name(point.scope), whole_name, accused.size(), yuan(sum));
      sink.accuse(accusation);
      begin = end;
    }
  }

  static std::string_view scope_name(Scope scope) {
    switch (scope) {
      case Scope::kDay: return "同日";
      case Scope::kHours6: return "6小时";
      case Scope::kHour1: return "1小时";
      default: return "同次就诊";
    }
  }

  RuleInfo info_;
};

}  // namespace

const Rule& item_charged_twice_rule() {
  static const DuplicateCharge rule{{.number = 25,
                                     .slug = "item_charged_twice",
                                     .verdict = model::Verdict::kViolation,
                                     .severity = 1,
                                     .basis = "医疗服务项目重复收费知识点：主项已包含从项",
                                     .meaning_zh = "收取主项后，又收取已包含在主项内的从项",
                                     .meaning_en = "An item charged beside another whose price contains it",
                                     .parameters = {},
                                     .reads = {},
                                     .consults = {}}};
  return rule;
}

const Rule& consumable_in_item_rule() {
  static const DuplicateCharge rule{{.number = 30,
                                     .slug = "consumable_in_item",
                                     .verdict = model::Verdict::kViolation,
                                     .severity = 1,
                                     .basis = "医疗服务价格项目规范：项目价格构成中已包含的医用耗材不得另行收费",
                                     .meaning_zh = "收取医疗服务项目后，又另行收取其价格已包含的医用耗材",
                                     .meaning_en = "A consumable charged beside a service item whose price contains it",
                                     .parameters = {},
                                     .reads = {},
                                     .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
