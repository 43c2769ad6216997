// Rule 3: decoction pieces that are never payable, whatever else is in the prescription.
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

class NeverPayable final : public Rule {
 public:
  explicit NeverPayable(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t point) {
      return Judgement::accused(
          "已由基金支付", "单方、复方均不予支付",
          fmt::format("{}属于单方、复方均不予支付的中药饮片，已申报基金支付，涉及金额{}。",
                      charged(evaluation, line, point), yuan(evaluation.block.lines.net_amount[line])));
    });
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& pieces_never_payable_rule() {
  static const NeverPayable rule{{.number = 3,
                                  .slug = "pieces_never_payable",
                                  .verdict = model::Verdict::kViolation,
                                  .severity = 1,
                                  .basis = "国家医保药品目录中药饮片部分：单方、复方均不予支付的饮片",
                                  .meaning_zh = "单方、复方均不予支付的中药饮片申报了基金支付",
                                  .meaning_en = "A decoction piece that the fund never pays for was billed to it",
                                  .parameters = {},
                                  .reads = {},
                                  .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
