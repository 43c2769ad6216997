// Honest events that a careless check would accuse, each just inside its limit or with a good reason.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

struct Inside {
  std::string_view scheme;
  int rule;
  std::string_view item;
  int units;
  Grade grade;
  int med_type;
  std::string_view department, icd, name;
  Sex sex;
  int age_min, age_max;
  bool self_paid;
  std::string_view reason;
};

constexpr Inside kInside[]{
    {"injury_drug", 1, "rabies", 1, Grade::kCentre, 11, "02", "Z24.200", "需要接种狂犬病疫苗", Sex::kEither, 10, 80,
     true, "全自费，未向基金申报"},
    {"child_drug_for_adult", 7, "montelukast_film", 2, Grade::kTertiary, 11, "07", "J45.900", "支气管哮喘",
     Sex::kEither, 5, 16, false, "未满18周岁"},
    {"off_indication", 8, "finasteride", 1, Grade::kSecondary, 11, "04", "N40.x00", "前列腺增生", Sex::kMale, 55, 88,
     false, "诊断符合限定支付范围"},
    {"level_limited_drug", 12, "xiyanping", 2, Grade::kSecondary, 11, "03", "J06.900", "急性上呼吸道感染", Sex::kEither,
     18, 80, false, "二级医疗机构使用"},
    {"ward_drug_outside", 13, "angong", 1, Grade::kTertiary, 13, "20", "I63.900", "脑梗死", Sex::kEither, 50, 85, false,
     "急诊抢救使用"},
    {"working_age_training", 29, "rehab_work", 2, Grade::kSecondary, 11, "21", "I69.300", "脑梗死后遗症", Sex::kEither,
     30, 55, false, "法定就业年龄内"},
    {"narcotic_on_internet", 47, "oxycodone", 1, Grade::kTertiary, 11, "03", "C34.900", "支气管或肺恶性肿瘤",
     Sex::kEither, 40, 80, false, "实体门诊开具"},
    {"child_patent_for_adult", 65, "chiqiao", 1, Grade::kCentre, 11, "07", "J06.900", "急性上呼吸道感染", Sex::kEither,
     2, 12, false, "儿童使用"},
    {"sex_drug", 67, "dutasteride", 1, Grade::kTertiary, 11, "04", "N40.x00", "前列腺增生", Sex::kMale, 55, 85, false,
     "性别相符"},
    {"sex_item", 81, "leucorrhea", 1, Grade::kSecondary, 11, "05", "N76.000", "急性阴道炎", Sex::kFemale, 20, 60, false,
     "性别相符"},
    {"never_payable_piece", 3, "ejiao", 63, Grade::kSecondary, 11, "50", "D50.900", "缺铁性贫血", Sex::kFemale, 20, 60,
     true, "全自费，未向基金申报"},
    {"child_item_for_adult", 80, "child_knead", 1, Grade::kCentre, 11, "50", "K30.x00", "功能性消化不良", Sex::kEither,
     2, 10, false, "儿童使用"},
};

void just_inside(Planter& p) {
  for (const Inside& s : kInside) {
    const auto who = p.find([&](std::int32_t i) {
      return p.age(i) >= s.age_min && p.age(i) <= s.age_max && (s.sex == Sex::kEither || p.sex(i) == s.sex);
    });
    const Day day = who < 0 ? kNoDay : p.free_day(who);
    if (day == kNoDay) continue;
    const Bill bill = p.visit(who, day, p.place(s.grade, who), s.med_type, s.department, s.icd, s.name);
    const auto line = p.add(bill, s.item, s.units, 5,
                            {.days = s.item == "ejiao" || s.med_type == 13 ? 7 : 0, .self_paid = s.self_paid});
    p.settle(bill);
    p.tell_benign(s.scheme, s.rule, bill, {line}, s.reason);
  }
}

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
  const auto who = p.find([&](std::int32_t i) { return p.age(i) > 25 && p.age(i) < 80 && !p.stayed(i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 0, 100);
  if (day == kNoDay || !p.life.is_free(who, day + 28)) return;
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

void long_prescription(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 50 && p.age(i) < 88; });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.people(who).home_clinic, 14, "03", "I10.x05", "高血压");
  p.ledger.visit(bill).dise_no = "M03900";
  p.ledger.visit(bill).dise_name = "高血压";
  const auto line = p.add(bill, "valsartan", 3, 5, {.days = 84});
  p.settle(bill);
  p.tell_benign("over_supply_days", 9, bill, {line}, "慢特病长期处方12周");
}

// Sent up to a better hospital: two stays, one illness, no split.
void transferred(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 50 && p.age(i) < 85 && !p.stayed(i); });
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
  just_inside(p);
  herbs_with_another(p);
  first_line_before(p);
  course_to_the_day(p, "drug_beyond_course", 10, "gastrodin", 14, "R42.x00");
  course_to_the_day(p, "training_beyond_course", 23, "rehab_weight", 30, "M51.202");
  discounted_second_operation(p);
  contained_on_other_days(p);
  a_whole_day_of_monitoring(p);
  test_after_the_period(p);
  long_prescription(p);
  transferred(p);
  family_flu(p);
  emergency_then_ward(p);
}

}  // namespace yishou::simulate
