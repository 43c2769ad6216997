// Frauds of persons, doctors and institutions, most of them without a national rule number (docs/simulation.md names the
// published case that each follows).
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"
#include "simulate/tables.h"

namespace yishou::simulate {
namespace {

Planter::Wanted adults(const Planter& p, int from = 25, int to = 80) {
  return [&p, from, to](std::int32_t i) { return p.age(i) >= from && p.age(i) <= to; };
}

void end_at(Planter& p, const Bill& bill, Second begin) {
  Visit& v = p.ledger.visit(bill);
  const Second shift = begin - v.begin;
  v.begin = begin;
  v.end += shift;
  const Settlement s = p.ledger.settlement(bill);
  for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) {
    p.ledger.line(i).time += shift;
    p.ledger.line(i).created += shift;
  }
  v.end = std::min(v.end, start_of(day_of(begin) + 1) - 1);
}

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
  const auto who = p.find(adults(p));
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
  end_at(p, second, begin + 240);
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

// The same group in the same store within minutes, week after week.
void gang(Planter& p) {
  std::vector<std::int32_t> group;
  for (int i = 0; i < 7; ++i) {
    const auto who = p.find([&](std::int32_t c) {
      return p.age(c) > 45 && p.people(c).insurance == 310 && std::find(group.begin(), group.end(), c) == group.end();
    });
    if (who >= 0) group.push_back(who);
  }
  if (group.size() < 5) return;
  const int store = p.place(Grade::kPharmacy, group.front());
  const Day start = p.free_day(group.front(), 0, 50);
  if (start == kNoDay) return;
  Second first = 0, last = 0;
  std::vector<Fen> spent(group.size(), 0);
  for (int week = 0; week < 7; ++week) {
    const Second open = start_of(start + week * 7) + 15 * 3600 + p.random.below(7200);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (!p.life.is_free(group[i], day_of(open))) continue;
      const Bill bill = p.life.purchase(group[i], store, open + static_cast<Second>(i) * 70);
      const auto line = p.add_at(bill, "suhexiang", 3, p.begin(bill) + 30, {.days = 21});
      p.ledger.close(bill, p.begin(bill) + 50);
      p.ledger.sell(line);
      spent[i] += p.total(bill);
      first = first == 0 ? open : first;
      last = open;
    }
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    p.tell_subject("gang_at_one_counter", 0, "person", p.name(group[i]), first, last, spent[i]);
  }
}

// One doctor, one day, one prescription for everybody who left a card.
void template_bills(Planter& p) {
  const auto lead = p.find(adults(p));
  if (lead < 0) return;
  const int where = p.place(Grade::kClinic, lead);
  const int doctor = p.world.institution(where).first_doctor;
  const Day day = p.free_day(lead);
  if (day == kNoDay) return;
  Fen sum = 0;
  Second begin = start_of(day) + 14 * 3600;
  int bills = 0;
  for (int i = 0; i < 40 && bills < 17; ++i) {
    const auto who = p.find([&](std::int32_t c) { return p.age(c) > 30 && p.age(c) < 85 && p.life.is_free(c, day); });
    if (who < 0) break;
    const Bill bill = p.visit(who, day, where, 11, "02", "M54.500", "腰痛");
    p.ledger.visit(bill).doctor = doctor;
    p.ledger.line(p.ledger.settlement(bill).first_line).doctor = doctor;
    for (const auto name : {"yaobitong", "pain_plaster", "mecobalamin", "glucosamine"})
      p.add(bill, name, 2, 5, {.doctor = doctor});
    end_at(p, bill, begin + bills * 95);
    p.settle(bill);
    sum += p.total(bill);
    ++bills;
  }
  p.tell_subject("template_prescriptions", 0, "doctor", p.world.doctor(doctor).code, begin, begin + bills * 95, sum);
}

