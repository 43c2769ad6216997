// Rule 9: how much of a drug may be prescribed at a time, outside stays or to be taken home. (a) Days of supply on a line:
// the region's limit is a rule, the general one of the kind of visit a suspicion. (b) Units in a prescription, month or year.
// A line is accused once, by the one that asks more. Units are compared only when the line counts in the unit of the limit.
#include <algorithm>
#include <compare>
#include <vector>

#include <fmt/format.h>

#include "rules/line_rule.h"
#include "rules/period.h"
#include "rules/person_verdicts.h"
#include "rules/prescription.h"

namespace yishou::rules {

namespace {

using knowledge::Scope;
using model::Fact;
using model::Index;

/// A line in the bucket of one point with an amount.
struct Entry {
  std::uint32_t point;
  std::string_view prefix;       ///< the code of the knowledge
  PrescriptionKey prescription;  ///< empty unless the scope is the prescription
  std::int32_t period;
  Index line;
  friend auto operator<=>(const Entry&, const Entry&) = default;

  [[nodiscard]] bool same_bucket(const Entry& other) const {
    return point == other.point && prefix == other.prefix && prescription == other.prescription &&
           period == other.period;
  }
};

/// A finding to be: of units when `entries` is not empty, of days else.
struct Bucket {
  std::span<const Entry> entries;
  Qty total = 0;
  std::uint32_t point = model::kNone;  ///< kNone: the general limit
  std::int64_t limit = 0;              ///< ten-thousandths of a day
};

/// The prescription stands for every scope that is none of the others.
Scope scope_of(const knowledge::Point& point) {
  return point.scope == Scope::kMonth || point.scope == Scope::kYear ? point.scope : Scope::kPrescription;
}

bool is_drug(const model::ClaimBlock& block, Index line) {
  const int type = list_type_of(block, line);
  return type >= 101 && type <= 104;
}

/// What kind of supply a line is.
enum class Supply : std::uint8_t { kNone, kUnknown, kDischarge, kVisit };

Supply supply_of(const model::ClaimBlock& block, Index line) {
  const VisitClass kind = visit_class(med_type_of(block, line));
  const bool take_home = block.lines.take_home[line] != 0;
  if (kind == VisitClass::kInpatient) return take_home ? Supply::kDischarge : Supply::kNone;
  if (kind == VisitClass::kUnknown) return take_home ? Supply::kDischarge : Supply::kUnknown;
  return Supply::kVisit;
}

/// The general limits by kind of visit.
class GeneralDays {
 public:
  explicit GeneralDays(const knowledge::Parameters& parameters)
      : emergency_(parameters.number("max_days.13")),
        chronic_(parameters.number("max_days.14")),
        pharmacy_(parameters.number("max_days.41")),
        discharge_(parameters.number("max_days.discharge")),
        other_(parameters.number("max_days.other")) {}

  [[nodiscard]] std::int64_t of(Supply supply, std::int32_t med_type, Day day) const {
    if (supply == Supply::kDischarge) return discharge_.at(day);
    switch (med_type) {
      case 13: return emergency_.at(day);
      case 14: return chronic_.at(day);
      case 41: return pharmacy_.at(day);
      default: return other_.at(day);
    }
  }

