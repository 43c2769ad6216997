// A1–A3 and A8 as columns of the block. Linear in the rows of a person, up to the sorting of settlements and of named returns.
//
// How A2 is read where it leaves room:
//  * Only lines that count by A1 (valid, settlement in effect) give back, and only such lines are lowered.
//  * What a return lowers is the size of its cnt and of its amount, whatever their signs.
//  * A return that names its original lowers that line and no other, also below zero; when the named line is unknown, out of
//    effect or itself a return, nothing is lowered (it is an orphan). Named returns are taken first, then the others in order.
//  * "Earlier" is by (fee_ocur_time, bkkp_sn), the order of every bucket (A13). A return without name takes from the latest
//    earlier line that has net cnt left, then the one before; its amount is spread by the units taken, the last part gets the
//    remainder of the division. What exceeds all earlier lines is lost.
//  * A return of cnt 0 (money alone) goes back in the same way by net amount.
//  * A return without name whose time is a day alone comes after everything of that day: it returns what was there.
//  * A return without name and without time may return any line of its visit and item: it lowers none, and they are all
//    `doubtful`. What depends on whether they are still there is undecided (ask_rules.h).
#include <algorithm>
#include <cstdlib>
#include <vector>

#include <tsl/robin_map.h>

#include "base/hash.h"
#include "rules/common_ground.h"

namespace yishou::rules {

namespace {

using model::Index;
using model::kNone;

constexpr model::SmallCode kFullySelfPaid = 3;  // chrgitm_lv 03, a code of the platform

struct Named {
  std::string_view id;
  Index row;
};

/// Memory used again from person to person.
struct Scratch {
  std::vector<Named> named;
  std::vector<Index> returns;
  std::vector<Index> before_by_cnt, before_by_amount;  // by line of the person: the next older line of its stack
  struct Stack {
    Index by_cnt = kNone, by_amount = kNone;  // newest line that may have cnt, amount left
  };
  tsl::robin_map<std::uint64_t, Stack, PairHash> stacks;  // by (visit, item)
  std::vector<Index> cursor;
  std::vector<std::uint64_t> undated;  // (visit, item) of returns without name and time
};

void lay_settlements(model::ClaimBlock& block, const model::Person& person, Scratch& scratch) {
  bool refunds = false;
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    model::Settlement& settlement = block.settlements[s];
    settlement.in_effect = settlement.valid && !settlement.refund;
    refunds = refunds || (settlement.valid && settlement.refund && !settlement.original.empty());
  }
  if (!refunds) return;
  scratch.named.clear();
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    const model::Settlement& settlement = block.settlements[s];
    if (settlement.valid && settlement.refund && !settlement.original.empty()) {
      scratch.named.push_back({settlement.original, s});
    }
  }
  std::ranges::sort(scratch.named, {}, &Named::id);
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    model::Settlement& settlement = block.settlements[s];
    if (settlement.in_effect && std::ranges::binary_search(scratch.named, settlement.setl_id, {}, &Named::id)) {
      settlement.in_effect = false;
    }
  }
}

void lay_visits(model::ClaimBlock& block, const model::Person& person, Scratch& scratch) {
  enum : Index { kNoSettlement = 0, kOutOfEffect = 1, kInEffect = 2 };
  scratch.cursor.assign(person.visits.size(), kNoSettlement);
  for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    const model::Settlement& settlement = block.settlements[s];
    if (settlement.visit == kNone) continue;
    Index& state = scratch.cursor[settlement.visit - person.visits.begin];
    state = std::max<Index>(state, settlement.in_effect ? kInEffect : kOutOfEffect);
  }
  for (Index v = person.visits.begin; v < person.visits.end; ++v) {
    model::Visit& visit = block.visits[v];
    visit.counts = visit.known && scratch.cursor[v - person.visits.begin] != kOutOfEffect;
  }
}

/// A8 without the line's own: counted by visit, then placed.
void lay_diagnoses(model::ClaimBlock& block, const model::Person& person, Scratch& scratch) {
  const auto for_each = [&](auto&& put) {
    for (Index v = person.visits.begin; v < person.visits.end; ++v) {
      const model::Visit& visit = block.visits[v];
      if (!visit.counts) continue;
      if (!visit.main_diagnosis.empty()) put(v, visit.main_diagnosis);
      if (!visit.chief_diagnosis.empty()) put(v, visit.chief_diagnosis);
    }
    for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
      const model::Diagnosis& diagnosis = block.diagnoses[d];
      if (diagnosis.settlement == kNone || diagnosis.code.empty()) continue;
      const model::Settlement& settlement = block.settlements[diagnosis.settlement];
      if (settlement.in_effect && settlement.visit != kNone) put(settlement.visit, diagnosis.code);
    }
  };
  scratch.cursor.assign(person.visits.size(), 0);
  for_each([&](Index visit, std::string_view) { ++scratch.cursor[visit - person.visits.begin]; });
  auto place = static_cast<Index>(block.visit_diagnoses.size());
  for (Index v = person.visits.begin; v < person.visits.end; ++v) {
    Index& cursor = scratch.cursor[v - person.visits.begin];
    const Index count = cursor;
    block.visits[v].diagnoses = {place, place + count};
    cursor = place;
    place += count;
  }
  block.visit_diagnoses.resize(place);
  for_each([&](Index visit, std::string_view code) {
    block.visit_diagnoses[scratch.cursor[visit - person.visits.begin]++] = code;
  });
}

