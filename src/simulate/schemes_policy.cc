// Planted violations of the national rules that look at one line, one visit or one course.
#include "simulate/schemes.h"

#include <algorithm>

#include "simulate/planter.h"

namespace yishou::simulate {
namespace {

bool adult(const Planter& p, std::int32_t who) { return p.age(who) >= 20 && p.age(who) < 90; }

void pieces(Planter& p) {
  for (const bool alone : {false, true}) {
    const auto who = p.find([&](std::int32_t i) { return adult(p, i); });
    const Day day = who < 0 ? kNoDay : p.free_day(who);
    if (day == kNoDay) continue;
    const Bill bill = p.visit(who, day, p.place(Grade::kSecondary, who), 11, "50", "G47.000", "失眠");
    std::vector<std::int32_t> lines;
    if (alone) {
      for (const auto name : {"huangqi", "danggui", "gouqi"})
        lines.push_back(p.add(bill, name, 70, 4, {.days = 7, .prescription = 2}));
      p.settle(bill);
      p.tell("only_supplement_pieces", 4, bill, lines);
    } else {
      p.life.decoction(bill, p.life.herbs(8, 2, p.random), 7, p.begin(bill) + 800, 2);
      lines.push_back(p.add(bill, "ejiao", 63, 4, {.days = 7, .prescription = 2}));
      p.settle(bill);
      p.tell("never_payable_piece", 3, bill, lines);
    }
  }
}

void second_line(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return adult(p, i) && !p.stayed(i) && !p.had(i, "XA02BC"); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 0, 100);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kTertiary, who), 11, "03", "K26.900", "十二指肠溃疡");
  const auto line = p.add(bill, "ilaprazole", 1, 5);
  p.settle(bill);
  p.tell("second_line_first", 5, bill, {line});
}

// A drug or training every day of a stay, longer than is paid for.
void long_course(Planter& p, std::string_view scheme, int rule, std::string_view item, int limit, int nights,
                 std::string_view icd) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 45 && p.age(i) < 86 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, nights);
  if (day == kNoDay) return;
  StayKind kind = p.stay_kind(icd);
  kind.extra.clear();
  const Bill bill = p.life.stay(who, kind, day, nights, p.place(Grade::kTertiary, who), 21, p.random);
  std::vector<std::int32_t> over;
  for (int n = 0; n < nights; ++n) {
    const Second time = n == 0 ? p.begin(bill) + 1800 : start_of(day + n) + 10 * 3600;
    const auto line = p.add_at(bill, item, 1, time, {.days = rule == 10 ? 1 : 0});
    if (n >= limit) over.push_back(line);
  }
  p.resettle(bill);
  p.tell(scheme, rule, bill, over);
}

void second_operation(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 25 && p.age(i) < 85 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 8);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, who);
  const Bill bill = p.life.stay(who, p.stay_kind("K80.100"), day, 7, where, 21, p.random);
  const ItemIndex main = p.life.key("gallbladder");
  const Settlement s = p.ledger.settlement(bill);
  Second knife = 0;
  for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) {
    if (p.ledger.line(i).item == main) knife = p.ledger.line(i).time;
  }
  const auto line = p.add_at(bill, "adhesion", 1, knife + 60);
  p.ledger.operate(bill, "54.5100", "腹腔镜下肠粘连松解术", false, knife, knife + 3000, p.ledger.visit(bill).doctor,
                   -1);
  p.resettle(bill);
  const Line& full = p.ledger.line(line);
  p.tell("second_operation_full_price", 15, bill, {line},
         mul_div(full.price - full.cap / 2, full.count, Micro{10'000} * kOne));
}

void contained_items(Planter& p) {
  struct Both {
    std::string_view whole, part, department, icd, name;
  };
  for (const Both& b : {Both{"stool", "parasite", "03", "K52.900", "急性胃肠炎"},
                        Both{"gastro_var", "gastroscopy", "03", "I85.900", "食管静脉曲张"},
                        Both{"hemoperf", "dialysis", "03", "N18.000", "终末期肾脏病"},
                        Both{"insulin_rel", "insulin_c", "03", "E11.900", "2型糖尿病"}}) {
    const auto who = p.find([&](std::int32_t i) { return adult(p, i) && p.age(i) > 30; });
    const Day day = who < 0 ? kNoDay : p.free_day(who);
    if (day == kNoDay) continue;
    const Bill bill = p.visit(who, day, p.place(Grade::kTertiary, who), 11, b.department, b.icd, b.name);
    p.add(bill, b.whole, 1, 5);
    const auto line = p.add(bill, b.part, 1, 12);
    p.settle(bill);
    p.tell("contained_item_billed", 25, bill, {line});
  }
}

void over_the_day(Planter& p) {
  for (const bool hours : {false, true}) {
    const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 35 && p.age(i) < 80 && !p.stayed(i); });
    const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 9);
    if (day == kNoDay) continue;
    const Bill bill = p.life.stay(who, p.stay_kind("M51.202"), day, 8, p.place(Grade::kSecondary, who), 21, p.random);
    std::vector<std::int32_t> lines;
    Fen sum = 0;
    for (int n = 3; n < 6; ++n) {
      const auto line = p.add_at(bill, hours ? "ecg_mon" : "bed", hours ? 30 : 1, start_of(day + n) + 20 * 3600);
      lines.push_back(line);
      const Line& l = p.ledger.line(line);
      sum += hours ? mul_div(l.amount, 6, 30) : l.amount;
    }
    p.resettle(bill);
    p.tell(hours ? "more_than_24_hours" : "two_beds_a_day", 27, bill, lines, sum);
  }
}

void too_soon_again(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return adult(p, i) && !p.stayed(i) && !p.had(i, "00250302003"); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 0);
  if (day == kNoDay || !p.life.is_free(who, day + 10)) return;
  const int where = p.place(Grade::kTertiary, who);
  for (const int gap : {0, 10}) {
    const Bill bill = p.visit(who, day + gap, where, 11, "03", "R73.900", "高血糖");
    const auto line = p.add(bill, "hba1c", 1, 5);
    p.settle(bill);
    if (gap > 0) p.tell("test_repeated_too_soon", 31, bill, {line});
  }
}

}  // namespace

void plant_policy(Planter& p) {
  pieces(p);
  second_line(p);
  long_course(p, "drug_beyond_course", 10, "gastrodin", 14, 18, "R42.x00");
  long_course(p, "training_beyond_course", 23, "rehab_weight", 30, 36, "M51.202");
  second_operation(p);
  contained_items(p);
  over_the_day(p);
  too_soon_again(p);
}

}  // namespace yishou::simulate
