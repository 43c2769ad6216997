// Rule 69: drugs of one class of similar action, different by generic name, whose use days share a day in one visit. The
// generic that came first is kept; the others' lines that meet it are accused. Any effective line is evidence.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/person_verdicts.h"
#include "rules/use_days.h"

namespace yishou::rules {

namespace {

using knowledge::Side;
using model::Fact;
using model::Index;

/// A line of a class (a point) in a visit.
struct Entry {
  Index visit;
  std::uint32_t point;
  Index line;
  std::string_view generic;
  bool meets = false;  ///< meets a line of another generic

  [[nodiscard]] auto key() const { return std::tuple(visit, point, line); }
  [[nodiscard]] bool same_bucket(const Entry& other) const { return visit == other.visit && point == other.point; }
};

class RepeatedClass final : public Rule {
 public:
  explicit RepeatedClass(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    std::span<const Match> codes = evaluation.matches.of(info_.number, Side::kCode);
    std::span<const Match> values = evaluation.matches.of(info_.number, Side::kValue);
    Work work;
    while (!codes.empty() || !values.empty()) {
      Index line = model::kNone;
      if (!codes.empty()) line = codes.front().line;
      if (!values.empty()) line = std::min(line, values.front().line);
      const Index end = block.persons[block.lines.person[line]].lines.end;
      work.entries.clear();
      work.buckets.clear();
      for (; !codes.empty() && codes.front().line < end; codes = codes.subspan(1)) {
        for_points(evaluation, codes.front(),
                   [&](std::uint32_t point) { add(block, codes.front().line, point, work.entries); });
      }
      for (; !values.empty() && values.front().line < end; values = values.subspan(1)) {
        for_all_points(evaluation, values.front(),
                       [&](std::uint32_t point) { add(block, values.front().line, point, work.entries); });
      }
      judge_person(evaluation, work, sink);
    }
  }

 private:
  struct Bucket {
    std::span<const Entry> entries;
    std::string_view kept;  ///< the generic
  };
  /// Memory used again from person to person.
  struct Work {
    std::vector<Entry> entries;
    std::vector<Bucket> buckets;
    KindSpans spans;
    PersonVerdicts verdicts;
  };

  static void add(const model::ClaimBlock& block, Index line, std::uint32_t point, std::vector<Entry>& entries) {
    entries.push_back({block.lines.visit[line], point, line, generic_key(block.item_code(line))});
  }

  void judge_person(const Evaluation& evaluation, Work& work, FindingSink& sink) const {
    std::vector<Entry>& entries = work.entries;
    std::ranges::sort(entries, {}, &Entry::key);
    const auto repeated = std::ranges::unique(entries, {}, &Entry::key);  // by code and by value
    entries.erase(repeated.begin(), repeated.end());
    for (std::size_t begin = 0; begin < entries.size();) {
      std::size_t end = begin + 1;
      bool several = false;
      for (; end < entries.size() && entries[end].same_bucket(entries[begin]); ++end) {
        several = several || entries[end].generic != entries[begin].generic;
      }
      if (several) judge(evaluation, {entries.data() + begin, end - begin}, work);
      begin = end;
    }
    work.verdicts.say(evaluation.block, info_, sink,
                      [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>& related) {
      describe(evaluation, work.buckets[hits.front().bucket], hits, accusation, related);
    });
  }

  /// `entries`: a class in a visit, with at least two generics.
  static void judge(const Evaluation& evaluation, std::span<Entry> entries, Work& work) {
    const model::ClaimBlock& block = evaluation.block;
    const auto first = find_meetings(block, entries, work);
    if (first == entries.end()) return;
    const std::string_view kept = first->generic;
    work.spans.clear();
    for (const Entry& entry : entries) {
      if (entry.meets && entry.generic == kept) work.spans.add(kept, use_days(block, entry.line));
    }
    const bool computable = !evaluation.snapshot.point(first->point).needs_condition;
    const auto number = static_cast<std::uint32_t>(work.buckets.size());
    work.buckets.push_back({entries, kept});
    for (const Entry& entry : entries) {
      if (!entry.meets || block.lines.claimed[entry.line] == 0 || entry.generic == kept) continue;
      if (!work.spans.meets_other(entry.generic, use_days(block, entry.line))) continue;
      if (computable) {
        work.verdicts.accuse(number, entry.line, block.lines.net_amount[entry.line]);
      } else {
        work.verdicts.undecide(entry.line, kNoCondition);
      }
    }
  }

  /// Marks the entries that meet another generic and returns the first of them; says what cannot be told without a fee date.
  static std::span<Entry>::iterator find_meetings(const model::ClaimBlock& block, std::span<Entry> entries,
                                                  Work& work) {
    const auto has_day = [&](const Entry& entry) { return block.lines.day[entry.line] != kNoDay; };
    work.spans.clear();
    std::string_view undated;  // a generic of a line without date, and whether there is another such
    bool several_undated = false;
    for (const Entry& entry : entries) {
      if (has_day(entry)) {
        work.spans.add(entry.generic, use_days(block, entry.line));
        continue;
      }
      several_undated = several_undated || (!undated.empty() && undated != entry.generic);
      undated = entry.generic;
      if (block.lines.claimed[entry.line] != 0) work.verdicts.undecide(entry.line, "费用日期");
    }
    for (Entry& entry : entries) {
      entry.meets = has_day(entry) && work.spans.meets_other(entry.generic, use_days(block, entry.line));
    }
    const auto first = std::ranges::find(entries, true, &Entry::meets);
    if (first != entries.end() || undated.empty()) return first;
    for (const Entry& entry : entries) {
      if (block.lines.claimed[entry.line] != 0 && (several_undated || undated != entry.generic))
        work.verdicts.undecide(entry.line, "费用日期");
    }
    return first;
  }

  static void describe(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits,
                       Accusation& accusation, std::vector<Index>& related) {
    for (const Entry& entry : bucket.entries) {
      if (entry.meets && entry.generic == bucket.kept) related.push_back(entry.line);
    }
    const std::uint32_t point = bucket.entries.front().point;
    const Index line = hits.front().line;
    const std::string kept{evaluation.block.item_code(related.front())};
    accusation.point = point;
    accusation.observed = fmt::format("与同类药品{}的使用日期重叠", kept);
    accusation.limit = "同一时间使用同类药品一种";
    accusation.content =
        fmt::format("{}（同类药品：{}）与先用的{}在同次就诊内使用日期重叠，属重复开药，共{}行，涉及金额{}。",
                    charged_as(evaluation, line, evaluation.block.item_code(line)), item_name(evaluation, line, point),
                    kept, hits.size(), yuan(sum_of(hits)));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& drug_repeated_class_rule() {
  static const RepeatedClass rule{
      {.number = 69,
       .slug = "drug_repeated_class",
       .verdict = model::Verdict::kSuspicion,
       .severity = 2,
       .basis = "处方管理办法、医院处方点评管理规范：重复给药属超常处方或用药不适宜",
       .meaning_zh =
           "同一次就诊内，作用相似的同类药品中有两种以上通用名不同的药品，使用日期有重叠；先用的一种除外，其余存疑",
       .meaning_en =
           "Drugs of one class with different generic names and a common day of use in one visit; all but the "
           "one that came first",
       .parameters = {},
       .reads = model::facts(Fact::kSetlMedType, Fact::kLineTakeHome, Fact::kLineDays),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
