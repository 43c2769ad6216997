#include "simulate/cases.h"

#include <tuple>
#include <utility>

#include "base/check.h"
#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::embedded {
extern const std::string_view simulate_cases;
}  // namespace yishou::embedded

namespace yishou::simulate {
namespace {

std::vector<PlanItem> read_items(std::string_view text, const Catalogue& catalogue) {
  return read_plan(text, catalogue).front().choices.front();
}

std::pair<std::string_view, std::string_view> halves(std::string_view text) {
  const auto parts = split(text, '/');
  YISHOU_CHECK(parts.size() == 2, "an option of cases.csv with two values has one slash");
  return {parts[0], parts[1]};
}

void read_option(std::string_view option, Case& out, const Catalogue& catalogue) {
  const std::size_t at = option.find('=');
  const std::string_view name = option.substr(0, at);
  const std::string_view value = at == std::string_view::npos ? std::string_view{} : option.substr(at + 1);
  if (name == "self_paid") out.self_paid = true;
  else if (name == "with") out.beside = read_items(value, catalogue);
  else if (name == "days") out.days = number(value);
  else if (name == "price") out.price = parse_decimal(value, kMicroScale).value_or(0);
  else if (name == "share") {
    out.part = number(halves(value).first);
    out.of = number(halves(value).second);
  } else if (name == "rules") {
    for (const std::string_view rule : split(value, '+')) out.rules.push_back(number(rule));
  } else if (name == "doctor") out.title = value[0];
  else if (name == "birthday") out.birthday = number(value);
  else if (name == "eve") out.eve = number(value);
  else if (name == "born") out.born = number(value);
  else if (name == "geso") out.gestation = number(value);
  else if (name == "dise") std::tie(out.dise_no, out.dise_name) = halves(value);
  else if (name == "also") std::tie(out.also, out.also_name) = halves(value);
  else if (name == "dose") std::tie(out.dose, out.frequency) = halves(value);
  else YISHOU_CHECK(false, "every option in cases.csv has a meaning");
}

Grade grade_of(std::string_view text) {
  return text == "T"   ? Grade::kTertiary
         : text == "S" ? Grade::kSecondary
         : text == "C" ? Grade::kCentre
                       : Grade::kClinic;
}

// The day on which the case must happen, kNoDay if any will do.
Day fixed_day(const Case& c, const Person& who) {
  if (c.born > 0) return who.birth + c.born;
  if (c.birthday == 0 && c.eve == 0) return kNoDay;
  const CivilDate birth = civil_from_day(who.birth);
  return day_from_civil({birth.year + c.birthday + c.eve, birth.month, birth.day}) - (c.eve > 0 ? 1 : 0);
}

// Whoever of that title works there, of the department if possible.
int doctor_of_title(const World& world, int institution, std::string_view department, char title) {
  const Institution& where = world.institution(institution);
  int found = -1;
  for (int d = where.first_doctor; d < where.first_doctor + where.doctors; ++d) {
    if (world.doctor(d).title != title) continue;
    if (world.doctor(d).department == department) return d;
    if (found < 0) found = d;
  }
  return found;
}

void plant(Planter& p, const Case& c) {
  const bool any_day = c.born == 0 && c.birthday == 0 && c.eve == 0;
  const auto who = p.find([&](std::int32_t i) {
    if (p.age(i) < c.age_min || p.age(i) > c.age_max || (c.sex != Sex::kEither && p.sex(i) != c.sex)) return false;
    return any_day || p.life.is_free(i, fixed_day(c, p.people(i)));
  });
  if (who < 0) return;
  const Day day = any_day ? p.free_day(who) : fixed_day(c, p.people(who));
  if (day == kNoDay) return;
  const int where = p.place(c.grade, who);
  const Bill bill = p.visit(who, day, where, c.med_type, c.department, c.icd, c.name);
  Visit& visit = p.ledger.visit(bill);
  if (c.title != 0) {
    const int doctor = doctor_of_title(p.world, where, c.department, c.title);
    if (doctor >= 0) visit.doctor = p.ledger.line(p.ledger.settlement(bill).first_line).doctor = doctor;
  }
  visit.gestation = static_cast<std::int16_t>(c.gestation);
  visit.children = c.gestation > 0 ? 1 : 0;
  visit.dise_no = c.dise_no;
  visit.dise_name = c.dise_name;
  if (!c.also.empty()) p.ledger.diagnose(bill, c.also, c.also_name, false);
  Charge how{.days = c.days, .price = c.price, .self_paid = c.self_paid};
  if (!c.dose.empty()) {
    auto& dosings = p.ledger.rows().dosings;
    dosings.push_back({c.dose, c.frequency});
    how.dosing = static_cast<std::uint16_t>(dosings.size());
  }
  int minute = 2;
  for (const PlanItem& item : c.beside) p.add(bill, p.ledger.item(item.item).key, item.count, minute++);
  std::vector<std::int32_t> lines;
  for (const PlanItem& item : c.items) {
    lines.push_back(p.add(bill, p.ledger.item(item.item).key, item.count, minute++, how));
  }
  p.settle(bill);
  if (c.reason.empty()) {
    p.tell(c.scheme, c.rule, bill, lines, mul_div(p.amount(lines), c.part, c.of));
    for (const int rule : c.rules) p.tell(c.scheme, rule, bill, lines);
  } else p.tell_benign(c.scheme, c.rule, bill, lines, c.reason);
}

}  // namespace

std::vector<Case> shipped_cases(const Catalogue& catalogue) {
  std::vector<Case> out;
  const auto rows = split(embedded::simulate_cases, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    const auto c = split(rows[i], ',');
    YISHOU_CHECK(c.size() == 13, "a row of cases.csv has 13 cells");
    Case row{};
    row.scheme = c[0];
    row.rule = number(c[1]);
    row.reason = c[2];
    if (c[3] != "-") row.items = read_items(c[3], catalogue);
    row.grade = grade_of(c[4]);
    row.med_type = number(c[5]);
    row.department = c[6];
    row.icd = c[7];
    row.name = c[8];
    row.sex = c[9] == "M" ? Sex::kMale : c[9] == "F" ? Sex::kFemale : Sex::kEither;
    row.age_min = number(c[10]);
    row.age_max = number(c[11]);
    if (!c[12].empty()) {
      for (const std::string_view option : split(c[12], ';')) read_option(option, row, catalogue);
    }
    out.push_back(std::move(row));
  }
  return out;
}

void plant_cases(Planter& p, bool honest) {
  // Twice in the first partition, so that a small city has more than one of each; but people have few birthdays.
  const int times = p.ledger.rows().index == 0 ? 2 : 1;
  for (const Case& c : p.city.cases) {
    if (c.reason.empty() == honest) continue;
    for (int n = 0; n < (c.born + c.birthday + c.eve > 0 ? 1 : times); ++n) plant(p, c);
  }
}

}  // namespace yishou::simulate
