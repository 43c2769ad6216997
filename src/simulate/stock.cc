#include "simulate/stock.h"

#include <algorithm>

namespace yishou::simulate {
namespace {

constexpr Second kOpeningHour = 6 * 3600, kClosingHour = 23 * 3600 + 1800;

bool keeps_books(const Institution& where) {
  return where.pharmacy() || where.grade == Grade::kTertiary || where.grade == Grade::kSecondary;
}

}  // namespace

SalesBook::SalesBook(const City& city, int months) : city_(city), months_(months) {
  int shelves = 0;
  for (const Institution& i : city.world.institutions()) shelf_of_.push_back(keeps_books(i) ? shelves++ : -1);
  sold_.assign(static_cast<std::size_t>(shelves) * city.catalogue.size() * static_cast<std::size_t>(months), 0);
}

std::size_t SalesBook::cell(int institution, ItemIndex item, int month) const {
  const auto shelf = static_cast<std::size_t>(shelf_of_[static_cast<std::size_t>(institution)]);
  return (shelf * city_.catalogue.size() + static_cast<std::size_t>(item)) * static_cast<std::size_t>(months_) +
         static_cast<std::size_t>(month);
}

void SalesBook::count(int institution, const Line& line, bool back) {
  const CivilDate first = civil_from_day(kFirstCityDay), date = civil_from_day(day_of(line.time));
  const int month = (date.year - first.year) * 12 + date.month - first.month;
  if (month < 0 || month >= months_) return;
  const auto units = static_cast<std::int32_t>(line.count / kOne);
  sold_[cell(institution, line.item, month)] += back ? -units : units;
}

void SalesBook::add(const Partition& rows) {
  const auto institution_of = [&](const Line& line) {
    const Settlement& settlement = rows.settlements[static_cast<std::size_t>(line.settlement)];
    return rows.visits[static_cast<std::size_t>(settlement.visit)].institution;
  };
  for (const Sale& sale : rows.sales) {
    const Line& line = rows.lines[static_cast<std::size_t>(sale.line)];
    count(institution_of(line), line, sale.returned);
  }
  // A hospital orders what it bills, given back or not: its shelf is never emptier than its bills say.
  for (const Line& line : rows.lines) {
    if (line.count <= 0 || city_.catalogue[line.item].list_type != 301) continue;
    const int where = institution_of(line);
    if (shelf_of_[static_cast<std::size_t>(where)] >= 0 && !city_.world.institution(where).pharmacy())
      count(where, line, false);
  }
  for (const Book& book : rows.books) kept_.insert({{book.institution, book.item}, book});
}

SalesBook::Books SalesBook::close() const {
  Books out;
  const CivilDate first = civil_from_day(kFirstCityDay);
  const Day last = city_.world.last_day();
  const auto& institutions = city_.world.institutions();
  for (std::size_t i = 0; i < institutions.size(); ++i) {
    if (shelf_of_[i] < 0) continue;
    const auto where = static_cast<std::int32_t>(i);
    for (std::size_t n = 0; n < city_.catalogue.size(); ++n) {
      const auto item = static_cast<ItemIndex>(n);
      if (const auto kept = kept_.find({where, item}); kept != kept_.end()) {
        const Book& book = kept->second;
        out.counts.push_back({where, item, book.opening, start_of(kFirstCityDay) + kOpeningHour, {}});
        if (book.bought > 0)
          out.purchases.push_back({where, item, book.bought, start_of(kFirstCityDay) + 7 * 3600, "临江医药有限公司"});
        out.counts.push_back({where, item, book.closing, start_of(last) + kClosingHour, {}});
        continue;
      }
      std::int64_t total = 0;
      for (int m = 0; m < months_; ++m) total += sold_[cell(where, item, m)];
      if (total <= 0) continue;
      const std::uint64_t mark = Random::scramble(city_.seed ^ (i * 7919 + n));
      std::int64_t stock = 12 + static_cast<std::int64_t>(mark % 30);
      out.counts.push_back({where, item, stock, start_of(kFirstCityDay) + kOpeningHour, {}});
      for (int m = 0; m < months_; ++m) {
        // Ordered on the first days of the month for the month.
        const std::int64_t sold = sold_[cell(where, item, m)];
        const std::int64_t bought =
            std::max<std::int64_t>(0, sold + static_cast<std::int64_t>((mark >> (8 + m % 8)) % 3));
        const int month = first.month - 1 + m;
        const Day day =
            day_from_civil({first.year + month / 12, month % 12 + 1, 1}) + (m == 0 ? 0 : static_cast<Day>(mark % 2));
        if (bought > 0) {
          out.purchases.push_back({where, item, bought, start_of(day) + 7 * 3600,
                                   mark % 2 == 0 ? "临江医药有限公司" : "华康药业批发有限公司"});
        }
        stock += bought - sold;
      }
      if (mark % 40 == 0 && stock > 1) {
        out.changes.push_back({where, item, -1, start_of(last) + 9 * 3600, {}});
        --stock;
      }
      out.counts.push_back({where, item, stock, start_of(last) + kClosingHour, {}});
    }
  }
  return out;
}

}  // namespace yishou::simulate
