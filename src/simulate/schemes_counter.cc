// Frauds of a whole counter: a store, a doctor's day, a ward. Most have no national rule number (docs/simulation.md names the
// published case that each follows).
#include <algorithm>
#include <iterator>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

// The same group in the same store within minutes, again and again.
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
  for (int round = 0; round < 6; ++round) {
    const Second open = start_of(start + round * 9) + 15 * 3600 + p.random.below(7200);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (!p.life.is_free(group[i], day_of(open))) continue;
      const Bill bill = p.life.purchase(group[i], store, open + static_cast<Second>(i) * 70);
      const auto line = p.add_at(bill, "wenxin", 3, p.begin(bill) + 30, {.days = 18});
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
  const auto lead = p.find(p.adults());
  if (lead < 0) return;
  const int where = p.place(Grade::kClinic, lead);
  const int doctor = p.world.institution(where).first_doctor;
  const Day day = p.free_day(lead);
  if (day == kNoDay) return;
  Fen sum = 0;
  Second begin = start_of(day) + 14 * 3600;
  int bills = 0;
  for (int i = 0; i < 40 && bills < 17; ++i) {
    const auto who =
        p.find_loose([&](std::int32_t c) { return p.age(c) > 30 && p.age(c) < 85 && p.life.is_free(c, day); });
    if (who < 0) break;
    const Bill bill = p.visit(who, day, where, 11, "02", "M54.500", "腰痛");
    p.ledger.visit(bill).doctor = doctor;
    p.ledger.line(p.ledger.settlement(bill).first_line).doctor = doctor;
    for (const auto name : {"yaobitong", "pain_plaster", "mecobalamin", "glucosamine"})
      p.add(bill, name, 2, 5, {.doctor = doctor});
    p.move_to(bill, begin + bills * 95);
    p.settle(bill);
    sum += p.total(bill);
    ++bills;
  }
  p.tell_subject("template_prescriptions", 0, "doctor", p.world.doctor(doctor).code, begin, begin + bills * 95, sum);
}

void doctor_day(Planter& p) {
  const auto lead = p.find(p.adults());
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kCentre, lead);
  const int doctor = p.world.pick_doctor(where, "50", p.random);
  Fen sum = 0;
  int bills = 0;
  for (int i = 0; i < 90; ++i) {
    const auto who =
        p.find_loose([&](std::int32_t c) { return p.age(c) > 30 && p.age(c) < 88 && p.life.is_free(c, day); });
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

void night_counter(Planter& p) {
  const auto lead = p.find(p.adults());
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int store = p.place(Grade::kPharmacy, lead);
  const Second open = start_of(day) + 2 * 3600;
  Fen sum = 0;
  int bills = 0;
  for (int i = 0; i < 14; ++i) {
    const auto who =
        p.find_loose([&](std::int32_t c) { return p.people(c).insurance == 310 && p.life.is_free(c, day); });
    if (who < 0) break;
    std::int32_t line = 0;
    // Two bills in each second minute of the night.
    const Bill bill = p.buy(who, store, open + (i / 2) * 60, "suhexiang", 2, line);
    p.ledger.sell(line);
    sum += p.total(bill);
    ++bills;
  }
  p.tell_subject("night_and_same_second_bills", 0, "institution", p.world.institution(store).code, open,
                 open + bills * 60, sum);
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
    const auto who = p.find_loose([&](std::int32_t c) {
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

// A drawer full of cards: many holders, one counter, one quarter of an hour.
void kept_cards(Planter& p) {
  const auto lead = p.find(p.adults());
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int store = p.place(Grade::kPharmacy, lead);
  const Second open = start_of(day) + 20 * 3600;
  for (int i = 0; i < 11; ++i) {
    const auto who =
        p.find_loose([&](std::int32_t c) { return p.people(c).insurance == 310 && p.life.is_free(c, day); });
    if (who < 0) break;
    std::int32_t line = 0;
    const Bill bill = p.buy(who, store, open + i * 80, "wenxin", 2, line);
    p.ledger.sell(line);
    p.tell("cards_kept_in_store", 0, bill, {line});
  }
}

}  // namespace

void plant_counters(Planter& p) {
  // Schemes of a whole counter are rarer: one kind in each partition, all kinds in the first.
  const int turn = p.ledger.rows().index;
  using Scheme = void (*)(Planter&);
  constexpr Scheme kOfCounters[]{gang, template_bills, doctor_day, night_counter, batch_admission, kept_cards};
  for (std::size_t i = 0; i < std::size(kOfCounters); ++i) {
    if (turn == 0 || static_cast<std::size_t>(turn) % std::size(kOfCounters) == i) kOfCounters[i](p);
  }
}

}  // namespace yishou::simulate
