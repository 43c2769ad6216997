// A person's paid visits: what the settlements in effect of one mdtrt_id, and its row where it counts (A1), say together. Stays
// in bed are among them. For the rules on behaviour (49–53) and on dates (42).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "knowledge/parameters.h"
#include "model/block.h"
#include "model/facts.h"
#include "rules/common_ground.h"
#include "rules/truth.h"

namespace yishou::rules {

/// A set of med_types, one bit for each; a missing one has none.
using MedTypes = std::uint32_t;
[[nodiscard]] constexpr MedTypes med_type_bit(std::int32_t med_type) noexcept {
  constexpr std::int32_t kKnown[] = {11, 12, 13, 14, 19, 21, 22, 23, 24, 25, 26, 28, 41, 51, 52, 9901};
  MedTypes bit = 1;
  for (const std::int32_t known : kKnown) {
    if (known == med_type) return bit;
    bit <<= 1;
  }
  return med_type < 0 ? 0 : bit;  // any other
}
[[nodiscard]] constexpr MedTypes med_types(std::initializer_list<std::int32_t> wanted) noexcept {
  MedTypes set = 0;
  for (const std::int32_t med_type : wanted) set |= med_type_bit(med_type);
  return set;
}
/// A stay (rule 49): in bed, but neither day surgery (28) nor a birth (52).
inline constexpr MedTypes kStayTypes = med_types({21, 22, 23, 24, 25, 26});

/// One mdtrt_id with a settlement in effect.
struct PaidVisit {
  model::Index visit = model::kNone;
  model::Index settlement = model::kNone;     ///< of its settlements in effect the one with the smallest setl_id
  model::CodeDictionary::Id institution = 0;  ///< of that settlement
  bool institution_known = false;
  MedTypes types = 0;        ///< of all its settlements in effect; none of a cancelled visit, which does not count (A1)
  Second begin = kNoSecond;  ///< begntime, else the first begndate
  Second end = kNoSecond;    ///< endtime, else the last enddate; unknown when it lies before the begin
  bool dates_contradict = false;
  Fen total = 0, fund = 0;          ///< sums of medfee_sumamt and fund_pay_sumamt
  std::string_view main_diagnosis;  ///< A8; empty when missing, or when several rows claim to be it
  Day birth = kNoDay;
  bool births_differ = false;
  Day setl_begin = kNoDay, setl_end = kNoDay;  ///< of its settlements; missing when one of them lacks it
  bool several_mains = false;

  [[nodiscard]] bool is_only(MedTypes set) const { return types != 0 && (types & ~set) == 0; }
  [[nodiscard]] bool is_stay() const { return is_only(kStayTypes); }
  [[nodiscard]] bool has(std::int32_t med_type) const { return (types & med_type_bit(med_type)) != 0; }
};

/// How many settlements in effect are of these types: at least as many as visits that are only of them.
[[nodiscard]] std::int64_t num_settled_as(const model::ClaimBlock& block, const model::Person& person,
                                          MedTypes types) noexcept;

/// Gathers them, person after person, in the same memory.
class PaidVisits {
 public:
  /// All of one person, in the order of the block; good until the next call.
  std::span<const PaidVisit> of(const model::ClaimBlock& block, const model::Person& person);
  /// The paid visit of a row of `ClaimBlock::visits` of the person last asked for; nullptr without a settlement in effect.
  [[nodiscard]] const PaidVisit* find(model::Index visit) const;

 private:
  void add(const model::ClaimBlock& block, model::Index settlement);
  void add_main(const model::ClaimBlock& block, const model::Diagnosis& diagnosis);
  static void complete(const model::ClaimBlock& block, const model::Person& person, PaidVisit& visit);

  model::Index first_ = 0;
  std::vector<model::Index> place_;  ///< by visit of the person: into `visits_`
  std::vector<PaidVisit> visits_;
};

/// What PaidVisits reads: med_types, institutions and dates; with the main diagnosis; with sex and birth date.
[[nodiscard]] model::FactSet paid_visit_facts();
[[nodiscard]] model::FactSet main_diagnosis_facts();
[[nodiscard]] model::FactSet birth_facts();

/// A5 of a visit: on its first day.
[[nodiscard]] Age age_of(const model::ClaimBlock& block, const PaidVisit& visit) noexcept;

/// Does a diagnosis begin with one of the prefixes of a parameter (`cycle_diags`).
[[nodiscard]] bool is_among(std::string_view diagnosis, const knowledge::CodeSet& prefixes) noexcept;

/// The day on which knowledge of a settlement's codes must hold, and ages count (A5): the visit's begin, else begndate.
[[nodiscard]] Day begin_day_of(const model::ClaimBlock& block, model::Index settlement) noexcept;

/// An accusation without lines about a settlement, about a visit: subject, and the span that is its own.
[[nodiscard]] Accusation about_settlement(const model::ClaimBlock& block, std::uint16_t rule, model::Index settlement);
[[nodiscard]] Accusation about_visit(const model::ClaimBlock& block, std::uint16_t rule, const PaidVisit& visit);
[[nodiscard]] Subject subject_of_settlement(const model::ClaimBlock& block, model::Index settlement);
[[nodiscard]] Subject subject_of_visit(const model::ClaimBlock& block, const PaidVisit& visit);
/// What about_settlement reads for the span.
[[nodiscard]] model::FactSet settlement_facts();

}  // namespace yishou::rules
