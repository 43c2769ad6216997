// The pharmacies' books: opening count, purchases month by month, losses, closing count. They balance with what was sold.
#pragma once

#include <cstdint>
#include <vector>

#include "simulate/tables.h"

namespace yishou::simulate {

/// Units sold, by pharmacy, item and month, summed over partitions. Sums do not depend on the order of partitions.
class SalesBook {
 public:
  SalesBook(const City& city, int months);
  /// Adds a partition's sales; a sale whose goods were never bought stays out.
  void add(const Partition& rows);

  struct Books {
    std::vector<Movement> counts, purchases, changes;
  };
  [[nodiscard]] Books close() const;

 private:
  [[nodiscard]] std::size_t cell(int institution, ItemIndex item, int month) const;

  const City& city_;
  int months_;
  std::vector<int> shelf_of_;  // institution → place among pharmacies, −1 for others
  std::vector<std::int32_t> sold_;
  std::vector<bool> empty_shelf_;  // sold there without ever being bought in
};

}  // namespace yishou::simulate
