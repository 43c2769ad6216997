#include "simulate/stock.h"

#include <algorithm>

namespace yishou::simulate {

SalesBook::SalesBook(const City& city, int months) : city_(city), months_(months) {
  const auto& all = city.world.institutions();
  int pharmacies = 0;
  for (const Institution& i : all) shelf_of_.push_back(i.pharmacy() ? pharmacies++ : -1);
  empty_shelf_.assign(static_cast<std::size_t>(pharmacies) * city.catalogue.size(), false);
  sold_.assign(static_cast<std::size_t>(pharmacies) * city.catalogue.size() * static_cast<std::size_t>(months), 0);
}

std::size_t SalesBook::cell(int institution, ItemIndex item, int month) const {
  const auto shelf = static_cast<std::size_t>(shelf_of_[static_cast<std::size_t>(institution)]);
  return (shelf * city_.catalogue.size() + static_cast<std::size_t>(item)) * static_cast<std::size_t>(months_) +
         static_cast<std::size_t>(month);
}

void SalesBook::add(const Partition& rows) {
  const CivilDate first = civil_from_day(kFirstCityDay);
  for (const Sale& sale : rows.sales) {
    const Line& line = rows.lines[static_cast<std::size_t>(sale.line)];
    const Settlement& settlement = rows.settlements[static_cast<std::size_t>(line.settlement)];
    const Visit& visit = rows.visits[static_cast<std::size_t>(settlement.visit)];
    if (sale.unbacked) {
      empty_shelf_[cell(visit.institution, line.item, 0) / static_cast<std::size_t>(months_)] = true;
      continue;
    }
    const CivilDate date = civil_from_day(day_of(line.time));
    const int month = (date.year - first.year) * 12 + date.month - first.month;
    const auto units = static_cast<std::int32_t>(line.count / kOne);
    sold_[cell(visit.institution, line.item, month)] += sale.returned ? -units : units;
  }
}

SalesBook::Books SalesBook::close() const {
  Books out;
  const CivilDate first = civil_from_day(kFirstCityDay);
  const auto& institutions = city_.world.institutions();
  for (std::size_t i = 0; i < institutions.size(); ++i) {
    if (shelf_of_[i] < 0) continue;
    const auto where = static_cast<std::int32_t>(i);
    for (std::size_t n = 0; n < city_.catalogue.size(); ++n) {
      const auto item = static_cast<ItemIndex>(n);
      std::int64_t total = 0;
      for (int m = 0; m < months_; ++m) total += sold_[cell(where, item, m)];
      const bool empty = empty_shelf_[cell(where, item, 0) / static_cast<std::size_t>(months_)];
      if (total <= 0 && !empty) continue;
      const std::uint64_t mark = Random::scramble(city_.seed ^ (i * 7919 + n));
      std::int64_t stock = empty ? 2 : 12 + static_cast<std::int64_t>(mark % 30);
      out.counts.push_back({where, item, stock, start_of(kFirstCityDay) + 6 * 3600, {}});
      for (int m = 0; m < months_; ++m) {
        // Ordered on the first days of the month for the month.
        const std::int64_t sold = sold_[cell(where, item, m)];
        if (empty) continue;
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
        out.changes.push_back({where, item, -1, start_of(city_.world.last_day()) + 9 * 3600, {}});
        --stock;
      }
      out.counts.push_back({where, item, stock, start_of(city_.world.last_day()) + 23 * 3600 + 1800, {}});
    }
  }
  return out;
}

}  // namespace yishou::simulate
