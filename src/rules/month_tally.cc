#include "rules/month_tally.h"

#include <algorithm>
#include <map>

#include "rules/common_ground.h"

namespace yishou::rules {

using model::Fact;
using model::kNone;

namespace {

// med_chrgitm_type, list_type, item codes: code values of the platform.
constexpr int kExamination = 3, kLaboratory = 4, kTreatment = 5, kMaterial = 8, kWesternDrug = 9, kPatentDrug = 11;
constexpr int kDrug = 101, kOwnPreparation = 103, kEthnicDrug = 104, kConsumable = 301;
constexpr model::SmallCode kMedical = 1;  // fixmedins_type
constexpr std::string_view kCtItems = "002103", kMriItems = "002102";

/// Whole numbers that wrap: what cannot be a true sum stays the same in any order all the same.
void add_to(std::int64_t& sum, std::int64_t value) noexcept {
  sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) + static_cast<std::uint64_t>(value));
}

/// Months since the year 0.
std::uint32_t month_of(Day day) noexcept {
  const CivilDate date = civil_from_day(day);
  return static_cast<std::uint32_t>(date.year * 12 + date.month - 1);
}

Day first_day(std::uint32_t month) noexcept {
  return day_from_civil({static_cast<int>(month / 12), static_cast<int>(month % 12) + 1, 1});
}

}  // namespace

void MonthSums::add(const MonthSums& other) noexcept {
  add_to(all, other.all);
  add_to(drugs, other.drugs);
  add_to(exams, other.exams);
  add_to(materials, other.materials);
  add_to(treatments, other.treatments);
  add_to(ct, other.ct);
  add_to(mri, other.mri);
  add_to(settlements, other.settlements);
  add_to(discharges, other.discharges);
  add_to(infected, other.infected);
  add_to(readmitted, other.readmitted);
}

model::FactSet MonthTally::amount_facts() {
  return model::facts(Fact::kLineChargeType, Fact::kLineListType, Fact::kSetlInstitution, Fact::kSetlTime,
                      Fact::kSetlLevel, Fact::kVisitLevel, Fact::kInstitutionLevel, Fact::kInstitutionType);
}

model::FactSet MonthTally::stay_facts() {
  return model::facts(Fact::kSetlInstitution, Fact::kSetlMedType, Fact::kSetlBegin, Fact::kSetlEnd, Fact::kSetlLevel,
                      Fact::kVisitLevel, Fact::kVisitBegin, Fact::kVisitEnd, Fact::kVisitMainDiag, Fact::kDiagCode,
                      Fact::kDiagMain, Fact::kDiagAdmission, Fact::kInstitutionLevel, Fact::kInstitutionType);
}

MonthTally::MonthTally(const knowledge::Parameters& parameters)
    : readmit_days_(parameters.number("readmit_days")), cycle_diags_(parameters.codes("cycle_diags")) {}

void MonthTally::add(const model::ClaimBlock& block) {
  codes_ = block.codes;
  learn_items();
  ranks_.resize(codes_->institutions.size(), 0);
  add_settlements(block);
  add_lines(block);
  gather_stays(block);
  add_stays(block);
}

MonthSums* MonthTally::cell(Id institution, Day day) {
  const model::SmallCode type = codes_->institution_facts[institution].type;
  if (day == kNoDay || (type != kMedical && type != model::kNoCode)) return nullptr;
  if (codes_->institutions.text(institution).empty()) return nullptr;
  const std::uint64_t key = std::uint64_t{institution} << 32 | month_of(day);
  const auto [place, fresh] = cells_.try_emplace(key, sums_.size());
  if (fresh) sums_.emplace_back();
  return &sums_[place->second];
}

void MonthTally::learn_items() {
  for (std::size_t id = items_.size(); id < codes_->items.size(); ++id) {
    const std::string_view code = codes_->items.text(static_cast<Id>(id));
    items_.push_back(
        {static_cast<std::int16_t>(list_type_of_code(code)), code.starts_with(kCtItems), code.starts_with(kMriItems)});
  }
}

