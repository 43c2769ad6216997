// Two drugs that should not meet. Rule 74: A and B whose use days share a day in one visit; rule 75: pieces A and B in one
// prescription. The cheaper of the two is accused, whole; what was paid privately is evidence, not accused.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/person_verdicts.h"
#include "rules/prescription.h"
#include "rules/runs.h"
#include "rules/use_days.h"

namespace yishou::rules {

namespace {

using knowledge::Side;
using model::Fact;
using model::Index;

/// A line on one side of a pair, in the visit or prescription where the pair may meet.
struct Entry {
  PrescriptionKey place;
  std::uint32_t point;
  Index line;
  Side side;
  bool meets = false;  ///< meets a line of the other side

  [[nodiscard]] auto key() const { return std::tie(place, point, line, side); }
  [[nodiscard]] bool same_bucket(const Entry& other) const { return place == other.place && point == other.point; }
};

/// Where the two meet.
enum class Meeting : std::uint8_t { kUseDays, kPiecesPrescription };

class DrugPairs final : public Rule {
 public:
  DrugPairs(RuleInfo info, Meeting meeting) : info_(std::move(info)), meeting_(meeting) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::span<const Match> firsts = evaluation.matches.of(info_.number, Side::kCode);
    Work work;
    for_each_person(block, evaluation.matches.of(info_.number, Side::kValue), [&](std::span<const Match> seconds) {
      const model::Range lines = block.persons[block.lines.person[seconds.front().line]].lines;
      work.entries.clear();
      work.buckets.clear();
      while (!firsts.empty() && firsts.front().line < lines.begin) firsts = firsts.subspan(1);
      while (!firsts.empty() && firsts.front().line < lines.end) {
        collect(evaluation, firsts.front(), Side::kCode, work.entries);
        firsts = firsts.subspan(1);
      }
      if (work.entries.empty()) return;
      for (const Match& match : seconds) collect(evaluation, match, Side::kValue, work.entries);
      order(work.entries);
      for_each_bucket(work.entries, [&](auto bucket) { judge(evaluation, bucket, work); });
      work.verdicts.say(block, info_, sink,
                        [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>& related) {
        describe(evaluation, work.buckets[hits.front().bucket], hits, accusation, related);
      });
    });
  }

 private:
  struct Bucket {
    std::span<const Entry> entries;
    Side accused;
  };
  /// Memory used again from person to person.
  struct Work {
    std::vector<Entry> entries;
    std::vector<Bucket> buckets;
    KindSpans spans;
    PersonVerdicts verdicts;
  };

  void collect(const Evaluation& evaluation, const Match& match, Side side, std::vector<Entry>& entries) const {
    const model::ClaimBlock& block = evaluation.block;
    const Index line = match.line;
    if (meeting_ == Meeting::kPiecesPrescription && !is_piece(block, line)) return;
    PrescriptionKey place = prescription_of(block, line);
    if (meeting_ == Meeting::kUseDays)
      place = {.visit = block.lines.visit[line], .rx = {}, .day = kNoDay, .doctor = {}};
    for_all_points(evaluation, match, [&](std::uint32_t point) { entries.push_back({place, point, line, side}); });
  }

