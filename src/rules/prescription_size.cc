// Prescriptions that are too large. Rule 46: too many kinds of drugs; rule 76: too many kinds of pieces, or too many grams a
// day. A prescription is all its effective lines, also those paid privately; claimed ones are accused.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/common_ground.h"
#include "rules/prescription.h"
#include "rules/runs.h"
#include "rules/wording.h"

namespace yishou::rules {

namespace {

using model::Fact;
using model::Index;

/// One line of a prescription. `place`: its code is the n-th different one in order of time.
struct Entry {
  PrescriptionKey prescription;
  Index line = 0;
  std::size_t place = 0;
};

/// Numbers the codes of one prescription in the order in which they first come. Keeps its memory.
class Places {
 public:
  void lay(const model::ClaimBlock& block, std::span<Entry> entries) {
    by_code_.clear();
    firsts_.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      by_code_.push_back({block.lines.item[entries[i].line], entries[i].line, i});
    }
    std::ranges::sort(
        by_code_, [](const Coded& a, const Coded& b) { return a.item != b.item ? a.item < b.item : a.line < b.line; });
    for (std::size_t i = 0; i < by_code_.size(); ++i) {
      if (is_first(i)) firsts_.push_back(by_code_[i].line);
    }
    std::ranges::sort(firsts_);
    std::size_t place = 0;
    for (std::size_t i = 0; i < by_code_.size(); ++i) {
      if (is_first(i)) {
        const auto found = std::ranges::lower_bound(firsts_, by_code_[i].line);
        place = static_cast<std::size_t>(found - firsts_.begin()) + 1;
      }
      entries[by_code_[i].entry].place = place;
    }
  }
  [[nodiscard]] std::size_t kinds() const { return firsts_.size(); }

 private:
  struct Coded {
    model::CodeDictionary::Id item;
    Index line;
    std::size_t entry;
  };
  [[nodiscard]] bool is_first(std::size_t i) const { return i == 0 || by_code_[i].item != by_code_[i - 1].item; }

  std::vector<Coded> by_code_;
  std::vector<Index> firsts_;
};

/// The visits that hold a wanted line; a prescription is of one visit.
class WantedVisits {
 public:
  explicit WantedVisits(const Evaluation& evaluation) : all_(evaluation.wanted.empty()) {
    for (Index line = 0; line < evaluation.wanted.size(); ++line) {
      const Index visit = evaluation.block.lines.visit[line];
      if (evaluation.wanted[line] != 0 && !(*this)(visit)) visits_.push_back(visit);
    }
  }
  [[nodiscard]] bool operator()(Index visit) const {
    return all_ || std::ranges::find(visits_, visit) != visits_.end();
  }

 private:
  bool all_;
  std::vector<Index> visits_;
};

/// Calls `judge(entries)` for each prescription of a block that has lines for which `counts(line)`; lines in order of time.
template <typename Counts, typename Judge>
void for_each_prescription(const Evaluation& evaluation, Counts&& counts, Judge&& judge) {
  const model::ClaimBlock& block = evaluation.block;
  const WantedVisits is_wanted(evaluation);
  std::vector<Entry> entries;
  for (const model::Person& person : block.persons) {
    entries.clear();
    for (Index line = person.lines.begin; line < person.lines.end; ++line) {
      if (block.lines.effective[line] == 0 || !is_wanted(block.lines.visit[line]) || !counts(line)) continue;
      entries.push_back({prescription_of(block, line), line, 0});
    }
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
      const auto order = a.prescription <=> b.prescription;
      return order != 0 ? order < 0 : a.line < b.line;
    });
    for_each_run(entries, [](const auto& a, const auto& b) { return a.prescription == b.prescription; },
                 [&](auto run) { judge(run); });
  }
}

/// True when the place is beyond a number that holds on the line's day.
bool beyond(std::size_t place, std::int64_t limit) { return static_cast<std::int64_t>(place) * kOne > limit; }

/// What is said of a prescription: the accused lines with their amounts, the others as what they rest on.
struct Verdict {
  std::vector<Index> accused, related;
  std::vector<Fen> amounts;
  Fen sum = 0;

