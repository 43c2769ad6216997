// Planted: records that contradict themselves or come too late (rules 35, 36, 41), and records that are only nearly wrong.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"
#include "simulate/tables.h"

namespace yishou::simulate {
namespace {

// An ordinary visit for high blood pressure with one drug; the bill is settled. No visit: nobody was free.
struct Plain {
  Bill bill;
  std::int32_t line = -1;
};

Plain plain_visit(Planter& p, std::string_view drug = "valsartan") {
  const auto who = p.find(p.quiet(30, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who, 0, 4);
  if (day == kNoDay) return {};
  Plain out;
  out.bill = p.visit(who, day, p.place(Grade::kCentre, who), 11, "03", "I10.x05", "高血压");
  out.line = p.add(out.bill, drug, 1, 5);
  p.settle(out.bill);
  return out;
}

void tell_settlement(Planter& p, std::string_view scheme, const Bill& bill, std::string_view benign = {}) {
  p.tell_subject(scheme, 35, "settlement", number_text(p.ledger.settlement(bill).number), p.begin(bill), p.end(bill), 0,
                 p.ledger.visit(bill).number, benign);
}

// One settlement, one thing wrong with it.
void wrong_settlements(Planter& p) {
  using Break = void (*)(Settlement&);
  struct Fault {
    std::string_view scheme;
    Break apply;
  };
  constexpr Fault kFaults[]{
      {"settlement_inflated", [](Settlement& s) { s.total += 30'000, s.fund += 30'000; }},
      {"settlement_shares_wrong", [](Settlement& s) { s.cash += 4'000; }},
      {"fund_above_total", [](Settlement& s) { s.cash -= s.total + 90 - s.fund, s.fund = s.total + 90; }},
      {"sex_contradicts", [](Settlement& s) { s.fault = 's'; }},
      {"birth_contradicts", [](Settlement& s) { s.fault = 'b'; }},
      {"dates_turned_round", [](Settlement& s) { s.fault = 'd'; }},
  };
  for (const Fault& fault : kFaults) {
    const Plain at = plain_visit(p);
    if (at.bill.visit < 0) continue;
    fault.apply(p.ledger.settlement(at.bill));
    tell_settlement(p, fault.scheme, at.bill);
  }
  const Bill stay = p.stay("R42.x00", 5, Grade::kSecondary, 40, 85);
  if (stay.visit < 0) return;
  for (Diagnosis& d : p.ledger.rows().diagnoses) {
    if (d.settlement == stay.settlement) d.main = false;
  }
  tell_settlement(p, "no_main_diagnosis", stay);
}

void nearly_wrong_settlements(Planter& p) {
  if (const Plain at = plain_visit(p); at.bill.visit >= 0) {
    p.ledger.settlement(at.bill).total += 100;
    p.ledger.settlement(at.bill).cash += 100;
    tell_settlement(p, "settlement_inflated", at.bill, "与明细之差恰为1.00元");
  }
  if (const Plain at = plain_visit(p); at.bill.visit >= 0) {
    p.ledger.settlement(at.bill).cash += 5;
    tell_settlement(p, "settlement_shares_wrong", at.bill, "分项之差恰为0.05元");
  }
}

void wrong_lines(Planter& p) {
  if (const Plain at = plain_visit(p); at.bill.visit >= 0) {
    Line& l = p.ledger.line(at.line);
    l.amount += 5'000;
    l.covered += 5'000;
    p.resettle(at.bill);
    p.tell("line_amount_wrong", 36, at.bill, {at.line}, 5'000);
  }
  if (const Plain at = plain_visit(p); at.bill.visit >= 0) {  // an amount for nothing
    Line& l = p.ledger.line(at.line);
    l.count = 0;
    p.tell("line_amount_wrong", 36, at.bill, {at.line}, l.amount);
  }
  if (const Plain at = plain_visit(p, "amlodipine"); at.bill.visit >= 0) {
    p.ledger.line(at.line).nameless = true;
    p.tell("line_without_code", 36, at.bill, {at.line}, 0);
  }
  if (const Plain at = plain_visit(p, "irbesartan"); at.bill.visit >= 0) {
    Line& l = p.ledger.line(at.line);
    l.time += 2 * kSecondsPerDay;
    l.created += 2 * kSecondsPerDay;
    p.tell("billed_after_settlement", 36, at.bill, {at.line}, 0);
  }
  if (const Plain at = plain_visit(p, "felodipine"); at.bill.visit >= 0) {  // gives back what was never had
    const auto line = p.ledger.give_back(at.bill, at.line, 1, p.ledger.line(at.line).time + 60);
    Line& back = p.ledger.line(line);
    back.item = p.life.key("diosmin");
    back.returns = p.ledger.unused_number();
    p.resettle(at.bill);
    p.tell("return_without_original", 36, at.bill, {line}, 0);
  }
}

void nearly_wrong_lines(Planter& p) {
  if (const Plain at = plain_visit(p); at.bill.visit >= 0) {
    Line& l = p.ledger.line(at.line);
    l.amount += 5;
    l.covered += 5;
    p.resettle(at.bill);
    p.tell_benign("line_amount_wrong", 36, at.bill, {at.line}, "与数量乘单价之差恰为0.05元");
  }
  const auto who = p.find(p.quiet(30, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kCentre, who), 11, "03", "I10.x05", "高血压");
  const auto line = p.add(bill, "felodipine", 2, 5, {.days = 30});
  const auto back = p.ledger.give_back(bill, line, 1, p.ledger.line(line).time + 900);
  p.settle(bill);
  p.tell_benign("return_without_original", 36, bill, {back}, "退费有原明细");
}

// Keyed in eleven days later, or exactly on the last hour.
void upload(Planter& p, bool honest) {
  const auto who = p.find(p.quiet(30, 80));
  const Day day = who < 0 ? kNoDay : p.free_day(who);
  if (day == kNoDay) return;
  const Bill bill = p.visit(who, day, p.place(Grade::kClinic, who), 11, "50", "M54.500", "腰痛");
  const std::vector<std::int32_t> lines{p.ledger.settlement(bill).first_line, p.add(bill, "acupuncture", 1, 5),
                                        p.add(bill, "cupping", 1, 9)};
  p.settle(bill);
  for (const auto l : lines) {
    Line& line = p.ledger.line(l);
    if (honest) line.created = line.time + 72 * 3600;
    else line.created += 11 * kSecondsPerDay;
  }
  if (honest) p.tell_benign("late_upload", 41, bill, lines, "恰在72小时内上传");
  else p.tell("late_upload", 41, bill, lines, 0);
}

}  // namespace

void plant_records(Planter& p, bool honest) {
  if (honest) {
    nearly_wrong_settlements(p);
    nearly_wrong_lines(p);
  } else {
    wrong_settlements(p);
    wrong_lines(p);
  }
  upload(p, honest);
}

}  // namespace yishou::simulate