  /// A line that stands on both sides of a pair is A: a drug does not meet itself.
  static void order(std::vector<Entry>& entries) {
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) { return a.key() < b.key(); });
    const auto repeated = std::ranges::unique(
        entries, [](const Entry& a, const Entry& b) { return a.same_bucket(b) && a.line == b.line; });
    entries.erase(repeated.begin(), repeated.end());
  }

  static std::string_view kind_of(Side side) { return side == Side::kCode ? "A" : "B"; }

  void judge(const Evaluation& evaluation, std::span<Entry> entries, Work& work) const {
    const model::Lines& lines = evaluation.block.lines;
    const auto holds = [&](Side side) { return std::ranges::find(entries, side, &Entry::side) != entries.end(); };
    if (!holds(Side::kCode) || !holds(Side::kValue)) return;
    const bool any = find_meetings(evaluation.block, entries, work);
    if (!any) return;
    Fen sums[2] = {0, 0};
    for (const Entry& entry : entries) {
      if (entry.meets) sums[static_cast<std::size_t>(entry.side)] += lines.net_amount[entry.line];
    }
    const Side cheaper = sums[0] < sums[1] ? Side::kCode : Side::kValue;
    const bool known = meeting_ == Meeting::kUseDays || is_known(entries.front().place);
    const bool computable = !evaluation.snapshot.point(entries.front().point).needs_condition;
    const auto number = static_cast<std::uint32_t>(work.buckets.size());
    work.buckets.push_back({entries, cheaper});
    for (const Entry& entry : entries) {
      if (!entry.meets || entry.side != cheaper || lines.claimed[entry.line] == 0) continue;
      if (!computable) {
        work.verdicts.undecide(entry.line, kNoCondition);
      } else if (!known) {
        work.verdicts.undecide(entry.line, kNoPrescription);
      } else {
        work.verdicts.accuse(number, entry.line, lines.net_amount[entry.line]);
      }
    }
  }

  /// Marks the entries that meet the other side; says what cannot be told without a fee date. True when any meets.
  bool find_meetings(const model::ClaimBlock& block, std::span<Entry> entries, Work& work) const {
    if (meeting_ == Meeting::kPiecesPrescription) {
      for (Entry& entry : entries) entry.meets = true;
      return true;
    }
    const auto has_day = [&](const Entry& entry) { return block.lines.day[entry.line] != kNoDay; };
    work.spans.clear();
    bool undated[2] = {false, false};
    for (const Entry& entry : entries) {
      if (has_day(entry)) {
        work.spans.add(kind_of(entry.side), use_days(block, entry.line));
        continue;
      }
      undated[static_cast<std::size_t>(entry.side)] = true;
      if (block.lines.claimed[entry.line] != 0) work.verdicts.undecide(entry.line, "费用日期");
    }
    bool any = false;
    for (Entry& entry : entries) {
      entry.meets = has_day(entry) && work.spans.meets_other(kind_of(entry.side), use_days(block, entry.line));
      any = any || entry.meets;
    }
    if (any) return true;
    for (const Entry& entry : entries) {
      const Side other = entry.side == Side::kCode ? Side::kValue : Side::kCode;
      if (undated[static_cast<std::size_t>(other)] && block.lines.claimed[entry.line] != 0)
        work.verdicts.undecide(entry.line, "费用日期");
    }
    return false;
  }

  void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits, Accusation& accusation,
                std::vector<Index>& related) const {
    for (const Entry& entry : bucket.entries) {
      if (entry.meets && entry.side != bucket.accused) related.push_back(entry.line);
    }
    const std::uint32_t point = bucket.entries.front().point;
    const Index line = hits.front().line;
    std::string own = item_name(evaluation, line, point);
    std::string other = value_name(evaluation, related.front(), point);
    if (bucket.accused == Side::kValue) {
      own = value_name(evaluation, line, point);
      other = item_name(evaluation, related.front(), point);
    }
    accusation.point = point;
    const std::string amount = yuan(sum_of(hits));
    if (meeting_ == Meeting::kUseDays) {
      accusation.observed = fmt::format("与“{}”的使用日期重叠", other);
      accusation.limit = "存在相互作用，不宜同时使用";
      accusation.content =
          fmt::format("{}与“{}”在同次就诊内使用日期重叠，两药存在不宜同用的相互作用，按金额较小的一方计{}。",
                      charged_as(evaluation, line, own), other, amount);
    } else {
      accusation.observed = fmt::format("与“{}”在同一张处方", other);
      accusation.limit = "配伍禁忌，同一张处方不得同用";
      accusation.content = fmt::format("{}与同一张处方内的“{}”属中药饮片配伍禁忌，按金额较小的一方计{}。",
                                       charged_as(evaluation, line, own), other, amount);
    }
  }

  RuleInfo info_;
  Meeting meeting_;
};

}  // namespace

const Rule& drug_interaction_rule() {
  static const DrugPairs rule{
      {.number = 74,
       .slug = "drug_interaction",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "药品说明书：药物相互作用，不宜同时使用",
       .meaning_zh = "同一次就诊内，存在不宜同用的相互作用的两种药品，使用日期有重叠；金额较小的一方存疑",
       .meaning_en =
           "Two drugs that should not be taken together, with a common day of use in one visit; the cheaper one",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType, Fact::kLineTakeHome, Fact::kLineDays),
       .consults = {}},
      Meeting::kUseDays};
  return rule;
}

const Rule& pieces_incompatibility_rule() {
  static const DrugPairs rule{{.number = 75,
                               .version = 2,
                               .slug = "pieces_incompatibility",
                               .verdict = model::Verdict::kSuspicion,
                               .severity = 2,
                               .basis = "中药配伍禁忌：十八反、十九畏等，同一处方不得同用",
                               .meaning_zh = "同一张中药饮片处方内，出现配伍禁忌的两味饮片；金额较小的一方存疑",
                               .meaning_en = "Two incompatible pieces in one prescription; the cheaper one",
                               .parameters = {},
                               .reads = model::facts(Fact::kLineListType, Fact::kLineRx),
                               .consults = {}},
                              Meeting::kPiecesPrescription};
  return rule;
}

}  // namespace yishou::rules
