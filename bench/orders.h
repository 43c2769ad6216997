// Orders that doctors might ask about: persons of a lake by the size of their history, ten lines like those that are really billed.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "bench_lake.h"
#include "lake/claims.h"
#include "model/proposal.h"

namespace yishou::bench {

struct SampleLine {
  std::string item;
  Micro pric = 0;
  model::SmallCode list_type = model::kNoCode, chrgitm_lv = model::kNoCode, charge_type = model::kNoCode;
};
struct SamplePerson {
  std::string psn_no;
  model::Sex sex = model::Sex::kMissing;
  Day birth = kNoDay;
  std::uint32_t lines = 0;
};

/// The lake's persons by size of their history, lines that doctors really order, and the last day.
struct Sample {
  std::vector<SamplePerson> persons;  // by lines
  std::vector<SampleLine> lines;
  std::string institution;
  Day today = kNoDay;
};

inline Sample sample_of(const std::string& lake) {
  Sample sample;
  const auto claims = must(lake::LakeClaims::open(lake, {}));
  model::FactSet all;
  all.set();
  const std::size_t parts = std::min<std::size_t>(claims->num_parts(), 4);
  for (std::size_t part = 0; part < parts; ++part) {
    model::Dictionaries codes;
    must(claims->read_part(part, all, codes, [&](model::ClaimBlock& block) -> Status {
      for (const model::Person& person : block.persons) {
        sample.persons.push_back({std::string{person.psn_no}, person.sex, person.birth, person.lines.size()});
      }
      const model::Lines& l = block.lines;
      for (model::Index i = 0; i < l.size(); i += 97) {
        sample.lines.push_back(
            {std::string{block.item_code(i)}, l.pric[i], l.list_type[i], l.chrgitm_lv[i], l.charge_type[i]});
      }
      if (sample.institution.empty()) sample.institution = block.institution_code(0);
      return {};
    }));
  }
  sample.today = claims->manifest().last_fee_day;
  std::ranges::sort(sample.persons, {}, [](const SamplePerson& p) { return std::pair(p.lines, p.psn_no); });
  return sample;
}

/// An outpatient order of ten lines for a person, on the day after the lake's last.
inline model::Proposal order_for(const SamplePerson& person, const Sample& sample, std::size_t seed,
                                 std::vector<std::string>& ids) {
  model::Proposal proposal;
  proposal.psn_no = person.psn_no;
  proposal.sex = person.sex;
  proposal.birth = person.birth;
  model::ProposedVisit& visit = proposal.visits.emplace_back();
  visit.mdtrt_id = "BENCH";
  visit.institution = sample.institution;
  visit.insutype = "310";
  visit.main_diagnosis = "I10.X00";
  visit.med_type = 11;
  visit.begin = start_of(sample.today + 1) + 8 * 3600;
  visit.end = visit.begin;
  visit.diagnoses.push_back({"I10.X00", true, true});
  for (std::size_t i = 0; i < 10; ++i) {
    const SampleLine& like = sample.lines[(seed * 7919 + i * 104729) % sample.lines.size()];
    model::ProposedLine& line = visit.lines.emplace_back();
    line.id = ids[i];
    line.rx = "RX1";
    line.item = like.item;
    line.doctor = "D1";
    line.department = "A03";
    line.time = visit.begin + static_cast<Second>(i);
    line.cnt = kOne;
    line.pric = like.pric;
    line.amount = mul_div(like.pric, 1, 10'000);
    line.list_type = like.list_type;
    line.chrgitm_lv = like.chrgitm_lv;
    line.charge_type = like.charge_type;
  }
  return proposal;
}

/// Persons of the middle tenth by lines of history.
inline std::vector<SamplePerson> median_persons(const Sample& sample) {
  const std::size_t n = sample.persons.size();
  return {sample.persons.begin() + static_cast<std::ptrdiff_t>(n * 45 / 100),
          sample.persons.begin() + static_cast<std::ptrdiff_t>(n * 55 / 100)};
}

}  // namespace yishou::bench
