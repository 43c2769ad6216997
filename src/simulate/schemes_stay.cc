// Planted: stays whose record does not fit what was done (rules 37–40, 42, 44, 53), and stays that are just as they should be.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

constexpr int kHour = 3600;

// The end of the stay's last operation.
Second operation_end(const Planter& p, const Bill& bill) {
  Second end = 0;
  for (const Operation& o : p.ledger.rows().operations) {
    if (o.settlement == bill.settlement) end = std::max(end, o.end);
  }
  return end;
}

// A hospital may have noted an infection that nobody asked for; then antibiotics are treatment.
bool infected(const Planter& p, const Bill& bill) {
  const auto& all = p.ledger.rows().diagnoses;
  return std::any_of(all.begin(), all.end(),
                     [&](const Diagnosis& d) { return d.settlement == bill.settlement && d.code.starts_with("N39"); });
}

// A diagnosis whose treatment nobody gave.
void diagnosis_without_care(Planter& p, bool honest) {
  const Bill bill = p.stay(honest ? "J44.100" : "R42.x00", 9, Grade::kSecondary, 50, 88);
  if (bill.visit < 0) return;
  p.ledger.diagnose(bill, "J96.100", "慢性呼吸衰竭", false);
  if (honest) p.tell_benign("diagnosis_without_care", 37, bill, {}, "住院期间已吸氧");
  else p.tell("diagnosis_without_care", 37, bill, {}, 0);
}

// A few lines a day and no treatment at all.
Bill bare_stay(Planter& p, int nights, std::string_view icd, std::string_view name) {
  const auto who = p.find(p.quiet(30, 75));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, nights + 1);
  if (day == kNoDay) return {};
  const int where = p.place(Grade::kSecondary, who);
  const Bill bill = p.ledger.open(who, where, 21, start_of(day) + 9 * kHour, start_of(day + nights) + 10 * kHour, "03",
                                  p.world.pick_doctor(where, "03", p.random), icd, name);
  p.ledger.diagnose(bill, icd, name, true);
  for (int n = 0; n < nights; ++n) {
    for (const auto item : {"bed", "inp_visit", "nurse2"})
      p.add_at(bill, item, 1, start_of(day + n) + 9 * kHour + 1200);
  }
  p.life.mark(who, day, day + nights);
  return bill;
}

void operation_records(Planter& p) {
  if (const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 40, 85); bill.visit >= 0) {
    p.add_at(bill, "hernia", 1, start_of(day_of(p.begin(bill)) + 2) + 10 * kHour);
    p.resettle(bill);
    p.tell("operation_without_record", 38, bill, {}, 0);
  }
  if (const Bill bill = p.stay("K80.100", 6, Grade::kSecondary, 26, 84); bill.visit >= 0) {
    const Second knife = operation_end(p, bill) - 1800;
    p.ledger.operate(bill, "54.5100", "腹腔镜下肠粘连松解术", true, knife, knife + 1500, p.ledger.visit(bill).doctor,
                     -1);
    p.tell("two_main_operations", 38, bill, {}, 0);
  }
  if (const Bill bill = bare_stay(p, 5, "L72.101", "皮脂腺囊肿"); bill.visit >= 0) {
    const Second knife = p.begin(bill) + 26 * kHour;
    p.add_at(bill, "cbc", 1, p.begin(bill) + kHour);
    p.ledger.operate(bill, "86.3x02", "皮肤病损切除术", true, knife, knife + 1800, p.ledger.visit(bill).doctor, -1);
    p.ledger.close(bill, p.end(bill) + kHour);
    p.tell("record_without_operation", 38, bill, {}, 0);
  }
}

void operation_records_in_order(Planter& p) {
  if (const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 40, 85); bill.visit >= 0) {
    p.add_at(bill, "skin_exc", 1, start_of(day_of(p.begin(bill)) + 2) + 10 * kHour);
    p.resettle(bill);
    p.tell_benign("operation_without_record", 38, bill, {}, "小手术金额未达500元");
  }
  if (const Bill bill = p.stay("K80.100", 6, Grade::kSecondary, 26, 84); bill.visit >= 0) {
    const Second knife = operation_end(p, bill) - 1800;
    p.ledger.operate(bill, "54.5100", "腹腔镜下肠粘连松解术", false, knife, knife + 1500, p.ledger.visit(bill).doctor,
                     -1);
    p.tell_benign("two_main_operations", 38, bill, {}, "只有一个主要手术");
    p.tell_benign("operation_off_diagnosis", 40, bill, {}, "主要手术与主要诊断相符");
  }
}

void operation_of_sex(Planter& p, bool honest) {
  struct Of {
    std::string_view code, name;
    Sex sex;
  };
  for (const Of& o : {Of{"60.1100", "前列腺穿刺活组织检查", Sex::kMale}, Of{"68.1200", "宫腔镜检查", Sex::kFemale}}) {
    const Sex wanted = (o.sex == Sex::kMale) == honest ? Sex::kMale : Sex::kFemale;
    const Bill bill = p.stay("K80.100", 6, Grade::kTertiary, 30, 80, wanted);
    if (bill.visit < 0) continue;
    const Second knife = operation_end(p, bill) - 1800;
    p.ledger.operate(bill, o.code, o.name, false, knife, knife + 1200, p.ledger.visit(bill).doctor, -1);
    if (honest) p.tell_benign("operation_of_other_sex", 39, bill, {}, "性别相符");
    else p.tell("operation_of_other_sex", 39, bill, {}, 0);
  }
}