 private:
  const knowledge::Dated<std::int64_t>&emergency_, &chronic_, &pharmacy_, &discharge_, &other_;
};

class SupplyLimit final : public Rule {
 public:
  explicit SupplyLimit(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  /// Looks at every line, for the general limit needs no point.
  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const GeneralDays general(evaluation.snapshot.parameters());
    std::span<const Match> matches = evaluation.matches.of(info_.number, knowledge::Side::kCode);
    Work work;
    for (const model::Person& person : block.persons) {
      work.entries.clear();
      work.days.clear();
      work.buckets.clear();
      for (Index line = person.lines.begin; line < person.lines.end; ++line) {
        while (!matches.empty() && matches.front().line < line) matches = matches.subspan(1);
        if (block.lines.claimed[line] == 0 || !is_drug(block, line)) continue;
        const Supply supply = supply_of(block, line);
        if (supply == Supply::kNone) continue;
        const Match* match = !matches.empty() && matches.front().line == line ? &matches.front() : nullptr;
        collect(evaluation, line, match, supply, general, work);
      }
      judge_units(evaluation, work);
      judge_days(block, work);
      work.verdicts.say(block, info_, sink,
                        [&](std::span<const Hit> hits, Accusation& accusation, std::vector<Index>& related) {
        const Bucket& bucket = work.buckets[hits.front().bucket];
        if (bucket.entries.empty()) {
          describe_days(evaluation, bucket, hits.front(), accusation);
        } else {
          describe_units(evaluation, bucket, hits, accusation, related);
        }
      });
    }
  }

 private:
  struct Days {
    Index line;
    std::uint32_t point;
    std::int64_t limit;
  };
  /// Memory used again from person to person.
  struct Work {
    std::vector<Entry> entries;
    std::vector<Days> days;
    std::vector<Bucket> buckets;
    PersonVerdicts verdicts;
  };

  static void collect(const Evaluation& evaluation, Index line, const Match* match, Supply supply,
                      const GeneralDays& general, Work& work) {
    const model::ClaimBlock& block = evaluation.block;
    if (supply == Supply::kUnknown) return work.verdicts.undecide(line, "医疗类别");
    const Day day = block.lines.day[line];
    Days days{.line = line, .point = model::kNone, .limit = kNoNumber};
    bool only_text = false;
    const auto meets = [&](const knowledge::CodePoint& code) {
      const knowledge::Point& point = evaluation.snapshot.point(code.point);
      if (point.needs_condition || (point.num == kNoNumber && point.num2 == kNoNumber)) {
        only_text = true;
        return;
      }
      if (point.num != kNoNumber && (days.point == model::kNone || point.num < days.limit)) {
        days.point = code.point;
        days.limit = point.num;
      }
      if (point.num2 != kNoNumber) add_units(block, line, code, scope_of(point), work);
    };
    if (match != nullptr) for_codes(evaluation, {match->points, match->count}, day, meets);
    // A text of its own may allow more than the general limit does.
    if (days.point == model::kNone && only_text) return work.verdicts.undecide(line, kNoCondition);
    if (days.point == model::kNone) days.limit = general.of(supply, med_type_of(block, line), day);
    if (block.lines.days[line] < 0) return work.verdicts.undecide(line, "处方天数");
    if (block.lines.days[line] * kOne > days.limit) work.days.push_back(days);
  }

  static void add_units(const model::ClaimBlock& block, Index line, const knowledge::CodePoint& code, Scope scope,
                        Work& work) {
    const Day day = block.lines.day[line];
    PrescriptionKey prescription;
    if (scope == Scope::kPrescription) {
      prescription = prescription_of(block, line);
      if (!is_known(prescription)) return work.verdicts.undecide(line, kNoPrescription);
    } else if (day == kNoDay) {
      return work.verdicts.undecide(line, "费用日期");
    }
    work.entries.push_back(
        {code.point, block.item_code(line).substr(0, code.code_length), prescription, period_of(scope, day), line});
  }

  static void judge_units(const Evaluation& evaluation, Work& work) {
    const model::Lines& lines = evaluation.block.lines;
    std::vector<Entry>& entries = work.entries;
    std::ranges::sort(entries);
    for (std::size_t begin = 0; begin < entries.size();) {
      const std::uint32_t point = entries[begin].point;
      RunningTotal units{.limit = evaluation.snapshot.point(point).num2};
      bool same_unit = true;
      std::size_t end = begin;
      for (; end < entries.size() && entries[end].same_bucket(entries[begin]); ++end) {
        const Index line = entries[end].line;
        same_unit = same_unit && lines.unit[line] == evaluation.snapshot.point(point).unit;
        const Qty excess = units.beyond(lines.net_cnt[line]);
        if (excess == 0) continue;
        // In time order: what an earlier line counts in decides as well.
        if (!same_unit) {
          work.verdicts.undecide(line, "计量单位（与限定的单位是否相同）");
          continue;
        }
        work.verdicts.accuse(static_cast<std::uint32_t>(work.buckets.size()), line,
                             share_of(lines.net_amount[line], excess, lines.net_cnt[line]));
      }
      if (units.total > units.limit)
        work.buckets.push_back({{entries.data() + begin, end - begin}, units.total, point});
      begin = end;
    }
  }

