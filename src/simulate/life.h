// The honest city: who lives there, and what happens to them. Every bill written here keeps every limit that the city's
// catalogue knows, so that nothing in an honest city is a violation.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "simulate/ledger.h"

namespace yishou::simulate {

/// Fills Partition::persons with `count` people.
void make_people(const City& city, Partition& rows, int count, std::uint64_t first_number);

/// A person's age in completed years on a day.
[[nodiscard]] int age_on(const Person& person, Day day);

/// Lives the lives of one partition. Used by one thread.
class Life {
 public:
  Life(const City& city, Ledger& ledger, std::size_t persons);

  /// All honest events of a person.
  void live(std::int32_t person);

  // What the schemes and look-alikes borrow.

  /// True if the day has no visit, and the person is alive.
  [[nodiscard]] bool is_free(std::int32_t person, Day day) const;
  /// True if all days of first … last are free.
  [[nodiscard]] bool are_free(std::int32_t person, Day first, Day last) const;
  void mark(std::int32_t person, Day first, Day last);
  /// Something is planted with the person: nobody else may plant, so that two schemes never meet in one life.
  void reserve(std::int32_t person) { reserved_[static_cast<std::size_t>(person)] = true; }
  [[nodiscard]] bool is_reserved(std::int32_t person) const { return reserved_[static_cast<std::size_t>(person)]; }
  /// An ordinary stay; the bill is closed. Returns its bill.
  Bill stay(std::int32_t person, const StayKind& kind, Day first, int nights, int institution, int med_type,
            Random& random);
  /// An ordinary visit for an illness; the bill stays open, so that the caller may add to it.
  Bill visit(std::int32_t person, std::string_view icd, std::string_view name, const Plan& plan,
             std::string_view department, Day day, int institution, int med_type, Random& random);
  /// Closes a visit's bill half an hour after its last line.
  void settle(const Bill& bill);
  /// Opens a purchase in a pharmacy, without lines.
  Bill purchase(std::int32_t person, int pharmacy, Second time);
  /// Adds a drug with a plausible number of days; honest limits are not looked at.
  std::int32_t dispense(const Bill& bill, ItemIndex item, int packs, Second time, std::uint16_t prescription);
  /// True if an honest doctor may bill the item now.
  [[nodiscard]] bool allowed(const Bill& bill, ItemIndex item, Day day) const;
  /// A prescription of pieces for `doses` days.
  void decoction(const Bill& bill, const std::vector<ItemIndex>& herbs, int doses, Second time,
                 std::uint16_t prescription);
  [[nodiscard]] std::vector<ItemIndex> herbs(int ordinary, int listed, Random& random) const;
  [[nodiscard]] int pick_hospital(const Person& person, std::string_view department, Random& random) const;
  [[nodiscard]] ItemIndex key(std::string_view key) const { return city_.catalogue.find(key); }

 private:
  struct Marks;  // days on which limited items were last billed, for one person

  void illnesses(std::int32_t person, Random& random);
  void refills(std::int32_t person, Random& random);
  void purchases(std::int32_t person, Random& random);
  void stays(std::int32_t person, Random& random);
  void birth(std::int32_t person, Random& random);
  void dialysis(std::int32_t person, Random& random);
  void chemotherapy(std::int32_t person, Random& random);

  void follow(const Bill& bill, const Plan& plan, Day day, Second& clock, std::uint64_t habit, int turn,
              Random& random);
  void mishap(const Bill& bill, Second now, Random& random);
  [[nodiscard]] bool offers(int institution, ItemIndex item) const;
  [[nodiscard]] bool clashes(const Bill& bill, ItemIndex item) const;
  [[nodiscard]] Day draw_day(std::int32_t person, bool winter, Random& random) const;
  [[nodiscard]] const Illness* draw_illness(const Person& person, Day day, Random& random) const;
  [[nodiscard]] Person& person(std::int32_t index) { return ledger_.rows().persons[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const Person& person(std::int32_t index) const {
    return ledger_.rows().persons[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] Day last_used(ItemIndex item) const;
  void remember(ItemIndex item, Day day);

  const City& city_;
  Ledger& ledger_;
  const World& world_;
  int days_;
  std::vector<std::uint8_t> busy_;  // persons × days
  std::vector<bool> reserved_;
  std::vector<std::pair<ItemIndex, Day>> used_;
  std::vector<Day> stay_ends_;
  ItemIndex visit_, expert_, emergency_, clinic_fee_, bed_, round_, nurse1_, nurse2_, cefuroxime_, timolol_, infrared_;
  std::vector<ItemIndex> basics_, repeats_, ordinary_herbs_, listed_herbs_, shelf_, supplies_, support_, workup_,
      screening_;
};

}  // namespace yishou::simulate
