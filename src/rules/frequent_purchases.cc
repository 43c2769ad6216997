// Rule 51: too many pharmacy settlements of a person in a calendar month, or too many with the same drug. The month is that of
// the settlement; settlements stand in order of (setl_time, setl_id).
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/stays.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;
using model::kNone;

constexpr std::int32_t kPharmacyPurchase = 41;  // med_type

struct Month {
  int year, month;
  friend auto operator<=>(const Month&, const Month&) = default;
  [[nodiscard]] Day first_day() const { return day_from_civil({year, month, 1}); }
  [[nodiscard]] std::string name() const { return fmt::format("{}-{:02}", year, month); }
};
Month month_of(Second time) {
  const CivilDate date = civil_from_day(day_of(time));
  return {date.year, date.month};
}

/// A claimed line of a purchase. `place`: of its settlement among the person's purchases.
struct Bought {
  Month month;
  model::CodeDictionary::Id item;
  Index place, line;
  [[nodiscard]] auto bucket() const { return std::tuple(month, item); }
};

class FrequentPurchases final : public Rule {
 public:
  explicit FrequentPurchases(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const knowledge::Parameters& parameters = evaluation.snapshot.parameters();
    const auto &month_limit = parameters.number("purchases_month"), &drug_limit = parameters.number("same_drug_month");
    const std::int64_t first = std::min(month_limit.at(kNoDay), drug_limit.at(kNoDay));
    const std::int64_t least = std::min(month_limit.least(), drug_limit.least());
    std::vector<Index> purchases;
    std::vector<Index> place;  // by settlement of the person: into `purchases`
    std::vector<Bought> bought;
    for (const model::Person& person : block.persons) {
      purchases.clear();
      for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
        const model::Settlement& row = block.settlements[s];
        if (row.in_effect && row.med_type == kPharmacyPurchase) purchases.push_back(s);
      }
      if (std::ssize(purchases) * kOne <= least) continue;  // most people
      const bool many = std::ssize(purchases) * kOne > first;
      const auto undated = std::ranges::stable_partition(
          purchases, [&](Index s) { return block.settlements[s].setl_time != kNoSecond; });
      for (const Index s : undated) {
        if (many) sink.undecided(info_.number, subject_of_settlement(block, s), "结算时间");
      }
      purchases.erase(undated.begin(), undated.end());
      std::ranges::sort(purchases, {}, [&](Index s) {
        return std::tuple(block.settlements[s].setl_time, block.settlements[s].setl_id);
      });
      judge_months(evaluation, purchases, sink);
      place.assign(person.settlements.size(), kNone);
      for (Index i = 0; i < purchases.size(); ++i) place[purchases[i] - person.settlements.begin] = i;
      collect(block, person, purchases, place, bought);
      judge_drugs(evaluation, bought, sink);
    }
  }

 private:
  void judge_months(const Evaluation& evaluation, std::span<const Index> purchases, FindingSink& sink) const {
    const model::ClaimBlock& block = evaluation.block;
    const auto& limits = evaluation.snapshot.parameters().number("purchases_month");
    for (std::size_t begin = 0; begin < purchases.size();) {
      const Month month = month_of(block.settlements[purchases[begin]].setl_time);
      const std::int64_t limit = limits.at(month.first_day());
      Accusation accusation;
      accusation.rule = info_.number;
      accusation.person = accusation.subject.person = block.settlements[purchases[begin]].person;
      accusation.begin = block.settlements[purchases[begin]].setl_time;
      std::int64_t count = 0;
      for (; begin < purchases.size(); ++begin) {
        const model::Settlement& row = block.settlements[purchases[begin]];
        if (month_of(row.setl_time) != month) break;
        accusation.end = row.setl_time;
        if (++count * kOne <= limit) continue;
        accusation.vola += row.total == kNoNumber ? 0 : row.total;
        accusation.fund += row.fund == kNoNumber ? 0 : row.fund;
      }
      if (count * kOne <= limit) continue;
      accusation.observed = fmt::format("{}购药{}次", month.name(), count);
      accusation.limit = fmt::format("每月不超过{}次", number_text(limit));
      accusation.content = fmt::format("{}在药店购药{}次，超过每月{}次，超出部分的费用{}。", month.name(), count,
                                       number_text(limit), yuan(accusation.vola));
      sink.accuse(accusation);
    }
  }

  static void collect(const model::ClaimBlock& block, const model::Person& person, std::span<const Index> purchases,
                      std::span<const Index> place, std::vector<Bought>& bought) {
    const model::Lines& lines = block.lines;
    bought.clear();
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      if (lines.claimed[line] == 0 || block.item_code(line).empty()) continue;
      const Index at = place[lines.settlement[line] - person.settlements.begin];
      if (at == kNone) continue;
      bought.push_back({month_of(block.settlements[purchases[at]].setl_time), lines.item[line], at, line});
    }
    std::ranges::sort(bought, {}, [](const Bought& b) { return std::tuple(b.bucket(), b.place, b.line); });
  }

  void judge_drugs(const Evaluation& evaluation, std::span<const Bought> bought, FindingSink& sink) const {
    const auto& limits = evaluation.snapshot.parameters().number("same_drug_month");
    std::vector<Index> accused, kept;
    for (std::size_t begin = 0; begin < bought.size();) {
      const std::int64_t limit = limits.at(bought[begin].month.first_day());
      const std::size_t first = begin;
      std::int64_t settlements = 0;
      Index before = kNone;
      accused.clear();
      kept.clear();
      for (; begin < bought.size() && bought[begin].bucket() == bought[first].bucket(); ++begin) {
        if (bought[begin].place != before) ++settlements;
        before = bought[begin].place;
        (settlements * kOne > limit ? accused : kept).push_back(bought[begin].line);
      }
      if (!accused.empty()) accuse(evaluation, bought[first].month, settlements, limit, accused, kept, sink);
    }
  }

  void accuse(const Evaluation& evaluation, Month month, std::int64_t settlements, std::int64_t limit,
              std::vector<Index>& accused, std::vector<Index>& kept, FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    std::ranges::sort(accused);
    std::ranges::sort(kept);
    std::vector<Fen> amounts;
    Fen sum = 0;
    for (const Index line : accused) {
      amounts.push_back(lines.net_amount[line]);
      sum += amounts.back();
    }
    Accusation accusation;
    accusation.rule = info_.number;
    accusation.person = lines.person[accused.front()];
    accusation.lines = accused;
    accusation.amounts = amounts;
    accusation.related = kept;
    accusation.observed = fmt::format("{}同一药品购买{}次", month.name(), settlements);
    accusation.limit = fmt::format("每月不超过{}次", number_text(limit));
    accusation.content =
        fmt::format("{}在药店购买“{}”{}次，超过每月{}次，超出部分的费用{}。", month.name(),
                    item_name(evaluation, accused.front(), kNone), settlements, number_text(limit), yuan(sum));
    sink.accuse(accusation);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& frequent_purchases_rule() {
  static const FrequentPurchases rule{
      {.number = 51,
       .slug = "frequent_purchases",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "医疗保障基金使用监督管理条例：不得超量购药、转卖药品",
       .meaning_zh = "一个自然月内药店购药次数过多，或多次购买同一药品",
       .meaning_en = "Too many pharmacy purchases in a calendar month, or too many of the same drug",
       .parameters = {"purchases_month", "same_drug_month"},
       .reads = settlement_facts() | model::facts(Fact::kSetlMedType, Fact::kSetlTime),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
