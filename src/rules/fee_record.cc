// Rule 36: a fee line that contradicts itself. It looks at the record as it was uploaded, so at the line's own cnt and amount and
// not at what returns leave of them, and at every line that counts by A1: also self-paid ones, and returns.
#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

__extension__ using Wide = __int128;
constexpr Wide kWidePerFen = 100'000'000;  // cnt × pric is in 10⁻¹⁰ yuan

bool is_return(const model::Lines& lines, Index line) {
  return (lines.cnt[line] < 0 && lines.cnt[line] != kNoNumber) ||
         (lines.amount[line] < 0 && lines.amount[line] != kNoNumber);
}

/// cnt and amount of opposite sign, or cnt 0 with an amount.
bool signs_differ(const model::Lines& lines, Index line) {
  const Qty cnt = lines.cnt[line];
  const Fen amount = lines.amount[line];
  if (cnt == kNoNumber || amount == kNoNumber) return false;
  return (cnt > 0 && amount < 0) || (cnt < 0 && amount > 0) || (cnt == 0 && amount != 0);
}

/// Which returns of a person have no original: the line they name, or without a name any earlier line of the visit and item
/// (of the same day too, for a date may lack its hour). Any line of the lake will do, in effect or not.
class Originals {
 public:
  explicit Originals(const model::ClaimBlock& block) : lines_(block.lines) {}

  void look_at(model::Range range) {
    names_.clear();
    firsts_.clear();
    for (Index line = range.begin; line < range.end; ++line) {
      if (is_return(lines_, line)) continue;
      names_.push_back(lines_.sn[line]);
      firsts_.emplace_back(key(line), lines_.day[line]);
    }
    std::ranges::sort(names_);
    std::ranges::sort(firsts_);
  }
  [[nodiscard]] bool has(Index line) const {
    if (!lines_.original[line].empty()) return std::ranges::binary_search(names_, lines_.original[line]);
    const auto first = std::ranges::lower_bound(firsts_, std::pair(key(line), kNoDay));
    const Day day = lines_.day[line];
    return first != firsts_.end() && first->first == key(line) && (day == kNoDay || first->second <= day);
  }

 private:
  [[nodiscard]] std::uint64_t key(Index line) const {
    return std::uint64_t{lines_.visit[line]} << 32 | lines_.item[line];
  }

  const model::Lines& lines_;
  std::vector<std::string_view> names_;
  std::vector<std::pair<std::uint64_t, Day>> firsts_;  // (visit and item, day); kNoDay is the smallest day
};

class FeeRecord final : public Rule {
 public:
  explicit FeeRecord(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const model::Lines& lines = block.lines;
    const auto& tolerance = evaluation.snapshot.parameters().number("calc_tol");
    Originals originals{block};
    for (const model::Person& person : block.persons) {
      bool looked = false;
      for (Index line = person.lines.begin; line < person.lines.end; ++line) {
        const Index settlement = lines.settlement[line];
        if (lines.valid[line] == 0 || settlement == kNone || !block.settlements[settlement].in_effect) continue;
        bool orphan = false;
        if (is_return(lines, line)) {
          if (!looked) originals.look_at(person.lines);
          looked = true;
          orphan = !originals.has(line);
          // A2: a return that has its original is never accused; unless its signs say that it is none.
          if (!orphan && !signs_differ(lines, line)) continue;
        }
        check(evaluation, line, tolerance.at(lines.day[line]), orphan, sink);
      }
    }
  }

 private:
  void check(const Evaluation& evaluation, Index line, std::int64_t tolerance, bool orphan, FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    const Qty cnt = lines.cnt[line];
    const Fen amount = lines.amount[line];
    const bool counted = cnt != kNoNumber && amount != kNoNumber;
    const Second settled = evaluation.block.settlements[lines.settlement[line]].setl_time;
    Wide over = 0;  // what is charged beyond cnt × pric
    if (counted && lines.pric[line] != kNoNumber) over = Wide{amount} * kWidePerFen - Wide{cnt} * lines.pric[line];
    const bool calc = (over < 0 ? -over : over) > Wide{tolerance} * (kWidePerFen / (kOne / 100));
    const bool sign = signs_differ(lines, line);
    const bool no_code = evaluation.block.item_code(line).empty();
    const bool late = lines.day[line] != kNoDay && settled != kNoSecond && start_of(lines.day[line]) > settled;
    if (!calc && !sign && !no_code && !late && !orphan) return;
    std::string names, meanings;
    const auto add = [&](bool failed, std::string_view name, std::string_view meaning) {
      if (!failed) return;
      names += fmt::format("{}{}", names.empty() ? "" : ",", name);
      meanings += fmt::format("{}{}", meanings.empty() ? "" : "；", meaning);
    };
    add(calc, "calc", "数量×单价与金额不符");
    add(sign, "sign", "数量与金额符号相反，或数量为零而有金额");
    add(no_code, "nocode", "没有医保目录编码");
    add(late, "late", "费用日期晚于结算日期");
    add(orphan, "orphan", "退费没有对应的原明细");
    const Fen vola = calc && over > 0 ? static_cast<Fen>((over + kWidePerFen / 2) / kWidePerFen) : 0;
    const Fen fund = std::max<Fen>(0, fund_share(evaluation.block, line, vola));
    Accusation accusation;
    accusation.rule = info_.number;
    accusation.person = lines.person[line];
    accusation.lines = std::span{&line, 1};
    accusation.amounts = std::span{&vola, 1};
    accusation.funds = std::span{&fund, 1};
    accusation.observed = std::move(names);
    accusation.limit = "明细各项一致";
    accusation.content =
        fmt::format("{}的明细自相矛盾：{}，涉及金额{}。", charged(evaluation, line, kNone), meanings, yuan(vola));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& fee_record_rule() {
  static const FeeRecord rule{
      {.number = 36,
       .slug = "fee_record",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医保费用明细上传规范：数量、单价、金额、编码、日期应当一致",
       .meaning_zh = "费用明细自相矛盾：数量×单价不等于金额，符号相反，没有编码，晚于结算日期，或退费没有原明细",
       .meaning_en = "A fee line that contradicts itself: cnt × price, signs, no code, dated after the settlement, a "
                     "return of nothing",
       .parameters = {"calc_tol"},
       .reads = model::facts(Fact::kLinePric, Fact::kSetlTime),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
