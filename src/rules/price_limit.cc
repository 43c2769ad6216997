// Rule 14: a service item charged above its unit price cap: the region's row, else the cap written on the line.
#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/price_cap.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr int kServiceItem = 201;
constexpr std::int64_t kCompared = 100;  // prices are compared in ten-thousandths, and held in millionths
constexpr std::int64_t kFenOfPriceAndQty = 100'000'000;  // millionths × ten-thousandths in one fen

class PriceLimit final : public Rule {
 public:
  explicit PriceLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  /// Looks at every line, for the cap may stand on the line alone.
  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::Lines& lines = evaluation.block.lines;
    const std::span<const Match> matches = evaluation.matches.of(info_.number, knowledge::Side::kCode);
    std::size_t next = 0;
    for (Index line = 0; line < lines.size(); ++line) {
      while (next < matches.size() && matches[next].line < line) ++next;
      const bool listed = next < matches.size() && matches[next].line == line;
      if (lines.claimed[line] == 0 || (!listed && within_own_cap(lines, line))) continue;
      if (list_type_of(evaluation.block, line) == kServiceItem) judge(evaluation, line, sink);
    }
  }

 private:
  /// True when the cap on the line, the only one there is, accuses nothing.
  static bool within_own_cap(const model::Lines& lines, Index line) {
    const Micro cap = lines.pric_limit[line];
    return cap <= 0 || (lines.pric[line] != kNoNumber && lines.pric[line] <= cap);
  }

  void judge(const Evaluation& evaluation, Index line, FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    PriceCap cap = price_cap_of(evaluation, line);
    if (cap.needs_rank) return sink.undecided(info_.number, line, "医疗机构等级");
    if (cap.cap == kNoNumber && lines.pric_limit[line] > 0) cap.cap = lines.pric_limit[line];
    if (cap.cap == kNoNumber) {
      if (cap.only_text) sink.undecided(info_.number, line, kNoCondition);
      return;
    }
    const Micro pric = lines.pric[line];
    if (pric == kNoNumber) return sink.undecided(info_.number, line, "单价");
    if (mul_div(pric, 1, kCompared) <= mul_div(cap.cap, 1, kCompared)) return;
    const Fen excess = mul_div(pric - cap.cap, lines.net_cnt[line], kFenOfPriceAndQty);
    std::string is = format_trimmed(pric, kMicroScale) + "元";
    std::string limit = format_trimmed(cap.cap, kMicroScale) + "元";
    std::string content =
        fmt::format("{}单价{}，超过限定单价{}，数量{}，超出部分金额{}。", charged(evaluation, line, cap.point), is,
                    limit, number_text(lines.net_cnt[line]), yuan(excess));
    accuse_line(sink, evaluation.block, info_.number, line, excess, cap.point, "单价" + is, "单价不超过" + limit,
                std::move(content));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& item_price_limit_rule() {
  static const PriceLimit rule{
      {.number = kPriceCapRule,
       .slug = "item_price_limit",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务价格政策：项目单价不得超过当地规定的最高限价",
       .meaning_zh = "医疗服务项目的单价高于限定单价（当地限价，无则为明细所载定价上限），超出部分不予支付",
       .meaning_en =
           "A service item charged above its unit price cap: the regional one, else the cap stated on the line",
       .parameters = {},
       .reads = model::facts(Fact::kLinePric, Fact::kLinePricLimit, Fact::kLineListType, Fact::kInstitutionLevel,
                             Fact::kSetlLevel, Fact::kVisitLevel),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
