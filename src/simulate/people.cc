// Who lives in the city.
#include <algorithm>
#include <array>

#include "simulate/life.h"

namespace yishou::simulate {
namespace {

// Per mille of the people in bands of five years, after the national age pyramid (docs/simulation.md).
constexpr std::array<int, 19> kPyramid{45, 60, 62, 56, 52, 58, 75, 82, 73, 68, 85, 84, 56, 54, 40, 24, 15, 8, 3};
// Deaths a year, per ten thousand, in bands of ten years.
constexpr std::array<int, 10> kDeaths{6, 3, 4, 7, 15, 36, 95, 260, 720, 1500};

int draw_age_days(Random& random) {
  int rest = static_cast<int>(random.below(1000));
  int band = 0;
  while (band < 18 && rest >= kPyramid[static_cast<std::size_t>(band)])
    rest -= kPyramid[static_cast<std::size_t>(band++)];
  return band * 1826 + static_cast<int>(random.below(1826));
}

}  // namespace

int age_on(const Person& person, Day day) { return completed_years(person.birth, day); }

void make_people(const City& city, Partition& rows, int count, std::uint64_t first_number) {
  const World& world = city.world;
  int family_left = 0, district = 0, east = 0, north = 0;
  std::uint64_t family = 0;
  for (int i = 0; i < count; ++i) {
    Random random(city.seed, 2, first_number + static_cast<std::uint64_t>(i));
    Person out{};
    out.number = mask_serial<50>(first_number + static_cast<std::uint64_t>(i) + 1);  // 0 would be a missing number
    if (family_left == 0) {
      family_left = random.between(1, 5);
      family = mask_serial<50>(first_number + static_cast<std::uint64_t>(i) + (std::uint64_t{1} << 49));
      district = static_cast<int>(random.below(kDistricts));
      const auto& centres = world.of_grade(Grade::kCentre);
      const Institution& near = world.institution(centres[static_cast<std::size_t>(district) % centres.size()]);
      east = near.east + random.between(-4000, 4000);
      north = near.north + random.between(-4000, 4000);
    }
    --family_left;
    out.family = family;
    out.district = district;
    out.east = east;
    out.north = north;
    out.sex = random.per_mille(511) ? Sex::kMale : Sex::kFemale;
    out.birth = world.first_day() - draw_age_days(random);
    // Six in ten infants come into the world while the city is watched.
    if (out.birth > world.first_day() - 365 && random.percent(60)) {
      out.birth = world.first_day() + static_cast<Day>(random.below(static_cast<std::uint32_t>(world.days())));
    }
    const int age = age_on(out, world.first_day());
    out.insurance = age >= 18 && random.percent(36) ? 310 : 390;
    out.type = out.insurance == 390 ? 14 : age >= (out.sex == Sex::kMale ? 61 : 56) ? 12 : 11;
    out.telephone = 13'000'000'000 + random.next() % 6'999'999'999;
    const int a_year = kDeaths[static_cast<std::size_t>(std::clamp(age / 10, 0, 9))];
    const auto span = static_cast<std::uint32_t>(world.days());
    if (random.below(10'000 * 365) < static_cast<std::uint32_t>(a_year) * span) {
      out.death = world.first_day() + static_cast<Day>(random.below(span));
      if (out.death <= out.birth) out.death = kNoDay;
    }
    const auto& chronics = city.plans.chronics;
    for (std::size_t c = 0; c < chronics.size(); ++c) {
      if (chronics[c].sex != Sex::kEither && chronics[c].sex != out.sex) continue;
      const int chance = age < 18   ? 0
                         : age < 45 ? chronics[c].share_young
                         : age < 65 ? chronics[c].share_middle
                                    : chronics[c].share_old;
      if (random.per_mille(chance)) out.chronic |= 1u << c;
    }
    out.home_clinic = world.pick(random.percent(70) ? Grade::kCentre : Grade::kClinic, district, random);
    out.home_pharmacy = world.pick(Grade::kPharmacy, district, random);
    out.home_hospital = world.pick(random.percent(45) ? Grade::kTertiary : Grade::kSecondary, district, random);
    rows.persons.push_back(out);
  }
}

}  // namespace yishou::simulate
