#include "simulate/ledger.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace yishou::simulate {
namespace {

constexpr int kPartitionShift = 28;  // 2^27 honest and 2^27 planted numbers a partition
constexpr std::uint64_t kPlantedBit = std::uint64_t{1} << 27;

bool is_stay(int med_type) {
  return med_type == 21 || med_type == 22 || med_type == 23 || med_type == 24 || med_type == 25 || med_type == 26 ||
         med_type == 28 || med_type == 52;
}

// The fund's share of what is covered, per mille, by insurance, kind of visit and rank (assumption, docs/simulation.md).
int fund_share(int insurance, int med_type, int rank, bool pharmacy) {
  const bool employee = insurance == 310;
  if (pharmacy) return employee ? 400 : 0;
  if (is_stay(med_type))
    return employee ? (rank == 3 ? 850 : rank == 2 ? 900 : 930) : (rank == 3 ? 620 : rank == 2 ? 740 : 850);
  if (med_type == 14) return employee ? 800 : 650;
  return employee ? (rank == 3 ? 500 : rank == 2 ? 600 : 650) : (rank == 1 ? 500 : 350);
}

Fen deductible(int med_type, int rank) {
  if (!is_stay(med_type)) return 0;
  return rank == 3 ? 80'000 : rank == 2 ? 50'000 : 20'000;
}

}  // namespace

std::uint64_t Ledger::next_number() {
  const std::uint64_t count = planted_ ? kPlantedBit | ++planted_count_ : ++honest_count_;
  return mask_serial<50>((static_cast<std::uint64_t>(rows_.index) << kPartitionShift) | count);
}

std::uint64_t Ledger::trace_code() {
  const std::uint64_t count = planted_ ? kPlantedBit | ++planted_codes_ : ++honest_codes_;
  return mask_serial<43>((static_cast<std::uint64_t>(rows_.index) << kPartitionShift) | count);
}

Micro Ledger::price_of(ItemIndex index, int institution) const {
  const Item& it = city_.catalogue[index];
  if (!it.is_service()) return it.price;
  const int rank = city_.world.institution(institution).rank();
  const Micro scaled = it.price * (rank == 3 ? 100 : rank == 2 ? 90 : 80) / 100;
  return scaled / 10'000 * 10'000;  // whole fen
}

Bill Ledger::open(std::int32_t person, int institution, int med_type, Second begin, Second end,
                  std::string_view department, int doctor, std::string_view icd, std::string_view icd_name) {
  Visit visit{};
  visit.number = next_number();
  visit.person = person;
  visit.institution = institution;
  visit.type = static_cast<std::int16_t>(med_type);
  visit.begin = begin;
  visit.end = end;
  visit.doctor = doctor;
  visit.department = department;
  visit.diagnosis = icd;
  visit.diagnosis_name = icd_name;
  visit.planted = planted_;
  rows_.visits.push_back(visit);
  Bill bill{static_cast<std::int32_t>(rows_.visits.size() - 1), -1};
  return reopen(bill);
}

Bill Ledger::reopen(const Bill& bill) {
  Settlement settlement{};
  settlement.number = next_number();
  settlement.visit = bill.visit;
  settlement.first_line = static_cast<std::int32_t>(rows_.lines.size());
  rows_.settlements.push_back(settlement);
  return {bill.visit, static_cast<std::int32_t>(rows_.settlements.size() - 1)};
}

