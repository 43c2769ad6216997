// What can be billed in the city: drugs, pieces, services and consumables with real national codes where a published
// knowledge point names them, and the pairs of items that one visit must not hold.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"

namespace yishou::simulate {

using ItemIndex = std::int16_t;
inline constexpr ItemIndex kNoItem = -1;

enum class Sex : std::uint8_t { kEither = 0, kMale = 1, kFemale = 2 };

/// One item. Texts live in the program.
struct Item {
  std::string_view key, code, name, spec, form, dose, frequency;
  int list_type;            ///< 101, 102, 201, 301
  std::string_view charge;  ///< med_chrgitm_type
  std::string_view level;   ///< chrgitm_lv 01, 02, 03
  Micro price;              ///< at rank 3
  int selfpay_per_mille;    ///< what the insured pays before the fund shares
  int pack_days;            ///< days that one pack lasts; 0 for services
  Sex sex;                  ///< who may have it
  bool child, newborn, injury, maternity, never, alone, second_line, indication, working_age, narcotic;
  bool inpatient, inpatient_or_emergency;
  bool planted;                 ///< stands in no ordinary bill, only in schemes and look-alikes
  int min_rank;                 ///< 1, 2, 3
  int daily;                    ///< units a day at most; 0 = no limit
  int course;                   ///< days at most; 0 = no limit
  int period;                   ///< days between two; 0 = no limit
  std::string_view department;  ///< the only one that may bill it
  std::string_view group;       ///< operation groups, `/` between them
  std::string_view generic;     ///< code prefix of the same active substance

  [[nodiscard]] bool is_drug() const { return list_type == 101; }
  [[nodiscard]] bool is_service() const { return list_type == 201; }
};

/// Two items of which the first contains the second.
struct Pair {
  ItemIndex item, contains;
  std::string_view scope;
};

/// Immutable; shared by all threads.
class Catalogue {
 public:
  /// Reads the tables that ship with the program; stops the program when they are broken (our own data).
  [[nodiscard]] static Catalogue shipped();

  [[nodiscard]] const Item& operator[](ItemIndex index) const { return items_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// The item with this key; the key must exist.
  [[nodiscard]] ItemIndex find(std::string_view key) const;
  [[nodiscard]] std::span<const Pair> pairs() const { return pairs_; }
  /// Items that must not stand in one visit with this one.
  [[nodiscard]] std::span<const ItemIndex> rivals(ItemIndex index) const {
    return rivals_[static_cast<std::size_t>(index)];
  }

 private:
  std::vector<Item> items_;
  std::vector<Pair> pairs_;
  std::vector<std::vector<ItemIndex>> rivals_;
};

/// Splits a text at a character; empty parts stay.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char at);
/// The whole number a text is; the text must be one.
[[nodiscard]] int number(std::string_view text);

}  // namespace yishou::simulate