void MonthTally::add_settlements(const model::ClaimBlock& block) {
  cell_of_.assign(block.settlements.size(), 0);
  for (std::size_t s = 0; s < block.settlements.size(); ++s) {
    const model::Settlement& settlement = block.settlements[s];
    if (!settlement.in_effect) continue;
    int rank = rank_of_level(settlement.level);
    if (rank == 0 && settlement.visit != kNone && block.visits[settlement.visit].counts) {
      rank = rank_of_level(block.visits[settlement.visit].level);
    }
    if (rank != 0) {
      ranks_[settlement.institution] = static_cast<std::uint8_t>(ranks_[settlement.institution] | 1u << rank);
    }
    MonthSums* sums = cell(settlement.institution, day_of(settlement.setl_time));
    if (sums == nullptr) continue;
    ++sums->settlements;
    cell_of_[s] = static_cast<std::size_t>(sums - sums_.data()) + 1;
  }
}

void MonthTally::add_lines(const model::ClaimBlock& block) {
  const model::Lines& lines = block.lines;
  for (Index line = 0; line < lines.size(); ++line) {
    if (lines.effective[line] == 0 || cell_of_[lines.settlement[line]] == 0) continue;
    MonthSums& sums = sums_[cell_of_[lines.settlement[line]] - 1];
    const Fen amount = lines.net_amount[line];
    const Item& item = items_[lines.item[line]];
    const int list = lines.list_type[line] != model::kNoCode ? lines.list_type[line] : item.list_type;
    int charge = lines.charge_type[line];
    if (charge < 0) {
      const bool drug = list == kDrug || list == kOwnPreparation || list == kEthnicDrug;
      charge = drug ? kWesternDrug : list == kConsumable ? kMaterial : -1;
    }
    add_to(sums.all, amount);
    if (charge == kWesternDrug || charge == kPatentDrug) add_to(sums.drugs, amount);
    if (charge == kExamination || charge == kLaboratory) add_to(sums.exams, amount);
    if (charge == kTreatment) add_to(sums.treatments, amount);
    if (charge == kMaterial || list == kConsumable) add_to(sums.materials, amount);
    if (item.ct) add_to(sums.ct, amount);
    if (item.mri) add_to(sums.mri, amount);
  }
}

std::vector<InstitutionMonth> MonthTally::merge(std::span<const MonthTally* const> tallies) {
  struct Merged {
    model::Institution facts;
    std::uint8_t ranks = 0;
    std::map<std::uint32_t, MonthSums> months;
  };
  std::map<std::string_view, Merged> institutions;
  for (const MonthTally* tally : tallies) {
    for (std::size_t id = 0; id < tally->ranks_.size(); ++id) {
      const auto institution = static_cast<Id>(id);
      Merged& merged = institutions[tally->codes_->institutions.text(institution)];
      merged.facts = tally->codes_->institution_facts[institution];
      merged.ranks = static_cast<std::uint8_t>(merged.ranks | tally->ranks_[id]);
    }
    for (const auto& [key, place] : tally->cells_) {
      institutions[tally->codes_->institutions.text(static_cast<Id>(key >> 32))]
          .months[static_cast<std::uint32_t>(key)]
          .add(tally->sums_[place]);
    }
  }
  std::vector<InstitutionMonth> out;
  for (const auto& [code, merged] : institutions) {
    int rank = rank_of_level(merged.facts.level);
    for (int one = 1; rank == 0 && one <= 3; ++one) {
      if (merged.ranks == 1u << one) rank = one;
    }
    for (const auto& [month, sums] : merged.months) {
      out.push_back({code, first_day(month), merged.facts.type, rank, sums});
    }
  }
  return out;
}

}  // namespace yishou::rules