  void clear() {
    accused.clear();
    related.clear();
    amounts.clear();
    sum = 0;
  }
  void accuse(Index line, Fen amount) {
    accused.push_back(line);
    amounts.push_back(amount);
    sum += amount;
  }
  /// Says it; `content` of the sentence comes after the date and the name of the first accused item.
  void say(const Evaluation& evaluation, std::uint16_t rule, std::string observed, std::string limit,
           std::string content, FindingSink& sink) const {
    Accusation accusation;
    accusation.rule = rule;
    accusation.person = evaluation.block.lines.person[accused.front()];
    accusation.lines = accused;
    accusation.amounts = amounts;
    accusation.related = related;
    accusation.observed = std::move(observed);
    accusation.limit = std::move(limit);
    accusation.content = charged(evaluation, accused.front(), model::kNone) + std::move(content);
    sink.accuse(accusation);
  }
};

class PrescriptionKinds final : public Rule {
 public:
  explicit PrescriptionKinds(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    const auto& solvents = evaluation.snapshot.parameters().codes("solvent_prefixes");
    const auto& most = evaluation.snapshot.parameters().number("rx_kinds_max");
    Places places;
    Verdict verdict;
    const auto counts = [&](Index line) {
      const VisitClass kind = visit_class(med_type_of(block, line));
      if (kind == VisitClass::kInpatient || kind == VisitClass::kPharmacy) return false;
      const std::string_view code = block.item_code(line);
      if ((!code.starts_with('X') && !code.starts_with('Z')) || is_piece(block, line)) return false;
      return std::ranges::none_of(solvents.at(block.lines.day[line]),
                                  [&](const std::string& prefix) { return code.starts_with(prefix); });
    };
    for_each_prescription(evaluation, counts, [&](std::span<Entry> entries) {
      if (!beyond(entries.size(), most.least())) return;  // nearly all
      places.lay(block, entries);
      verdict.clear();
      // A line that may belong to a stay may not belong here: then nothing of the prescription is certain.
      const bool known = is_known(entries.front().prescription);
      const bool certain = known && std::ranges::all_of(entries, [&](const Entry& entry) {
        return visit_class(med_type_of(block, entry.line)) != VisitClass::kUnknown;
      });
      std::int64_t limit = 0;
      for (const Entry& entry : entries) {
        const std::int64_t allowed = most.at(block.lines.day[entry.line]);
        if (block.lines.claimed[entry.line] == 0 || !beyond(entry.place, allowed)) {
          verdict.related.push_back(entry.line);
        } else if (!certain) {
          sink.undecided(info_.number, entry.line, known ? "医疗类别" : kNoPrescription);
        } else {
          limit = allowed;
          verdict.accuse(entry.line, block.lines.net_amount[entry.line]);
        }
      }
      if (verdict.accused.empty()) return;
      verdict.say(evaluation, info_.number, fmt::format("处方内药品{}种", places.kinds()),
                  fmt::format("每张处方不超过{}种", number_text(limit)),
                  fmt::format("所在处方共有药品{}种（不计溶媒），超过每张处方{}种的限定，超出品种的金额{}。",
                              places.kinds(), number_text(limit), yuan(verdict.sum)),
                  sink);
    });
  }

 private:
  RuleInfo info_;
};

class PiecesPrescription final : public Rule {
 public:
  explicit PiecesPrescription(RuleInfo info) : info_(std::move(info)) {}
  [[nodiscard]] const RuleInfo& info() const noexcept override { return info_; }

  void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept override {
    const model::ClaimBlock& block = evaluation.block;
    Work work;
    for_each_prescription(evaluation, [&](Index line) { return is_piece(block, line); },
                          [&](std::span<Entry> entries) { judge(evaluation, entries, work, sink); });
  }

 private:
  /// Memory used again from prescription to prescription.
  struct Work {
    Places places;
    Verdict kinds, grams;
  };