  static void judge_days(const model::ClaimBlock& block, Work& work) {
    for (const Days& days : work.days) {
      const std::int64_t supply = block.lines.days[days.line] * kOne;
      work.verdicts.accuse(static_cast<std::uint32_t>(work.buckets.size()), days.line,
                           share_of(block.lines.net_amount[days.line], supply - days.limit, supply));
      work.buckets.push_back({.entries = {}, .point = days.point, .limit = days.limit});
    }
  }

  static void describe_days(const Evaluation& evaluation, const Bucket& bucket, const Hit& hit,
                            Accusation& accusation) {
    const std::int32_t days = evaluation.block.lines.days[hit.line];
    accusation.point = bucket.point;
    if (bucket.point == model::kNone) {
      accusation.verdict = model::Verdict::kSuspicion;
      accusation.severity = 3;
    }
    accusation.observed = fmt::format("开药{}天", days);
    accusation.limit = fmt::format("一次不超过{}天", number_text(bucket.limit));
    accusation.content =
        fmt::format("{}一次开药{}天，超过{}天的{}，超出部分金额{}。", charged(evaluation, hit.line, bucket.point), days,
                    number_text(bucket.limit), bucket.point == model::kNone ? "一般时限" : "限定", yuan(hit.amount));
  }

  static void describe_units(const Evaluation& evaluation, const Bucket& bucket, std::span<const Hit> hits,
                             Accusation& accusation, std::vector<Index>& related) {
    const knowledge::Point& point = evaluation.snapshot.point(bucket.point);
    const std::string_view period = period_name(scope_of(point));
    others(bucket.entries, hits, related);
    accusation.point = bucket.point;
    accusation.begin = evaluation.block.lines.time[bucket.entries.front().line];
    accusation.end = evaluation.block.lines.time[bucket.entries.back().line];
    accusation.observed = fmt::format("{}{}", number_text(bucket.total), point.unit);
    accusation.limit = fmt::format("每{}不超过{}{}", period, number_text(point.num2), point.unit);
    accusation.content = fmt::format("{}同一{}共开药{}，超过{}的限定，超出部分金额{}。",
                                     charged(evaluation, hits.front().line, bucket.point), period, accusation.observed,
                                     accusation.limit, yuan(sum_of(hits)));
  }

  RuleInfo info_;
};

}  // namespace

const Rule& drug_supply_limit_rule() {
  static const SupplyLimit rule{
      {.number = 9,
       .version = 2,
       .slug = "drug_supply_limit",
       .verdict = model::Verdict::kViolation,
       .severity = 1,
       .basis = "处方管理办法与当地医保规定：处方用量不得超过规定天数和数量",
       .meaning_zh = "门诊、急诊、药店或出院带药的药品，一次开药天数超过限定（当地限定为违规，一般时限为可疑），或一张"
                     "处方、一月、"
                     "一年内的数量超过限定",
       .meaning_en = "A drug handed out for more days than allowed (a regional limit is a violation, the general one a "
                     "suspicion), or in more units in a prescription, month or year",
       .parameters = {"max_days.13", "max_days.14", "max_days.41", "max_days.discharge", "max_days.other"},
       .reads =
           model::facts(Fact::kLineListType, Fact::kLineTakeHome, Fact::kLineDays, Fact::kLineRx, Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
