// Rule 38: operations billed in a stay but not listed, listed without exactly one main operation, or listed but not billed.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

// Chapters of the national item list, named by the clause.
bool is_operation_item(std::string_view code) {
  const std::string_view chapter = code.substr(0, 6);
  return chapter >= "003302" && chapter <= "003316" && chapter.size() == 6;
}
bool is_treatment_item(std::string_view code) {
  const std::string_view chapter = code.substr(0, 4);
  return chapter >= "0031" && chapter <= "0033" && chapter.size() == 4;
}
constexpr model::SmallCode kTreatmentFee = 5, kOperationFee = 6;  // med_chrgitm_type 05, 06

/// What the operation rows of one settlement say.
struct Listed {
  Index rows = 0, mains = 0;
  bool main_unknown = false;
};
/// What lies in one visit.
struct VisitCare {
  bool operations = false;    ///< operation rows of settlements in effect
  bool lines = false;         ///< effective lines
  bool treated = false;       ///< one of them a treatment or operation
  bool type_unknown = false;  ///< one of them without its kind of charge
};

class OperationRecord final : public Rule {
 public:
  explicit OperationRecord(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& least = evaluation.snapshot.parameters().number("op_min_amt");
    Scratch scratch;
    for (const model::Person& person : block.persons) {
      const auto in_bed = [&](const model::Settlement& row) {
        return row.in_effect && visit_class(row.med_type) == VisitClass::kInpatient;
      };
      const auto first = block.settlements.begin() + person.settlements.begin;
      if (std::none_of(first, first + person.settlements.size(), in_bed)) continue;
      collect(block, person, least, scratch);
      std::size_t next = 0;  // of the billed operations, which are in the order of settlements
      for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
        const std::size_t from = next;
        while (next < scratch.billed.size() && block.lines.settlement[scratch.billed[next]] == s) ++next;
        if (!in_bed(block.settlements[s])) continue;
        judge(block, s, scratch.listed[s - person.settlements.begin],
              scratch.visits[block.settlements[s].visit - person.visits.begin],
              std::span{scratch.billed}.subspan(from, next - from), sink);
      }
    }
  }

 private:
  struct Scratch {
    std::vector<Listed> listed;
    std::vector<VisitCare> visits;
    std::vector<Index> billed;  ///< operation lines of the least amount, by settlement
  };

  static void collect(const model::ClaimBlock& block, const model::Person& person,
                      const knowledge::Dated<std::int64_t>& least, Scratch& scratch) {
    const model::Lines& lines = block.lines;
    scratch.listed.assign(person.settlements.size(), {});
    scratch.visits.assign(person.visits.size(), {});
    scratch.billed.clear();
    for (Index o = person.operations.begin; o < person.operations.end; ++o) {
      const model::Operation& row = block.operations[o];
      if (row.settlement == kNone || row.code.empty() || !block.settlements[row.settlement].in_effect) continue;
      Listed& listed = scratch.listed[row.settlement - person.settlements.begin];
      ++listed.rows;
      if (row.main) ++listed.mains;
      listed.main_unknown = listed.main_unknown || !row.main_known;
      scratch.visits[block.settlements[row.settlement].visit - person.visits.begin].operations = true;
    }
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      if (lines.effective[line] == 0) continue;
      const std::string_view code = block.item_code(line);
      const model::SmallCode type = lines.charge_type[line];
      VisitCare& visit = scratch.visits[lines.visit[line] - person.visits.begin];
      visit.lines = true;
      visit.treated = visit.treated || type == kTreatmentFee || type == kOperationFee || is_treatment_item(code);
      visit.type_unknown = visit.type_unknown || type == model::kNoCode;
      if (is_operation_item(code) && lines.net_amount[line] * (kOne / 100) >= least.at(lines.day[line])) {
        scratch.billed.push_back(line);
      }
    }
    std::ranges::stable_sort(scratch.billed, {}, [&](Index line) { return lines.settlement[line]; });
  }

  void judge(const model::ClaimBlock& block, Index settlement, const Listed& listed, const VisitCare& visit,
             std::span<const Index> billed, FindingSink& sink) const {
    std::string names, meanings;
    const auto add = [&](std::string_view name, std::string meaning) {
      names += fmt::format("{}{}", names.empty() ? "" : ",", name);
      meanings += fmt::format("{}{}", meanings.empty() ? "" : "；", meaning);
    };
    std::string_view missing;
    const bool not_listed = !billed.empty() && !visit.operations;
    if (not_listed && !block.operations_known) {
      missing = "手术操作清单";
    } else if (not_listed) {
      add("unlisted", fmt::format("收取手术费{}行，清单没有手术操作", billed.size()));
    }
    if (listed.rows > 0) {
      if (listed.mains > 1) add("main", fmt::format("有{}个主要手术操作", listed.mains));
      if (listed.mains == 0 && listed.main_unknown) missing = "主要手术操作标志";
      if (listed.mains == 0 && !listed.main_unknown) add("main", "没有主要手术操作");
      if (!visit.treated && (!visit.lines || visit.type_unknown)) missing = "收费项目类别";
      if (!visit.treated && visit.lines && !visit.type_unknown) add("unbilled", "有手术操作，没有治疗或手术收费");
    }
    if (names.empty()) {
      if (!missing.empty()) sink.undecided(info_.number, subject_of_settlement(block, settlement), missing);
      return;
    }
    Accusation accusation = about_settlement(block, info_.number, settlement);
    if (not_listed) accusation.related = billed;
    accusation.observed = std::move(names);
    accusation.limit = "手术操作与收费一致";
    accusation.content =
        fmt::format("结算{}的手术操作编码异常：{}。", block.settlements[settlement].setl_id.substr(0, 60), meanings);
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& operation_record_rule() {
  static const OperationRecord rule{
      {.number = 38,
       .slug = "operation_record",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医保结算清单填写规范：手术操作应如实填写并标明主要手术操作",
       .meaning_zh =
           "住院：收取手术费而清单没有手术操作，手术操作没有或有多个主要手术，或有手术操作而没有治疗、手术收费",
       .meaning_en =
           "A stay whose operations are billed but not listed, without one main operation, or listed but not billed",
       .parameters = {"op_min_amt"},
       .reads = settlement_facts() |
                model::facts(Fact::kSetlMedType, Fact::kLineChargeType, Fact::kOprnCode, Fact::kOprnMain),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
