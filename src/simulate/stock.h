// The books of pharmacies, and of hospitals for their consumables: opening count, purchases month by month, losses, closing
// count. They balance with what was sold.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "simulate/tables.h"

namespace yishou::simulate {

/// Units sold, by institution, item and month, summed over partitions. Sums do not depend on the order of partitions.
class SalesBook {
 public:
  SalesBook(const City& city, int months);
  /// Adds a partition's sales, its hospitals' consumables, and the books that its schemes keep themselves.
  void add(const Partition& rows);

  struct Books {
    std::vector<Movement> counts, purchases, changes;
  };
  [[nodiscard]] Books close() const;

 private:
  [[nodiscard]] std::size_t cell(int institution, ItemIndex item, int month) const;
  void count(int institution, const Line& line, bool back);

  const City& city_;
  int months_;
  std::vector<int> shelf_of_;  // institution → its place among those that keep books, −1 for others
  std::vector<std::int32_t> sold_;
  std::map<std::pair<int, ItemIndex>, Book> kept_;
};

}  // namespace yishou::simulate
