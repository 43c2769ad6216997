// Rule 35: a settlement list that contradicts itself. Each check is made only when its facts are present.
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

/// Parameters in yuan are ten-thousandths; money is fen.
constexpr std::int64_t kPerFen = kOne / 100;

/// What the rows of one settlement add up to.
struct Tally {
  Index diagnoses = 0, mains = 0;
  bool main_unknown = false;
  Index lines = 0;
  Fen amount = 0;
  bool amount_unknown = false;
};

/// The names of the checks that failed, and what they mean.
struct Failed {
  std::string names, meanings;
  void add(std::string_view name, std::string_view meaning) {
    names += fmt::format("{}{}", names.empty() ? "" : ",", name);
    meanings += fmt::format("{}{}", meanings.empty() ? "" : "；", meaning);
  }
};

class SettlementRecord final : public Rule {
 public:
  explicit SettlementRecord(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& sum_tolerance = evaluation.snapshot.parameters().number("sum_tol");
    const auto& line_tolerance = evaluation.snapshot.parameters().number("line_sum_tol");
    std::vector<Tally> tallies;
    for (const model::Person& person : block.persons) {
      count(block, person, tallies);
      for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
        const model::Settlement& row = block.settlements[s];
        if (!row.in_effect) continue;
        const Day day = day_of(row.setl_time);
        Failed failed;
        check_person(block, row, failed);
        if (row.begin != kNoDay && row.end != kNoDay && row.begin > row.end)
          failed.add("dates", "入院日期晚于出院日期");
        const Tally& tally = tallies[s - person.settlements.begin];
        check_main(row, tally, failed);
        check_money(row, tally, sum_tolerance.at(day), line_tolerance.at(day), failed);
        if (failed.names.empty()) continue;
        Accusation accusation = about_settlement(block, info_.number, s);
        accusation.observed = std::move(failed.names);
        accusation.limit = "各项一致";
        accusation.content = fmt::format("结算{}的信息自相矛盾：{}。", row.setl_id.substr(0, 60), failed.meanings);
        sink.accuse(accusation);
      }
    }
  }

 private:
  static void count(const model::ClaimBlock& block, const model::Person& person, std::vector<Tally>& tallies) {
    tallies.assign(person.settlements.size(), {});
    for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
      const model::Diagnosis& row = block.diagnoses[d];
      if (row.settlement == kNone || row.code.empty()) continue;
      Tally& tally = tallies[row.settlement - person.settlements.begin];
      ++tally.diagnoses;
      if (row.main) ++tally.mains;
      tally.main_unknown = tally.main_unknown || !row.main_known;
    }
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      const Index settlement = block.lines.settlement[line];
      if (settlement == kNone || block.lines.valid[line] == 0) continue;
      Tally& tally = tallies[settlement - person.settlements.begin];
      ++tally.lines;
      const Fen amount = block.lines.amount[line];
      if (amount == kNoNumber) {
        tally.amount_unknown = true;
      } else {
        tally.amount += amount;
      }
    }
  }

  /// A newborn on the mother's account carries facts of two persons: they may differ.
  static void check_person(const model::ClaimBlock& block, const model::Settlement& row, Failed& failed) {
    const model::Person& person = block.persons[row.person];
    const model::Visit* visit =
        row.visit != kNone && block.visits[row.visit].counts ? &block.visits[row.visit] : nullptr;
    if (visit != nullptr && visit->newborn) return;
    const auto differ = [](auto a, auto b, auto c, auto missing) {
      const auto pair = [&](auto one, auto two) { return one != missing && two != missing && one != two; };
      return pair(a, b) || pair(b, c) || pair(a, c);
    };
    if (differ(person.sex, row.sex, visit != nullptr ? visit->sex : model::Sex::kMissing, model::Sex::kMissing)) {
      failed.add("sex", "性别前后不一");
    }
    if (differ(person.birth, row.birth, visit != nullptr ? visit->birth : kNoDay, kNoDay)) {
      failed.add("birth", "出生日期前后不一");
    }
  }

  static void check_main(const model::Settlement& row, const Tally& tally, Failed& failed) {
    if (visit_class(row.med_type) != VisitClass::kInpatient || tally.diagnoses == 0) return;
    // A row that does not say whether it is the main one may be it.
    if (tally.mains > 1 || (tally.mains == 0 && !tally.main_unknown)) {
      failed.add("nomain", tally.mains == 0 ? "没有主要诊断" : fmt::format("有{}个主要诊断", tally.mains));
    }
  }

  static void check_money(const model::Settlement& row, const Tally& tally, std::int64_t sum_tolerance,
                          std::int64_t line_tolerance, Failed& failed) {
    if (row.total == kNoNumber) return;
    const auto apart = [&](Fen sum, std::int64_t tolerance) { return std::abs(sum - row.total) * kPerFen > tolerance; };
    if (row.fund != kNoNumber && row.account != kNoNumber && row.cash != kNoNumber) {
      const Fen sum = row.fund + row.account + row.cash;
      if (apart(sum, sum_tolerance)) {
        failed.add("sum", fmt::format("各项支付合计{}，医疗费总额{}", yuan(sum), yuan(row.total)));
      }
    }
    if (tally.lines > 0 && !tally.amount_unknown && apart(tally.amount, line_tolerance)) {
      failed.add("lines", fmt::format("明细合计{}，医疗费总额{}", yuan(tally.amount), yuan(row.total)));
    }
    if (row.fund != kNoNumber && row.fund > row.total) {
      failed.add("fund", fmt::format("基金支付{}，超过医疗费总额{}", yuan(row.fund), yuan(row.total)));
    }
  }

  RuleInfo info_;
};

}  // namespace

const Rule& settlement_record_rule() {
  static const SettlementRecord rule{
      {.number = 35,
       .version = 2,
       .slug = "settlement_record",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医保结算清单填写规范：各项信息应当一致",
       .meaning_zh =
           "结算清单自相矛盾：性别、出生日期前后不一，日期倒置，住院无或多个主要诊断，支付合计、明细合计不等于总额，"
           "基金支付超过总额",
       .meaning_en =
           "A settlement that contradicts itself: sex, birth date, dates, main diagnosis, or sums that do not add up",
       .parameters = {"sum_tol", "line_sum_tol", "birth_placeholders"},
       .reads = birth_facts() | settlement_facts() |
                model::facts(Fact::kPersonSex, Fact::kSetlSex, Fact::kVisitSex, Fact::kSetlEnd, Fact::kSetlMedType,
                             Fact::kDiagCode, Fact::kDiagMain, Fact::kSetlAccount, Fact::kSetlCash),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
