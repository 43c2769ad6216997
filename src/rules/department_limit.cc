// Department that bills: what only some departments may use. Rules 21 (service items) and 85 (consumables).
#include <algorithm>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// `department` is upper case. No ranges here: a department code may hold a hyphen.
bool begins_with(std::string_view department, std::string_view prefix) noexcept {
  return department.size() >= prefix.size() &&
         std::ranges::equal(department.substr(0, prefix.size()), prefix,
                            [](char of_line, char of_point) { return of_line == upper(of_point); });
}

class DepartmentLimit final : public Rule {
 public:
  explicit DepartmentLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const std::span<const std::string_view> allowed = evaluation.snapshot.values(evaluation.snapshot.point(index));
      if (allowed.empty()) return Judgement::undecided(kNoCondition);
      const std::string_view department = evaluation.block.lines.department[line];
      if (department.empty()) return Judgement::undecided("开单科室");
      if (std::ranges::any_of(allowed, [&](std::string_view prefix) { return begins_with(department, prefix); })) {
        return Judgement::clear();
      }
      const std::string list = list_of_codes(allowed);
      std::string observed = fmt::format("科室{}", department.substr(0, kLongestShown));
      std::string content =
          fmt::format("{}限科室{}使用，开单{}不在其中，涉及金额{}。", charged(evaluation, line, index), list, observed,
                      yuan(evaluation.block.lines.net_amount[line]));
      return Judgement::accused(std::move(observed), fmt::format("限科室{}", list), std::move(content));
    });
  }

 private:
  static constexpr std::size_t kLongestShown = 40;

  RuleInfo info_;
};

}  // namespace

const Rule& item_department_rule() {
  static const DepartmentLimit rule{{.number = 21,
                                     .slug = "item_department",
                                     .verdict = model::Verdict::kViolation,
                                     .severity = 1,
                                     .basis = "医疗服务项目医保支付范围：限科室使用；《医疗机构管理条例》：按照核准登"
                                              "记或者备案的诊疗科目开展诊疗活动",
                                     .meaning_zh = "限科室使用的医疗服务项目，由其他科室开单",
                                     .meaning_en = "A service item for some departments, ordered by another one",
                                     .parameters = {},
                                     .reads = model::facts(Fact::kLineDepartment),
                                     .consults = {}}};
  return rule;
}

const Rule& consumable_department_rule() {
  static const DepartmentLimit rule{{.number = 85,
                                     .slug = "consumable_department",
                                     .verdict = model::Verdict::kSuspicion,
                                     .severity = 3,
                                     .basis = "医疗器械注册证载明的适用范围；《医疗机构医用耗材管理办法（试行）》",
                                     .meaning_zh = "用于某些科室的医用耗材，由其他科室开单",
                                     .meaning_en = "A consumable of some departments, ordered by another one",
                                     .parameters = {},
                                     .reads = model::facts(Fact::kLineDepartment),
                                     .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
