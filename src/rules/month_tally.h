// MonthTally: what institutions did in calendar months, added up block after block. Serves all indicators 56–63 at once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "knowledge/parameters.h"
#include "model/block.h"
#include "model/facts.h"

namespace yishou::rules {

/// Sums of one institution and calendar month. Amounts are net amounts of effective lines, claimed or not, of the settlements
/// in effect whose setl_time lies in the month; stays count in the month of their end.
struct MonthSums {
  Fen all = 0;
  Fen drugs = 0, exams = 0, materials = 0, treatments = 0;  ///< by med_chrgitm_type, else list_type
  Fen ct = 0, mri = 0;                                      ///< by item code
  std::int64_t settlements = 0;
  std::int64_t discharges = 0;  ///< stays as in rule 49 that ended in the month
  std::int64_t infected = 0;    ///< of those: with an infection that was not there on admission
  std::int64_t readmitted = 0;  ///< of those: followed by an unplanned stay

  void add(const MonthSums& other) noexcept;
};

/// One institution and month, merged over all workers.
struct InstitutionMonth {
  std::string_view institution;            ///< fixmedins_code; lives as long as the tallies' dictionaries
  Day month = kNoDay;                      ///< its first day
  model::SmallCode type = model::kNoCode;  ///< fixmedins_type
  int rank = 0;  ///< A6: of the institution, else the one rank that its settlements name; 0 missing or several
  MonthSums sums;
};

/// One worker's; used by one thread. Integers only: adding is commutative. Pharmacies are left out.
class MonthTally {
 public:
  /// Reads `readmit_days` and `cycle_diags`.
  explicit MonthTally(const knowledge::Parameters& parameters);

  /// Adds a block after lay_ground. All blocks must have the same dictionaries.
  void add(const model::ClaimBlock& block);

  /// The sums of all workers, by institution (bytes of its code), then month.
  [[nodiscard]] static std::vector<InstitutionMonth> merge(std::span<const MonthTally* const> tallies);

  /// What the tally reads beyond ground_facts(): of the settlements and lines, of the stays.
  [[nodiscard]] static model::FactSet amount_facts();
  [[nodiscard]] static model::FactSet stay_facts();

 private:
  using Id = model::CodeDictionary::Id;
  using Index = model::Index;
  struct Item {
    std::int16_t list_type;  ///< by the shape of the code (A9), for lines whose list_type is missing
    bool ct, mri;
  };
  /// A visit as a stay of rule 49, from its settlements in effect.
  struct Stay {
    Index visit = model::kNone;
    Id institution = kNobody;    ///< kNobody: no settlement, or several institutions
    bool any = false;            ///< has a settlement in effect
    bool in_bed = true;          ///< all of them are of med_type 21–26
    bool several_mains = false;  ///< main diagnoses that contradict each other
    bool cyclic = false;         ///< the main diagnosis calls for regular stays (cycle_diags)
    bool infected = false;
    Second begin = kNoSecond;
    Day end = kNoDay;
    std::string_view main;  ///< main diagnosis; "" when missing
  };
  static constexpr Id kNobody = 0xffffffff;

  [[nodiscard]] MonthSums* cell(Id institution, Day day);
  void learn_items();
  void add_settlements(const model::ClaimBlock& block);
  void add_lines(const model::ClaimBlock& block);
  void gather_stays(const model::ClaimBlock& block);
  void add_stays(const model::ClaimBlock& block);
  void add_readmissions(const model::ClaimBlock& block, std::span<Stay*> stays);

  const knowledge::Dated<std::int64_t>& readmit_days_;
  const knowledge::Dated<knowledge::CodeSet>& cycle_diags_;
  const model::Dictionaries* codes_ = nullptr;
  std::vector<Item> items_;          // by item id
  std::vector<std::uint8_t> ranks_;  // by institution id: bits of the ranks that its settlements name
  tsl::robin_map<std::uint64_t, std::size_t, PairHash> cells_;  // (institution, month) → place in sums_
  std::vector<MonthSums> sums_;
  // Used again from block to block.
  std::vector<std::size_t> cell_of_;  // by settlement: its place in sums_ + 1; 0 for none
  std::vector<Stay> stays_;           // by visit
  std::vector<Stay*> order_;
};

}  // namespace yishou::rules
