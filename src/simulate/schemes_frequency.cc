// Planted: too many visits, purchases and stays of one person (rules 49–52), and just as many as are allowed.
#include <algorithm>
#include <iterator>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

struct Counted {
  Second begin;
  std::uint64_t visit;
  Fen total;
};

bool is_outpatient(const Visit& v) { return v.type == 11 || v.type == 13 || v.type == 14; }
bool is_purchase(const Visit& v) { return v.type == 41; }

// What a person had between two days, honest or planted, in order of time; what was refunded as a whole counts for nothing.
std::vector<Counted> counted(const Planter& p, std::int32_t who, Day first, Day last, bool (*wanted)(const Visit&)) {
  const Partition& rows = p.ledger.rows();
  std::vector<std::uint64_t> cancelled;
  const auto concerns = [&](const Settlement& s) {
    const Visit& v = rows.visits[static_cast<std::size_t>(s.visit)];
    return v.person == who && wanted(v) && day_of(v.begin) >= first && day_of(v.begin) <= last;
  };
  for (const Settlement& s : rows.settlements) {
    if (s.refund && concerns(s)) cancelled.push_back(s.cancels);
  }
  std::vector<Counted> out;
  for (const Settlement& s : rows.settlements) {
    if (s.refund || !concerns(s) || std::find(cancelled.begin(), cancelled.end(), s.number) != cancelled.end())
      continue;
    const Visit& v = rows.visits[static_cast<std::size_t>(s.visit)];
    out.push_back({v.begin, v.number, s.total});
  }
  std::sort(out.begin(), out.end(), [](const Counted& a, const Counted& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.visit < b.visit;
  });
  return out;
}

Fen beyond(const std::vector<Counted>& all, std::size_t limit) {
  Fen sum = 0;
  for (std::size_t i = limit; i < all.size(); ++i) sum += all[i].total;
  return sum;
}

// The first day of the month so many months into the city.
Day month_start(int number) {
  const CivilDate first = civil_from_day(kFirstCityDay);
  const int month = first.month - 1 + number;
  return day_from_civil({first.year + month / 12, month % 12 + 1, 1});
}

int months_of(const Planter& p) {
  const CivilDate last = civil_from_day(p.world.last_day()), first = civil_from_day(kFirstCityDay);
  return (last.year - first.year) * 12 + last.month - first.month + 1;
}

int draw_month(Planter& p) { return static_cast<int>(p.random.below(static_cast<std::uint32_t>(months_of(p)))); }

// Somebody with few diseases and an ordinary number of visits.
std::int32_t somebody(Planter& p, bool employee) {
  return p.find([&](std::int32_t i) {
    return p.age(i) >= 40 && p.age(i) < 75 && p.people(i).chronic < 4 && !p.stayed(i) &&
           (!employee || p.people(i).insurance == 310) && !p.had(i, "003110000060000");
  });
}

// Fills a month up to so many visits for a sore back.
void visit_until(Planter& p, std::int32_t who, Day month, Day next, std::size_t wanted) {
  std::size_t now = counted(p, who, month, next - 1, is_outpatient).size();
  for (Day day = month; day < next && now < wanted; ++day) {
    if (!p.life.is_free(who, day)) continue;
    const Bill bill =
        p.visit(who, day, p.place(now % 2 == 0 ? Grade::kCentre : Grade::kClinic, who), 11, "50", "M54.500", "腰痛");
    p.add(bill, "yaobitong", 1, 5);
    p.settle(bill);
    ++now;
  }
}

void visits_of_a_month(Planter& p, bool honest) {
  const auto who = somebody(p, false);
  if (who < 0) return;
  const int number = draw_month(p);
  const Day month = month_start(number), next = month_start(number + 1);
  visit_until(p, who, month, next, honest ? 15 : 22);
  const auto all = counted(p, who, month, next - 1, is_outpatient);
  if (honest != (all.size() == 15)) return;
  if (honest) {
    p.tell_subject("frequent_visits", 50, "person", p.name(who), all.front().begin, all.back().begin, 0, 0,
                   "恰为每月15次");
  } else {
    p.tell_subject("frequent_visits", 50, "person", p.name(who), all.front().begin, all.back().begin, beyond(all, 15));
  }
}

void visits_of_a_quarter(Planter& p) {
  const int quarters = months_of(p) / 3;
  const auto who = quarters == 0 ? -1 : somebody(p, false);
  if (who < 0) return;
  const int first = 3 * static_cast<int>(p.random.below(static_cast<std::uint32_t>(quarters)));
  for (int n = first; n < first + 3; ++n) visit_until(p, who, month_start(n), month_start(n + 1), 12);
  const auto all = counted(p, who, month_start(first), month_start(first + 3) - 1, is_outpatient);
  if (all.size() <= 30) return;
  p.tell_subject("frequent_visits", 50, "person", p.name(who), all.front().begin, all.back().begin, beyond(all, 30));
}

struct Bought {
  Bill bill;
  std::int32_t line;
};

// So many purchases on the first free days of a month.
std::vector<Bought> buy_often(Planter& p, std::int32_t who, Day month, Day next, std::size_t times,
                              const std::vector<std::string_view>& drugs) {
  std::vector<Bought> out;
  for (Day day = month; day < next && out.size() < times; ++day) {
    if (!p.life.is_free(who, day)) continue;
    const Bill bill =
        p.life.purchase(who, p.place(Grade::kPharmacy, who), start_of(day) + 10 * 3600 + p.random.below(9000));
    const auto line = p.add(bill, drugs[out.size() % drugs.size()], 1, 1);
    p.settle(bill);
    p.ledger.sell(line);
    out.push_back({bill, line});
  }
  return out;
}

