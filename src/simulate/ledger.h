// Writes visits, bills and their rows into a partition, and makes the money add up. Knows nothing of who is honest: life.h
// and schemes.h decide what is billed.
#pragma once

#include <string_view>
#include <vector>

#include "simulate/cases.h"
#include "simulate/plan.h"
#include "simulate/random.h"
#include "simulate/rows.h"
#include "simulate/world.h"

namespace yishou::simulate {

/// All that is fixed for a city. Immutable; shared by all threads.
struct City {
  Catalogue catalogue;
  Plans plans;
  std::vector<Case> cases;
  World world;
  std::uint64_t seed;
};

/// How one line differs from the ordinary.
struct Charge {
  int doctor = -1;  ///< −1: the visit's doctor
  int days = 0;     ///< prd_days
  std::uint16_t prescription = 0;
  Micro price = 0;  ///< 0: the price of the institution's rank
  bool self_paid = false;
  bool take_home = false;
  std::uint16_t dosing = 0;  ///< see Line::dosing
};

/// The visit and settlement that is being written. One at a time.
struct Bill {
  std::int32_t visit = -1, settlement = -1;
};

/// Used by one thread.
class Ledger {
 public:
  Ledger(const City& city, Partition& partition) : city_(city), rows_(partition) {}

  /// Numbers of planted rows come from a range of their own, so that honest rows keep theirs.
  void plant(bool on) { planted_ = on; }
  [[nodiscard]] bool planting() const { return planted_; }

  /// Opens a visit with its settlement. `begin` and `end` are times of the clock.
  Bill open(std::int32_t person, int institution, int med_type, Second begin, Second end, std::string_view department,
            int doctor, std::string_view icd, std::string_view icd_name);
  /// Opens a further settlement of the visit.
  Bill reopen(const Bill& bill);

  /// Adds a line of `units` whole units; gives its index in Partition::lines.
  std::int32_t charge(const Bill& bill, ItemIndex item, int units, Second time, const Charge& how = {});
  /// Adds a return of `units` of an earlier line of the same bill.
  std::int32_t give_back(const Bill& bill, std::int32_t line, int units, Second time);
  void diagnose(const Bill& bill, std::string_view icd, std::string_view name, bool main, char admission = '1');
  void operate(const Bill& bill, std::string_view code, std::string_view name, bool main, Second begin, Second end,
               int surgeon, int anaesthetist);
  /// Adds up, shares between fund, account and cash, and settles at `time`.
  void close(const Bill& bill, Second time);
  /// A refund settlement that cancels `bill` as a whole.
  void refund(const Bill& bill, Second time);

  /// Records the sale of a line of a pharmacy with one trace code a box; gives the first scan's index (−1 for none).
  std::int32_t sell(std::int32_t line, bool with_codes = true);
  /// A fresh trace code number.
  [[nodiscard]] std::uint64_t trace_code();

  /// A line number that no line bears.
  [[nodiscard]] std::uint64_t unused_number() { return next_number(); }

  [[nodiscard]] Micro price_of(ItemIndex item, int institution) const;
  [[nodiscard]] bool holds(const Bill& bill, ItemIndex item) const;
  [[nodiscard]] const City& city() const { return city_; }
  [[nodiscard]] Partition& rows() { return rows_; }
  [[nodiscard]] const Item& item(ItemIndex index) const { return city_.catalogue[index]; }
  [[nodiscard]] Line& line(std::int32_t index) { return rows_.lines[static_cast<std::size_t>(index)]; }
  [[nodiscard]] Visit& visit(const Bill& bill) { return rows_.visits[static_cast<std::size_t>(bill.visit)]; }
  [[nodiscard]] Settlement& settlement(const Bill& bill) {
    return rows_.settlements[static_cast<std::size_t>(bill.settlement)];
  }
  [[nodiscard]] const Person& person(const Bill& bill) {
    return rows_.persons[static_cast<std::size_t>(visit(bill).person)];
  }

 private:
  [[nodiscard]] std::uint64_t next_number();

  const City& city_;
  Partition& rows_;
  bool planted_ = false;
  std::uint64_t honest_count_ = 0, planted_count_ = 0;
  std::uint64_t honest_codes_ = 0, planted_codes_ = 0;
};

/// Puts all rows in the order of persons and time, whoever wrote them first.
void sort_rows(Partition& rows);

}  // namespace yishou::simulate