std::int64_t size_of(std::int64_t number) { return number == kNoNumber ? 0 : std::abs(number); }

class Returns {
 public:
  Returns(model::Lines& lines, const model::Person& person, const std::vector<std::uint8_t>& counts, Scratch& scratch)
      : lines_(lines), person_(person), counts_(counts), scratch_(scratch) {}

  void take_named() {
    scratch_.named.clear();
    for (const Index line : scratch_.returns) {
      if (!lines_.original[line].empty()) scratch_.named.push_back({lines_.original[line], line});
    }
    if (scratch_.named.empty()) return;
    std::ranges::sort(scratch_.named, {}, &Named::id);
    for (Index line = person_.lines.begin; line < person_.lines.end; ++line) {
      if (counts_[line] == 0 || is_return(line)) continue;
      for (const Named& giving : std::ranges::equal_range(scratch_.named, lines_.sn[line], {}, &Named::id)) {
        lines_.net_cnt[line] -= size_of(lines_.cnt[giving.row]);
        lines_.net_amount[line] -= size_of(lines_.amount[giving.row]);
      }
    }
  }

  void take_unnamed() {
    if (std::ranges::none_of(scratch_.returns, [&](Index line) { return lines_.original[line].empty(); })) return;
    mark_doubtful();
    scratch_.stacks.clear();
    scratch_.before_by_cnt.assign(person_.lines.size(), kNone);
    scratch_.before_by_amount.assign(person_.lines.size(), kNone);
    scratch_.cursor.clear();  // returns of the day at hand that say no hour
    const auto end_day = [&] {
      for (const Index giving : scratch_.cursor) give_back(giving, scratch_.stacks[key(giving)]);
      scratch_.cursor.clear();
    };
    for (Index line = person_.lines.begin; line < person_.lines.end; ++line) {
      if (counts_[line] == 0) continue;
      if (!scratch_.cursor.empty() && lines_.day[scratch_.cursor.front()] != lines_.day[line]) end_day();
      if (is_return(line)) {
        if (!lines_.original[line].empty() || lines_.day[line] == kNoDay) continue;
        if (is_date_only(lines_.time[line])) {
          scratch_.cursor.push_back(line);
        } else {
          give_back(line, scratch_.stacks[key(line)]);
        }
        continue;
      }
      Scratch::Stack& stack = scratch_.stacks[key(line)];
      scratch_.before_by_cnt[line - person_.lines.begin] = stack.by_cnt;
      scratch_.before_by_amount[line - person_.lines.begin] = stack.by_amount;
      stack = {line, line};
    }
    end_day();
  }

  [[nodiscard]] bool is_return(Index line) const {
    return (lines_.cnt[line] < 0 && lines_.cnt[line] != kNoNumber) ||
           (lines_.amount[line] < 0 && lines_.amount[line] != kNoNumber);
  }

 private:
  [[nodiscard]] std::uint64_t key(Index line) const {
    return std::uint64_t{lines_.visit[line]} << 32 | lines_.item[line];
  }

  /// Every line that a return without name and time may return.
  void mark_doubtful() {
    std::vector<std::uint64_t>& keys = scratch_.undated;
    keys.clear();
    for (const Index line : scratch_.returns) {
      if (lines_.original[line].empty() && lines_.day[line] == kNoDay) keys.push_back(key(line));
    }
    if (keys.empty()) return;
    std::ranges::sort(keys);
    for (Index line = person_.lines.begin; line < person_.lines.end; ++line) {
      if (counts_[line] != 0 && !is_return(line) && std::ranges::binary_search(keys, key(line)))
        lines_.doubtful[line] = 1;
    }
  }

  void give_back(Index line, Scratch::Stack& stack) {
    const Qty units = size_of(lines_.cnt[line]);
    const Fen amount = size_of(lines_.amount[line]);
    if (units == 0) {
      give_back_money(amount, stack);
      return;
    }
    Qty taken = 0;
    Fen given = 0;
    while (taken < units && stack.by_cnt != kNone) {
      const Index from = stack.by_cnt;
      const Qty part = std::min(units - taken, lines_.net_cnt[from]);
      if (part > 0) {
        taken += part;
        const Fen so_far = share_of(amount, taken, units);
        lines_.net_cnt[from] -= part;
        lines_.net_amount[from] -= so_far - given;
        given = so_far;
      }
      // A line without units left never gets any back, so it leaves the stack for good: linear over the person.
      if (lines_.net_cnt[from] <= 0) stack.by_cnt = scratch_.before_by_cnt[from - person_.lines.begin];
    }
  }

