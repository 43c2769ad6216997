// Rule 5: a second-line drug without a first-line drug before it. Claims cannot show intolerance, hence a suspicion.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

struct FirstLine {
  std::uint32_t point;
  Day day;
  friend auto operator<=>(const FirstLine&, const FirstLine&) = default;
};

class SecondLine final : public Rule {
 public:
  explicit SecondLine(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& default_days = evaluation.snapshot.parameters().number("first_line_days");
    const std::span<const Match> first_lines = evaluation.matches.of(info_.number, knowledge::Side::kValue);
    std::size_t next = 0;
    model::Index person = model::kNone;
    std::vector<FirstLine> given;
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      if (point.values_count == 0) return Judgement::undecided(kNoCondition);
      const Day day = block.lines.day[line];
      if (day == kNoDay) return Judgement::undecided("费用日期");
      if (block.lines.person[line] != person) {
        person = block.lines.person[line];
        collect(block, first_lines, block.persons[person].lines, next, given);
      }
      const std::int64_t look_back = point.num != kNoNumber ? point.num : default_days.at(day);
      const Day earliest = day - static_cast<Day>(std::min(look_back / kOne, kLongest));
      const auto found = std::ranges::lower_bound(given, FirstLine{index, earliest});
      if (found != given.end() && found->point == index && found->day < day) return Judgement::clear();
      if (block.data_begin == kNoDay || earliest < block.data_begin) {
        return Judgement::undecided("回溯期内的费用明细（早于数据起始日）");
      }
      std::string limit = fmt::format("此前{}天内用过一线药品", number_text(look_back));
      std::string content =
          fmt::format("{}为二线用药，患者此前{}天内（{}起）没有一线药品（{}）的使用记录，涉及金额{}。",
                      charged(evaluation, line, index), number_text(look_back), format_day(earliest),
                      first_line_name(evaluation.snapshot, point), yuan(block.lines.net_amount[line]));
      return Judgement::accused("无一线药品使用记录", std::move(limit), std::move(content));
    });
  }

 private:
  static constexpr std::int64_t kLongest = 100'000;  // days; longer than any date we take, and no overflow of Day

  /// The fee dates of the person's first-line drugs by point, sorted. `next` goes forward over all matches of the block.
  static void collect(const model::ClaimBlock& block, std::span<const Match> matches, model::Range lines,
                      std::size_t& next, std::vector<FirstLine>& given) {
    given.clear();
    while (next < matches.size() && matches[next].line < lines.begin) ++next;
    for (; next < matches.size() && matches[next].line < lines.end; ++next) {
      const Match& match = matches[next];
      const Day day = block.lines.day[match.line];
      if (day == kNoDay) continue;
      for (std::uint32_t i = 0; i < match.count; ++i) given.push_back({match.points[i].point, day});
    }
    std::ranges::sort(given);
  }

  static std::string first_line_name(const knowledge::Snapshot& snapshot, const knowledge::Point& point) {
    if (!point.value_name.empty() && point.value_name.size() <= 120) return std::string{point.value_name};
    return std::string{snapshot.values(point).front().substr(0, 40)} + "等";
  }

  RuleInfo info_;
};

}  // namespace

const Rule& drug_second_line_rule() {
  static const SecondLine rule{{.number = 5,
                                .slug = "drug_second_line",
                                .verdict = model::Verdict::kSuspicion,
                                .severity = 2,
                                .basis = "国家医保药品目录限定支付范围：限二线用药",
                                .meaning_zh = "限二线使用的药品，此前没有一线药品的使用记录",
                                .meaning_en = "A second-line drug without a first-line drug before it",
                                .parameters = {"first_line_days"},
                                .reads = {},
                                .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