void doctor_day(Planter& p) {
  const auto lead = p.find(adults(p));
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kCentre, lead);
  const int doctor = p.world.pick_doctor(where, "50", p.random);
  Fen sum = 0;
  int bills = 0;
  for (int i = 0; i < 90; ++i) {
    const auto who = p.find([&](std::int32_t c) { return p.age(c) > 30 && p.age(c) < 88 && p.life.is_free(c, day); });
    if (who < 0) break;
    const Bill bill = p.visit(who, day, where, 11, "50", "M47.802", "颈椎病");
    p.ledger.visit(bill).doctor = doctor;
    p.ledger.line(p.ledger.settlement(bill).first_line).doctor = doctor;
    // Half an hour by hand for each: forty-five hours in a day.
    p.add(bill, "acupuncture", 1, 5, {.doctor = doctor});
    p.add(bill, "massage", 1, 20, {.doctor = doctor});
    p.settle(bill);
    sum += p.total(bill);
    ++bills;
  }
  if (bills < 40) return;
  p.tell_subject("impossible_doctor_day", 0, "doctor", p.world.doctor(doctor).code, start_of(day),
                 start_of(day + 1) - 1, sum);
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

Bill buy(Planter& p, std::int32_t who, int store, Second time, std::string_view item, int packs, std::int32_t& line) {
  const Bill bill = p.life.purchase(who, store, time);
  line = p.add_at(bill, item, packs, time + 30);
  p.ledger.close(bill, time + 60);
  return bill;
}

// One pack, one code, two buyers.
void reused_code(Planter& p) {
  const auto one = p.find(adults(p)), two = p.find(adults(p));
  const Day day = one < 0 || two < 0 || one == two ? kNoDay : p.free_day(one);
  if (day == kNoDay || !p.life.is_free(two, day + 5)) return;
  const int store = p.place(Grade::kPharmacy, one), other = p.place(Grade::kPharmacy, two);
  std::int32_t line = 0;
  const Bill first = buy(p, one, store, start_of(day) + 11 * 3600, "bailing", 1, line);
  static_cast<void>(first);
  const auto scan = p.ledger.sell(line);
  const std::uint64_t code = p.ledger.rows().scans[static_cast<std::size_t>(scan)].low;
  const Bill second = buy(p, two, other, start_of(day + 5) + 16 * 3600, "bailing", 1, line);
  p.ledger.sell(line, false);
  p.ledger.rows().scans.push_back({code, p.life.key("bailing"), line, other, p.ledger.line(line).time + 20, '2'});
  p.tell("trace_code_reused", 0, second, {line});
}

// The code scanned belongs to another, cheaper drug.
void swapped_drug(Planter& p) {
  const auto who = p.find(adults(p));
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const int store = p.people(who).home_pharmacy;
  std::int32_t line = 0;
  const Bill bill = buy(p, who, store, start_of(day) + 17 * 3600, "tongxinluo", 2, line);
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
  for (int n = 0; n < 10; ++n) {
    std::int32_t line = 0;
    const Second time = start_of(day + n * 4) + 18 * 3600 + p.random.below(3600);
    if (!p.life.is_free(who, day_of(time))) continue;
    const Bill bill = buy(p, who, store, time, "bailing", 2, line);
    p.ledger.sell(line);
    p.ledger.refund(bill, time + 660);
    p.ledger.rows().sales.push_back({line, true});
    const Bill again = buy(p, who, store, time + 900, "bailing", 2, line);
    p.ledger.sell(line);
    sum += p.total(again);
  }
  p.tell_subject("refund_loop", 0, "person", p.name(who), start_of(day), start_of(day + 40), sum);
}

void night_counter(Planter& p) {
  const auto lead = p.find(adults(p));
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int store = p.place(Grade::kPharmacy, lead);
  const Second open = start_of(day) + 2 * 3600;
  Fen sum = 0;
  int bills = 0;
  for (int i = 0; i < 14; ++i) {
    const auto who = p.find([&](std::int32_t c) { return p.people(c).insurance == 310 && p.life.is_free(c, day); });
    if (who < 0) break;
    std::int32_t line = 0;
    // Two bills in each second minute of the night.
    const Bill bill = buy(p, who, store, open + (i / 2) * 60, "suhexiang", 2, line);
    p.ledger.sell(line);
    sum += p.total(bill);
    ++bills;
  }
  p.tell_subject("night_and_same_second_bills", 0, "institution", p.world.institution(store).code, open,
                 open + bills * 60, sum);
}

