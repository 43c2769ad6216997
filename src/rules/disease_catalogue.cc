// Rule 11: outpatients with a certified chronic or special disease may have the drugs listed for it. The points are found by the
// disease, not by the billed code, so the drugs of these settlements are walked.
#include <algorithm>

#include <fmt/format.h>

#include "rules/line_rule.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

constexpr std::int32_t kCertifiedDisease = 14;

bool is_drug(const model::ClaimBlock& block, Index line) {
  const int type = block.lines.list_type[line];
  const std::string_view code = block.item_code(line);
  return (type >= 101 && type <= 104) || code.starts_with('X') || code.starts_with('Z') || code.starts_with('T');
}

/// May be such a visit: it is, or its type is not known.
bool may_be_certified(const model::Settlement& settlement) {
  return settlement.in_effect && (settlement.med_type == kCertifiedDisease || settlement.med_type < 0);
}

/// The settlement's, else the visit's when it counts (A1).
std::string_view disease_of(const model::ClaimBlock& block, Index line, const model::Settlement& settlement) {
  if (!settlement.disease.empty()) return settlement.disease;
  const model::Visit& visit = block.visits[block.lines.visit[line]];
  return visit.counts ? visit.disease : std::string_view{};
}

class DiseaseCatalogue final : public Rule {
 public:
  explicit DiseaseCatalogue(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    if (!evaluation.snapshot.has_points(info_.number)) return;
    const model::ClaimBlock& block = evaluation.block;
    for (const model::Person& person : block.persons) {
      const auto settlements =
          std::span{block.settlements}.subspan(person.settlements.begin, person.settlements.size());
      if (std::ranges::none_of(settlements, may_be_certified)) continue;
      for (Index line = person.lines.begin; line < person.lines.end; ++line) {
        if (block.lines.claimed[line] == 0 || !is_drug(block, line)) continue;
        const model::Settlement& settlement = block.settlements[block.lines.settlement[line]];
        if (may_be_certified(settlement)) judge(evaluation, line, settlement, sink);
      }
    }
  }

 private:
  void judge(const Evaluation& evaluation, Index line, const model::Settlement& settlement, FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const std::string_view disease = disease_of(block, line, settlement);
    if (disease.empty()) {
      sink.undecided(info_.number, line, "病种编码");
      return;
    }
    const Listed listed = look_up(evaluation, line, disease);
    if (listed.point == model::kNone || listed.allowed) return;
    if (listed.free_text || settlement.med_type < 0) {
      sink.undecided(info_.number, line, listed.free_text ? kNoCondition : "医疗类别");
      return;
    }
    const bool named = !evaluation.snapshot.point(listed.point).name.empty();
    const std::string drug{block.item_code(line).substr(0, kLongestShown)};
    const std::string shown{disease.substr(0, kLongestShown)};
    const Day day = block.lines.day[line];
    accuse_line(sink, block, info_.number, line, block.lines.net_amount[line], listed.point, "药品" + drug,
                fmt::format("病种{}的用药范围", shown),
                fmt::format("{}收取的药品{}，不在门诊慢特病病种{}{}的用药范围内，涉及金额{}。",
                            day == kNoDay ? "日期不详时" : format_day(day), drug, shown,
                            named ? fmt::format("（{}）", item_name(evaluation, line, listed.point)) : "",
                            yuan(block.lines.net_amount[line])));
  }

  struct Listed {
    std::uint32_t point = model::kNone;  ///< the first of the disease
    bool allowed = false;                ///< the line's drug, by any point
    bool free_text = false;              ///< of a point
  };

  /// What the points of exactly this disease (unlike A9) say of the line's drug, all taken together.
  [[nodiscard]] Listed look_up(const Evaluation& evaluation, Index line, std::string_view disease) const {
    const std::string_view code = evaluation.block.item_code(line);
    Listed out;
    for (const knowledge::CodePoint& found : evaluation.codes.find(info_.number, knowledge::Side::kCode, disease)) {
      const knowledge::Point& point = evaluation.snapshot.point(found.point);
      if (found.code_length != disease.size() || !point.in_force(evaluation.block.lines.day[line])) continue;
      const std::span<const std::string_view> drugs = evaluation.snapshot.values(point);
      if (out.point == model::kNone) out.point = found.point;
      out.free_text = out.free_text || point.needs_condition || drugs.empty();
      out.allowed =
          out.allowed || std::ranges::any_of(drugs, [&](std::string_view drug) { return code.starts_with(drug); });
    }
    return out;
  }

  static constexpr std::size_t kLongestShown = 40;

  RuleInfo info_;
};

}  // namespace

const Rule& drug_disease_catalogue_rule() {
  static const DiseaseCatalogue rule{
      {.number = 11,
       .slug = "drug_disease_catalogue",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "统筹地区门诊慢特病病种及其用药范围的规定",
       .meaning_zh = "门诊慢特病就诊中，收取了所认定病种用药范围以外的药品",
       .meaning_en = "A visit for a certified chronic or special disease billed a drug that is not listed for it",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType, Fact::kSetlDisease, Fact::kVisitDisease, Fact::kLineListType),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
