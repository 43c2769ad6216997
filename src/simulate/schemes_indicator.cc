// Planted: hospitals whose shares stand out among their peers in one month (rules 56–63). The special hospitals of a small
// city (Grade::kWard) are filled for its second month: five ordinary ones with shares spread wide, and four that stand out.
#include <algorithm>
#include <array>
#include <iterator>

#include "simulate/planter.h"
#include "simulate/schemes.h"

namespace yishou::simulate {
namespace {

constexpr int kStays = 32, kNights = 5;
constexpr int kDayFen = 120'000;  // what a day costs in all of them
constexpr Day kReadmittedAfter = 20;

// Shares in thousandths of the day's cost. What is left is bed, rounds and nursing.
struct Profile {
  int drugs, tests, laboratory, ct, mri, consumables, treatment;
  int infections, readmissions;  ///< of all stays
};
constexpr std::array<Profile, 9> kProfiles{{{120, 70, 60, 80, 50, 170, 160, 1, 1},
                                            {160, 100, 110, 20, 110, 40, 200, 0, 0},
                                            {250, 140, 130, 110, 80, 120, 40, 2, 1},
                                            {220, 200, 200, 50, 20, 80, 80, 1, 2},
                                            {200, 110, 110, 90, 90, 150, 120, 0, 0},
                                            // What the schemes fill.
                                            {570, 140, 140, 30, 30, 10, 10, 9, 0},
                                            {30, 50, 50, 380, 380, 20, 20, 1, 0},
                                            {30, 140, 140, 30, 30, 550, 10, 0, 8},
                                            {30, 140, 140, 30, 30, 10, 550, 2, 1}}};
constexpr std::size_t kOrdinary = 5;

// Which of the profiles stands out by which rule, and which ordinary one comes nearest to that.
struct Standout {
  std::string_view scheme;
  int rule;
  std::size_t guilty, nearest;
};
constexpr Standout kStandouts[]{
    {"share_of_drugs", 56, 5, 2},
    {"share_of_tests", 57, 6, 3},
    {"share_of_consumables", 58, 7, 0},
    {"share_of_treatment", 59, 8, 1},
    {"share_of_ct", 60, 6, 2},
    {"share_of_mri", 61, 6, 1},
    {"infections_in_hospital", 62, 5, 2},
    {"unplanned_readmissions", 63, 7, 3},
};

void stay(Planter& p, const Profile& profile, std::int32_t who, int where, Day first, bool infected) {
  const Bill bill = p.ledger.open(who, where, 21, start_of(first) + 9 * 3600, start_of(first + kNights) + 10 * 3600,
                                  "03", p.world.pick_doctor(where, "03", p.random), "G45.900", "短暂性脑缺血发作");
  p.ledger.diagnose(bill, "G45.900", "短暂性脑缺血发作", true);
  if (infected) p.ledger.diagnose(bill, "J18.900", "肺炎", false, '4');
  struct Part {
    std::string_view item;
    int share;
  };
  const Part parts[]{
      {"gcsf", profile.drugs}, {"color_us", profile.tests},     {"cea", profile.laboratory},    {"ct", profile.ct},
      {"mri", profile.mri},    {"suture", profile.consumables}, {"dressing", profile.treatment}};
  std::array<Fen, std::size(parts)> owed{};
  for (int n = 0; n < kNights; ++n) {
    const Second morning = start_of(first + n) + 10 * 3600;
    for (const auto item : {"bed", "inp_visit", "nurse2"}) p.add_at(bill, item, 1, morning);
    Fen rest = kDayFen - 8'000;
    for (std::size_t i = 0; i < std::size(parts); ++i) {
      const Fen budget = Fen{kDayFen} * parts[i].share / 1000;
      rest -= budget;
      owed[i] += budget;
      const Fen price = p.ledger.price_of(p.life.key(parts[i].item), where) / 10'000;
      const int units = static_cast<int>(owed[i] / price);
      if (units == 0) continue;
      owed[i] -= units * price;
      p.add_at(bill, parts[i].item, units, morning + 60 * static_cast<Second>(i + 1), {.days = i == 0 ? 1 : 0});
    }
    if (rest >= 600) p.add_at(bill, "icu_care", static_cast<int>(rest / 600), morning + 600);
  }
  p.ledger.close(bill, p.end(bill) + 3600);
  p.life.mark(who, first, first + kNights);
}

}  // namespace

void plant_indicators(Planter& p, bool honest) {
  const auto& wards = p.world.of_grade(Grade::kWard);
  const CivilDate begin = civil_from_day(kFirstCityDay);
  const Day month = day_from_civil({begin.year, begin.month + 1, 1});
  const Day next = day_from_civil({begin.year, begin.month + 2, 1});
  if (wards.empty() || p.ledger.rows().index != 0 || next + 28 > p.world.last_day()) return;
  if (p.ledger.rows().persons.size() < 1200) return;
  for (std::size_t w = honest ? 0 : kOrdinary; w < (honest ? kOrdinary : kProfiles.size()); ++w) {
    const Profile& profile = kProfiles[w];
    for (int n = 0; n < kStays; ++n) {
      const bool back = n < profile.readmissions;
      const Day first = month + 1 + (back ? n % 3 : n % 20);
      const Day again = first + kNights + kReadmittedAfter;
      const auto who = p.find([&](std::int32_t i) {
        return p.age(i) >= 25 && p.age(i) < 86 && !p.stayed(i) && p.life.are_free(i, first, first + kNights) &&
               (!back || p.life.are_free(i, again, again + kNights));
      });
      if (who < 0) return;
      stay(p, profile, who, wards[w], first, n >= kStays - profile.infections);
      if (back) stay(p, profile, who, wards[w], again, false);
    }
  }
  for (const Standout& s : kStandouts) {
    const auto& code = p.world.institution(wards[honest ? s.nearest : s.guilty]).code;
    p.tell_subject(s.scheme, s.rule, "institution", code, start_of(month), start_of(next) - 1, 0, 0,
                   honest ? "与同级机构无显著差异" : "");
  }
}

}  // namespace yishou::simulate