void one_drug_of_a_month(Planter& p, bool honest) {
  const auto who = somebody(p, true);
  if (who < 0) return;
  const int number = draw_month(p);
  const Day month = month_start(number), next = month_start(number + 1);
  if (counted(p, who, month, next - 1, is_purchase).size() > 2) return;
  const auto bought = buy_often(p, who, month, next, honest ? 4 : 7, {"tongxinluo"});
  std::vector<std::int32_t> lines;
  for (const Bought& b : bought) lines.push_back(b.line);
  if (lines.size() < (honest ? 4u : 5u)) return;
  if (honest) {
    p.tell_benign("frequent_purchases_of_one_drug", 51, bought.back().bill, {lines.back()}, "恰为每月4次");
    return;
  }
  lines.erase(lines.begin(), lines.begin() + 4);
  p.tell("frequent_purchases_of_one_drug", 51, bought.back().bill, lines);
}

void purchases_of_a_month(Planter& p, bool honest) {
  const auto who = somebody(p, true);
  if (who < 0) return;
  const int number = draw_month(p);
  const Day month = month_start(number), next = month_start(number + 1);
  const std::size_t before = counted(p, who, month, next - 1, is_purchase).size();
  if (before > 5) return;
  buy_often(p, who, month, next, (honest ? 10 : 13) - before,
            {"tongxinluo", "wenxin", "bailing", "yinxing_tab", "glucosamine", "mecobalamin"});
  const auto all = counted(p, who, month, next - 1, is_purchase);
  if (honest != (all.size() == 10)) return;
  if (honest) {
    p.tell_subject("frequent_purchases", 51, "person", p.name(who), all.front().begin, all.back().begin, 0, 0,
                   "恰为每月10次");
  } else {
    p.tell_subject("frequent_purchases", 51, "person", p.name(who), all.front().begin, all.back().begin,
                   beyond(all, 10));
  }
}

// Discharged and admitted again for the same disease.
void split_stay(Planter& p, int gap, std::string_view benign) {
  const int room = p.world.days() - 20 - gap;
  if (room <= 0) return;
  const Day day = p.world.first_day() + 2 + static_cast<Day>(p.random.below(static_cast<std::uint32_t>(room)));
  const auto who = p.find([&](std::int32_t i) {
    return p.age(i) >= 50 && p.age(i) <= 85 && !p.stayed(i) && p.life.are_free(i, day, day + 16 + gap);
  });
  if (who < 0) return;
  const int where = p.place(Grade::kSecondary, who);
  p.life.stay(who, p.stay_kind("M47.802"), day, 7, where, 21, p.random);
  const Bill second = p.life.stay(who, p.stay_kind("M47.802"), day + 7 + gap, 7, where, 21, p.random);
  if (benign.empty()) p.tell("split_stay", 49, second, {}, p.total(second));
  else p.tell_benign("split_stay", 49, second, {}, benign);
}

// Sent up to a better hospital and back: two stays, one illness, no split.
void transferred(Planter& p) {
  const auto who = p.find(p.quiet(50, 84));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 14);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, who);
  const Bill first = p.life.stay(who, p.stay_kind("I63.900"), day, 5, where, 21, p.random);
  p.ledger.visit(first).way_out = '2';
  StayKind again = p.stay_kind("I63.900");
  again.extra.clear();
  const Bill second = p.life.stay(who, again, day + 6, 6, where, 21, p.random);
  p.tell_benign("split_stay", 49, second, {}, "前次为转院，上级医院治疗后转回");
}

// Four stays for four reasons within ninety days, or exactly on them.
void rotating_stays(Planter& p, bool honest) {
  const int step = honest ? 30 : 18;
  const int span = 3 * step + 10, room = p.world.days() - span - 3;
  if (room <= 0) return;
  const Day start = p.world.first_day() + 2 + static_cast<Day>(p.random.below(static_cast<std::uint32_t>(room)));
  const auto who = p.find([&](std::int32_t i) {
    return p.age(i) >= 55 && p.age(i) <= 85 && !p.stayed(i) && p.life.are_free(i, start, start + span);
  });
  if (who < 0) return;
  Bill last;
  constexpr std::string_view kReasons[]{"M51.202", "R42.x00", "M47.802", "I63.900"};
  for (int n = 0; n < 4; ++n) {
    const auto& hospitals = p.world.of_grade(n % 2 == 0 ? Grade::kSecondary : Grade::kCentre);
    StayKind kind = p.stay_kind(kReasons[n]);
    kind.extra.clear();
    last = p.life.stay(who, kind, start + n * step, 8, hospitals[static_cast<std::size_t>(n / 2) % hospitals.size()],
                       21, p.random);
  }
  p.tell_subject("rotating_stays", 52, "person", p.name(who), start_of(start), p.begin(last),
                 honest ? 0 : p.total(last), p.ledger.visit(last).number, honest ? "恰隔90日，窗内只有三次" : "");
}

}  // namespace

void plant_frequency(Planter& p, bool honest) {
  visits_of_a_month(p, honest);
  one_drug_of_a_month(p, honest);
  purchases_of_a_month(p, honest);
  rotating_stays(p, honest);
  if (p.ledger.rows().index == 0) rotating_stays(p, honest);
  if (honest) {
    split_stay(p, 16, "间隔16日");
    transferred(p);
  } else {
    visits_of_a_quarter(p);
    split_stay(p, 1, {});
    split_stay(p, 15, {});
  }
}

}  // namespace yishou::simulate
