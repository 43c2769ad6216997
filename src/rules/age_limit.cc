// Age: what only newborns, infants or children may have. Rules 6, 7, 18, 19, 32, 33, 65, 80. Newborn on the mother's account
// is age 0 (A4).
#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

/// Who may have it.
enum class Group : std::uint8_t {
  kNewborn,  ///< by days
  kChild,    ///< by years
  kByPoint,  ///< the point's `value` says newborn, infant or child; several words: whoever is one of them
};

class AgeLimit final : public Rule {
 public:
  /// `own_bound`: a point's num replaces the parameter (6, 7, 18, 19, 32, 33).
  AgeLimit(RuleInfo info, Group group, bool own_bound) : info_(std::move(info)), group_(group), own_bound_(own_bound) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const auto& newborn_days = parameters.number("newborn_max_days");
    const auto& infant_years = parameters.number("infant_max_years");
    const auto& child_years = parameters.number("child_max_years");
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::uint32_t objects = group_ == Group::kNewborn ? std::uint32_t{knowledge::kNewborn}
                                    : group_ == Group::kChild ? std::uint32_t{knowledge::kChild}
                                                              : point.objects;
      constexpr std::uint32_t kAges = knowledge::kNewborn | knowledge::kInfant | knowledge::kChild;
      if ((objects & kAges) == 0) return Judgement::undecided(kNoCondition);
      const Age age = age_of(evaluation.block, line);
      if (!age.known) return Judgement::undecided("年龄（出生日期缺失或矛盾，或费用日期缺失）");
      if (age.newborn) return Judgement::clear();
      const Day day = evaluation.block.lines.day[line];
      const auto bound = [&](const auto& parameter) {
        return own_bound_ && point.num != kNoNumber ? point.num : parameter.at(day);
      };
      // The widest group decides; what follows is the limit that was broken.
      if ((objects & (knowledge::kChild | knowledge::kInfant)) != 0) {
        const bool child = (objects & knowledge::kChild) != 0;
        const std::int64_t years = child ? bound(child_years) : bound(infant_years);
        if (age.years * kOne < years) return Judgement::clear();
        return accusation(evaluation, line, index, fmt::format("{}岁", age.years),
                          fmt::format("未满{}岁", number_text(years)), child ? "儿童" : "婴幼儿");
      }
      const std::int64_t days = bound(newborn_days);
      if (age.days * kOne <= days) return Judgement::clear();
      return accusation(evaluation, line, index, fmt::format("{}天", age.days),
                        fmt::format("不超过{}天", number_text(days)), "新生儿");
    });
  }

 private:
  static Judgement accusation(const Evaluation& evaluation, model::Index line, std::uint32_t point,
                              std::string observed, std::string limit, std::string_view object) {
    std::string content =
        fmt::format("{}限{}使用（年龄{}），患者当日年龄为{}，涉及金额{}。", charged(evaluation, line, point), object,
                    limit, observed, yuan(evaluation.block.lines.net_amount[line]));
    return Judgement::accused(std::move(observed), std::move(limit), std::move(content));
  }

  RuleInfo info_;
  Group group_;
  bool own_bound_;
};

model::FactSet age_facts() {
  return model::facts(Fact::kPersonBirth, Fact::kSetlBirth, Fact::kVisitBirth, Fact::kVisitNewborn);
}

}  // namespace

const Rule& drug_for_newborns_only_rule() {
  static const AgeLimit rule{{.number = 6,
                              .version = 2,
                              .slug = "drug_for_newborns_only",
                              .verdict = model::Verdict::kViolation,
                              .severity = 1,
                              .basis = "国家医保药品目录限定支付范围：限新生儿使用",
                              .meaning_zh = "限新生儿使用的药品，用于超过新生儿日龄的患者",
                              .meaning_en = "A drug payable for newborns only, billed for a patient older than 28 days",
                              .parameters = {"newborn_max_days", "birth_placeholders"},
                              .reads = age_facts(),
                              .consults = {}},
                             Group::kNewborn,
                             true};
  return rule;
}