std::int32_t Ledger::charge(const Bill& bill, ItemIndex index, int units, Second time, const Charge& how) {
  const Visit& at = visit(bill);
  const Item& it = item(index);
  Line out{};
  out.number = next_number();
  out.settlement = bill.settlement;
  out.item = index;
  // What nobody asked about, as at an operation, is for the day.
  out.days = static_cast<std::int16_t>(how.days > 0 ? how.days : it.is_drug() ? 1 : 0);
  out.doctor = how.doctor >= 0 ? how.doctor : at.doctor;
  out.time = time;
  out.created = time + 60 + static_cast<Second>(Random::scramble(out.number) % 5400);
  out.count = Qty{units} * kOne;
  const Micro full = price_of(index, at.institution);
  out.price = how.price > 0 ? how.price : full;
  out.cap = it.is_service() ? full : 0;
  out.amount = mul_div(out.price, out.count, Micro{10'000} * kOne);
  out.self_paid = how.self_paid || it.level == "03";
  if (out.self_paid) {
    out.own = out.amount;
  } else {
    if (out.cap > 0 && out.price > out.cap) out.over = mul_div(out.price - out.cap, out.count, Micro{10'000} * kOne);
    out.before = mul_div(out.amount - out.over, it.selfpay_per_mille, 1000);
  }
  out.covered = out.amount - out.own - out.over - out.before;
  out.prescription = how.prescription;
  out.take_home = how.take_home;
  out.dosing = how.dosing;
  rows_.lines.push_back(out);
  ++settlement(bill).lines;
  return static_cast<std::int32_t>(rows_.lines.size() - 1);
}

std::int32_t Ledger::give_back(const Bill& bill, std::int32_t index, int units, Second time) {
  const Line original = line(index);
  const Qty count = Qty{units} * kOne;
  Line out = original;
  out.number = next_number();
  out.settlement = bill.settlement;
  out.time = time;
  out.created = time + 120;
  out.count = -count;
  const auto part = [&](Fen whole) { return -mul_div(whole, count, original.count); };
  out.amount = part(original.amount);
  out.own = part(original.own);
  out.over = part(original.over);
  out.before = part(original.before);
  out.covered = out.amount - out.own - out.over - out.before;
  out.returns = original.number;
  rows_.lines.push_back(out);
  ++settlement(bill).lines;
  return static_cast<std::int32_t>(rows_.lines.size() - 1);
}

void Ledger::diagnose(const Bill& bill, std::string_view icd, std::string_view name, bool main, char admission) {
  rows_.diagnoses.push_back({bill.settlement, icd, name, main, admission});
}

void Ledger::operate(const Bill& bill, std::string_view code, std::string_view name, bool main, Second begin,
                     Second end, int surgeon, int anaesthetist) {
  rows_.operations.push_back({bill.settlement, code, name, main, begin, end, surgeon, anaesthetist});
}

void Ledger::close(const Bill& bill, Second time) {
  Settlement& out = settlement(bill);
  const Visit& at = visit(bill);
  const Institution& where = city_.world.institution(at.institution);
  const Person& who = person(bill);
  out.time = time;
  for (std::int32_t i = out.first_line; i < out.first_line + out.lines; ++i) {
    Line& l = line(i);
    YISHOU_DCHECK(l.settlement == bill.settlement, "one bill is written at a time");
    // Nothing is billed after it is settled, and nothing is sent before it is billed.
    if (!l.valid) continue;
    out.total += l.amount;
    out.own += l.own;
    out.over += l.over;
    out.before += l.before;
    out.covered += l.covered;
  }
  const Fen base = std::max<Fen>(0, out.covered - deductible(at.type, where.rank()));
  out.fund = mul_div(base, fund_share(who.insurance, at.type, where.rank(), where.pharmacy()), 1000);
  const Fen rest = out.total - out.fund;
  if (!is_stay(at.type) && (where.pharmacy() || who.insurance == 310)) {
    out.account = std::min<Fen>(std::max<Fen>(0, out.covered - out.fund + out.before), 60'000);
  }
  out.cash = rest - out.account;
}

void Ledger::refund(const Bill& bill, Second time) {
  Settlement out = settlement(bill);
  const Settlement original = out;
  out.number = next_number();
  out.time = time;
  out.first_line = static_cast<std::int32_t>(rows_.lines.size());
  out.lines = 0;
  out.cancels = original.number;
  out.refund = true;
  for (Fen* amount : {&out.total, &out.own, &out.over, &out.before, &out.covered, &out.fund, &out.account, &out.cash}) {
    *amount = -*amount;
  }
  rows_.settlements.push_back(out);
}

std::int32_t Ledger::sell(std::int32_t index, bool with_codes) {
  rows_.sales.push_back({index, false});
  const Line& sold = line(index);
  if (!with_codes || !item(sold.item).is_drug()) return -1;
  const auto first = static_cast<std::int32_t>(rows_.scans.size());
  const std::int32_t where =
      rows_.visits[static_cast<std::size_t>(rows_.settlements[static_cast<std::size_t>(sold.settlement)].visit)]
          .institution;
  for (Qty i = 0; i < sold.count; i += kOne) {
    const std::uint64_t code = trace_code();
    const Second bought =
        sold.time - kSecondsPerDay * static_cast<Second>(3 + code % 40) - static_cast<Second>(code % 7200);
    rows_.scans.push_back({code, sold.item, -1, where, bought, '1'});
    rows_.scans.push_back({code, sold.item, index, where, sold.time + 20, '2'});
  }
  return first;
}

bool Ledger::holds(const Bill& bill, ItemIndex index) const {
  const Settlement& at = rows_.settlements[static_cast<std::size_t>(bill.settlement)];
  const auto* first = rows_.lines.data() + at.first_line;
  return std::any_of(first, first + at.lines, [&](const Line& l) { return l.item == index; });
}

void sort_rows(Partition& rows) {
  const auto& visits = rows.visits;
  const auto order_of = [](std::size_t n) {
    std::vector<std::int32_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    return order;
  };
  const auto visit_before = [&](std::int32_t a, std::int32_t b) {
    const Visit& x = visits[static_cast<std::size_t>(a)];
    const Visit& y = visits[static_cast<std::size_t>(b)];
    if (x.person != y.person) return x.person < y.person;
    if (x.begin != y.begin) return x.begin < y.begin;
    return x.number < y.number;
  };
  auto visit_order = order_of(visits.size());
  std::sort(visit_order.begin(), visit_order.end(), visit_before);
  std::vector<std::int32_t> visit_place(visits.size());
  std::vector<Visit> new_visits;
  new_visits.reserve(visits.size());
  for (const auto old : visit_order) {
    visit_place[static_cast<std::size_t>(old)] = static_cast<std::int32_t>(new_visits.size());
    new_visits.push_back(visits[static_cast<std::size_t>(old)]);
  }
  auto order = order_of(rows.settlements.size());
  for (Settlement& s : rows.settlements) s.visit = visit_place[static_cast<std::size_t>(s.visit)];
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return rows.settlements[static_cast<std::size_t>(a)].visit < rows.settlements[static_cast<std::size_t>(b)].visit;
  });
  std::vector<std::int32_t> place(rows.settlements.size()), line_place(rows.lines.size());
  std::vector<Settlement> new_settlements;
  std::vector<Line> new_lines;
  new_settlements.reserve(rows.settlements.size());
  new_lines.reserve(rows.lines.size());
  for (const auto old : order) {
    Settlement s = rows.settlements[static_cast<std::size_t>(old)];
    const auto rank = static_cast<std::int32_t>(new_settlements.size());
    place[static_cast<std::size_t>(old)] = rank;
    const auto first = static_cast<std::int32_t>(new_lines.size());
    for (std::int32_t i = s.first_line; i < s.first_line + s.lines; ++i) {
      line_place[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(new_lines.size());
      new_lines.push_back(rows.lines[static_cast<std::size_t>(i)]);
      new_lines.back().settlement = rank;
    }
    s.first_line = first;
    new_settlements.push_back(s);
  }
  for (auto& d : rows.diagnoses) d.settlement = place[static_cast<std::size_t>(d.settlement)];
  for (auto& o : rows.operations) o.settlement = place[static_cast<std::size_t>(o.settlement)];
  const auto by_settlement = [](const auto& a, const auto& b) { return a.settlement < b.settlement; };
  std::stable_sort(rows.diagnoses.begin(), rows.diagnoses.end(), by_settlement);
  std::stable_sort(rows.operations.begin(), rows.operations.end(), by_settlement);
  for (auto& s : rows.sales) s.line = line_place[static_cast<std::size_t>(s.line)];
  for (auto& s : rows.scans) {
    if (s.line >= 0) s.line = line_place[static_cast<std::size_t>(s.line)];
  }
  std::stable_sort(rows.sales.begin(), rows.sales.end(), [](const Sale& a, const Sale& b) { return a.line < b.line; });
  std::stable_sort(rows.scans.begin(), rows.scans.end(),
                   [](const Scan& a, const Scan& b) { return a.time != b.time ? a.time < b.time : a.low < b.low; });
  rows.visits = std::move(new_visits);
  rows.settlements = std::move(new_settlements);
  rows.lines = std::move(new_lines);
}

}  // namespace yishou::simulate
