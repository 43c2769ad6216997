// Visits without a bed: illnesses, monthly refills, pieces, pharmacies.
#include <algorithm>
#include <bit>

#include "simulate/life.h"

namespace yishou::simulate {
namespace {

// Visits for an acute illness a year, in thousandths, by age (docs/simulation.md).
int visits_a_year(int age) { return age < 6 ? 6200 : age < 18 ? 2700 : age < 45 ? 2900 : age < 65 ? 3400 : 4100; }

}  // namespace

std::vector<ItemIndex> Life::herbs(int ordinary, int listed, Random& random) const {
  std::vector<ItemIndex> out;
  const auto take = [&](const std::vector<ItemIndex>& from, int count) {
    auto at = random.below(static_cast<std::uint32_t>(from.size()));
    for (int i = 0; i < count; ++i) out.push_back(from[(at + static_cast<std::size_t>(i)) % from.size()]);
  };
  take(ordinary_herbs_, ordinary);
  take(listed_herbs_, listed);
  return out;
}

void Life::decoction(const Bill& bill, const std::vector<ItemIndex>& parts, int doses, Second time,
                     std::uint16_t prescription) {
  for (const ItemIndex part : parts) {
    const int grams =
        6 + static_cast<int>(part % 4) * 2;  // 6–12 g a dose, within the pharmacopoeia for every herb here
    ledger_.charge(bill, part, grams * doses, time, {.days = doses, .prescription = prescription});
  }
}

void Life::illnesses(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int age = age_on(who, world_.first_day());
  int count = random.count(static_cast<int>(static_cast<std::int64_t>(visits_a_year(age)) * days_ / 365));
  while (count-- > 0) {
    const Day day = draw_day(index, random.percent(40), random);
    if (day == kNoDay) continue;
    const Illness* illness = draw_illness(who, day, random);
    if (illness == nullptr) continue;
    const int chance = static_cast<int>(random.below(100));
    const bool urgent = chance < 6;
    const bool remote =
        chance >= 97 && age >= 18 && age < 60 && (illness->department == "03" || illness->department == "13");
    const int where = urgent || remote ? who.home_hospital : pick_hospital(who, illness->department, random);
    const int med_type = urgent ? 13 : remote ? 9901 : 11;
    const Bill bill = visit(index, illness->icd, illness->name, illness->plan, urgent ? "20" : illness->department, day,
                            where, med_type, random);
    Second now = ledger_.visit(bill).begin + 1800;
    if (illness->department == "50" && random.percent(45)) {
      decoction(bill, herbs(random.between(7, 11), random.between(1, 3), random), 7, now, 2);
    }
    mishap(bill, now, random);
    settle(bill);
    if (random.per_mille(5)) {  // refunded as a whole, and settled anew with the same lines
      const Settlement first = ledger_.settlement(bill);
      const Second end = start_of(day + 1) - 1;
      ledger_.refund(bill, std::min(first.time + 600, end));
      const Bill again = ledger_.reopen(bill);
      for (std::int32_t i = first.first_line; i < first.first_line + first.lines; ++i) {
        const Line old = ledger_.line(i);
        if (!old.valid || old.count <= 0) continue;
        ledger_.charge(again, old.item, static_cast<int>(old.count / kOne), old.time,
                       {.doctor = old.doctor, .days = old.days, .prescription = old.prescription, .price = old.price});
      }
      ledger_.diagnose(again, illness->icd, illness->name, true);
      ledger_.close(again, std::min(first.time + 900, end));
    }
  }
}

// Every month or so a chronic patient fetches the drugs of all diseases in one visit.
void Life::refills(std::int32_t index, Random& random) {
  const Person who = person(index);
  if (who.chronic == 0) return;
  const bool certified = random.percent(62);
  const int hospital = random.percent(58) ? who.home_clinic : who.home_hospital;
  const bool active = random.percent(88);
  if (!active) return;
  Day day = world_.first_day() + static_cast<Day>(random.below(31));
  for (int turn = 1; day <= world_.last_day(); ++turn, day += static_cast<Day>(random.between(28, 36))) {
    if (random.percent(14)) continue;
    Day at = day;
    while (at < day + 5 && !is_free(index, at)) ++at;
    if (!is_free(index, at)) continue;
    const Chronic* main = nullptr;
    for (std::size_t c = 0; c < city_.plans.chronics.size(); ++c) {
      if ((who.chronic >> c & 1u) != 0) {
        main = &city_.plans.chronics[c];
        break;
      }
    }
    if (main == nullptr) return;
    const int med_type = certified && !main->dise_no.empty()         ? 14
                         : random.percent(4) && age_on(who, at) < 60 ? 9901
                                                                     : 11;
    const int where = med_type == 9901 ? who.home_hospital : hospital;
    const Bill bill = visit(index, main->icd, main->name, {}, main->department, at, where, med_type, random);
    if (med_type == 14) {
      ledger_.visit(bill).dise_no = main->dise_no;
      ledger_.visit(bill).dise_name = main->name;
    }
    Second clock = ledger_.visit(bill).begin + 900;
    for (std::size_t c = 0; c < city_.plans.chronics.size(); ++c) {
      if ((who.chronic >> c & 1u) == 0) continue;
      const Chronic& chronic = city_.plans.chronics[c];
      if (&chronic != main) ledger_.diagnose(bill, chronic.icd, chronic.name, false);
      follow(bill, chronic.plan, at, clock, who.number + c * 64, turn, random);
    }
    mishap(bill, clock, random);
    settle(bill);
  }
}

Bill Life::purchase(std::int32_t index, int pharmacy, Second time) {
  const Bill bill =
      ledger_.open(index, pharmacy, 41, time, time + 240, {}, world_.institution(pharmacy).first_doctor, {}, {});
  mark(index, day_of(time), day_of(time));
  return bill;
}

void Life::purchases(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int a_year = who.insurance == 310 ? 6200 : age_on(who, world_.first_day()) < 18 ? 1500 : 2000;
  int count = random.count(static_cast<int>(static_cast<std::int64_t>(a_year) * days_ / 365));
  while (count-- > 0) {
    const Day day = draw_day(index, false, random);
    if (day == kNoDay) continue;
    const int where = random.percent(70) ? who.home_pharmacy : world_.pick(Grade::kPharmacy, who.district, random);
    const Second begin = start_of(day) + 8 * 3600 + random.below(12 * 3600);
    const Bill bill = purchase(index, where, begin);
    const int kinds = 1 + static_cast<int>(random.below(100) < 62) + static_cast<int>(random.below(100) < 24);
    Second clock = begin;
    for (int i = 0; i < kinds * 3 && ledger_.settlement(bill).lines < kinds; ++i) {
      const ItemIndex item = shelf_[random.below(static_cast<std::uint32_t>(shelf_.size()))];
      if (!allowed(bill, item, day)) continue;
      clock += 20;
      dispense(bill, item, random.percent(35) ? 2 : 1, clock, 0);
    }
    if (ledger_.settlement(bill).lines == 0) {
      clock += 20;
      dispense(bill, shelf_.front(), 1, clock, 0);
    }
    settle(bill);
    const Settlement bought = ledger_.settlement(bill);
    const bool returned = random.per_mille(4);
    for (std::int32_t i = bought.first_line; i < bought.first_line + bought.lines; ++i) {
      const auto first_scan = static_cast<std::size_t>(std::max(0, ledger_.sell(i)));
      if (!returned) continue;
      auto& rows = ledger_.rows();
      rows.sales.push_back({i, true});
      const std::size_t end = rows.scans.size();
      for (std::size_t s = first_scan; s < end; ++s) {
        if (rows.scans[s].type != '2' || rows.scans[s].line != i) continue;
        Scan back = rows.scans[s];
        back.type = '3';
        back.time += 1800;
        rows.scans.push_back(back);
      }
    }
    if (returned) ledger_.refund(bill, std::min(bought.time + 1800, start_of(day + 1) - 1));
  }
}

}  // namespace yishou::simulate
