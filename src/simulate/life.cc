#include "simulate/life.h"

#include <algorithm>

namespace yishou::simulate {
namespace {

constexpr int kKindsAtMost = 5;  // drugs on a prescription
constexpr int kVisitStart = 8 * 3600;

bool outpatient(int med_type) {
  return med_type == 11 || med_type == 13 || med_type == 14 || med_type == 51 || med_type == 9901;
}

// Days of drugs that a visit of this kind may hand out (处方管理办法, 长期处方管理规范; the regional limits are narrower).
int days_at_most(int med_type) { return med_type == 13 ? 7 : med_type == 14 ? 84 : 30; }

bool winter(Day day) {
  const int month = civil_from_day(day).month;
  return month == 12 || month <= 2;
}

// The week of the Spring Festival, in which people see a doctor only when they must.
bool festival(Day day) {
  for (const CivilDate eve : {CivilDate{2025, 1, 28}, CivilDate{2026, 2, 16}, CivilDate{2027, 2, 5}}) {
    const Day first = day_from_civil(eve);
    if (day >= first && day <= first + 7) return true;
  }
  return false;
}

int weekday(Day day) { return (day + 3) % 7; }  // 0 = Monday

}  // namespace

Life::Life(const City& city, Ledger& ledger, std::size_t persons)
    : city_(city),
      ledger_(ledger),
      world_(city.world),
      days_(city.world.days()),
      busy_(persons * static_cast<std::size_t>(days_), 0),
      reserved_(persons, false) {
  visit_ = key("visit");
  expert_ = key("visit_expert");
  emergency_ = key("visit_er");
  clinic_fee_ = key("clinic_fee");
  bed_ = key("bed");
  round_ = key("inp_visit");
  nurse1_ = key("nurse1");
  nurse2_ = key("nurse2");
  cefuroxime_ = key("cefuroxime_inj");
  timolol_ = key("timolol_eye");
  infrared_ = key("uv");
  for (const auto name : {"cbc", "urine", "stool", "alt",     "ast",  "bili", "alb", "urea", "crea", "uric", "k",
                          "na",  "cl",    "ca",    "glucose", "chol", "tg",   "pt",  "aptt", "hbv",  "ecg"})
    basics_.push_back(key(name));
  for (const auto name : {"cbc", "crp", "k", "na", "cl", "crea", "alt"}) repeats_.push_back(key(name));
  for (const auto name :
       {"vitc_inj", "kcl_inj", "pantoprazole_inj", "ringer", "nadroparin", "mg_inj", "ambroxol_inj"}) {
    support_.push_back(key(name));
  }
  for (const auto name : {"ddimer", "bnp", "tni", "echo", "color_us", "us", "dr", "ct", "cea", "afp", "tsh", "ft4",
                          "hba1c", "lungfn", "holter", "pct", "crp", "mri"}) {
    workup_.push_back(key(name));
  }
  for (const auto name : {"cbc", "alt", "ast", "crea", "glucose", "urine", "ecg", "crp", "k", "na", "us", "tsh",
                          "color_us", "dr", "chol", "tg", "ct", "ft4", "echo"}) {
    screening_.push_back(key(name));
  }
  for (const auto name : {"syringe", "glove", "gauze"}) supplies_.push_back(key(name));
  for (const auto name : {"lianhua",      "banlangen",   "ibuprofen",    "loratadine", "liuwei",     "danshen_pill",
                          "pain_plaster", "mayinglong",  "hydrotalcite", "calcium_d3", "child_cold", "baohe",
                          "xiangsha",     "huoxiang",    "yunnan",       "smectite",   "ambroxol",   "jizhi",
                          "mometasone",   "hyaluronate", "xiaoyao",      "runchang",   "yaobitong",  "diclofenac_gel",
                          "omeprazole",   "suhexiang",   "qianjin",      "yimucao",    "jinsuo"}) {
    shelf_.push_back(key(name));
  }
  for (std::size_t i = 0; i < city.catalogue.size(); ++i) {
    const auto index = static_cast<ItemIndex>(i);
    const Item& item = city.catalogue[index];
    if (item.list_type != 102 || item.never || item.planted) continue;
    (item.alone ? listed_herbs_ : ordinary_herbs_).push_back(index);
  }
}

bool Life::is_free(std::int32_t index, Day day) const { return are_free(index, day, day); }

bool Life::are_free(std::int32_t index, Day first, Day last) const {
  if (first < world_.first_day() || last > world_.last_day()) return false;
  const Person& who = person(index);
  if (who.death != kNoDay && last >= who.death) return false;
  if (first <= who.birth) return false;
  const auto* row = busy_.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(days_);
  return std::all_of(row + (first - world_.first_day()), row + (last - world_.first_day()) + 1,
                     [](std::uint8_t b) { return b == 0; });
}

void Life::mark(std::int32_t index, Day first, Day last) {
  auto* row = busy_.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(days_);
  first = std::max(first, world_.first_day());
  last = std::min(last, world_.last_day());
  for (Day d = first; d <= last; ++d) row[d - world_.first_day()] = 1;
}

Day Life::last_used(ItemIndex item) const {
  for (const auto& [known, day] : used_) {
    if (known == item) return day;
  }
  return kNoDay;
}

void Life::remember(ItemIndex item, Day day) {
  for (auto& [known, last] : used_) {
    if (known == item) {
      last = std::max(last, day);
      return;
    }
  }
  used_.emplace_back(item, day);
}

bool Life::offers(int index, ItemIndex item_index) const {
  const Institution& where = world_.institution(index);
  const Item& item = city_.catalogue[item_index];
  if (where.rank() > 1) return true;
  const bool big = (item.charge == "03" && item.price > 60 * Micro{1'000'000}) || item.charge == "06";
  if (where.grade == Grade::kCentre) return !big && item.price < 400 * Micro{1'000'000};
  return item.charge != "03" && item.charge != "04" && !big;
}

// No listed pair, no substance twice, no two drugs of one class in one visit; solvents may repeat.
bool Life::clashes(const Bill& bill, ItemIndex index) const {
  const Item& item = city_.catalogue[index];
  for (const ItemIndex rival : city_.catalogue.rivals(index)) {
    if (ledger_.holds(bill, rival)) return true;
  }
  if (item.list_type != 101 || item.code.starts_with("XB05")) return false;
  const auto& rows = ledger_.rows();
  const Settlement& at = rows.settlements[static_cast<std::size_t>(bill.settlement)];
  for (std::int32_t i = at.first_line; i < at.first_line + at.lines; ++i) {
    const Item& other = city_.catalogue[rows.lines[static_cast<std::size_t>(i)].item];
    if (other.list_type != 101 || other.code.starts_with("XB05")) continue;
    if (other.generic == item.generic) return true;
    if (item.code[0] != 'X' || other.code[0] != 'X') continue;
    // Sartans alone and in combinations (C09C, C09D) are one class.
    const std::size_t same = item.code.starts_with("XC09") ? 4 : 5;
    if (item.code.substr(0, same) == other.code.substr(0, same)) return true;
  }
  return false;
}

bool Life::allowed(const Bill& bill, ItemIndex index, Day day) const {
  const auto& rows = ledger_.rows();
  const Visit& at = rows.visits[static_cast<std::size_t>(bill.visit)];
  const Person& who = rows.persons[static_cast<std::size_t>(at.person)];
  const Item& item = city_.catalogue[index];
  const int age = age_on(who, day);
  const bool ward = !outpatient(at.type) && at.type != 41;
  if (item.never || item.injury || item.indication) {
    // Drugs for an indication stand only in the plans of that disease.
    if (item.never || item.injury) return false;
  }
  if (item.planted) return false;
  if (item.sex != Sex::kEither && item.sex != who.sex) return false;
  if (!item.department.empty() && at.department != item.department) return false;
  if (item.child && age >= 18) return false;
  if (item.newborn && !at.newborn) return false;
  if (item.maternity && at.type != 51 && at.type != 52) return false;
  if (item.working_age && (age < 16 || age > 58)) return false;
  if (item.narcotic && at.type == 9901) return false;
  if (item.inpatient && !ward) return false;
  if (item.inpatient_or_emergency && !ward && at.type != 13) return false;
  if (world_.institution(at.institution).rank() < item.min_rank) return false;
  if (!offers(at.institution, index)) return false;
  if (item.period > 0) {
    const Day last = last_used(index);
    if (last != kNoDay && day - last <= item.period) return false;
  }
  if (item.second_line) {
    const Day first_line = last_used(timolol_);
    if (first_line == kNoDay || first_line >= day || day - first_line > 60) return false;
  }
  return !clashes(bill, index);
}

std::int32_t Life::dispense(const Bill& bill, ItemIndex index, int packs, Second time, std::uint16_t prescription) {
  const Item& item = city_.catalogue[index];
  const int limit = days_at_most(ledger_.visit(bill).type);
  int units = packs;
  while (units > 1 && units * item.pack_days > limit) --units;
  return ledger_.charge(bill, index, units, time,
                        {.days = std::min(units * item.pack_days, limit), .prescription = prescription});
}

void Life::follow(const Bill& bill, const Plan& plan, Day day, Second& clock, std::uint64_t habit, int turn,
                  Random& random) {
  const auto drugs = [&] {
    const Settlement& at = ledger_.settlement(bill);
    int count = 0;
    for (std::int32_t i = at.first_line; i < at.first_line + at.lines; ++i) {
      const Item& item = ledger_.item(ledger_.line(i).item);
      if (item.is_drug() && !item.code.starts_with("XB05")) ++count;
    }
    return count;
  };
  std::uint64_t place = 0;
  for (const PlanWord& word : plan) {
    ++place;
    if (word.every > 1 && (turn + static_cast<int>(habit % static_cast<std::uint64_t>(word.every))) % word.every != 0)
      continue;
    // A chronic patient keeps the same drugs: the draw then comes from the person, not from the visit.
    const std::uint64_t draw = habit != 0 && word.every == 1 ? Random::scramble(habit + place) : random.next();
    if (static_cast<int>((draw >> 8) % 100) >= word.chance) continue;
    const auto& choice = word.choices[(draw >> 32) % word.choices.size()];
    const bool first_ok = allowed(bill, choice.front().item, day);
    if (!first_ok) continue;
    for (const PlanItem& part : choice) {
      const Item& item = ledger_.item(part.item);
      if (!allowed(bill, part.item, day)) continue;
      clock += 30 + random.below(240);
      if (item.is_drug()) {
        if (!item.code.starts_with("XB05") && drugs() >= kKindsAtMost) continue;
        dispense(bill, part.item, part.count, clock, 1);
      } else {
        ledger_.charge(bill, part.item, part.count, clock);
      }
      if (item.period > 0 || part.item == timolol_) remember(part.item, day);
    }
  }
}

Bill Life::visit(std::int32_t index, std::string_view icd, std::string_view name, const Plan& plan,
                 std::string_view department, Day day, int institution, int med_type, Random& random) {
  const Second begin =
      start_of(day) + (med_type == 13 ? 60 + random.below(82'000) : kVisitStart + random.below(8 * 3600));
  const int doctor = world_.pick_doctor(institution, department, random);
  const Institution& where = world_.institution(institution);
  const auto room = world_.doctor(doctor).department;
  const Bill bill =
      ledger_.open(index, institution, med_type, begin, begin + 3000 + random.below(2400), room, doctor, icd, name);
  ledger_.diagnose(bill, icd, name, true);
  Second clock = begin + 120 + random.below(600);
  const ItemIndex fee = med_type == 13       ? emergency_
                        : where.rank() == 1  ? clinic_fee_
                        : random.percent(25) ? expert_
                                             : visit_;
  ledger_.charge(bill, fee, 1, clock);
  follow(bill, plan, day, clock, 0, 0, random);
  const int rank = where.rank();
  if (!plan.empty() && med_type != 9901 && rank > 1 && random.percent(rank == 3 ? 62 : 45)) {
    // Hospitals look closer than clinics do.
    auto at = random.below(static_cast<std::uint32_t>(screening_.size()));
    for (int i = random.between(2, 2 * rank); i > 0;
         --i, at = (at + 3) % static_cast<std::uint32_t>(screening_.size())) {
      if (!ledger_.holds(bill, screening_[at]) && allowed(bill, screening_[at], day)) {
        ledger_.charge(bill, screening_[at], 1, clock += 60);
      }
    }
  }
  if (!plan.empty() && med_type == 11 && rank == 1) {
    if (random.percent(where.physiotherapy)) ledger_.charge(bill, infrared_, 2, clock += 60);
    if (random.percent(where.dressings)) ledger_.charge(bill, supplies_.back(), 2, clock += 60);
  }
  mark(index, day, day);
  return bill;
}

void Life::settle(const Bill& bill) {
  const Settlement& at = ledger_.settlement(bill);
  Second last = ledger_.visit(bill).begin;
  for (std::int32_t i = at.first_line; i < at.first_line + at.lines; ++i) last = std::max(last, ledger_.line(i).time);
  Visit& visit = ledger_.visit(bill);
  const Second midnight = start_of(day_of(visit.begin) + 1);
  visit.end = std::min(std::max(visit.end, last + 60), midnight - 1);
  ledger_.close(bill, std::min(last + 300 + static_cast<Second>(Random::scramble(at.number) % 1200), midnight - 1));
}

// What also happens at honest counters: a line keyed twice and cancelled, a pack given back, a bill refunded and settled anew.
void Life::mishap(const Bill& bill, Second now, Random& random) {
  const Settlement at = ledger_.settlement(bill);
  if (at.lines == 0) return;
  const int chance = static_cast<int>(random.below(1000));
  const std::int32_t some =
      at.first_line + static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(at.lines)));
  if (chance < 4) {
    const Line copy = ledger_.line(some);
    const auto added =
        ledger_.charge(bill, copy.item, 1, copy.time + 20, {.days = copy.days, .prescription = copy.prescription});
    ledger_.line(added).valid = false;
  } else if (chance < 10) {
    for (std::int32_t i = at.first_line; i < at.first_line + at.lines; ++i) {
      const Line candidate = ledger_.line(i);
      if (!ledger_.item(candidate.item).is_drug() || candidate.count < 2 * kOne) continue;
      ledger_.give_back(bill, i, 1, std::min(now + 600, start_of(day_of(now) + 1) - 60));
      break;
    }
  }
}

int Life::pick_hospital(const Person& who, std::string_view department, Random& random) const {
  const int chance = static_cast<int>(random.below(100));
  const bool common =
      department == "03" || department == "07" || department == "50" || department == "04" || department == "05";
  if (chance < 23) return world_.pick(Grade::kTertiary, who.district, random);
  if (chance < 46 || !common) return world_.pick(Grade::kSecondary, who.district, random);
  if (chance < 78) return random.percent(70) ? who.home_clinic : world_.pick(Grade::kCentre, who.district, random);
  return world_.pick(Grade::kClinic, who.district, random);
}

Day Life::draw_day(std::int32_t index, bool cold, Random& random) const {
  for (int attempt = 0; attempt < 12; ++attempt) {
    const Day day = world_.first_day() + static_cast<Day>(random.below(static_cast<std::uint32_t>(days_)));
    int chance = weekday(day) == 6 ? 55 : weekday(day) == 5 ? 75 : 100;
    if (cold && !winter(day)) chance = chance * 60 / 100;
    if (festival(day)) chance = chance * 35 / 100;
    if (random.percent(chance) && is_free(index, day)) return day;
  }
  return kNoDay;
}

const Illness* Life::draw_illness(const Person& who, Day day, Random& random) const {
  const auto& all = city_.plans.illnesses;
  const int age = age_on(who, day);
  const bool cold = winter(day);
  const auto weight = [&](const Illness& i) {
    if (age < i.age_min || age > i.age_max || (i.sex != Sex::kEither && i.sex != who.sex)) return 0;
    return i.weight * (cold ? i.winter : 1);
  };
  int sum = 0;
  for (const Illness& i : all) sum += weight(i);
  if (sum == 0) return nullptr;
  int rest = static_cast<int>(random.below(static_cast<std::uint32_t>(sum)));
  for (const Illness& i : all) {
    rest -= weight(i);
    if (rest < 0) return &i;
  }
  return nullptr;
}

void Life::live(std::int32_t index) {
  Random random(city_.seed, 3, person(index).number);
  used_.clear();
  stay_ends_.clear();
  dialysis(index, random);
  chemotherapy(index, random);
  birth(index, random);
  stays(index, random);
  refills(index, random);
  illnesses(index, random);
  purchases(index, random);
}

}  // namespace yishou::simulate
