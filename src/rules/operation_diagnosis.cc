// Rule 40: a main operation that fits none of the main diagnoses it is done for.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/runs.h"
#include "rules/settlement_codes.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

/// What a settlement says of itself: its main operation and main diagnosis.
struct Mains {
  Index settlement;
  std::string_view operation, diagnosis;
  bool several_operations = false, several_diagnoses = false;
};

class OperationDiagnosis final : public Rule {
 public:
  explicit OperationDiagnosis(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    if (!evaluation.snapshot.has_points(info_.number)) return;
    const model::ClaimBlock& block = evaluation.block;
    std::vector<SettlementCode> codes;
    std::vector<Mains> mains;
    for (const model::Person& person : block.persons) {
      codes_of(evaluation, person, info_.number, CodeSource::kOperations, codes);
      if (codes.empty()) continue;
      collect_mains(block, person, mains);
      for_each_run(codes, [](const auto& a, const auto& b) { return a.settlement == b.settlement; }, [&](auto run) {
        judge(evaluation, run, mains[run.front().settlement - person.settlements.begin], sink);
      });
    }
  }

 private:
  static void collect_mains(const model::ClaimBlock& block, const model::Person& person, std::vector<Mains>& mains) {
    mains.clear();
    for (Index s = person.settlements.begin; s < person.settlements.end; ++s) mains.push_back({s, {}, {}});
    for (Index o = person.operations.begin; o < person.operations.end; ++o) {
      const model::Operation& row = block.operations[o];
      if (!row.main || row.code.empty() || row.settlement == kNone) continue;
      Mains& main = mains[row.settlement - person.settlements.begin];
      main.several_operations = main.several_operations || (!main.operation.empty() && main.operation != row.code);
      main.operation = row.code;
    }
    for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
      const model::Diagnosis& row = block.diagnoses[d];
      if (!row.main || row.code.empty() || row.settlement == kNone) continue;
      Mains& main = mains[row.settlement - person.settlements.begin];
      main.several_diagnoses = main.several_diagnoses || (!main.diagnosis.empty() && main.diagnosis != row.code);
      main.diagnosis = row.code;
    }
    for (Mains& main : mains) {
      if (main.several_operations) main.operation = {};
      const Index visit = block.settlements[main.settlement].visit;
      if (main.several_diagnoses) {
        main.diagnosis = {};
      } else if (main.diagnosis.empty() && visit != kNone && block.visits[visit].counts) {
        main.diagnosis = block.visits[visit].main_diagnosis;
      }
    }
  }

  /// `codes`: the operations of one settlement that meet points. When none of them is said to be the main one, each may be.
  void judge(const Evaluation& evaluation, std::span<const SettlementCode> codes, const Mains& main,
             FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const Day day = begin_day_of(block, main.settlement);
    bool accused = false;
    std::string_view missing;
    for (const SettlementCode& code : codes) {
      if (!main.operation.empty() && code.code != main.operation) continue;
      for_points(evaluation, code.points, day, [&](std::uint32_t index) {
        if (accused) return;
        const knowledge::Point& point = evaluation.snapshot.point(index);
        const auto fitting = evaluation.snapshot.values(point);
        const auto fits = [&](std::string_view prefix) { return matches_code(main.diagnosis, prefix); };
        if (point.needs_condition || fitting.empty()) {
          missing = kNoCondition;
        } else if (main.operation.empty()) {
          missing = "主要手术操作（未标明，或标明多个）";
        } else if (main.diagnosis.empty()) {
          missing = "主要诊断（缺失，或标明多个）";
        } else if (std::ranges::none_of(fitting, fits) && !is_national_diagnosis(main.diagnosis)) {
          missing = "主要诊断（不是国家疾病诊断编码）";
        } else if (std::ranges::none_of(fitting, fits)) {
          accused = true;
          accuse(evaluation, code, main, day, index, sink);
        }
      });
    }
    if (!accused && !missing.empty())
      sink.undecided(info_.number, subject_of_settlement(block, main.settlement), missing);
  }

  void accuse(const Evaluation& evaluation, const SettlementCode& code, const Mains& main, Day day, std::uint32_t point,
              FindingSink& sink) const {
    const std::string fitting = list_of_codes(evaluation.snapshot.values(evaluation.snapshot.point(point)));
    Accusation accusation = about_settlement(evaluation.block, info_.number, main.settlement);
    accusation.point = point;
    accusation.observed = fmt::format("主要手术{}，主要诊断{}", main.operation, main.diagnosis);
    accusation.limit = fmt::format("主要诊断属于{}", fitting);
    accusation.content =
        fmt::format("{}适用于主要诊断{}，本次主要诊断为“{}”，诊断与手术操作不符。",
                    recorded(evaluation, "主要手术操作", code, day, point), fitting, main.diagnosis.substr(0, 24));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& operation_diagnosis_rule() {
  static const OperationDiagnosis rule{
      {.number = 40,
       .version = 2,
       .slug = "operation_diagnosis",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医保结算清单填写规范：主要手术操作应与主要诊断对应",
       .meaning_zh = "主要手术操作与主要诊断不对应",
       .meaning_en = "A main operation that fits none of the main diagnoses it is done for",
       .parameters = {},
       .reads = settlement_facts() | main_diagnosis_facts() | model::facts(Fact::kOprnCode, Fact::kOprnMain),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
