// Frauds of one person or one stay, most of them without a national rule number (docs/simulation.md names the
// published case that each follows).
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

// Bed and nursing run while the patient buys medicine elsewhere.
void hanging_bed(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) > 40 && p.age(i) < 80 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 9);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kCentre, who);
  const Bill bill = p.ledger.open(who, where, 21, start_of(day) + 9 * 3600, start_of(day + 8) + 9 * 3600, "03",
                                  p.world.pick_doctor(where, "03", p.random), "M54.500", "腰痛");
  p.ledger.diagnose(bill, "M54.500", "腰痛", true);
  for (int n = 0; n < 8; ++n) {
    for (const auto name : {"bed", "inp_visit", "nurse2", "uv"})
      p.add_at(bill, name, 1, start_of(day + n) + 9 * 3600 + 1200);
  }
  p.ledger.close(bill, start_of(day + 8) + 10 * 3600);
  for (const int n : {2, 5}) {
    const Bill bought =
        p.life.purchase(who, p.people(who).home_pharmacy, start_of(day + n) + 10 * 3600 + p.random.below(20'000));
    const auto line = p.add(bought, "ibuprofen", 1, 1);
    p.settle(bought);
    p.ledger.sell(line);
  }
  p.life.mark(who, day, day + 8);
  p.tell("hanging_bed", 0, bill, {}, p.total(bill));
}

void two_stays_at_once(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) > 45 && p.age(i) < 85 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 12);
  if (day == kNoDay) return;
  p.life.stay(who, p.stay_kind("M51.202"), day, 9, p.place(Grade::kSecondary, who), 21, p.random);
  const Bill ghost = p.life.stay(who, p.stay_kind("R42.x00"), day + 2, 6, p.place(Grade::kCentre, who), 21, p.random);
  p.tell("two_stays_at_once", 0, ghost, {}, p.total(ghost));
}

void card_lent(Planter& p) {
  const auto who = p.find(p.adults());
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  // The same card at two counters, kilometres apart, within four minutes.
  const auto& hospitals = p.world.of_grade(Grade::kSecondary);
  const int here = hospitals[0], there = hospitals[1];
  const Bill first = p.visit(who, day, here, 11, "03", "J06.900", "急性上呼吸道感染");
  p.add(first, "lianhua", 1, 5);
  p.settle(first);
  const Second begin = p.begin(first);
  const Bill second = p.visit(who, day, there, 11, "04", "M17.900", "膝骨关节病");
  const auto line = p.add(second, "celecoxib", 2, 6, {.days = 18});
  p.move_to(second, begin + 240);
  p.settle(second);
  p.tell("card_lent_impossible_travel", 0, second, {p.ledger.settlement(second).first_line, line});
}

void hoarding(Planter& p) {
  const auto who =
      p.find([&](std::int32_t i) { return p.age(i) > 55 && p.people(i).insurance == 310 && !p.stayed(i); });
  const Day start = who < 0 ? kNoDay : p.free_day(who);
  if (start == kNoDay) return;
  std::vector<Bill> bills;
  Fen sum = 0;
  // A month's supply every third day, from one institution after the other.
  for (Day day = start; day < start + 60 && bills.size() < 16; day += 3) {
    if (!p.life.is_free(who, day)) continue;
    const Bill bill = p.visit(who, day, p.place(bills.size() % 3 == 0 ? Grade::kSecondary : Grade::kCentre, who), 11,
                              "03", "I25.103", "冠状动脉粥样硬化性心脏病");
    p.add(bill, "clopidogrel", 1, 5, {.days = 28});
    p.add(bill, "tiotropium", 1, 7, {.days = 30});
    p.settle(bill);
    if (!bills.empty()) sum += p.total(bill);
    bills.push_back(bill);
  }
  if (bills.size() < 6) return;
  p.tell_subject("hoarding_for_resale", 0, "person", p.name(who), p.begin(bills.front()), p.begin(bills.back()), sum);
}

void bill_of_the_dead(Planter& p) {
  const auto& persons = p.ledger.rows().persons;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    if (persons[i].death == kNoDay || persons[i].death + 12 > p.world.last_day()) continue;
    const auto who = static_cast<std::int32_t>(i);
    const Bill bill = p.visit(who, persons[i].death + 9, persons[i].home_clinic, 14, "03", "I10.x05", "高血压");
    std::vector<std::int32_t> lines{p.ledger.settlement(bill).first_line, p.add(bill, "amlodipine", 1, 5),
                                    p.add(bill, "atorvastatin", 1, 6)};
    p.settle(bill);
    p.tell("bill_of_the_dead", 0, bill, lines);
    return;
  }
}

