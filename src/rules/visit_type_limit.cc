// Kind of visit (A7). Rules 13 (drugs that only inpatients may have, some of them in an emergency too), 22 (service items for
// some kinds of visit) and 47 (drugs that an internet visit may not prescribe).
#include <charconv>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;

constexpr std::int32_t kInternetVisit = 9901;
constexpr std::int32_t kEmergencyToInpatient = 24;

std::string_view class_name(VisitClass kind) {
  switch (kind) {
    case VisitClass::kInpatient: return "住院";
    case VisitClass::kEmergency: return "急诊";
    case VisitClass::kOutpatient: return "门诊";
    case VisitClass::kPharmacy: return "药店购药";
    case VisitClass::kUnknown: break;
  }
  return "其他";
}

/// What of a visit type a point's words allow.
enum class Allowed : std::uint8_t { kNothingSaid, kNo, kYes };

Allowed allows(const knowledge::Snapshot& snapshot, const knowledge::Point& point, std::int32_t med_type) {
  constexpr std::uint32_t kClasses =
      knowledge::kInpatient | knowledge::kEmergency | knowledge::kOutpatient | knowledge::kPharmacy;
  const VisitClass kind = visit_class(med_type);
  std::uint32_t is = 0;
  if (kind == VisitClass::kInpatient) is |= knowledge::kInpatient;
  if (kind == VisitClass::kEmergency || med_type == kEmergencyToInpatient) is |= knowledge::kEmergency;
  if (kind == VisitClass::kOutpatient) is |= knowledge::kOutpatient;
  if (kind == VisitClass::kPharmacy) is |= knowledge::kPharmacy;
  if ((point.objects & is) != 0) return Allowed::kYes;
  bool said = (point.objects & kClasses) != 0;
  for (const std::string_view value : snapshot.values(point)) {
    std::int32_t code = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), code);
    if (error != std::errc{} || end != value.data() + value.size()) continue;
    if (code == med_type) return Allowed::kYes;
    said = true;
  }
  return said ? Allowed::kNo : Allowed::kNothingSaid;
}

class VisitTypeLimit final : public Rule {
 public:
  explicit VisitTypeLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const std::int32_t med_type = med_type_of(evaluation.block, line);
      const Allowed allowed = allows(evaluation.snapshot, point, med_type);
      if (allowed == Allowed::kNothingSaid) return Judgement::undecided(kNoCondition);
      if (med_type < 0) return Judgement::undecided("医疗类别");
      if (allowed == Allowed::kYes) return Judgement::clear();
      const VisitClass kind = visit_class(med_type);
      if (kind == VisitClass::kUnknown) return Judgement::undecided("医疗类别（不在已知的类别中）");
      std::string words;
      for (const std::string_view value : evaluation.snapshot.values(point)) {
        if (!words.empty()) words += "、";
        words += value;
      }
      std::string observed = fmt::format("{}（医疗类别{}）", class_name(kind), med_type);
      std::string content = fmt::format("{}限{}使用，本次就医方式为{}，涉及金额{}。", charged(evaluation, line, index),
                                        words.substr(0, 200), observed, yuan(evaluation.block.lines.net_amount[line]));
      return Judgement::accused(std::move(observed), fmt::format("限{}", words), std::move(content));
    });
  }

 private:
  RuleInfo info_;
};

class InternetLimit final : public Rule {
 public:
  explicit InternetLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    judge_lines(evaluation, info_, sink, [&](model::Index line, std::uint32_t index) {
      const std::int32_t med_type = med_type_of(evaluation.block, line);
      if (med_type < 0) return Judgement::undecided("医疗类别");
      if (med_type != kInternetVisit) return Judgement::clear();
      return Judgement::accused(
          "互联网诊疗（医疗类别9901）", "互联网诊疗不予支付",
          fmt::format("{}不在互联网医院药品支付范围内，本次为互联网诊疗，涉及金额{}。",
                      charged(evaluation, line, index), yuan(evaluation.block.lines.net_amount[line])));
    });
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& drug_visit_type_rule() {
  static const VisitTypeLimit rule{
      {.number = 13,
       .slug = "drug_visit_type",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "国家医保药品目录限定支付范围：限就医方式",
       .meaning_zh = "限住院（或急诊）使用的药品，在其他就医方式中收取",
       .meaning_en = "A drug payable for inpatients (or emergencies) only, billed in another kind of visit",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

const Rule& item_visit_type_rule() {
  static const VisitTypeLimit rule{
      {.number = 22,
       .slug = "item_visit_type",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "医疗服务项目医保支付范围：限就医方式",
       .meaning_zh = "限住院、急诊、门诊等就医方式支付的医疗服务项目，在其他就医方式中收取",
       .meaning_en = "A service item payable in some kinds of visit only, billed in another",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

const Rule& internet_hospital_drug_rule() {
  static const InternetLimit rule{
      {.number = 47,
       .slug = "internet_hospital_drug",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "互联网诊疗监管：麻醉药品、精神药品等不得通过互联网诊疗开具",
       .meaning_zh = "互联网诊疗中收取了互联网医院不得开具的药品",
       .meaning_en = "An internet visit billed a drug that internet hospitals may not prescribe",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
