// Honest events that a careless check would accuse, each just inside its limit or with a good reason.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

void herbs_with_another(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) > 25 && p.age(i) < 85; });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kSecondary, who), 11, "50", "G47.000", "失眠");
  std::vector<std::int32_t> lines;
  for (const auto name : {"huangqi", "danggui", "gouqi", "suanzaoren"})
    lines.push_back(p.add(bill, name, 63, 4, {.days = 7, .prescription = 2}));
  p.settle(bill);
  lines.pop_back();
  p.tell_benign("only_supplement_pieces", 4, bill, lines, "处方含名单外饮片");
}

void first_line_before(Planter& p) {
  const int room = p.world.days() - 132;
  if (room <= 0) return;
  const Day day = p.world.first_day() + 100 + static_cast<Day>(p.random.below(static_cast<std::uint32_t>(room)));
  const auto who = p.find([&](std::int32_t i) {
    return p.age(i) > 25 && p.age(i) < 80 && !p.stayed(i) && p.life.is_free(i, day) && p.life.is_free(i, day + 28);
  });
  if (who < 0) return;
  const int where = p.place(Grade::kTertiary, who);
  const Bill first = p.visit(who, day, where, 11, "03", "K26.900", "十二指肠溃疡");
  p.add(first, "omeprazole", 1, 5);
  p.settle(first);
  const Bill second = p.visit(who, day + 28, where, 11, "03", "K26.900", "十二指肠溃疡");
  const auto line = p.add(second, "ilaprazole", 1, 5);
  p.settle(second);
  p.tell_benign("second_line_first", 5, second, {line}, "此前已用一线药品");
}

void course_to_the_day(Planter& p, std::string_view scheme, int rule, std::string_view item, int limit,
                       std::string_view icd) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 45 && p.age(i) < 86 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, limit + 1);
  if (day == kNoDay) return;
  StayKind kind = p.stay_kind(icd);
  kind.extra.clear();
  const Bill bill = p.life.stay(who, kind, day, limit, p.place(Grade::kTertiary, who), 21, p.random);
  std::vector<std::int32_t> lines;
  for (int n = 0; n < limit; ++n) {
    const Second time = n == 0 ? p.begin(bill) + 1800 : start_of(day + n) + 10 * 3600;
    lines.push_back(p.add_at(bill, item, 1, time, {.days = rule == 10 ? 1 : 0}));
  }
  p.resettle(bill);
  p.tell_benign(scheme, rule, bill, lines, "恰为支付上限天数");
}

void discounted_second_operation(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 25 && p.age(i) < 85 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 8);
  if (day == kNoDay) return;
  const Bill bill = p.life.stay(who, p.stay_kind("K80.100"), day, 7, p.place(Grade::kSecondary, who), 21, p.random);
  const ItemIndex main = p.life.key("gallbladder");
  const Settlement s = p.ledger.settlement(bill);
  Second knife = 0;
  for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) {
    if (p.ledger.line(i).item == main) knife = p.ledger.line(i).time;
  }
  const Micro full = p.ledger.price_of(p.life.key("adhesion"), p.ledger.visit(bill).institution);
  const auto line = p.add_at(bill, "adhesion", 1, knife + 60, {.price = full / 2});
  p.ledger.operate(bill, "54.5100", "腹腔镜下肠粘连松解术", false, knife, knife + 3000, p.ledger.visit(bill).doctor,
                   -1);
  p.resettle(bill);
  p.tell_benign("second_operation_full_price", 15, bill, {line}, "第二手术已按50%计价");
}

void contained_on_other_days(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 46 && p.age(i) < 85 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 9);
  if (day == kNoDay) return;
  const Bill bill = p.life.stay(who, p.stay_kind("I21.900"), day, 8, p.place(Grade::kTertiary, who), 24, p.random);
  const auto line = p.add_at(bill, "coro_angio", 1, start_of(day + 5) + 10 * 3600);
  p.resettle(bill);
  p.tell_benign("contained_item_billed", 25, bill, {line}, "两项不在同一日");
}

