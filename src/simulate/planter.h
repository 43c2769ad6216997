// The tools of whoever plants: finds people and free days, writes bills that an honest doctor would not, records the truth.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/life.h"

namespace yishou::simulate {

/// Used by one thread, for one partition.
class Planter {
 public:
  Planter(const City& city, Ledger& ledger, Life& life, std::uint64_t stream);

  using Wanted = std::function<bool(std::int32_t)>;
  /// A person who is wanted and not reserved, and reserves it; −1 when a few thousand draws find none.
  [[nodiscard]] std::int32_t find(const Wanted& wanted);
  /// The same, but others may plant with the person too: for crowds, whose members do nothing out of the ordinary alone.
  [[nodiscard]] std::int32_t find_loose(const Wanted& wanted);
  /// A day such that the person is free from `before` days earlier to `after` days later; kNoDay if none was drawn.
  [[nodiscard]] Day free_day(std::int32_t person, int before = 0, int after = 0, int earliest = 2);

  [[nodiscard]] int age(std::int32_t person) const;  ///< on the first day of the city
  [[nodiscard]] Sex sex(std::int32_t person) const { return people(person).sex; }
  [[nodiscard]] bool stayed(std::int32_t person) const { return stayed_[static_cast<std::size_t>(person)]; }
  /// True if the person ever had a line whose code begins so.
  [[nodiscard]] bool had(std::int32_t person, std::string_view prefix) const;
  [[nodiscard]] const Person& people(std::int32_t person) const {
    return rows_.persons[static_cast<std::size_t>(person)];
  }
  [[nodiscard]] int place(Grade grade, std::int32_t person) {
    return world.pick(grade, people(person).district, random);
  }
  [[nodiscard]] const StayKind& stay_kind(std::string_view icd, int older_than = 17) const;

  /// A visit with its fee, still open.
  Bill visit(std::int32_t person, Day day, int institution, int med_type, std::string_view department,
             std::string_view icd, std::string_view name);
  /// A line some minutes after the visit began.
  std::int32_t add(const Bill& bill, std::string_view key, int units, int minutes, const Charge& how = {});
  std::int32_t add_at(const Bill& bill, std::string_view key, int units, Second time, const Charge& how = {});
  /// A person of that age; for find().
  [[nodiscard]] Wanted adults(int from = 25, int to = 80) const;
  /// The same without a stay in honest life.
  [[nodiscard]] Wanted quiet(int from = 25, int to = 80) const;
  /// A stay of a quiet person; the bill's visit is −1 when nobody of that age and sex had room for it.
  Bill stay(std::string_view icd, int nights, Grade grade, int from, int to, Sex sex = Sex::kEither, int med_type = 21,
            int days_before = 0);
  /// Moves an open visit and its lines, so that it begins at that moment; it still ends on the day on which it begins.
  void move_to(const Bill& bill, Second begin);
  /// A settled purchase of one drug in a store; `line` is its line.
  Bill buy(std::int32_t person, int store, Second time, std::string_view key, int packs, std::int32_t& line);
  /// Settles a bill, or settles it anew after lines were added to a closed one.
  void settle(const Bill& bill);
  void resettle(const Bill& bill);

  [[nodiscard]] Fen amount(const std::vector<std::int32_t>& lines) const;
  /// Records lines of one visit; the amount is theirs unless one is given.
  void tell(std::string_view scheme, int rule, const Bill& bill, const std::vector<std::int32_t>& lines,
            Fen amount = kNoNumber);
  void tell_benign(std::string_view scheme, int rule, const Bill& bill, const std::vector<std::int32_t>& lines,
                   std::string_view reason);
  /// Records a subject without lines.
  void tell_subject(std::string_view scheme, int rule, std::string_view kind, std::string subject, Second begin,
                    Second end, Fen amount, std::uint64_t visit = 0, std::string_view benign = {});
  [[nodiscard]] std::string name(std::int32_t person) const;
  [[nodiscard]] Fen total(const Bill& bill) const {
    return rows_.settlements[static_cast<std::size_t>(bill.settlement)].total;
  }
  [[nodiscard]] Second begin(const Bill& bill) const {
    return rows_.visits[static_cast<std::size_t>(bill.visit)].begin;
  }
  [[nodiscard]] Second end(const Bill& bill) const { return rows_.visits[static_cast<std::size_t>(bill.visit)].end; }

  const City& city;
  const World& world;
  Ledger& ledger;
  Life& life;
  Random random;

 private:
  Partition& rows_;
  std::vector<bool> stayed_;
};

}  // namespace yishou::simulate