  void judge(const Evaluation& evaluation, std::span<Entry> entries, Work& work, FindingSink& sink) const {
    const model::Lines& lines = evaluation.block.lines;
    const auto& most_kinds = evaluation.snapshot.parameters().number("tcm_kinds_max");
    const auto& most_grams = evaluation.snapshot.parameters().number("tcm_grams_day_max");
    work.places.lay(evaluation.block, entries);
    work.kinds.clear();
    work.grams.clear();
    const bool known = is_known(entries.front().prescription);
    Qty total = 0;
    std::int64_t days = 0;  // the longest that a line states; 0: none does
    for (const Entry& entry : entries) {
      total += lines.net_cnt[entry.line];
      days = std::max<std::int64_t>(days, lines.days[entry.line]);
    }
    for (const Entry& entry : entries) {
      const Index line = entry.line;
      const Fen amount = lines.net_amount[line];
      const bool claimed = lines.claimed[line] != 0;
      const bool many = beyond(entry.place, most_kinds.at(lines.day[line]));
      // Without days one day is the most that a day can hold: what is honest then is honest.
      const std::int64_t limit = most_grams.at(lines.day[line]);
      const bool heavy = total > limit * std::max<std::int64_t>(days, 1);
      if (!known) {
        if (claimed && (many || heavy)) sink.undecided(info_.number, line, kNoPrescription);
        continue;
      }
      if (claimed && many) {
        work.kinds.accuse(line, amount);
      } else {
        work.kinds.related.push_back(line);
      }
      if (claimed && heavy && days > 0) {
        work.grams.accuse(line, share_of(amount, total - limit * days, total));
      } else {
        work.grams.related.push_back(line);
        if (claimed && heavy && !many) sink.undecided(info_.number, line, "处方天数（剂数）");
      }
    }
    say(evaluation, work, total, days, sink);
  }

  /// The larger of the two; of equal ones the kinds.
  void say(const Evaluation& evaluation, const Work& work, Qty total, std::int64_t days, FindingSink& sink) const {
    const auto& parameters = evaluation.snapshot.parameters();
    const Verdict& larger = work.grams.sum > work.kinds.sum ? work.grams : work.kinds;
    if (larger.accused.empty()) return;
    const Day day = evaluation.block.lines.day[larger.accused.front()];
    if (&larger == &work.kinds) {
      const std::string limit = number_text(parameters.number("tcm_kinds_max").at(day));
      larger.say(evaluation, info_.number, fmt::format("处方内饮片{}味", work.places.kinds()),
                 fmt::format("每张处方不超过{}味", limit),
                 fmt::format("所在处方共有中药饮片{}味，超过每张处方{}味的限定，超出味数的金额{}。",
                             work.places.kinds(), limit, yuan(larger.sum)),
                 sink);
      return;
    }
    const std::string limit = number_text(parameters.number("tcm_grams_day_max").at(day));
    larger.say(evaluation, info_.number, fmt::format("处方共{}克，{}日用完", number_text(total), days),
               fmt::format("每日不超过{}克", limit),
               fmt::format("所在处方共有中药饮片{}克，供{}日使用，超过每日{}克的限定，超出部分金额{}。",
                           number_text(total), days, limit, yuan(larger.sum)),
               sink);
  }

  RuleInfo info_;
};

}  // namespace

const Rule& prescription_kinds_rule() {
  static const PrescriptionKinds rule{
      {.number = 46,
       .version = 2,
       .slug = "prescription_kinds",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "处方管理办法：西药、中成药每张处方不得超过规定的品种数",
       .meaning_zh =
           "门诊、急诊或互联网就诊的一张处方中，西药和中成药（不含饮片和溶媒）的品种数超过限定，超出的品种存疑",
       .meaning_en =
           "An outpatient, emergency or internet prescription with more kinds of drugs than allowed, pieces and "
           "solvents aside; the kinds beyond the limit",
       .parameters = {"rx_kinds_max", "solvent_prefixes"},
       .reads = model::facts(Fact::kLineListType, Fact::kLineRx, Fact::kSetlMedType),
       .consults = {}}};
  return rule;
}

const Rule& pieces_prescription_size_rule() {
  static const PiecesPrescription rule{
      {.number = 76,
       .version = 2,
       .slug = "pieces_prescription_size",
       .verdict = model::Verdict::kSuspicion,
       .severity = 3,
       .basis = "中药处方管理要求：饮片处方的味数和每日总量应在合理范围内",
       .meaning_zh = "一张中药饮片处方的味数超过限定，或每日总克数超过限定；两者都超过时取金额较大的一项",
       .meaning_en =
           "A prescription of pieces with too many kinds, or too many grams a day; if both, the larger amount",
       .parameters = {"tcm_kinds_max", "tcm_grams_day_max"},
       .reads = model::facts(Fact::kLineListType, Fact::kLineRx, Fact::kLineDays),
       .consults = {}}};
  return rule;
}

}  // namespace yishou::rules
