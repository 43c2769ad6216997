// Rule 31: at most n units of an item in any P days. In time order a unit is accepted while fewer than n accepted units lie on
// the dates (d − P, d]; what is not accepted blocks nothing later. The units that count are those claimed from the fund (A3).
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/runs.h"

namespace yishou::rules {

namespace {

using model::Index;

constexpr model::CodeDictionary::Id kEverywhere = 0xffffffff;  // one bucket over all institutions

struct Entry {
  model::CodeDictionary::Id institution, item;
  std::uint32_t point;
  Index line;
  friend auto operator<=>(const Entry&, const Entry&) = default;

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return institution == other.institution && item == other.item && point == other.point;
  }
};

struct Accepted {
  Day day;
  Index line;
  Qty units;
};

/// The excess of one line, with the units accepted before it that block it.
struct Excess {
  Index line;
  std::uint32_t point;
  Qty units;
  std::size_t first, last;  ///< into the accepted units
};

class PeriodFrequency final : public Rule {
 public:
  explicit PeriodFrequency(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& cross_institution = evaluation.snapshot.parameters().number("cross_institution");
    std::vector<Entry> entries;
    std::vector<Accepted> accepted;
    std::vector<Excess> excesses;
    std::vector<std::pair<Index, std::string_view>> undecided;
    for_each_wanted_person(evaluation, evaluation.matches.of(info_.number, knowledge::Side::kCode),
                           [&](std::span<const Match> run) {
      entries.clear();
      accepted.clear();
      excesses.clear();
      undecided.clear();
      for (const Match& match : run) {
        const Index line = match.line;
        if (block.lines.claimed[line] == 0) continue;
        for_points(evaluation, match, [&](std::uint32_t index) {
          const knowledge::Point& point = evaluation.snapshot.point(index);
          const Day day = block.lines.day[line];
          if (point.needs_condition || point.num == kNoNumber || point.num2 == kNoNumber) {
            undecided.emplace_back(line, kNoCondition);
          } else if (day == kNoDay) {
            undecided.emplace_back(line, "费用日期");
          } else {
            entries.push_back({cross_institution.at(day) != 0 ? kEverywhere : block.lines.institution[line],
                               block.lines.item[line], index, line});
          }
        });
      }
      std::ranges::sort(entries);
      for_each_bucket(entries, [&](auto bucket) { judge(evaluation, bucket, accepted, excesses); });
      say(evaluation, accepted, excesses, undecided, sink);
    });
  }

 private:
  static void judge(const Evaluation& evaluation, std::span<const Entry> entries, std::vector<Accepted>& accepted,
                    std::vector<Excess>& excesses) {
    const model::Lines& lines = evaluation.block.lines;
    const knowledge::Point& point = evaluation.snapshot.point(entries.front().point);
    std::size_t first = accepted.size();  // the oldest accepted unit of this bucket that still lies in the window
    Qty in_window = 0;
    for (const Entry& entry : entries) {
      const Day day = lines.day[entry.line];
      while (first < accepted.size() && (std::int64_t{day} - accepted[first].day) * kOne >= point.num2) {
        in_window -= accepted[first++].units;
      }
      const Qty units = lines.net_cnt[entry.line];
      const Qty free = std::clamp<Qty>(point.num - in_window, 0, units);
      const std::size_t last = accepted.size();
      if (free > 0) {
        accepted.push_back({day, entry.line, free});
        in_window += free;
      }
      if (free < units) excesses.push_back({entry.line, entry.point, units - free, first, last});
    }
  }

  void say(const Evaluation& evaluation, std::span<const Accepted> accepted, std::vector<Excess>& excesses,
           std::vector<std::pair<Index, std::string_view>>& undecided, FindingSink& sink) const {
    std::ranges::sort(excesses, [](const Excess& a, const Excess& b) {
      if (a.line != b.line) return a.line < b.line;
      return a.units != b.units ? a.units > b.units : a.point < b.point;
    });
    const auto repeated = std::ranges::unique(excesses, {}, &Excess::line);
    excesses.erase(repeated.begin(), repeated.end());
    std::ranges::stable_sort(undecided, {}, &std::pair<Index, std::string_view>::first);
    Index before = model::kNone;
    for (const auto& [line, missing] : undecided) {
      if (line == before || std::ranges::binary_search(excesses, line, {}, &Excess::line)) continue;
      before = line;
      sink.undecided(info_.number, line, missing);
    }
    std::vector<Index> related;
    for (const Excess& excess : excesses) {
      related.clear();
      for (std::size_t i = excess.first; i < excess.last; ++i) related.push_back(accepted[i].line);
      accuse(evaluation, excess, related, sink);
    }
  }

  void accuse(const Evaluation& evaluation, const Excess& excess, std::span<const Index> related,
              FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    const knowledge::Point& point = evaluation.snapshot.point(excess.point);
    const Fen amount = share_of(lines.net_amount[excess.line], excess.units, lines.net_cnt[excess.line]);
    Accusation accusation;
    accusation.rule = info_.number;
    accusation.person = lines.person[excess.line];
    accusation.lines = std::span{&excess.line, 1};
    accusation.amounts = std::span{&amount, 1};
    accusation.related = related;
    accusation.point = excess.point;
    const Index first = related.empty() ? excess.line : related.front();
    accusation.begin = lines.time[first];
    accusation.end = lines.time[excess.line];
    const std::string last = related.empty() ? std::string{"同日"} : format_day(lines.day[related.back()]);
    accusation.observed =
        fmt::format("超出{}次，距上次计费{}天", number_text(excess.units),
                    lines.day[excess.line] - lines.day[related.empty() ? excess.line : related.back()]);
    accusation.limit = fmt::format("{}天内不超过{}次", number_text(point.num2), number_text(point.num));
    accusation.content = fmt::format("{}，上次计费日期为{}，超过{}的限定，超出{}次，超出部分金额{}。",
                                     charged(evaluation, excess.line, excess.point), last, accusation.limit,
                                     number_text(excess.units), yuan(amount));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& item_period_frequency_rule() {
  static const PeriodFrequency rule{{.number = 31,
                                     .slug = "item_period_frequency",
                                     .verdict = model::Verdict::kViolation,
                                     .severity = 1,
                                     .basis = "医疗服务项目周期超频次知识点：疗程周期内的频次上限",
                                     .meaning_zh = "同一患者在同一机构的一个周期内，项目计费次数超过频次上限",
                                     .meaning_en = "More units of an item in a period of days than the limit",
                                     .parameters = {"cross_institution"},
                                     .reads = {},
                                     .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
