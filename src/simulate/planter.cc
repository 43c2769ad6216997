#include "simulate/planter.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "simulate/tables.h"

namespace yishou::simulate {

Planter::Planter(const City& the_city, Ledger& the_ledger, Life& the_life, std::uint64_t stream)
    : city(the_city),
      world(the_city.world),
      ledger(the_ledger),
      life(the_life),
      random(the_city.seed, stream, static_cast<std::uint64_t>(the_ledger.rows().index)),
      rows_(the_ledger.rows()),
      stayed_(the_ledger.rows().persons.size(), false) {
  for (const Visit& v : rows_.visits) {
    if (v.type == 21 || v.type == 24 || v.type == 28 || v.type == 52)
      stayed_[static_cast<std::size_t>(v.person)] = true;
  }
}

std::int32_t Planter::find(const Wanted& wanted) {
  const auto count = static_cast<std::uint32_t>(rows_.persons.size());
  for (int attempt = 0; attempt < 6000; ++attempt) {
    const auto candidate = static_cast<std::int32_t>(random.below(count));
    if (people(candidate).death != kNoDay || life.is_reserved(candidate) || !wanted(candidate)) continue;
    life.reserve(candidate);
    return candidate;
  }
  return -1;
}

std::int32_t Planter::find_loose(const Wanted& wanted) {
  const auto count = static_cast<std::uint32_t>(rows_.persons.size());
  for (int attempt = 0; attempt < 6000; ++attempt) {
    const auto candidate = static_cast<std::int32_t>(random.below(count));
    if (people(candidate).death == kNoDay && !life.is_reserved(candidate) && wanted(candidate)) return candidate;
  }
  return -1;
}

Day Planter::free_day(std::int32_t person, int before, int after, int earliest) {
  const int span = world.days() - earliest - after - 2;
  if (span <= 0) return kNoDay;
  for (int attempt = 0; attempt < 200; ++attempt) {
    const Day day = world.first_day() + earliest + static_cast<Day>(random.below(static_cast<std::uint32_t>(span)));
    if (life.are_free(person, std::max(day - before, world.first_day()), day + after)) return day;
  }
  return kNoDay;
}

int Planter::age(std::int32_t person) const { return age_on(people(person), world.first_day()); }

bool Planter::had(std::int32_t person, std::string_view prefix) const {
  return std::any_of(rows_.lines.begin(), rows_.lines.end(), [&](const Line& l) {
    const Settlement& s = rows_.settlements[static_cast<std::size_t>(l.settlement)];
    return rows_.visits[static_cast<std::size_t>(s.visit)].person == person &&
           ledger.item(l.item).code.starts_with(prefix);
  });
}

const StayKind& Planter::stay_kind(std::string_view icd, int older_than) const {
  const auto& all = city.plans.stays;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const StayKind& k) { return k.icd == icd && k.age_max > older_than; });
  YISHOU_CHECK(found != all.end(), "the planted stay is in stays.csv");
  return *found;
}

Bill Planter::visit(std::int32_t person, Day day, int institution, int med_type, std::string_view department,
                    std::string_view icd, std::string_view icd_name) {
  return life.visit(person, icd, icd_name, {}, department, day, institution, med_type, random);
}

std::int32_t Planter::add(const Bill& bill, std::string_view key, int units, int minutes, const Charge& how) {
  const Second time = begin(bill) + 600 + Second{60} * minutes;
  return add_at(bill, key, units, std::min(time, start_of(day_of(begin(bill)) + 1) - 60), how);
}

std::int32_t Planter::add_at(const Bill& bill, std::string_view key, int units, Second time, const Charge& how) {
  const ItemIndex index = life.key(key);
  Charge given = how;
  const Item& item = ledger.item(index);
  if (given.days == 0 && item.pack_days > 0) given.days = std::min(item.pack_days * units, 30);
  if (given.prescription == 0 && item.is_drug()) given.prescription = 1;
  return ledger.charge(bill, index, units, time, given);
}

void Planter::settle(const Bill& bill) { life.settle(bill); }

void Planter::resettle(const Bill& bill) {
  Settlement& s = ledger.settlement(bill);
  Second time = s.time;
  for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) time = std::max(time, ledger.line(i).time + 120);
  s.total = s.own = s.over = s.before = s.covered = 0;
  ledger.close(bill, time);
}

Fen Planter::amount(const std::vector<std::int32_t>& lines) const {
  Fen sum = 0;
  for (const auto l : lines) sum += rows_.lines[static_cast<std::size_t>(l)].amount;
  return sum;
}

std::string Planter::name(std::int32_t person) const { return person_text(people(person).number); }

void Planter::tell(std::string_view scheme, int rule, const Bill& bill, const std::vector<std::int32_t>& lines,
                   Fen sum) {
  const Visit& v = ledger.visit(bill);
  Truth truth{
      scheme, "person", name(v.person), rule, v.number, {}, v.begin, v.end, sum == kNoNumber ? amount(lines) : sum, {}};
  for (const auto l : lines) truth.lines.push_back(ledger.line(l).number);
  rows_.truth.push_back(std::move(truth));
}

Planter::Wanted Planter::adults(int from, int to) const {
  return [this, from, to](std::int32_t i) { return age(i) >= from && age(i) <= to; };
}

Planter::Wanted Planter::quiet(int from, int to) const {
  return [this, from, to](std::int32_t i) { return age(i) >= from && age(i) <= to && !stayed(i); };
}

Bill Planter::stay(std::string_view icd, int nights, Grade grade, int from, int to, Sex wanted, int med_type,
                   int days_before) {
  const auto who = find([&](std::int32_t i) {
    return age(i) >= from && age(i) <= to && !stayed(i) && (wanted == Sex::kEither || sex(i) == wanted);
  });
  const Day day = who < 0 ? kNoDay : free_day(who, days_before, nights + 2, 2 + days_before);
  if (day == kNoDay) return {};
  return life.stay(who, stay_kind(icd), day, nights, place(grade, who), med_type, random);
}

void Planter::move_to(const Bill& bill, Second new_begin) {
  Visit& v = ledger.visit(bill);
  const Second shift = new_begin - v.begin;
  v.begin = new_begin;
  v.end += shift;
  const Settlement s = ledger.settlement(bill);
  for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) {
    ledger.line(i).time += shift;
    ledger.line(i).created += shift;
  }
  v.end = std::min(v.end, start_of(day_of(new_begin) + 1) - 1);
}

Bill Planter::buy(std::int32_t person, int store, Second time, std::string_view key, int packs, std::int32_t& line) {
  const Bill bill = life.purchase(person, store, time);
  line = add_at(bill, key, packs, time + 30);
  ledger.close(bill, time + 60);
  return bill;
}

void Planter::tell_benign(std::string_view scheme, int rule, const Bill& bill, const std::vector<std::int32_t>& lines,
                          std::string_view reason) {
  tell(scheme, rule, bill, lines);
  rows_.truth.back().benign = reason;
}

void Planter::tell_subject(std::string_view scheme, int rule, std::string_view kind, std::string subject, Second first,
                           Second last, Fen sum, std::uint64_t visit_number, std::string_view benign) {
  rows_.truth.push_back({scheme, kind, std::move(subject), rule, visit_number, {}, first, last, sum, benign});
}

}  // namespace yishou::simulate
