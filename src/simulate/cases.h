// Schemes and look-alikes that are one ordinary visit with one wrong (or nearly wrong) line: a table, cases.csv.
#pragma once

#include <string_view>
#include <vector>

#include "simulate/plan.h"
#include "simulate/world.h"

namespace yishou::simulate {

struct Case {
  std::string_view scheme;
  int rule;
  std::string_view reason;      ///< why it is honest; empty: it is not
  std::vector<PlanItem> items;  ///< what is accused; none: the visit's diagnosis itself is
  std::vector<PlanItem> beside;
  Grade grade;
  int med_type;
  std::string_view department, icd, name;
  Sex sex;
  int age_min, age_max;  ///< on the city's first day; −1: not yet born
  bool self_paid = false;
  int days = 0;               ///< prd_days; 0: as packs last
  Micro price = 0;            ///< 0: the institution's
  int part = 1, of = 1;       ///< the share of the amount that is in dispute
  char title = 0;             ///< pro_tech_duty of the doctor; 0: any
  int birthday = 0, eve = 0;  ///< the visit is on this birthday, or on the day before it
  int born = 0;               ///< the visit is so many days after birth
  int gestation = 0;
  std::vector<int> rules;  ///< what else the same lines break
  std::string_view dise_no, dise_name, also, also_name, dose, frequency;
};

/// Reads the table that ships with the program; stops the program when it is broken (our own data).
[[nodiscard]] std::vector<Case> shipped_cases(const Catalogue& catalogue);

}  // namespace yishou::simulate