void a_whole_day_of_monitoring(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 35 && p.age(i) < 80 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 9);
  if (day == kNoDay) return;
  const Bill bill = p.life.stay(who, p.stay_kind("M51.202"), day, 8, p.place(Grade::kSecondary, who), 21, p.random);
  const auto line = p.add_at(bill, "ecg_mon", 24, start_of(day + 4) + 20 * 3600);
  p.resettle(bill);
  p.tell_benign("more_than_24_hours", 27, bill, {line}, "恰为24小时");
}

void test_after_the_period(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 25 && !p.stayed(i) && !p.had(i, "00250302003"); });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay || !p.life.is_free(who, day + 15)) return;
  const int where = p.place(Grade::kTertiary, who);
  for (const int gap : {0, 15}) {
    const Bill bill = p.visit(who, day + gap, where, 11, "03", "R73.900", "高血糖");
    const auto line = p.add(bill, "hba1c", 1, 5);
    p.settle(bill);
    if (gap > 0) p.tell_benign("test_repeated_too_soon", 31, bill, {line}, "间隔恰为15日");
  }
}

// A family with one flu, one clinic, one morning.
void family_flu(Planter& p) {
  const auto lead = p.find([&](std::int32_t i) { return p.age(i) >= 28 && p.age(i) < 55; });
  const Day day = lead < 0 ? kNoDay : p.free_day(lead);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kCentre, lead);
  const auto count = static_cast<std::int32_t>(p.ledger.rows().persons.size());
  Second begin = start_of(day) + 9 * 3600;
  int members = 0;
  for (std::int32_t i = std::max(0, lead - 5); i < std::min(count, lead + 6); ++i) {
    if (p.people(i).family != p.people(lead).family || !p.life.is_free(i, day)) continue;
    const Bill bill = p.visit(i, day, where, 11, p.age(i) < 14 ? "07" : "02", "J11.101", "流行性感冒伴呼吸道表现");
    const auto line = p.add(bill, "oseltamivir", 1, 5);
    Visit& v = p.ledger.visit(bill);
    const Second shift = begin + 300 * members++ - v.begin;
    v.begin += shift;
    v.end += shift;
    const Settlement s = p.ledger.settlement(bill);
    for (std::int32_t l = s.first_line; l < s.first_line + s.lines; ++l) {
      p.ledger.line(l).time += shift;
      p.ledger.line(l).created += shift;
    }
    p.settle(bill);
    p.tell_benign("gang_at_one_counter", 0, bill, {line}, "同一家庭流感");
  }
}

// From the emergency room to the ward on the same day, in the same hospital.
void emergency_then_ward(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 50 && p.age(i) < 90 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 10);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kTertiary, who);
  const Bill urgent = p.visit(who, day, where, 13, "20", "I20.000", "不稳定型心绞痛");
  const auto line = p.add(urgent, "tni", 1, 5);
  Visit& v = p.ledger.visit(urgent);
  const Second shift = start_of(day) + 5 * 3600 - v.begin;
  v.begin += shift;
  v.end = std::min(v.end + shift, start_of(day) + 7 * 3600);
  const Settlement s = p.ledger.settlement(urgent);
  for (std::int32_t l = s.first_line; l < s.first_line + s.lines; ++l) {
    p.ledger.line(l).time += shift;
    p.ledger.line(l).created += shift;
  }
  p.settle(urgent);
  p.life.stay(who, p.stay_kind("I20.000"), day, 7, where, 24, p.random);
  p.tell_benign("two_stays_at_once", 0, urgent, {line}, "急诊后当日收入院");
}

}  // namespace

void plant_lookalikes(const City& city, Ledger& ledger, Life& life) {
  Planter p(city, ledger, life, 4);
  plant_cases(p, true);
  herbs_with_another(p);
  first_line_before(p);
  course_to_the_day(p, "drug_beyond_course", 10, "gastrodin", 14, "R42.x00");
  course_to_the_day(p, "training_beyond_course", 23, "rehab_weight", 30, "M51.202");
  discounted_second_operation(p);
  contained_on_other_days(p);
  a_whole_day_of_monitoring(p);
  test_after_the_period(p);
  plant_buckets(p, true);
  plant_records(p, true);
  plant_stays(p, true);
  plant_frequency(p, true);
  plant_indicators(p, true);
  plant_stock(p, true);
  family_flu(p);
  emergency_then_ward(p);
}

}  // namespace yishou::simulate
