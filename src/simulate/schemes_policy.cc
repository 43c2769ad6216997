// Planted violations of the national rules that look at one line, one visit or one course.
#include "simulate/schemes.h"

#include <algorithm>

#include "simulate/planter.h"

namespace yishou::simulate {
namespace {

bool adult(const Planter& p, std::int32_t who) { return p.age(who) >= 20 && p.age(who) < 90; }

// One wrong line in an otherwise ordinary visit.
struct SingleLine {
  std::string_view scheme;
  int rule;
  std::string_view item;
  int units;
  Grade grade;
  int med_type;
  std::string_view department, icd, name;
  Sex sex;
  int age_min, age_max;
};

// clang-format off
constexpr SingleLine kSingleLines[]{
    {"injury_drug", 1, "hydroquinone", 1, Grade::kSecondary, 11, "13", "L81.100", "黄褐斑", Sex::kEither, 20, 70},
    {"injury_drug", 1, "rabies", 1, Grade::kCentre, 11, "02", "Z24.200", "需要接种狂犬病疫苗", Sex::kEither, 10, 80},
    {"maternity_drug", 2, "carboprost", 1, Grade::kSecondary, 11, "05", "N92.100", "子宫不规则出血", Sex::kFemale, 22, 45},
    {"child_drug_for_adult", 7, "montelukast_film", 2, Grade::kTertiary, 11, "03", "J45.900", "支气管哮喘", Sex::kEither, 20, 70},
    {"off_indication", 8, "finasteride", 1, Grade::kSecondary, 11, "13", "L65.900", "非瘢痕性脱发", Sex::kMale, 25, 50},
    {"off_indication", 8, "exenatide", 1, Grade::kSecondary, 11, "03", "E66.900", "肥胖症", Sex::kEither, 20, 55},
    {"level_limited_drug", 12, "xiyanping", 2, Grade::kClinic, 11, "02", "J06.900", "急性上呼吸道感染", Sex::kEither, 18, 80},
    {"level_limited_drug", 12, "shenmai_inj", 3, Grade::kCentre, 11, "03", "I50.900", "心力衰竭", Sex::kEither, 55, 90},
    {"ward_drug_outside", 13, "aa18", 1, Grade::kSecondary, 11, "03", "R53.x00", "不适和疲劳", Sex::kEither, 40, 90},
    {"ward_drug_outside", 13, "angong", 1, Grade::kTertiary, 11, "03", "I10.x05", "高血压", Sex::kEither, 50, 85},
    {"working_age_training", 29, "rehab_work", 2, Grade::kSecondary, 11, "21", "I69.300", "脑梗死后遗症", Sex::kEither, 70, 88},
    {"narcotic_on_internet", 47, "oxycodone", 1, Grade::kTertiary, 9901, "03", "C34.900", "支气管或肺恶性肿瘤", Sex::kEither, 40, 80},
    {"narcotic_on_internet", 47, "morphine", 1, Grade::kSecondary, 9901, "03", "C18.900", "结肠恶性肿瘤", Sex::kEither, 40, 80},
    {"child_patent_for_adult", 65, "chiqiao", 1, Grade::kCentre, 11, "02", "J06.900", "急性上呼吸道感染", Sex::kEither, 22, 80},
    {"child_patent_for_adult", 65, "feire", 2, Grade::kSecondary, 11, "03", "J20.900", "急性支气管炎", Sex::kEither, 22, 80},
    {"sex_drug", 67, "qianjin", 1, Grade::kSecondary, 11, "04", "N41.100", "慢性前列腺炎", Sex::kMale, 25, 70},
    {"sex_drug", 67, "dutasteride", 1, Grade::kTertiary, 11, "13", "L65.900", "非瘢痕性脱发", Sex::kFemale, 25, 70},
    {"child_item_for_adult", 80, "child_knead", 1, Grade::kCentre, 11, "50", "K30.x00", "功能性消化不良", Sex::kEither, 22, 80},
    {"child_item_for_adult", 80, "infusion_child", 1, Grade::kSecondary, 11, "03", "J06.900", "急性上呼吸道感染", Sex::kEither, 22, 80},
    {"sex_item", 81, "leucorrhea", 1, Grade::kSecondary, 11, "03", "R10.400", "腹痛", Sex::kMale, 20, 80},
    {"sex_item", 81, "prostate_fluid", 1, Grade::kTertiary, 11, "03", "N39.001", "泌尿道感染", Sex::kFemale, 20, 80},
};
// clang-format on

void single_lines(Planter& p) {
  for (const SingleLine& s : kSingleLines) {
    const auto who = p.find([&](std::int32_t i) {
      return p.age(i) >= s.age_min && p.age(i) <= s.age_max && (s.sex == Sex::kEither || p.sex(i) == s.sex);
    });
    if (who < 0) continue;
    const Day day = p.free_day(who);
    if (day == kNoDay) continue;
    const Bill bill = p.visit(who, day, p.place(s.grade, who), s.med_type, s.department, s.icd, s.name);
    if (s.grade != Grade::kClinic && s.med_type != 9901) p.add(bill, "cbc", 1, 2);
    const auto line = p.add(bill, s.item, s.units, 5);
    p.settle(bill);
    p.tell(s.scheme, s.rule, bill, {line});
  }
}

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

void too_many_days(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 45 && p.age(i) < 88; });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kSecondary, who), 11, "03", "I10.x05", "高血压");
  const auto line = p.add(bill, "valsartan", 3, 5, {.days = 84});
  p.settle(bill);
  p.tell("over_supply_days", 9, bill, {line}, mul_div(p.amount({line}), 84 - 30, 84));
}

