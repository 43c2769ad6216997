// Planted violations that lie in dates, sums, stays and frequencies.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"
#include "simulate/tables.h"

namespace yishou::simulate {
namespace {

Planter::Wanted quiet_adult(const Planter& p, int from, int to) {
  return [&p, from, to](std::int32_t i) { return p.age(i) >= from && p.age(i) <= to && !p.stayed(i); };
}

// Some day of the city, for schemes that fill a month.
Day world_day(Planter& p) {
  return p.world.first_day() + static_cast<Day>(p.random.below(static_cast<std::uint32_t>(p.world.days())));
}

// A stay of a person who has no other; the bill's visit is −1 when there is no room.
Bill fresh_stay(Planter& p, std::string_view icd, int nights, Grade grade, int from, int to, Sex sex = Sex::kEither) {
  const auto who = p.find([&](std::int32_t i) {
    return p.age(i) >= from && p.age(i) <= to && !p.stayed(i) && (sex == Sex::kEither || p.sex(i) == sex);
  });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, nights + 2);
  if (day == kNoDay) return {};
  return p.life.stay(who, p.stay_kind(icd), day, nights, p.place(grade, who), 21, p.random);
}

void fee_outside_stay(Planter& p) {
  const Bill bill = fresh_stay(p, "R42.x00", 6, Grade::kSecondary, 45, 85);
  if (bill.visit < 0) return;
  std::vector<std::int32_t> lines;
  for (const int late : {1, 2}) {
    lines.push_back(p.add_at(bill, "massage", 1, start_of(day_of(p.end(bill)) + late) + 9 * 3600));
  }
  p.resettle(bill);
  p.tell("fee_after_discharge", 42, bill, lines);
}

void late_upload(Planter& p) {
  const auto who = p.find(quiet_adult(p, 30, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kClinic, who), 11, "02", "M54.500", "腰痛");
  std::vector<std::int32_t> lines{p.ledger.settlement(bill).first_line, p.add(bill, "acupuncture", 1, 5),
                                  p.add(bill, "cupping", 1, 9)};
  p.settle(bill);
  for (const auto l : lines) p.ledger.line(l).created += 11 * kSecondsPerDay;
  p.tell("late_upload", 41, bill, lines, 0);
}

void wrong_sums(Planter& p) {
  const auto who = p.find(quiet_adult(p, 30, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 1);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kCentre, who);
  const Bill inflated = p.visit(who, day, where, 11, "03", "I10.x05", "高血压");
  p.add(inflated, "amlodipine", 1, 5);
  p.settle(inflated);
  p.ledger.settlement(inflated).total += 30'000;
  p.ledger.settlement(inflated).fund += 30'000;
  p.tell_subject("settlement_inflated", 35, "settlement", number_text(p.ledger.settlement(inflated).number),
                 p.begin(inflated), p.end(inflated), 0, p.ledger.visit(inflated).number);
  const Bill wrong = p.visit(who, day + 1, where, 11, "03", "I10.x05", "高血压");
  const auto line = p.add(wrong, "valsartan", 1, 5);
  Line& l = p.ledger.line(line);
  l.amount += 5'000;
  l.covered += 5'000;
  p.settle(wrong);
  p.tell("line_amount_wrong", 36, wrong, {line}, 5'000);
}

void prophylaxis_too_long(Planter& p) {
  const Bill bill = fresh_stay(p, "D34.x00", 7, Grade::kTertiary, 22, 74);
  if (bill.visit < 0) return;
  std::vector<std::int32_t> lines;
  for (int n = 4; n < 7; ++n)
    lines.push_back(p.add_at(bill, "cefuroxime_inj", 2, start_of(day_of(p.begin(bill)) + n) + 9 * 3600, {.days = 1}));
  p.resettle(bill);
  p.tell("prophylaxis_too_long", 44, bill, lines);
}

void split_stay(Planter& p) {
  const auto who = p.find(quiet_adult(p, 50, 85));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 16);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, who);
  p.life.stay(who, p.stay_kind("M47.802"), day, 7, where, 21, p.random);
  const Bill second = p.life.stay(who, p.stay_kind("M47.802"), day + 8, 7, where, 21, p.random);
  p.tell("split_stay", 49, second, {}, p.total(second));
}

void frequent_visits(Planter& p) {
  const auto who = p.find(
      [&](std::int32_t i) { return p.age(i) >= 40 && p.age(i) < 80 && p.people(i).chronic < 4 && !p.stayed(i); });
  if (who < 0) return;
  const CivilDate first = civil_from_day(world_day(p));
  const Day month = day_from_civil({first.year, first.month, 1});
  std::vector<Bill> bills;
  for (Day day = month; day < month + 27 && bills.size() < 22; ++day) {
    if (!p.life.is_free(who, day)) continue;
    const Bill bill = p.visit(who, day, p.place(bills.size() % 2 == 0 ? Grade::kCentre : Grade::kClinic, who), 11, "50",
                              "M54.500", "腰痛");
    p.add(bill, "yaobitong", 1, 5);
    p.settle(bill);
    bills.push_back(bill);
  }
  if (bills.size() < 20) return;
  Fen sum = 0;
  for (std::size_t i = 15; i < bills.size(); ++i) sum += p.total(bills[i]);
  p.tell_subject("frequent_visits", 50, "person", p.name(who), p.begin(bills.front()), p.begin(bills.back()), sum);
}

