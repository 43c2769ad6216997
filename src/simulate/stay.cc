// Stays in a bed, and the courses that bring people back: birth, dialysis, chemotherapy.
#include <algorithm>
#include <array>

#include "simulate/life.h"

namespace yishou::simulate {
namespace {

// Stays a year, in thousandths, by age (docs/simulation.md).
int stays_a_year(int age) { return age < 6 ? 160 : age < 18 ? 65 : age < 45 ? 100 : age < 65 ? 255 : 660; }

// Two honest stays lie further apart than any course or readmission window.
constexpr Day kBetweenStays = 33;

bool clean_or_prophylactic(std::string_view operation) { return !operation.empty() && operation != "36.0700"; }

}  // namespace

Bill Life::stay(std::int32_t index, const StayKind& kind, Day first, int nights, int institution, int med_type,
                Random& random) {
  const Day last = first + nights;
  const Second begin = start_of(first) + 8 * 3600 + 600 + random.below(5 * 3600);
  const Second end = start_of(last) + 9 * 3600 + random.below(3 * 3600);
  const int doctor = world_.pick_doctor(institution, kind.department, random);
  const auto room = world_.doctor(doctor).department;
  const Bill bill = ledger_.open(index, institution, med_type, begin, end, room, doctor, kind.icd, kind.name);
  ledger_.diagnose(bill, kind.icd, kind.name, true);
  const Person who = person(index);
  for (std::size_t c = 0, added = 0; c < city_.plans.chronics.size() && added < 3; ++c) {
    const Chronic& chronic = city_.plans.chronics[c];
    if ((who.chronic >> c & 1u) == 0 || chronic.icd == kind.icd) continue;
    ledger_.diagnose(bill, chronic.icd, chronic.name, false);
    ++added;
  }
  if (random.per_mille(9) && nights > 5) ledger_.diagnose(bill, "N39.001", "泌尿道感染", false, '4');

  const bool surgery = !kind.operation_code.empty();
  const Day operation_day = nights <= 1 ? first : first + (nights > 6 ? 2 : 1);
  std::vector<const std::vector<PlanItem>*> extra;
  for (const PlanWord& word : kind.extra) {
    if (random.percent(word.chance))
      extra.push_back(&word.choices[random.below(static_cast<std::uint32_t>(word.choices.size()))]);
  }
  // Fluids and protective drugs that most wards give beside the disease's own.
  std::vector<PlanItem> support;
  const int rank = world_.institution(institution).rank();
  if (med_type != 28 && med_type != 52) {
    for (const ItemIndex drug : support_) {
      if (random.percent(14 + 13 * rank)) support.push_back({drug, 1 + static_cast<int>(random.below(2)), false});
    }
  }
  const auto try_charge = [&](ItemIndex item, int units, Second time, int days = 0) {
    if (!allowed(bill, item, day_of(time))) return;
    ledger_.charge(bill, item, units, time, {.days = days});
    if (ledger_.item(item).period > 0) remember(item, day_of(time));
  };
  for (Day day = first; day <= last; ++day) {
    const int number = day - first;
    const bool leaving = day == last && nights > 0;
    Second clock = day == first ? begin + 900 : start_of(day) + 7 * 3600 + random.below(1800);
    const auto tick = [&]() -> Second { return clock += 20 + random.below(60); };
    if (leaving) {
      for (int i = 0; i < 2; ++i) {
        const ItemIndex pill = shelf_[random.below(static_cast<std::uint32_t>(shelf_.size()))];
        if (!allowed(bill, pill, day)) continue;
        const auto line = dispense(bill, pill, 2, tick(), 9);
        ledger_.line(line).take_home = true;
      }
      break;
    }
    ledger_.charge(bill, bed_, 1, tick());
    ledger_.charge(bill, round_, 1, tick());
    ledger_.charge(bill, number < 2 || (surgery && day <= operation_day + 1) ? nurse1_ : nurse2_, 1, tick());
    for (const ItemIndex supply : supplies_) ledger_.charge(bill, supply, random.between(2, 5), tick());
    if (number == 0) {
      for (const ItemIndex test : basics_) try_charge(test, 1, tick());
      for (const PlanWord& word : kind.admission) {
        for (const PlanItem& part : word.choices.front()) {
          if (ledger_.holds(bill, part.item)) continue;
          try_charge(part.item, part.count, tick());
        }
      }
      for (const ItemIndex test : workup_) {
        if (random.percent(12 + 16 * rank) && !ledger_.holds(bill, test)) try_charge(test, 1, tick());
      }
    } else if (number % 2 == 0) {
      for (const ItemIndex test : repeats_) try_charge(test, 1, tick());
    }
    if (surgery && day == operation_day) {
      const Second knife = start_of(day) + (day == first ? std::max<Second>(10 * 3600, begin - start_of(day) + 7200)
                                                         : 9 * 3600 + random.below(9000));
      const Second closed = knife + 3600 + random.below(5400);
      if (clean_or_prophylactic(kind.operation_code) && kind.department != "10" && kind.icd != "K35.900") {
        ledger_.charge(bill, cefuroxime_, 1, knife - 1800, {.days = 1});
      }
      for (const PlanWord& word : kind.operation) {
        for (const PlanItem& part : word.choices.front()) ledger_.charge(bill, part.item, part.count, knife + 60);
      }
      ledger_.operate(bill, kind.operation_code, kind.operation_name, true, knife, closed, doctor,
                      world_.pick_doctor(institution, "26", random));
    }
    const auto daily = [&](const std::vector<PlanItem>& parts) {
      for (const PlanItem& part : parts) {
        const Item& item = ledger_.item(part.item);
        if (part.once && number != 1 && nights > 1) continue;
        if (item.course > 0 && number >= item.course - 1) continue;
        const bool first_time = !ledger_.holds(bill, part.item);
        if (first_time && !allowed(bill, part.item, day)) continue;
        ledger_.charge(bill, part.item, part.count, tick(), {.days = item.is_drug() ? 1 : 0});
      }
    };
    for (const PlanWord& word : kind.daily) daily(word.choices.front());
    for (const PlanItem& part : support) daily({part});
    for (const auto* parts : extra) daily(*parts);
  }
  if (random.percent(4)) {
    const Settlement at = ledger_.settlement(bill);
    for (std::int32_t i = at.first_line; i < at.first_line + at.lines; ++i) {
      if (ledger_.item(ledger_.line(i).item).list_type != 301 || ledger_.line(i).count < 2 * kOne) continue;
      ledger_.give_back(bill, i, 1, end - 1800);
      break;
    }
  }
  Second settled = end + 600 + random.below(5400);
  for (std::int32_t i = ledger_.settlement(bill).first_line;
       i < ledger_.settlement(bill).first_line + ledger_.settlement(bill).lines; ++i) {
    settled = std::max(settled, ledger_.line(i).time + 60);
  }
  ledger_.close(bill, settled);
  mark(index, first, last);
  return bill;
}

void Life::stays(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int age = age_on(who, world_.first_day());
  const int a_year = stays_a_year(age) * (who.death != kNoDay ? 3 : 1);
  int count = std::min(3, random.count(static_cast<int>(static_cast<std::int64_t>(a_year) * days_ / 365)));
  const auto& kinds = city_.plans.stays;
  while (count-- > 0) {
    const Day first = draw_day(index, random.percent(30), random);
    if (first == kNoDay) continue;
    const int then = age_on(who, first);
    const auto weight = [&](const StayKind& k) {
      return then < k.age_min || then > k.age_max || (k.sex != Sex::kEither && k.sex != who.sex) ? 0 : k.weight;
    };
    int sum = 0;
    for (const StayKind& k : kinds) sum += weight(k);
    if (sum == 0) continue;
    int rest = static_cast<int>(random.below(static_cast<std::uint32_t>(sum)));
    const StayKind* kind = &kinds.front();
    for (const StayKind& k : kinds) {
      kind = &k;
      rest -= weight(k);
      if (rest < 0) break;
    }
    const bool day_surgery = kind->department == "10";
    const int nights = day_surgery ? 1 : random.between(kind->los_min, kind->los_max);
    if (!are_free(index, first, first + nights) || first + nights >= world_.last_day()) continue;
    const bool near = std::any_of(stay_ends_.begin(), stay_ends_.end(), [&](Day end) {
      return first <= end + kBetweenStays && end <= first + nights + kBetweenStays;
    });
    if (near) continue;
    const bool light = kind->operation_code.empty() && kind->icd != "I20.000" && kind->icd != "K92.208";
    const int chance = static_cast<int>(random.below(100));
    const Grade grade = chance < 40 ? Grade::kTertiary : chance < 76 || !light ? Grade::kSecondary : Grade::kCentre;
    const int where = chance < 30 && grade == Grade::kTertiary
                          ? world_.pick(grade, static_cast<int>(random.below(kDistricts)), random)
                          : world_.pick(grade, who.district, random);
    const bool emergency = (kind->icd == "I63.900" || kind->icd == "I21.900" || kind->icd == "K35.900" ||
                            kind->icd == "K92.208" || kind->icd == "S72.100") &&
                           random.percent(55);
    stay(index, *kind, first, nights, where, day_surgery ? 28 : emergency ? 24 : 21, random);
    stay_ends_.push_back(first + nights);
  }
}

// Antenatal visits, the delivery, and for some children care on the mother's account after her discharge.
void Life::birth(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int age = age_on(who, world_.first_day());
  if (who.sex != Sex::kFemale || age < 20 || age > 40) return;
  if (random.below(365'000) >= static_cast<std::uint32_t>(46 * days_)) return;
  const Day due = world_.first_day() + static_cast<Day>(random.below(static_cast<std::uint32_t>(days_)));
  const ItemIndex antenatal = key("antenatal"), monitor = key("fetal_mon"), screen = key("down_screen"),
                  scan = key("us");
  const int where = world_.pick(random.percent(45) ? Grade::kTertiary : Grade::kSecondary, who.district, random);
  for (int week = 12; week <= 38; week += week < 28 ? 4 : 2) {
    const Day day = due - (40 - week) * 7;
    if (!is_free(index, day)) continue;
    const Bill bill = visit(index, "Z34.900", "监督正常妊娠", {}, "05", day, where, 51, random);
    ledger_.visit(bill).gestation = static_cast<std::int16_t>(week);
    ledger_.visit(bill).children = 1;
    Second clock = ledger_.visit(bill).begin + 900;
    ledger_.charge(bill, antenatal, 1, clock);
    ledger_.charge(bill, key("urine"), 1, clock + 60);
    if (week == 16) ledger_.charge(bill, screen, 1, clock + 120);
    if (week % 12 == 0 || week == 32) ledger_.charge(bill, scan, 1, clock + 180);
    if (week >= 34) ledger_.charge(bill, monitor, 1, clock + 240);
    if (week < 20) dispense(bill, key("folic"), 1, clock + 300, 1);
    if (week >= 20) dispense(bill, key("calcium_d3"), 1, clock + 300, 1);
    settle(bill);
  }
  const bool section = random.percent(44);
  const int nights = section ? 5 : 3;
  if (!are_free(index, due, due + nights) || due + nights + 6 >= world_.last_day()) return;
  StayKind kind{};
  kind.icd = section ? "O82.000" : "O80.000";
  kind.name = section ? "经选择性剖宫产术的分娩" : "头位顺产";
  kind.department = "05";
  const Bill bill = stay(index, kind, due, nights, where, 52, random);
  Visit& mother = ledger_.visit(bill);
  mother.gestation = 40;
  mother.children = 1;
  const Second knife = start_of(due) + 17 * 3600;
  const int doctor = mother.doctor;
  const auto settled = ledger_.settlement(bill).time;
  if (section) {
    ledger_.charge(bill, key("cefazolin"), 1, knife - 1800, {.days = 1});
    for (const auto name : {"csection", "epidural", "ropivacaine", "suture", "urine_bag"})
      ledger_.charge(bill, key(name), 1, knife);
    ledger_.operate(bill, "74.1x01", "剖宫产术，子宫下段横切口", true, knife, knife + 3600, doctor,
                    world_.pick_doctor(where, "26", random));
  } else {
    ledger_.charge(bill, key("delivery"), 1, knife);
    ledger_.operate(bill, "73.5900", "其他手法助产", true, knife, knife + 1800, doctor, -1);
  }
  ledger_.charge(bill, key("oxytocin"), 2, knife + 600, {.days = 1});
  if (random.percent(18)) ledger_.charge(bill, key("carboprost"), 1, knife + 700, {.days = 1});
  Settlement& total = ledger_.settlement(bill);
  total.total = total.own = total.over = total.before = total.covered = 0;
  ledger_.close(bill, settled);
  stay_ends_.push_back(due + nights);
  if (!random.percent(35)) return;
  const Day first = due + nights;  // the bed of the child is billed from the day on which the mother's is not
  const Day last = first + 4;
  if (!are_free(index, first + 1, last)) return;
  const Bill child = ledger_.open(index, where, 21, start_of(first) + 15 * 3600, start_of(last) + 10 * 3600, "07",
                                  world_.pick_doctor(where, "07", random), "P59.900", "新生儿黄疸");
  ledger_.visit(child).newborn = true;
  ledger_.diagnose(child, "P59.900", "新生儿黄疸", true);
  for (Day day = first; day < last; ++day) {
    const Second clock = day == first ? start_of(day) + 15 * 3600 + 900 : start_of(day) + 8 * 3600;
    for (const auto name : {"bed", "inp_visit", "nurse_newborn", "bilirubin_skin", "cbc", "bili"})
      ledger_.charge(child, key(name), 1, clock);
    ledger_.charge(child, key("jaundice_light"), 12, clock + 60);
  }
  ledger_.close(child, start_of(last) + 11 * 3600);
  mark(index, first, last);
}

// Three sessions a week, all year: the most frequent honest visitors of the city.
void Life::dialysis(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int age = age_on(who, world_.first_day());
  if (age < 35 || random.below(10'000) >= 14) return;
  const int where = who.home_hospital;
  const std::array<ItemIndex, 4> session{key("dialysis"), key("dialyzer"), key("dial_line"), key("heparin")};
  const auto start = static_cast<Day>(random.below(2));
  int number = 0;
  for (Day day = world_.first_day() + start; day <= world_.last_day(); ++day) {
    if ((day - world_.first_day() - start) % 7 % 2 != 0 || (day - world_.first_day() - start) % 7 == 6) continue;
    if (!is_free(index, day)) continue;
    const Bill bill = visit(index, "N18.000", "终末期肾脏病", {}, "03", day, where, 14, random);
    ledger_.visit(bill).dise_no = "M07801";
    ledger_.visit(bill).dise_name = "慢性肾功能衰竭透析治疗";
    Second clock = ledger_.visit(bill).begin + 600;
    for (const ItemIndex item : session)
      ledger_.charge(bill, item, 1, clock += 30, {.days = ledger_.item(item).is_drug() ? 1 : 0});
    if (number % 12 == 0) {
      for (const auto name : {"cbc", "k", "ca", "crea", "urea", "alb"}) ledger_.charge(bill, key(name), 1, clock += 30);
      dispense(bill, key("roxadustat"), 4, clock + 30, 1);
    }
    ++number;
    settle(bill);
  }
}

// Cycles of three weeks: the honest readmissions for one diagnosis.
void Life::chemotherapy(std::int32_t index, Random& random) {
  const Person who = person(index);
  const int age = age_on(who, world_.first_day());
  if (age < 45 || random.below(10'000) >= 45) return;
  StayKind kind{};
  kind.icd = "Z51.102";
  kind.name = "恶性肿瘤维持性化学治疗";
  kind.department = "03";
  const int where = who.home_hospital;
  const int cycles = random.between(3, 6);
  Day day = world_.first_day() + static_cast<Day>(random.below(static_cast<std::uint32_t>(std::max(1, days_ - 60))));
  for (int cycle = 0; cycle < cycles; ++cycle, day += 21) {
    if (!are_free(index, day, day + 4) || day + 4 >= world_.last_day()) return;
    const Bill bill = stay(index, kind, day, 4, where, 21, random);
    const auto settled = ledger_.settlement(bill).time;
    ledger_.diagnose(bill, age % 2 == 0 ? "C34.900" : "C18.900", age % 2 == 0 ? "支气管或肺恶性肿瘤" : "结肠恶性肿瘤",
                     false);
    const Second drip = start_of(day + 1) + 10 * 3600;
    for (const auto name : {"infusion", "inf_set", "palonosetron"}) ledger_.charge(bill, key(name), 1, drip);
    ledger_.charge(bill, key("ns500"), 3, drip + 60, {.days = 1});
    ledger_.charge(bill, key(age % 2 == 0 ? "cisplatin" : "oxaliplatin"), 4, drip + 120, {.days = 1});
    if (age % 2 == 0) ledger_.charge(bill, key("paclitaxel"), 8, drip + 180, {.days = 1});
    if (cycle > 0) ledger_.charge(bill, key("gcsf"), 2, drip + 240, {.days = 1});
    Settlement& total = ledger_.settlement(bill);
    total.total = total.own = total.over = total.before = total.covered = 0;
    ledger_.close(bill, settled);
    stay_ends_.push_back(day + 4);
  }
}

}  // namespace yishou::simulate