void over_the_cap(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return adult(p, i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kSecondary, who), 11, "04", "R10.400", "腹痛");
  const Micro cap = p.ledger.price_of(p.life.key("color_us"), p.ledger.visit(bill).institution);
  const auto line = p.add(bill, "color_us", 1, 5, {.price = cap * 3 / 2});
  p.settle(bill);
  p.tell("price_over_cap", 14, bill, {line}, (cap * 3 / 2 - cap) / 10'000);
}

void many_kinds(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return p.age(i) >= 45 && p.age(i) < 65; });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kSecondary, who), 11, "03", "I25.103", "冠状动脉粥样硬化性心脏病");
  std::vector<std::int32_t> lines;
  int minute = 5;
  for (const auto name :
       {"aspirin", "atorvastatin", "isosorbide", "metoprolol", "danshen_pill", "wenxin", "tongxinluo", "mecobalamin"}) {
    const auto line = p.add(bill, name, 1, minute++, {.prescription = 1});
    if (minute > 10) lines.push_back(line);
  }
  p.settle(bill);
  p.tell("too_many_kinds", 46, bill, lines);
}

void huge_decoction(Planter& p) {
  const auto who = p.find([&](std::int32_t i) { return adult(p, i); });
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kCentre, who), 11, "50", "M54.500", "腰痛");
  const auto herbs = p.life.herbs(26, 0, p.random);
  std::vector<std::int32_t> lines;
  for (std::size_t i = 0; i < herbs.size(); ++i) {
    const auto line = p.ledger.charge(bill, herbs[i], 63, p.begin(bill) + 900 + static_cast<Second>(i),
                                      {.days = 7, .prescription = 2});
    if (i >= 20) lines.push_back(line);
  }
  p.settle(bill);
  p.tell("huge_decoction", 76, bill, lines);
}

}  // namespace

void plant_policy(Planter& p) {
  single_lines(p);
  pieces(p);
  second_line(p);
  long_course(p, "drug_beyond_course", 10, "gastrodin", 14, 18, "R42.x00");
  long_course(p, "training_beyond_course", 23, "rehab_weight", 30, 36, "M51.202");
  second_operation(p);
  contained_items(p);
  over_the_day(p);
  too_soon_again(p);
  too_many_days(p);
  over_the_cap(p);
  many_kinds(p);
  huge_decoction(p);
}

}  // namespace yishou::simulate
