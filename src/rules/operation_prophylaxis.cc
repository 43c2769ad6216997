// Rule 44: antibiotics of a stay with a clean operation and no infection, beyond what prevention needs: of a kind that is not
// for it, or too long after the last operation.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/line_rule.h"
#include "rules/matching.h"
#include "rules/person_verdicts.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr std::string_view kAntibacterial = "XJ01";
constexpr Second kHour = 3600;

/// One operation of a stay that says something of it, or only lengthens it (`point` kNone).
struct Operated {
  Index visit;
  Second end;  ///< kNoSecond: not known
  Day day;
  std::uint32_t point;
};

/// What a stay's operations allow, taken together.
struct Stay {
  Second end = kNoSecond;  ///< of the last operation
  bool end_known = true;   ///< of every operation
  std::int64_t hours = 0;  ///< the longest of the points; ten-thousandths
  Day day = kNoDay;        ///< of the first point's operation
  std::uint32_t point = model::kNone;
  bool only_text = false;
};

class OperationProphylaxis final : public Rule {
 public:
  explicit OperationProphylaxis(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::vector<Operated> operations;
    PersonVerdicts verdicts;
    for (const model::Person& person : block.persons) {
      if (person.operations.size() == 0) continue;
      operations.clear();
      for (Index i = person.operations.begin; i < person.operations.end; ++i)
        collect(evaluation, block.operations[i], operations);
      std::ranges::stable_sort(operations, {}, &Operated::visit);
      judge(evaluation, person, operations, verdicts);
      verdicts.say(block, info_, sink, [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>&) {
        describe(evaluation, stay_of(evaluation, of_visit(operations, hits.front().bucket)), hits, accusation);
      });
    }
  }

 private:
  void collect(const Evaluation& evaluation, const model::Operation& operation,
               std::vector<Operated>& operations) const {
    const model::Settlement& settlement = evaluation.block.settlements[operation.settlement];
    if (!settlement.in_effect || operation.code.empty()) return;
    Operated one{.visit = settlement.visit, .end = kNoSecond, .day = operation.date, .point = model::kNone};
    // An end without an hour lies somewhere in its day: as late as it may be.
    if (operation.end != kNoSecond) {
      one.end = is_date_only(operation.end) ? operation.end + kSecondsPerDay : operation.end;
      if (one.day == kNoDay) one.day = day_of(operation.end);
    } else if (operation.date != kNoDay) {
      one.end = start_of(operation.date + 1);
    }
    operations.push_back(one);
    for_points(evaluation, evaluation.codes.find(info_.number, knowledge::Side::kCode, operation.code), one.day,
               [&](std::uint32_t point) {
      one.point = point;
      operations.push_back(one);
    });
  }

  static std::span<const Operated> of_visit(const std::vector<Operated>& operations, Index visit) {
    const auto [begin, end] = std::ranges::equal_range(operations, visit, {}, &Operated::visit);
    return {begin, end};
  }

  static Stay stay_of(const Evaluation& evaluation, std::span<const Operated> operations) {
    const auto& usual_hours = evaluation.snapshot.parameters().number("prophylaxis_hours");
    Stay stay;
    for (const Operated& one : operations) {
      stay.end = std::max(stay.end, one.end);
      stay.end_known = stay.end_known && one.end != kNoSecond;
      if (one.point == model::kNone) continue;
      const knowledge::Point& point = evaluation.snapshot.point(one.point);
      if (point.needs_condition) {
        stay.only_text = true;
        continue;
      }
      if (stay.point == model::kNone) {
        stay.point = one.point;
        stay.day = one.day;
      }
      stay.hours = std::max(stay.hours, point.num != kNoNumber ? point.num : usual_hours.at(one.day));
    }
    return stay;
  }

  static bool allows(const Evaluation& evaluation, std::span<const Operated> operations, std::string_view code) {
    const auto& usual_drugs = evaluation.snapshot.parameters().codes("prophylaxis_drugs");
    const auto begins = [&](std::string_view prefix) { return code.starts_with(prefix); };
    return std::ranges::any_of(operations, [&](const Operated& one) {
      if (one.point == model::kNone) return false;
      const knowledge::Point& point = evaluation.snapshot.point(one.point);
      if (point.needs_condition) return false;
      if (point.values_count > 0) return std::ranges::any_of(evaluation.snapshot.values(point), begins);
      return std::ranges::any_of(usual_drugs.at(one.day), begins);
    });
  }

