// Rule 37: a diagnosis of a stay in bed that asks for a drug or item, and none of them billed in the visit.
#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/settlement_codes.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

/// Which visits of a person have a billed line that a point asks for; made when the first code asks.
class Billed {
 public:
  explicit Billed(const Evaluation& evaluation, std::uint16_t rule)
      : block_(evaluation.block), matches_(evaluation.matches.of(rule, knowledge::Side::kValue)) {}

  void look_at(Index person) {
    if (person == person_) return;
    person_ = person;
    const model::Range lines = block_.persons[person].lines;
    const model::Range settlements = block_.persons[person].settlements;
    first_settlement_ = settlements.begin;
    has_lines_.assign(settlements.size(), 0);
    for (Index line = lines.begin; line < lines.end; ++line) {
      if (block_.lines.effective[line] != 0) has_lines_[block_.lines.settlement[line] - first_settlement_] = 1;
    }
    billed_.clear();
    for (auto match = std::ranges::lower_bound(matches_, lines.begin, {}, &Match::line);
         match != matches_.end() && match->line < lines.end; ++match) {
      for (std::uint32_t i = 0; i < match->count; ++i) {
        billed_.emplace_back(block_.lines.visit[match->line], match->points[i].point);
      }
    }
    std::ranges::sort(billed_);
  }
  [[nodiscard]] bool has_lines(Index settlement) const { return has_lines_[settlement - first_settlement_] != 0; }
  [[nodiscard]] bool has(Index visit, std::uint32_t point) const {
    return std::ranges::binary_search(billed_, std::pair(visit, point));
  }

 private:
  const model::ClaimBlock& block_;
  std::span<const Match> matches_;
  Index person_ = kNone;
  Index first_settlement_ = 0;
  std::vector<std::uint8_t> has_lines_;
  std::vector<std::pair<Index, std::uint32_t>> billed_;  // (visit, point)
};

class DiagnosisWithoutCare final : public Rule {
 public:
  explicit DiagnosisWithoutCare(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    Billed billed{evaluation, info_.number};
    judge_codes(evaluation, info_, CodeSource::kDiagnosisRows, sink,
                [&](const SettlementCode& code, Day day, std::uint32_t index) {
      const model::Settlement& settlement = block.settlements[code.settlement];
      if (visit_class(settlement.med_type) != VisitClass::kInpatient) return Judgement::clear();
      billed.look_at(settlement.person);
      if (!billed.has_lines(code.settlement)) return Judgement::clear();
      const knowledge::Point& point = evaluation.snapshot.point(index);
      const auto wanted = evaluation.snapshot.values(point);
      if (point.needs_condition || wanted.empty()) return Judgement::undecided(kNoCondition);
      if (billed.has(settlement.visit, index)) return Judgement::clear();
      const std::string needed = list_of_codes(wanted);
      return Judgement::accused(fmt::format("诊断{}", code.code), fmt::format("需收取{}之一", needed),
                                fmt::format("{}应有相应的药品或项目（{}），本次住院均未收取，诊断编码可能有误。",
                                            recorded(evaluation, "诊断", code, day, index), needed));
    }, [](const SettlementCode&, std::vector<Index>&) {});
  }

 private:
  RuleInfo info_;
};

}  // namespace

const Rule& diagnosis_without_care_rule() {
  static const DiagnosisWithoutCare rule{
      {.number = 37,
       .slug = "diagnosis_without_care",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医保结算清单填写规范：诊断应有相应的诊疗依据",
       .meaning_zh = "住院结算清单上的诊断，没有收取该诊断必有的药品或项目",
       .meaning_en = "A diagnosis of a stay without any of the drugs or items that belong to it",
       .parameters = {},
       .reads = settlement_facts() | model::facts(Fact::kDiagCode, Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