void frequent_purchases(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.people(i).insurance == 310 && p.age(i) < 70; });
  if (who < 0) return;
  const CivilDate first = civil_from_day(world_day(p));
  const Day month = day_from_civil({first.year, first.month, 1});
  std::vector<std::int32_t> lines;
  std::vector<Bill> bills;
  for (Day day = month; day < month + 27 && bills.size() < 9; ++day) {
    if (!p.life.is_free(who, day)) continue;
    const Bill bill =
        p.life.purchase(who, p.place(Grade::kPharmacy, who), start_of(day) + 10 * 3600 + p.random.below(9000));
    const auto line = p.add(bill, "tongxinluo", 2, 1, {.days = 20});
    p.settle(bill);
    p.ledger.sell(line);
    bills.push_back(bill);
    if (bills.size() > 4) lines.push_back(line);
  }
  if (lines.empty()) return;
  p.tell("frequent_purchases", 51, bills.back(), lines);
}

void rotating_stays(Planter& p) {
  const auto who = p.find(quiet_adult(p, 55, 85));
  const Day start = who < 0 ? kNoDay : p.free_day(who, 0, 75);
  if (start == kNoDay) return;
  Bill last;
  Fen sum = 0;
  constexpr std::string_view kReasons[]{"M51.202", "R42.x00", "M47.802", "I63.900"};
  for (int n = 0; n < 4; ++n) {
    const auto& hospitals = p.world.of_grade(n % 2 == 0 ? Grade::kSecondary : Grade::kCentre);
    StayKind kind = p.stay_kind(kReasons[n]);
    kind.extra.clear();
    last = p.life.stay(who, kind, start + n * 18, 8, hospitals[static_cast<std::size_t>(n / 2) % hospitals.size()], 21,
                       p.random);
    if (n == 3) sum = p.total(last);
  }
  p.tell_subject("rotating_stays", 52, "person", p.name(who), start_of(start), p.begin(last), sum,
                 p.ledger.visit(last).number);
}

// Three days of tests and nothing else.
void low_standard_stay(Planter& p) {
  const auto who = p.find(quiet_adult(p, 30, 75));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 4);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, who);
  const Bill bill = p.ledger.open(who, where, 21, start_of(day) + 9 * 3600, start_of(day + 3) + 10 * 3600, "03",
                                  p.world.pick_doctor(where, "03", p.random), "R53.x00", "不适和疲劳");
  p.ledger.diagnose(bill, "R53.x00", "不适和疲劳", true);
  for (int n = 0; n < 3; ++n) {
    for (const auto name : {"bed", "inp_visit", "nurse2"}) p.add_at(bill, name, 1, start_of(day + n) + 9 * 3600 + 1200);
  }
  for (const auto name :
       {"ct", "color_us", "echo", "ecg", "cbc", "urine", "alt", "ast", "crea", "cea", "afp", "tsh", "dr", "mri"}) {
    p.add_at(bill, name, 1, start_of(day + 1) + 10 * 3600);
  }
  p.ledger.close(bill, start_of(day + 3) + 11 * 3600);
  p.life.mark(who, day, day + 3);
  p.tell("low_standard_stay", 53, bill, {}, p.total(bill));
}

void impossible_diagnoses(Planter& p) {
  const auto woman = p.find([&](std::int32_t i) { return p.sex(i) == Sex::kFemale && p.age(i) > 40 && p.age(i) < 85; });
  if (const Day day = woman < 0 ? kNoDay : p.free_day(woman); day != kNoDay) {
    const Bill bill = p.visit(woman, day, p.place(Grade::kSecondary, woman), 11, "04", "N40.x00", "前列腺增生");
    p.settle(bill);
    p.tell("diagnosis_of_other_sex", 54, bill, {}, 0);
  }
  const auto grown = p.find([&](std::int32_t i) { return p.age(i) > 20 && p.age(i) < 60; });
  if (const Day day = grown < 0 ? kNoDay : p.free_day(grown); day != kNoDay) {
    const Bill bill = p.visit(grown, day, p.place(Grade::kSecondary, grown), 11, "07", "P59.900", "新生儿黄疸");
    p.settle(bill);
    p.tell("diagnosis_of_other_age", 55, bill, {}, 0);
  }
}

}  // namespace

void plant_behaviour(Planter& p) {
  fee_outside_stay(p);
  late_upload(p);
  wrong_sums(p);
  prophylaxis_too_long(p);
  split_stay(p);
  frequent_visits(p);
  frequent_purchases(p);
  rotating_stays(p);
  low_standard_stay(p);
  impossible_diagnoses(p);
}

}  // namespace yishou::simulate