// One pack, one code, two buyers.
void reused_code(Planter& p) {
  const auto one = p.find(p.adults()), two = p.find(p.adults());
  const Day day = one < 0 || two < 0 || one == two ? kNoDay : p.free_day(one);
  if (day == kNoDay || !p.life.is_free(two, day + 5)) return;
  const int store = p.place(Grade::kPharmacy, one), other = p.place(Grade::kPharmacy, two);
  std::int32_t line = 0;
  const Bill first = p.buy(one, store, start_of(day) + 11 * 3600, "bailing", 1, line);
  static_cast<void>(first);
  const auto scan = p.ledger.sell(line);
  const std::uint64_t code = p.ledger.rows().scans[static_cast<std::size_t>(scan)].low;
  const Bill second = p.buy(two, other, start_of(day + 5) + 16 * 3600, "bailing", 1, line);
  p.ledger.sell(line, false);
  p.ledger.rows().scans.push_back({code, p.life.key("bailing"), line, other, p.ledger.line(line).time + 20, '2'});
  p.tell("trace_code_reused", 0, second, {line});
}

// The code scanned belongs to another, cheaper drug.
void swapped_drug(Planter& p) {
  const auto who = p.find(p.adults());
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const int store = p.people(who).home_pharmacy;
  std::int32_t line = 0;
  const Bill bill = p.buy(who, store, start_of(day) + 17 * 3600, "tongxinluo", 2, line);
  p.ledger.sell(line, false);
  for (int i = 0; i < 2; ++i) {
    const std::uint64_t code = p.ledger.trace_code();
    p.ledger.rows().scans.push_back(
        {code, p.life.key("liuwei"), -1, store, p.ledger.line(line).time - 20 * kSecondsPerDay, '1'});
    p.ledger.rows().scans.push_back({code, p.life.key("liuwei"), line, store, p.ledger.line(line).time + 20, '2'});
  }
  p.tell("drug_swapped", 0, bill, {line});
}

// Settled, refunded after ten minutes, settled again, time after time.
void refund_loop(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.people(i).insurance == 310 && p.age(i) > 30; });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 45);
  if (day == kNoDay) return;
  const int store = p.people(who).home_pharmacy;
  Fen sum = 0;
  // Four times a month at most: that alone is no offence.
  for (int n = 0; n < 5; ++n) {
    std::int32_t line = 0;
    const Second time = start_of(day + n * 9) + 18 * 3600 + p.random.below(3600);
    if (!p.life.is_free(who, day_of(time))) continue;
    const Bill bill = p.buy(who, store, time, "bailing", 2, line);
    p.ledger.sell(line);
    p.ledger.refund(bill, time + 660);
    p.ledger.rows().sales.push_back({line, true});
    const Bill again = p.buy(who, store, time + 900, "bailing", 2, line);
    p.ledger.sell(line);
    sum += p.total(again);
  }
  p.tell_subject("refund_loop", 0, "person", p.name(who), start_of(day), start_of(day + 40), sum);
}

// A light pneumonia, coded with respiratory failure and sepsis.
void upcoded_stay(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) > 30 && p.age(i) < 70 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 7);
  if (day == kNoDay) return;
  StayKind kind = p.stay_kind("J18.900");
  kind.extra.clear();
  const Bill bill = p.life.stay(who, kind, day, 4, p.place(Grade::kCentre, who), 21, p.random);
  p.ledger.diagnose(bill, "A41.900", "脓毒症", false);
  p.ledger.diagnose(bill, "J96.000", "急性呼吸衰竭", false);
  p.tell("upcoded_stay", 0, bill, {}, p.total(bill));
  p.tell("diagnosis_without_care", 37, bill, {}, 0);  // nobody gave oxygen
}

void same_bill_twice(Planter& p) {
  const auto who = p.find(p.adults());
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kClinic, who);
  Bill bill;
  std::vector<std::int32_t> lines;
  Second begin = 0;
  for (int n = 0; n < 2; ++n) {
    bill = p.visit(who, day, where, 11, "02", "J06.900", "急性上呼吸道感染");
    lines = {p.ledger.settlement(bill).first_line, p.add(bill, "lianhua", 1, 4), p.add(bill, "ibuprofen", 1, 5)};
    if (n == 0) begin = p.begin(bill);
    else p.move_to(bill, begin + 180);
    p.settle(bill);
  }
  p.tell("same_bill_twice", 0, bill, lines);
}

}  // namespace

void plant_fraud(Planter& p) {
  hanging_bed(p);
  two_stays_at_once(p);
  card_lent(p);
  hoarding(p);
  bill_of_the_dead(p);
  reused_code(p);
  swapped_drug(p);
  refund_loop(p);
  upcoded_stay(p);
  same_bill_twice(p);
}

}  // namespace yishou::simulate