// Sold on the card, never bought in: the goods that left the store were others.
void sold_without_stock(Planter& p) {
  const auto lead = p.find(adults(p));
  if (lead < 0) return;
  const int store = p.place(Grade::kPharmacy, lead);
  std::vector<std::uint64_t> numbers;
  Fen sum = 0;
  Second first = 0, last = 0;
  for (int i = 0; i < 14; ++i) {
    const auto who = p.find([&](std::int32_t c) { return p.people(c).insurance == 310 && p.age(c) > 30; });
    const Day day = who < 0 ? kNoDay : p.free_day(who);
    if (day == kNoDay) continue;
    std::int32_t line = 0;
    const Bill bill = buy(p, who, store, start_of(day) + 12 * 3600 + p.random.below(20'000), "angong", 2, line);
    p.ledger.line(line).days = 2;
    p.ledger.sell(line, false);
    p.ledger.rows().sales.back().unbacked = true;
    sum += p.total(bill);
    first = first == 0 ? p.begin(bill) : std::min(first, p.begin(bill));
    last = std::max(last, p.begin(bill));
    p.tell("ward_drug_in_pharmacy", 13, bill, {line});
  }
  p.tell_subject("sold_without_stock", 43, "institution", p.world.institution(store).code, first, last, sum);
}

// Ten people of one neighbourhood admitted within an hour, all lightly ill.
void batch_admission(Planter& p) {
  const auto lead = p.find([&](std::int32_t i) { return p.age(i) > 60 && !p.stayed(i); });
  const Day day = lead < 0 ? kNoDay : p.free_day(lead, 0, 8);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, lead);
  Fen sum = 0;
  int admitted = 0;
  std::vector<std::int32_t> taken;
  for (int i = 0; i < 30 && admitted < 9; ++i) {
    const auto who = p.find([&](std::int32_t c) {
      return p.age(c) > 55 && p.people(c).district == p.people(lead).district && !p.stayed(c) &&
             p.life.are_free(c, day, day + 8) && std::find(taken.begin(), taken.end(), c) == taken.end();
    });
    if (who < 0) break;
    taken.push_back(who);
    const Bill bill = p.life.stay(who, p.stay_kind("M47.802"), day, 7, where, 21, p.random);
    Visit& v = p.ledger.visit(bill);
    v.begin = start_of(day) + 8 * 3600 + admitted * 240;
    sum += p.total(bill);
    ++admitted;
  }
  if (admitted < 4) return;
  p.tell_subject("batch_admission", 0, "institution", p.world.institution(where).code, start_of(day), start_of(day + 7),
                 sum);
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
}

void same_bill_twice(Planter& p) {
  const auto who = p.find(adults(p));
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
    else end_at(p, bill, begin + 180);
    p.settle(bill);
  }
  p.tell("same_bill_twice", 0, bill, lines);
}

// A drawer full of cards: many holders, one counter, one quarter of an hour.
void kept_cards(Planter& p) {
  const auto lead = p.find(adults(p));
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int store = p.place(Grade::kPharmacy, lead);
  const Second open = start_of(day) + 20 * 3600;
  for (int i = 0; i < 11; ++i) {
    const auto who = p.find([&](std::int32_t c) { return p.people(c).insurance == 310 && p.life.is_free(c, day); });
    if (who < 0) break;
    std::int32_t line = 0;
    const Bill bill = buy(p, who, store, open + i * 80, "wenxin", 2, line);
    p.ledger.sell(line);
    p.tell("cards_kept_in_store", 0, bill, {line});
  }
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
  // Schemes of a whole counter are rarer: one kind in each partition, all kinds in the first.
  const int turn = p.ledger.rows().index;
  using Scheme = void (*)(Planter&);
  constexpr Scheme kOfCounters[]{
      gang, template_bills, doctor_day, night_counter, sold_without_stock, batch_admission, kept_cards};
  for (std::size_t i = 0; i < std::size(kOfCounters); ++i) {
    if (turn == 0 || static_cast<std::size_t>(turn) % std::size(kOfCounters) == i) kOfCounters[i](p);
  }
}

}  // namespace yishou::simulate