void operation_off_diagnosis(Planter& p) {
  const Bill bill = p.stay("K80.100", 6, Grade::kSecondary, 30, 80);
  if (bill.visit < 0) return;
  for (Operation& o : p.ledger.rows().operations) {
    if (o.settlement == bill.settlement) o.code = "47.0901", o.name = "阑尾切除术";
  }
  p.tell("operation_off_diagnosis", 40, bill, {}, 0);
}

void fee_outside_stay(Planter& p) {
  if (const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 45, 85); bill.visit >= 0) {
    std::vector<std::int32_t> lines;
    for (const int late : {1, 2})
      lines.push_back(p.add_at(bill, "massage", 1, start_of(day_of(p.end(bill)) + late) + 9 * kHour));
    p.resettle(bill);
    p.tell("fee_after_discharge", 42, bill, lines);
  }
  if (const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 45, 85, Sex::kEither, 21, 3); bill.visit >= 0) {
    const auto line = p.add_at(bill, "us", 1, start_of(day_of(p.begin(bill)) - 2) + 9 * kHour);
    p.resettle(bill);
    p.tell("fee_before_admission", 42, bill, {line});
  }
}

void fee_at_the_edge(Planter& p) {
  if (const Bill bill = p.stay("I63.900", 9, Grade::kTertiary, 50, 85, Sex::kEither, 24, 3); bill.visit >= 0) {
    const auto line = p.add_at(bill, "us", 1, start_of(day_of(p.begin(bill)) - 3) + 9 * kHour);
    p.resettle(bill);
    p.tell_benign("fee_before_admission", 42, bill, {line}, "急诊转住院，恰在入院前3日");
  }
  if (const Bill bill = p.stay("R42.x00", 6, Grade::kSecondary, 45, 85); bill.visit >= 0) {
    const auto line = p.add_at(bill, "dressing", 1, p.end(bill) - 600);
    p.resettle(bill);
    p.tell_benign("fee_after_discharge", 42, bill, {line}, "出院当日");
  }
}

void prophylaxis(Planter& p, bool honest) {
  if (const Bill bill = p.stay("D34.x00", 7, Grade::kTertiary, 22, 74); bill.visit >= 0 && !infected(p, bill)) {
    std::vector<std::int32_t> lines;
    const Second end = operation_end(p, bill);
    if (honest) {
      lines.push_back(p.add_at(bill, "cefuroxime_inj", 1, end + 24 * kHour, {.days = 1}));
    } else {
      for (int n = 4; n < 7; ++n) {
        lines.push_back(
            p.add_at(bill, "cefuroxime_inj", 2, start_of(day_of(p.begin(bill)) + n) + 9 * kHour, {.days = 1}));
      }
    }
    p.resettle(bill);
    if (honest) p.tell_benign("prophylaxis_too_long", 44, bill, lines, "恰为术后24小时");
    else p.tell("prophylaxis_too_long", 44, bill, lines);
  }
  if (const Bill bill = p.stay("K40.900", 5, Grade::kSecondary, 20, 84, Sex::kMale); bill.visit >= 0) {
    const auto line =
        p.add_at(bill, honest ? "cefazolin" : "ceftriaxone", 1, operation_end(p, bill) + kHour, {.days = 1});
    p.resettle(bill);
    if (honest) p.tell_benign("prophylaxis_wrong_drug", 44, bill, {line}, "一代头孢菌素");
    else p.tell("prophylaxis_wrong_drug", 44, bill, {line});
  }
}

// Three days of tests and nothing else; a night more, and it is a stay like others.
void low_standard_stay(Planter& p, bool honest) {
  const int nights = honest ? 4 : 3;
  const Bill bill = bare_stay(p, nights, "R53.x00", "不适和疲劳");
  if (bill.visit < 0) return;
  const Second tests = start_of(day_of(p.begin(bill)) + 1) + 10 * kHour;
  for (const auto name :
       {"ct", "color_us", "echo", "ecg", "cbc", "urine", "alt", "ast", "crea", "cea", "afp", "tsh", "dr", "mri"}) {
    p.add_at(bill, name, 1, tests);
  }
  p.ledger.close(bill, p.end(bill) + kHour);
  if (honest) p.tell_benign("low_standard_stay", 53, bill, {}, "住院四日");
  else p.tell("low_standard_stay", 53, bill, {}, p.total(bill));
}

}  // namespace

void plant_stays(Planter& p, bool honest) {
  diagnosis_without_care(p, honest);
  operation_of_sex(p, honest);
  if (honest) {
    operation_records_in_order(p);
    fee_at_the_edge(p);
  } else {
    operation_records(p);
    operation_off_diagnosis(p);
    fee_outside_stay(p);
  }
  prophylaxis(p, honest);
  low_standard_stay(p, honest);
}

}  // namespace yishou::simulate
