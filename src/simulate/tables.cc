#include "simulate/tables.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/check.h"

namespace yishou::simulate {
namespace {

std::string_view sex_code(Sex sex) { return sex == Sex::kMale ? "1" : sex == Sex::kFemale ? "2" : "0"; }
std::string_view flag(bool on) { return on ? "1" : "0"; }
bool stay(int type) { return type == 21 || type == 24 || type == 28 || type == 52; }

// Micro-degrees of places in metres about an invented centre.
std::int64_t longitude(int east) { return 112'900'000 + std::int64_t{east} * 1'000'000 / 97'000; }
std::int64_t latitude(int north) { return 29'400'000 + std::int64_t{north} * 1'000'000 / 111'320; }

void med_type(Sink& sink, int type) {
  std::array<char, 8> buffer;
  const auto end = fmt::format_to_n(buffer.data(), buffer.size(), "{}", type);
  sink.text({buffer.data(), end.size});
}

// What a row of a partition hangs on.
struct At {
  const Settlement& settlement;
  const Visit& visit;
  const Person& person;
  const Institution& where;

  At(const Source& source, std::int32_t settlement_index)
      : settlement(source.rows->settlements[static_cast<std::size_t>(settlement_index)]),
        visit(source.rows->visits[static_cast<std::size_t>(settlement.visit)]),
        person(source.rows->persons[static_cast<std::size_t>(visit.person)]),
        where(source.city->world.institution(visit.institution)) {}
};

void emit_person(const Source& source, std::size_t index, Sink& sink) {
  const Person& p = source.rows->persons[index];
  sink.digits(p.number, 16);
  sink.text(sex_code(p.sex));
  sink.date(p.birth);
  sink.whole(p.insurance);
  sink.whole(p.type);
  sink.text(district_code(p.district));
  sink.date(p.death);
  sink.digits(p.family, 16);
  sink.digits(p.telephone, 11);
  sink.amount(longitude(p.east), 6);
  sink.amount(latitude(p.north), 6);
}

void emit_settlement(const Source& source, std::size_t index, Sink& sink) {
  const At at(source, static_cast<std::int32_t>(index));
  const Settlement& s = at.settlement;
  sink.digits(s.number, 16);
  sink.digits(at.visit.number, 16);
  sink.digits(at.person.number, 16);
  const bool other_sex = s.fault == 's';
  sink.text(sex_code((at.person.sex == Sex::kMale) == other_sex ? Sex::kFemale : Sex::kMale));
  sink.date(at.person.birth + (s.fault == 'b' ? 366 : 0));
  sink.whole(completed_years(at.person.birth, day_of(at.visit.begin)));
  sink.whole(at.person.insurance);
  sink.whole(at.person.type);
  sink.text(district_code(at.person.district));
  sink.text(at.where.code);
  sink.text(at.where.name);
  sink.text(at.where.level);
  sink.text(district_code(at.where.district));
  sink.date(day_of(at.visit.begin) + (s.fault == 'd' ? 2 : 0));
  sink.date(day_of(at.visit.end));
  sink.time(s.time);
  sink.text(at.visit.number % 3 == 0 ? "01" : at.visit.number % 3 == 1 ? "02" : "03");
  med_type(sink, at.visit.type);
  sink.text("2");
  sink.money(s.total);
  sink.money(s.own);
  sink.money(s.over);
  sink.money(s.before);
  sink.money(s.covered);
  sink.money(s.fund);
  sink.money(s.fund);
  sink.money(s.account);
  sink.money(s.cash);
  sink.text(flag(s.refund));
  sink.digits(s.cancels, 16);
  sink.text(at.visit.dise_no);
  sink.text(at.visit.dise_name);
  sink.text("0");
  sink.text(flag(s.valid));
}

void emit_visit(const Source& source, std::size_t index, Sink& sink) {
  const Visit& v = source.rows->visits[index];
  const Person& p = source.rows->persons[static_cast<std::size_t>(v.person)];
  const Institution& where = source.city->world.institution(v.institution);
  const Doctor& doctor = source.city->world.doctor(v.doctor);
  const bool in_bed = stay(v.type);
  sink.digits(v.number, 16);
  sink.digits(p.number, 16);
  sink.text(sex_code(p.sex));
  sink.date(p.birth);
  sink.whole(completed_years(p.birth, day_of(v.begin)));
  sink.whole(p.insurance);
  sink.text(where.code);
  sink.text(where.name);
  sink.text(where.level);
  sink.text(district_code(where.district));
  sink.text(district_code(p.district));
  sink.time(v.begin);
  sink.time(v.end);
  med_type(sink, v.type);
  sink.digits(v.number % 100'000'000 + 100'000'000, 9);
  sink.text(doctor.code);
  sink.text(doctor.name);
  sink.text(v.department);
  sink.text(department_name(v.department));
  sink.text(in_bed ? v.department : std::string_view{});
  sink.text(in_bed ? department_name(v.department) : std::string_view{});
  if (in_bed) sink.digits(v.number % static_cast<std::uint64_t>(std::max(where.beds, 1)) + 1, 4);
  else sink.missing();
  sink.text(v.diagnosis);
  sink.text(v.diagnosis_name);
  sink.text(in_bed ? std::string_view{&v.way_out, 1} : std::string_view{});
  sink.text(v.dise_no);
  sink.text(v.dise_name);
  sink.date(v.death);
  if (in_bed) sink.whole(std::max(1, day_of(v.end) - day_of(v.begin)));
  else sink.missing();
  sink.text(v.type == 51 ? "2" : v.type == 52 ? "1" : "");
  if (v.gestation > 0) sink.whole(v.gestation);
  else sink.missing();
  if (v.children > 0) sink.whole(v.children);
  else sink.missing();
  sink.text(flag(v.newborn));
  sink.text(v.number % 3 == 0 ? "01" : v.number % 3 == 1 ? "02" : "03");
  sink.text(flag(v.valid));
}

std::string_view way_of(const Item& item) {
  if (item.form == "注射液" || item.form == "粉针") return "静脉滴注";
  if (item.form == "滴眼液") return "滴眼";
  if (item.form == "乳膏" || item.form == "贴剂" || item.form == "栓") return "外用";
  if (item.form == "吸入剂" || item.form == "混悬液") return "吸入";
  return "口服";
}

void emit_line(const Source& source, std::size_t index, Sink& sink) {
  const Line& l = source.rows->lines[index];
  const At at(source, l.settlement);
  const Item& item = source.city->catalogue[l.item];
  const Doctor& doctor = source.city->world.doctor(l.doctor);
  const bool drug = item.list_type == 101 || item.list_type == 102;
  sink.digits(l.number, 16);
  sink.digits(at.visit.number, 16);
  sink.digits(at.settlement.number, 16);
  sink.digits(at.person.number, 16);
  sink.text(at.where.code);
  sink.time(l.time);
  med_type(sink, at.visit.type);
  sink.amount(l.count, 4);
  sink.amount(l.price, 6);
  sink.money(l.amount);
  if (l.cap > 0) sink.amount(l.cap, 6);
  else sink.missing();
  sink.amount(l.self_paid ? 10'000 : item.selfpay_per_mille * 10, 4);
  sink.money(l.own);
  sink.money(l.over);
  sink.money(l.before);
  sink.money(l.covered);
  sink.text(l.self_paid ? std::string_view{"03"} : item.level);
  sink.whole(item.list_type);
  sink.text(l.nameless ? std::string_view{} : item.code);
  sink.text(item.key);
  sink.text(item.name);
  sink.text(item.name);
  sink.text(item.charge);
  sink.text(item.spec);
  sink.text(item.form);
  sink.text(at.visit.department);
  sink.text(department_name(at.visit.department));
  sink.text(doctor.code);
  sink.text(doctor.name);
  if (l.prescription > 0) sink.digits(at.visit.number % 10'000'000'000 * 100 + l.prescription, 12);
  else sink.missing();
  sink.text(item.list_type == 102 ? "2" : "");
  sink.text(drug ? flag(l.take_home) : std::string_view{});
  sink.text(drug ? "0" : "");
  sink.text(drug ? "1" : "");
  const Dosing usual{item.dose, item.frequency};
  const Dosing& taken = l.dosing == 0 ? usual : source.rows->dosings[l.dosing - std::size_t{1}];
  sink.text(drug ? taken.dose : std::string_view{});
  sink.text(drug ? taken.frequency : std::string_view{});
  if (l.days > 0) sink.whole(l.days);
  else sink.missing();
  sink.text(drug ? way_of(item) : std::string_view{});
  sink.digits(l.returns, 16);
  sink.time(l.created);
  sink.text(drug ? "0" : "");
  sink.text(flag(l.valid));
}

void emit_diagnosis(const Source& source, std::size_t index, Sink& sink) {
  const Diagnosis& d = source.rows->diagnoses[index];
  const At at(source, d.settlement);
  sink.digits(at.settlement.number, 16);
  sink.digits(at.visit.number, 16);
  sink.digits(at.person.number, 16);
  sink.text("1");
  sink.text(flag(d.main));
  sink.text(d.code);
  sink.text(d.name);
  sink.text({&d.admission, 1});
}

void emit_operation(const Source& source, std::size_t index, Sink& sink) {
  const Operation& o = source.rows->operations[index];
  const At at(source, o.settlement);
  const World& world = source.city->world;
  sink.digits(at.settlement.number, 16);
  sink.digits(at.visit.number, 16);
  sink.digits(at.person.number, 16);
  sink.text(o.code);
  sink.text(o.name);
  sink.text(flag(o.main));
  sink.date(day_of(o.begin));
  sink.time(o.begin);
  sink.time(o.end);
  sink.text(world.doctor(o.surgeon).code);
  const bool anaesthesia = o.anaesthetist >= 0;
  sink.text(anaesthesia ? "1" : "");
  sink.text(anaesthesia ? std::string_view{world.doctor(o.anaesthetist).code} : std::string_view{});
  sink.time(anaesthesia ? o.begin - 1200 : kNoSecond);
  sink.time(anaesthesia ? o.end + 600 : kNoSecond);
}

// Lots change every quarter.
void lot(Sink& sink, ItemIndex item, Second time) {
  sink.digits(static_cast<std::uint64_t>(item) * 10'000 + static_cast<std::uint64_t>(day_of(time)) / 91 + 1, 8);
}

void emit_sale(const Source& source, std::size_t index, Sink& sink) {
  const Sale& s = source.rows->sales[index];
  const Line& l = source.rows->lines[static_cast<std::size_t>(s.line)];
  const At at(source, l.settlement);
  const Item& item = source.city->catalogue[l.item];
  const Second time = s.returned ? l.time + 1800 : l.time;
  sink.text(at.where.code);
  sink.text(item.code);
  lot(sink, l.item, time);
  sink.text(item.key);
  lot(sink, l.item, time);
  sink.amount(l.count, 4);
  sink.amount(l.price, 6);
  sink.time(time);
  sink.digits(at.settlement.number, 16);
  sink.digits(l.number, 16);
  sink.digits(at.person.number, 16);
  sink.text("1");
  sink.text("0");
  sink.text(flag(s.returned));
  sink.time(time + 60);
}

void emit_scan(const Source& source, std::size_t index, Sink& sink) {
  const Scan& s = source.rows->scans[index];
  sink.text(trace_text(s));
  sink.text(source.city->world.institution(s.institution).code);
  if (s.line < 0) {
    sink.text(source.city->catalogue[s.drug].code);
    sink.time(s.time);
    sink.text({&s.type, 1});
    sink.missing();
    sink.missing();
    sink.missing();
  } else {
    const Line& l = source.rows->lines[static_cast<std::size_t>(s.line)];
    const At at(source, l.settlement);
    sink.text(source.city->catalogue[l.item].code);
    sink.time(s.time);
    sink.text({&s.type, 1});
    sink.digits(at.settlement.number, 16);
    sink.digits(l.number, 16);
    sink.digits(at.person.number, 16);
  }
  sink.text("0");
}

void emit_institution(const Source& source, std::size_t index, Sink& sink) {
  const Institution& i = source.city->world.institutions()[index];
  sink.text(i.code);
  sink.text(i.name);
  sink.text(i.pharmacy() ? "2" : "1");
  sink.text(i.level);
  sink.text(district_code(i.district));
  sink.whole(i.beds);
  sink.amount(longitude(i.east), 6);
  sink.amount(latitude(i.north), 6);
  sink.date(kFirstCityDay - 1500);
  sink.date(kNoDay);
}

void emit_staff(const Source& source, std::size_t index, Sink& sink) {
  const Doctor& d = source.city->world.doctors()[index];
  sink.text(d.code);
  sink.text(source.city->world.institution(d.institution).code);
  sink.text(d.name);
  sink.text(d.title == '5' ? "3" : "1");
  sink.text(d.department);
  sink.text({&d.title, 1});
  sink.text(d.title == '5' ? std::string_view{} : std::string_view{&d.antibiotics, 1});
  sink.date(kFirstCityDay - 900);
  sink.date(kNoDay);
}

void emit_movement(Table table, const Source& source, std::size_t index, Sink& sink) {
  const Movement& m = (*source.stock)[index];
  const Item& item = source.city->catalogue[m.item];
  sink.text(source.city->world.institution(m.institution).code);
  sink.text(item.code);
  if (table != Table::kStockChange) {
    lot(sink, m.item, m.time);
    sink.text(item.key);
  }
  if (table == Table::kPurchase) lot(sink, m.item, m.time);
  sink.amount(m.units * kOne, 4);
  if (table == Table::kPurchase) sink.amount(item.price * 82 / 100 / 10'000 * 10'000, 6);
  sink.time(m.time);
  if (table == Table::kPurchase) {
    sink.text(m.supplier);
    sink.digits(
        Random::scramble(static_cast<std::uint64_t>(m.time) + static_cast<std::uint64_t>(m.institution)) % 100'000'000 +
            1,
        8);
  }
  if (table != Table::kStock) sink.time(m.time + 3600);
}

}  // namespace

std::size_t row_count(Table table, const Source& source) {
  switch (table) {
    case Table::kPerson: return source.rows->persons.size();
    case Table::kSettlement: return source.rows->settlements.size();
    case Table::kVisit: return source.rows->visits.size();
    case Table::kLine: return source.rows->lines.size();
    case Table::kDiagnosis: return source.rows->diagnoses.size();
    case Table::kOperation: return source.rows->operations.size();
    case Table::kSale: return source.rows->sales.size();
    case Table::kScan: return source.rows->scans.size();
    case Table::kInstitution: return source.city->world.institutions().size();
    case Table::kStaff: return source.city->world.doctors().size();
    case Table::kStock:
    case Table::kPurchase:
    case Table::kStockChange: return source.stock->size();
  }
  YISHOU_CHECK(false, "every table has rows");
}

void emit(Table table, const Source& source, std::size_t index, Sink& sink) {
  switch (table) {
    case Table::kPerson: return emit_person(source, index, sink);
    case Table::kSettlement: return emit_settlement(source, index, sink);
    case Table::kVisit: return emit_visit(source, index, sink);
    case Table::kLine: return emit_line(source, index, sink);
    case Table::kDiagnosis: return emit_diagnosis(source, index, sink);
    case Table::kOperation: return emit_operation(source, index, sink);
    case Table::kSale: return emit_sale(source, index, sink);
    case Table::kScan: return emit_scan(source, index, sink);
    case Table::kInstitution: return emit_institution(source, index, sink);
    case Table::kStaff: return emit_staff(source, index, sink);
    case Table::kStock:
    case Table::kPurchase:
    case Table::kStockChange: return emit_movement(table, source, index, sink);
  }
}

std::string trace_text(const Scan& scan) {
  return fmt::format("{:07}{:013}", 8'100'000 + scan.drug, scan.low % 10'000'000'000'000);
}
std::string person_text(std::uint64_t number) { return fmt::format("{:016}", number); }
std::string number_text(std::uint64_t number) { return fmt::format("{:016}", number); }

}  // namespace yishou::simulate
