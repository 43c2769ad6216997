// Planted: goods that were billed but never on the shelf, and books that do not balance (rules 43, 48); and books that do,
// to the last unit. Each scheme keeps the books of one store or hospital for one thing that nobody else sells there.
#include <algorithm>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

struct Shelf {
  std::string_view scheme;
  int rule;
  std::string_view item;
  int times, units;              ///< how often billed, and how many each time
  int opening, bought, missing;  ///< units; `missing`: from the closing count
  std::string_view benign;
};

// Stores of a partition, and what is sold there.
constexpr Shelf kStores[]{
    {"sold_without_stock", 43, "angong", 14, 2, 2, 0, 0, {}},
    {"sold_beyond_stock", 43, "isosorbide", 12, 2, 6, 10, 0, {}},
    {"stock_out_of_balance", 43, "trimetazidine", 8, 1, 20, 10, 12, {}},
    {"stock_out_of_balance", 43, "felodipine", 8, 1, 20, 10, 5, "账实之差恰为5个单位"},
    {"sold_beyond_stock", 43, "indapamide", 7, 3, 12, 8, 0, "销售恰为可供数量的1.05倍"},
};
constexpr Shelf kHospitals[]{
    {"consumable_beyond_stock", 48, "antiadhesive", 8, 1, 3, 0, 0, {}},
    {"consumable_beyond_stock", 48, "antiadhesive", 7, 3, 20, 0, 0, "用量恰为可供数量的1.05倍"},
};

void fill(Planter& p, const Shelf& shelf, int where, bool pharmacy) {
  std::vector<std::pair<Second, std::int32_t>> sold;
  Bill bill;
  for (int n = 0; n < shelf.times; ++n) {
    const auto who = p.find_loose([&](std::int32_t c) { return p.people(c).insurance == 310 && p.age(c) > 30; });
    const Day day = who < 0 ? kNoDay : p.free_day(who);
    if (day == kNoDay) continue;
    std::int32_t line = 0;
    if (pharmacy) {
      bill = p.buy(who, where, start_of(day) + 12 * 3600 + p.random.below(20'000), shelf.item, shelf.units, line);
      p.ledger.line(line).days = static_cast<std::int16_t>(2 * shelf.units);
      p.ledger.sell(line, shelf.item != "angong");
      if (shelf.item == "angong") p.tell("ward_drug_in_pharmacy", 13, bill, {line});
    } else {
      bill = p.visit(who, day, where, 11, "04", "L90.500", "皮肤瘢痕");
      line = p.add(bill, shelf.item, shelf.units, 5);
      p.settle(bill);
    }
    sold.emplace_back(p.ledger.line(line).time, line);
  }
  if (static_cast<int>(sold.size()) < shelf.times) return;
  std::sort(sold.begin(), sold.end());
  const int available = shelf.opening + shelf.bought;
  const int left = std::max(0, available - (pharmacy ? shelf.times * shelf.units : 0));
  p.ledger.rows().books.push_back({where, p.life.key(shelf.item), shelf.opening, shelf.bought, left - shelf.missing});
  std::vector<std::int32_t> over;
  Fen sum = 0;
  int units = 0;
  for (const auto& [time, line] : sold) {
    units += shelf.units;
    const int excess = std::min(shelf.units, units - available);
    if (excess <= 0) continue;
    over.push_back(line);
    sum += mul_div(p.ledger.line(line).amount, excess, shelf.units);
  }
  const auto subject = [&](std::string_view benign) {
    p.tell_subject(shelf.scheme, shelf.rule, "institution", p.world.institution(where).code, start_of(kFirstCityDay),
                   start_of(p.world.last_day() + 1) - 1, 0, 0, benign);
  };
  if (!shelf.benign.empty()) return subject(shelf.benign);
  if (over.empty()) return subject({});
  p.tell(shelf.scheme, shelf.rule, bill, over, sum);
  // What was sold and never there also leaves a hole in the count.
  if (pharmacy && shelf.times * shelf.units - available > 5) subject({});
}

}  // namespace

void plant_stock(Planter& p, bool honest) {
  const auto& stores = p.world.of_grade(Grade::kPharmacy);
  const auto& hospitals = p.world.of_grade(Grade::kSecondary);
  const auto turn = static_cast<std::size_t>(p.ledger.rows().index);
  for (std::size_t i = 0; i < std::size(kStores); ++i) {
    const std::size_t store = turn * std::size(kStores) + i;
    if (store < stores.size() && kStores[i].benign.empty() != honest) fill(p, kStores[i], stores[store], true);
  }
  for (std::size_t i = 0; i < std::size(kHospitals); ++i) {
    const std::size_t hospital = turn * std::size(kHospitals) + i;
    if (hospital < hospitals.size() && kHospitals[i].benign.empty() != honest)
      fill(p, kHospitals[i], hospitals[hospital], false);
  }
  const auto& big = p.world.of_grade(Grade::kTertiary);
  if (!honest && turn < big.size()) fill(p, kHospitals[0], big[turn], false);
}

}  // namespace yishou::simulate