  void judge(const Evaluation& evaluation, const model::Person& person, const std::vector<Operated>& operations,
             PersonVerdicts& verdicts) const {
    const model::ClaimBlock& block = evaluation.block;
    const model::Lines& lines = block.lines;
    const auto& infections = evaluation.snapshot.parameters().codes("infection_diags");
    std::vector<std::string_view> infection_codes;
    std::vector<std::pair<Index, Index>> antibacterials;  // by visit, then line
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      if (lines.claimed[line] != 0 && block.item_code(line).starts_with(kAntibacterial))
        antibacterials.emplace_back(lines.visit[line], line);
    }
    std::ranges::sort(antibacterials);
    Index before = model::kNone;
    std::span<const Operated> here;
    Stay stay;
    for (const auto& [visit, line] : antibacterials) {
      const VisitClass kind = visit_class(med_type_of(block, line));
      if (kind != VisitClass::kInpatient && kind != VisitClass::kUnknown) continue;
      if (visit != before) {
        before = visit;
        here = of_visit(operations, visit);
        stay = stay_of(evaluation, here);
        const auto& codes = infections.at(stay.day);
        infection_codes.assign(codes.begin(), codes.end());
      }
      if (stay.point == model::kNone) {
        if (stay.only_text) verdicts.undecide(line, kNoCondition);
        continue;
      }
      std::string_view missing = late(stay, lines.time[line]);
      const bool wrong_drug = !allows(evaluation, here, block.item_code(line));
      if (wrong_drug) missing = kLate;
      if (missing.empty() || has_diagnosis(block, line, infection_codes)) continue;
      if (const std::string_view unknown = missing_diagnosis(block, line); !unknown.empty()) missing = unknown;
      if (kind == VisitClass::kUnknown) missing = "医疗类别";
      if (missing == kLate) {
        verdicts.accuse(visit, line, lines.net_amount[line]);
      } else {
        verdicts.undecide(line, missing);
      }
    }
  }

  static constexpr std::string_view kLate = "late";

  /// kLate: certainly too long after the last operation; empty: certainly not; else the fact that is missing.
  static std::string_view late(const Stay& stay, Second time) {
    if (time == kNoSecond) return "费用时间";
    if (!stay.end_known) return "手术结束时间";
    const Second limit = stay.end + stay.hours * kHour / kOne;
    if (time > limit) return kLate;
    return is_date_only(time) && time + kSecondsPerDay - 1 > limit ? std::string_view{"费用时间"} : std::string_view{};
  }

  static void describe(const Evaluation& evaluation, const Stay& stay, std::span<const Hit> hits,
                       Accusation& accusation) {
    const knowledge::Point& point = evaluation.snapshot.point(stay.point);
    const Index first = hits.front().line;
    const std::string name = point.name.empty() ? std::string{"Ⅰ类切口"} : item_name(evaluation, first, stay.point);
    const std::string hours = number_text(stay.hours);
    accusation.point = stay.point;
    accusation.observed = fmt::format("预防用抗菌药物{}行不在品种或时限之内", hits.size());
    accusation.limit = fmt::format("限规定品种，术后不超过{}小时", hours);
    accusation.content = fmt::format(
        "清洁手术（{}）的住院期间没有感染诊断，{}等{}行抗菌药物不在预防用药的品种之内或晚于术后{}小时，涉及金额{}。",
        name, charged_as(evaluation, first, evaluation.block.item_code(first)), hits.size(), hours, yuan(sum_of(hits)));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& operation_prophylaxis_rule() {
  static const OperationProphylaxis rule{
      {.number = 44,
       .version = 2,
       .slug = "operation_prophylaxis",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "抗菌药物临床应用指导原则：清洁手术预防用药的品种和时限",
       .meaning_zh = "做了清洁（Ⅰ类切口）手术而没有感染诊断的住院，使用了预防用药品种以外的抗菌药物，或在末次手术结束后"
                     "超过规定时限仍在使用",
       .meaning_en =
           "Antibacterials of a stay with a clean operation and no infection: another kind than for prevention, or "
           "later than allowed after the last operation",
       .parameters = {"prophylaxis_hours", "prophylaxis_drugs", "infection_diags"},
       .reads = model::facts(Fact::kOprnCode, Fact::kOprnDate, Fact::kOprnEnd, Fact::kSetlMedType, Fact::kDiagCode,
                             Fact::kVisitChiefDiag, Fact::kVisitMainDiag, Fact::kLineDisease),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