  void give_back_money(Fen amount, Scratch::Stack& stack) {
    while (amount > 0 && stack.by_amount != kNone) {
      const Index from = stack.by_amount;
      const Fen part = std::min(amount, std::max<Fen>(0, lines_.net_amount[from]));
      lines_.net_amount[from] -= part;
      amount -= part;
      if (lines_.net_amount[from] <= 0) stack.by_amount = scratch_.before_by_amount[from - person_.lines.begin];
    }
  }

  model::Lines& lines_;
  const model::Person& person_;
  const std::vector<std::uint8_t>& counts_;
  Scratch& scratch_;
};

void lay_lines(model::ClaimBlock& block, const model::Person& person, Scratch& scratch) {
  model::Lines& lines = block.lines;
  scratch.returns.clear();
  Returns returns(lines, person, lines.effective, scratch);
  for (Index line = person.lines.begin; line < person.lines.end; ++line) {
    const Index settlement = lines.settlement[line];
    const bool counts = lines.valid[line] != 0 && settlement != kNone && block.settlements[settlement].in_effect;
    lines.day[line] = day_of(lines.time[line]);
    lines.effective[line] = counts;
    lines.net_cnt[line] = lines.cnt[line] == kNoNumber ? 0 : lines.cnt[line];
    lines.net_amount[line] = lines.amount[line] == kNoNumber ? 0 : lines.amount[line];
    if (counts && returns.is_return(line)) scratch.returns.push_back(line);
  }
  if (!scratch.returns.empty()) {
    returns.take_named();
    returns.take_unnamed();
  }
  for (Index line = person.lines.begin; line < person.lines.end; ++line) {
    const bool effective = lines.effective[line] != 0 && lines.net_cnt[line] > 0 && !returns.is_return(line);
    lines.effective[line] = effective;
    if (!effective) lines.doubtful[line] = 0;
    const bool self_paid =
        (lines.inscp[line] != kNoNumber && lines.inscp[line] <= 0) || lines.chrgitm_lv[line] == kFullySelfPaid;
    lines.claimed[line] = effective && lines.net_amount[line] > 0 && !self_paid;
  }
}

}  // namespace

void lay_ground(model::ClaimBlock& block) {
  thread_local Scratch scratch;
  model::Lines& lines = block.lines;
  const std::size_t count = lines.size();
  lines.day.resize(count);
  lines.effective.resize(count);
  lines.claimed.resize(count);
  lines.net_cnt.resize(count);
  lines.net_amount.resize(count);
  lines.doubtful.assign(count, 0);
  block.visit_diagnoses.clear();
  for (const model::Person& person : block.persons) {
    lay_settlements(block, person, scratch);
    lay_visits(block, person, scratch);
    lay_diagnoses(block, person, scratch);
    lay_lines(block, person, scratch);
  }
}

bool has_doubtful(const model::ClaimBlock& block) noexcept {
  return std::ranges::find(block.lines.doubtful, 1) != block.lines.doubtful.end();
}

void set_doubtful_aside(model::ClaimBlock& block) noexcept {
  model::Lines& lines = block.lines;
  for (Index line = 0; line < lines.size(); ++line) {
    if (lines.doubtful[line] == 0) continue;
    lines.effective[line] = 0;
    lines.claimed[line] = 0;
  }
}

void forget_placeholders(model::ClaimBlock& block, const knowledge::Parameters& parameters) {
  const knowledge::Dated<knowledge::CodeSet>& placeholders = parameters.codes("birth_placeholders");
  for (model::Person& person : block.persons) {
    // One list for all that is said of a person: that of the last fee. Dates before 1900 are read by nobody.
    const Day day = person.lines.size() == 0 ? kNoDay : day_of(block.lines.time[person.lines.end - 1]);
    const knowledge::CodeSet& dates = placeholders.at(day);
    Day known = kNoDay;  // a birth that is none of them: mostly all rows of a person say the same
    const auto forget = [&](Day& birth) {
      if (birth == kNoDay || birth == known) return;
      const auto is_birth = [&](const std::string& date) { return parse_day(date) == birth; };
      if (std::ranges::any_of(dates, is_birth)) {
        birth = kNoDay;
      } else {
        known = birth;
      }
    };
    forget(person.birth);
    for (Index s = person.settlements.begin; s < person.settlements.end; ++s) forget(block.settlements[s].birth);
    for (Index v = person.visits.begin; v < person.visits.end; ++v) forget(block.visits[v].birth);
  }
}

}  // namespace yishou::rules
