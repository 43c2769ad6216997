// Planted: lines that are wrong only beside others (rules 26, 28, 31, 34, 46, 69, 74, 75, 76), and the same with room to spare.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

// An open visit of somebody on a free day; its visit is −1 when nobody is free.
Bill open_visit(Planter& p, Grade grade, std::string_view department, std::string_view icd, std::string_view name,
                int from = 25, int to = 80) {
  const auto who = p.find(p.adults(from, to));
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return {};
  return p.visit(who, day, p.place(grade, who), 11, department, icd, name);
}

// A bundle billed by its parts.
void split_bundle(Planter& p, bool honest) {
  const Bill bill = open_visit(p, Grade::kSecondary, "03", "J44.900", "慢性阻塞性肺疾病", 45, 85);
  if (bill.visit < 0) return;
  std::vector<std::int32_t> lines{p.add(bill, "lung_fvc", 1, 5), p.add(bill, "lung_mvv", 1, 6)};
  if (!honest) lines.push_back(p.add(bill, "lung_rv", 1, 7));
  p.settle(bill);
  if (honest) p.tell_benign("bundle_split", 26, bill, lines, "只有两个单项");
  else p.tell("bundle_split", 26, bill, lines, p.amount(lines) - 7'000);
}

// The fund's share of a line.
Fen fund_of(Planter& p, std::int32_t index) {
  const Line& l = p.ledger.line(index);
  const Settlement& s = p.ledger.rows().settlements[static_cast<std::size_t>(l.settlement)];
  return std::min(mul_div(l.amount, s.fund, s.total), l.covered);
}

// More of one thing in a year than the fund pays for.
void beyond_the_cap(Planter& p, bool honest) {
  const auto who = p.find(p.quiet(40, 80));
  const int times = honest ? 3 : 6;
  Day day = who < 0 ? kNoDay : p.free_day(who, 0, 24);
  if (day == kNoDay || civil_from_day(day).year != civil_from_day(day + 24).year) return;
  const int where = p.place(Grade::kTertiary, who);
  std::vector<std::int32_t> items, consumables;
  Bill bill;
  for (int n = 0; n < times; ++n, day += 4) {
    bill = p.visit(who, day, where, 14, "03", "N18.000", "终末期肾脏病");
    p.ledger.visit(bill).dise_no = "M07801";
    p.ledger.visit(bill).dise_name = "慢性肾功能衰竭透析治疗";
    items.push_back(p.add(bill, "hemoperf", 1, 5));
    consumables.push_back(p.add(bill, "perfuser", 1, 6));
    p.settle(bill);
  }
  const auto tell = [&](std::string_view scheme, int rule, const std::vector<std::int32_t>& lines, Fen cap) {
    Fen sum = 0;
    std::vector<std::int32_t> over;
    for (const auto l : lines) {
      sum += fund_of(p, l);
      if (sum > cap) over.push_back(l);
    }
    if (honest && over.empty()) p.tell_benign(scheme, rule, bill, lines, "未超年度限额");
    if (!honest && !over.empty()) p.tell(scheme, rule, bill, over, sum - cap);
  };
  tell("beyond_yearly_cap", 28, items, 150'000);
  tell("consumable_beyond_yearly_cap", 34, consumables, 120'000);
}

// Twice in seven days is paid for.
void third_of_the_week(Planter& p, bool honest) {
  const auto who = p.find(p.quiet(25, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 8);
  if (day == kNoDay) return;
  const int where = p.place(Grade::kSecondary, who);
  for (const int gap : {0, 3, honest ? 7 : 6}) {
    const Bill bill = p.visit(who, day + gap, where, 11, "21", "M54.500", "腰痛");
    const auto line = p.add(bill, "therapy_room", 1, 5);
    p.settle(bill);
    if (gap < 6) continue;
    if (honest) p.tell_benign("therapy_too_often", 31, bill, {line}, "距首次恰为7日");
    else p.tell("therapy_too_often", 31, bill, {line});
  }
}

void same_class_twice(Planter& p, bool honest) {
  if (const Bill bill = open_visit(p, Grade::kCentre, "03", "I10.x05", "高血压", 40, 85); bill.visit >= 0) {
    p.add(bill, "valsartan", 1, 5);
    const auto line = p.add(bill, honest ? "valsartan" : "irbesartan", 1, 6);
    p.settle(bill);
    if (honest) p.tell_benign("same_class_twice", 69, bill, {line}, "同一通用名");
    else p.tell("same_class_twice", 69, bill, {line});
  }
  if (honest) return;
  const Bill bill = p.stay("K92.208", 6, Grade::kSecondary, 36, 84);
  if (bill.visit < 0) return;
  const auto line = p.add_at(bill, "rabeprazole", 1, start_of(day_of(p.begin(bill)) + 3) + 11 * 3600, {.days = 1});
  p.resettle(bill);
  p.tell("same_class_twice", 69, bill, {line});
}

void interaction(Planter& p, bool honest) {
  if (honest) {
    const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 41, 85);
    if (bill.visit < 0) return;
    const Day first = day_of(p.begin(bill));
    p.add_at(bill, "warfarin", 1, start_of(first + 1) + 9 * 3600, {.days = 1});
    const auto line = p.add_at(bill, "ibuprofen", 1, start_of(first + 3) + 9 * 3600, {.days = 1});
    p.resettle(bill);
    p.tell_benign("interacting_drugs", 74, bill, {line}, "用药日期不重叠");
    return;
  }
  if (const Bill bill = open_visit(p, Grade::kSecondary, "03", "I25.103", "冠状动脉粥样硬化性心脏病", 45, 85);
      bill.visit >= 0) {
    p.add(bill, "clopidogrel", 1, 5);
    const auto line = p.add(bill, "omeprazole", 1, 6);
    p.settle(bill);
    p.tell("interacting_drugs", 74, bill, {line});
  }
  if (const Bill bill = open_visit(p, Grade::kSecondary, "03", "I48.x00", "心房颤动", 45, 85); bill.visit >= 0) {
    p.add(bill, "warfarin", 1, 5);
    const auto line = p.add(bill, "ibuprofen", 1, 6);
    p.settle(bill);
    p.tell("interacting_drugs", 74, bill, {line});
  }
}

// Two pieces of the eighteen antagonisms; in two prescriptions they do not meet.
void antagonists(Planter& p, bool honest) {
  struct Two {
    std::string_view one, other;
    int grams_one, grams_other;
  };
  for (const Two& t : {Two{"gancao", "haizao", 42, 84}, Two{"lilu", "danshen", 14, 70}}) {
    const Bill bill = open_visit(p, Grade::kSecondary, "50", "R05.x00", "咳嗽");
    if (bill.visit < 0) continue;
    for (const auto herb : {"huangqin", "fangfeng", "jiegeng"})
      p.add(bill, herb, 63, 4, {.days = 7, .prescription = 2});
    const auto one = p.add(bill, t.one, t.grams_one, 5, {.days = 7, .prescription = 2});
    const auto other =
        p.add(bill, t.other, t.grams_other, 6, {.days = 7, .prescription = static_cast<std::uint16_t>(honest ? 3 : 2)});
    p.settle(bill);
    if (honest) p.tell_benign("antagonistic_pieces", 75, bill, {one}, "不在同一处方");
    else p.tell("antagonistic_pieces", 75, bill, {p.amount({one}) < p.amount({other}) ? one : other});
  }
}

void many_kinds(Planter& p, bool honest) {
  const Bill bill = open_visit(p, Grade::kSecondary, "03", "I25.103", "冠状动脉粥样硬化性心脏病", 45, 64);
  if (bill.visit < 0) return;
  std::vector<std::int32_t> lines;
  int minute = 5;
  for (const auto name :
       {"aspirin", "atorvastatin", "isosorbide", "metoprolol", "danshen_pill", "wenxin", "tongxinluo", "mecobalamin"}) {
    if (honest && minute == 10) break;
    const auto line = p.add(bill, name, 1, minute++, {.prescription = 1});
    if (honest || minute > 10) lines.push_back(line);
  }
  if (honest) p.add(bill, "ns250", 1, minute, {.days = 1, .prescription = 1});
  p.settle(bill);
  if (honest) p.tell_benign("too_many_kinds", 46, bill, lines, "五种药品另加溶媒");
  else p.tell("too_many_kinds", 46, bill, lines);
}

// A sack of herbs: too many kinds, or too many grams a day.
void huge_decoction(Planter& p, bool honest) {
  if (const Bill bill = open_visit(p, Grade::kCentre, "50", "M54.500", "腰痛"); bill.visit >= 0) {
    const auto herbs = p.life.herbs(honest ? 20 : 26, 0, p.random);
    std::vector<std::int32_t> lines;
    for (std::size_t i = 0; i < herbs.size(); ++i) {
      const auto line = p.ledger.charge(bill, herbs[i], 63, p.begin(bill) + 900 + static_cast<Second>(i),
                                        {.days = 7, .prescription = 2});
      if (honest || i >= 20) lines.push_back(line);
    }
    p.settle(bill);
    if (honest) p.tell_benign("huge_decoction", 76, bill, lines, "恰为20味");
    else p.tell("huge_decoction", 76, bill, lines);
  }
  const Bill bill = open_visit(p, Grade::kCentre, "50", "M54.500", "腰痛");
  if (bill.visit < 0) return;
  std::vector<std::int32_t> lines;
  // Fifteen kinds of 20 g a day are 300 g; of 28 g a day, 420 g.
  constexpr std::string_view kHerbs[]{"huangqin", "fangfeng", "jiegeng", "shudi",    "lianqiao",
                                      "maidong",  "taoren",   "niuxi",   "duzhong",  "zhishi",
                                      "houpo",    "zexie",    "guizhi",  "yanhusuo", "xiangfu"};
  for (const auto herb : kHerbs)
    lines.push_back(p.add(bill, herb, (honest ? 20 : 28) * 7, 5, {.days = 7, .prescription = 2}));
  p.settle(bill);
  if (honest) p.tell_benign("heavy_decoction", 76, bill, lines, "恰为每日300克");
  else p.tell("heavy_decoction", 76, bill, lines, mul_div(p.amount(lines), 120, 420));
}

// Bladder catheter and its set on the same day are one thing; on different days two.
void set_on_another_day(Planter& p) {
  const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 41, 85);
  if (bill.visit < 0) return;
  const Day first = day_of(p.begin(bill));
  p.add_at(bill, "catheter", 1, start_of(first + 1) + 9 * 3600);
  const auto line = p.add_at(bill, "urine_bag", 1, start_of(first + 3) + 9 * 3600);
  p.resettle(bill);
  p.tell_benign("consumable_in_item", 30, bill, {line}, "不在同一日");
}

}  // namespace

void plant_buckets(Planter& p, bool honest) {
  split_bundle(p, honest);
  beyond_the_cap(p, honest);
  third_of_the_week(p, honest);
  same_class_twice(p, honest);
  interaction(p, honest);
  antagonists(p, honest);
  many_kinds(p, honest);
  huge_decoction(p, honest);
  if (honest) set_on_another_day(p);
}

}  // namespace yishou::simulate