const Rule& drug_for_children_only_rule() {
  static const AgeLimit rule{
      {.number = 7,
       .version = 2,
       .slug = "drug_for_children_only",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "国家医保药品目录限定支付范围：限儿童使用",
       .meaning_zh = "限儿童使用的药品，用于达到儿童年龄上限的患者",
       .meaning_en = "A drug payable for children only, billed for a patient of 18 years or more",
       .parameters = {"child_max_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kChild,
      true};
  return rule;
}

const Rule& item_for_newborns_only_rule() {
  static const AgeLimit rule{
      {.number = 18,
       .version = 2,
       .slug = "item_for_newborns_only",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目医保支付范围：限新生儿使用",
       .meaning_zh = "限新生儿使用的医疗服务项目，用于超过新生儿日龄的患者",
       .meaning_en = "A service item payable for newborns only, billed for a patient older than 28 days",
       .parameters = {"newborn_max_days", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kNewborn,
      true};
  return rule;
}

const Rule& item_for_children_only_rule() {
  static const AgeLimit rule{
      {.number = 19,
       .version = 2,
       .slug = "item_for_children_only",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目医保支付范围：限儿童使用",
       .meaning_zh = "限儿童使用的医疗服务项目，用于达到儿童年龄上限的患者",
       .meaning_en = "A service item payable for children only, billed for a patient of 18 years or more",
       .parameters = {"child_max_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kChild,
      true};
  return rule;
}

const Rule& consumable_for_newborns_only_rule() {
  static const AgeLimit rule{
      {.number = 32,
       .version = 2,
       .slug = "consumable_for_newborns_only",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医用耗材医保支付范围：限新生儿使用",
       .meaning_zh = "限新生儿使用的医用耗材，用于超过新生儿日龄的患者",
       .meaning_en = "A consumable payable for newborns only, billed for a patient older than 28 days",
       .parameters = {"newborn_max_days", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kNewborn,
      true};
  return rule;
}

const Rule& consumable_for_children_only_rule() {
  static const AgeLimit rule{
      {.number = 33,
       .version = 2,
       .slug = "consumable_for_children_only",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医用耗材医保支付范围：限儿童使用",
       .meaning_zh = "限儿童使用的医用耗材，用于达到儿童年龄上限的患者",
       .meaning_en = "A consumable payable for children only, billed for a patient of 18 years or more",
       .parameters = {"child_max_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kChild,
      true};
  return rule;
}

const Rule& drug_made_for_children_rule() {
  static const AgeLimit rule{{.number = 65,
                              .version = 2,
                              .slug = "drug_made_for_children",
                              .verdict = model::Verdict::kSuspicion,
                              .severity = 2,
                              .basis = "药品说明书：儿童专用",
                              .meaning_zh = "儿童专用药品，用于达到儿童年龄上限的患者",
                              .meaning_en = "A drug made for children, billed for a patient of 18 years or more",
                              .parameters = {"child_max_years", "birth_placeholders"},
                              .reads = age_facts(),
                              .consults = {}},
                             Group::kChild,
                             false};
  return rule;
}

const Rule& item_made_for_age_rule() {
  static const AgeLimit rule{
      {.number = 80,
       .version = 2,
       .slug = "item_made_for_age",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "医疗服务价格项目内涵：新生儿、婴幼儿或儿童专用",
       .meaning_zh = "新生儿、婴幼儿或儿童专用的医疗服务项目，用于超过该年龄的患者",
       .meaning_en = "A service item made for newborns, infants or children, billed for somebody older",
       .parameters = {"newborn_max_days", "infant_max_years", "child_max_years", "birth_placeholders"},
       .reads = age_facts(),
       .consults = {}},
      Group::kByPoint,
      false};
  return rule;
}

}  // namespace yishou::rules
