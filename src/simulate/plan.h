// What is done for whom: illnesses of visits, chronic diseases with their monthly refills, and stays, each with a plan.
// A plan is words with blanks between them: `[@N][P%]a+b*2|c`: every N-th time only, with a chance of P percent, one of
// the alternatives, each several items with their number.
#pragma once

#include <string_view>
#include <vector>

#include "simulate/catalogue.h"

namespace yishou::simulate {

struct PlanItem {
  ItemIndex item;
  int count;
  bool once;  ///< in a plan for every day: on the first day only
};
struct PlanWord {
  int every = 1;
  int chance = 100;
  std::vector<std::vector<PlanItem>> choices;
};
using Plan = std::vector<PlanWord>;

[[nodiscard]] Plan read_plan(std::string_view text, const Catalogue& catalogue);

struct Illness {
  std::string_view icd, name;
  Sex sex;
  int age_min, age_max;
  int weight;
  int winter;  ///< how many times as frequent in winter
  std::string_view department;
  Plan plan;
};

struct Chronic {
  std::string_view icd, name, dise_no;
  Sex sex;
  int share_young, share_middle, share_old;  ///< per mille of 18–44, 45–64, 65 and more
  std::string_view department;
  Plan plan;
};

struct StayKind {
  std::string_view icd, name;
  Sex sex;
  int age_min, age_max, weight;
  std::string_view department;
  int los_min, los_max;
  std::string_view operation_code, operation_name;
  Plan operation, admission, daily, extra;
};

/// Immutable; shared by all threads.
struct Plans {
  std::vector<Illness> illnesses;
  std::vector<Chronic> chronics;
  std::vector<StayKind> stays;

  [[nodiscard]] static Plans shipped(const Catalogue& catalogue);
};

}  // namespace yishou::simulate
