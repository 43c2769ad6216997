// What the city writes down, one struct a row, before it becomes files. Indexes point into World, Catalogue and Partition.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "simulate/catalogue.h"

namespace yishou::simulate {

struct Person {
  std::uint64_t number;  ///< psn_no
  Sex sex;
  Day birth;
  Day death = kNoDay;
  int insurance;  ///< 310 or 390
  int type;       ///< psn_type 11 working, 12 retired, 14 resident
  int district;
  std::uint64_t family;  ///< fml_no
  std::uint64_t telephone;
  int east, north;
  std::uint32_t chronic = 0;                      ///< bit i: Plans::chronics[i]
  int home_clinic, home_pharmacy, home_hospital;  ///< where this person usually goes
};

struct Visit {
  std::uint64_t number;  ///< mdtrt_id
  std::int32_t person, institution;
  std::int16_t type;  ///< med_type
  Second begin, end;
  std::int32_t doctor;
  std::string_view department, diagnosis, diagnosis_name, dise_no, dise_name;
  char way_out = '1';  ///< dscg_way
  bool newborn = false;
  std::int16_t gestation = 0, children = 0;  ///< geso_val in weeks, fetus_cnt
  Day death = kNoDay;
  bool valid = true;
  bool planted = false;
};

struct Settlement {
  std::uint64_t number;  ///< setl_id
  std::int32_t visit;
  Second time;
  Fen total = 0, own = 0, over = 0, before = 0, covered = 0, fund = 0, account = 0, cash = 0;
  std::uint64_t cancels = 0;  ///< init_setl_id
  bool refund = false, valid = true;
  char fault = 0;  ///< what it misreports: s the sex, b the birth date, d the dates; 0 nothing
  std::int32_t first_line = 0, lines = 0;
};

struct Line {
  std::uint64_t number;  ///< bkkp_sn
  std::int32_t settlement = 0;
  ItemIndex item;
  std::int16_t days;  ///< prd_days; 0 = none
  std::int32_t doctor;
  Second time, created;
  Qty count;
  Micro price, cap;  ///< cap 0 = none
  Fen amount, own, over, before, covered;
  std::uint64_t returns = 0;   ///< init_feedetl_sn
  std::uint16_t prescription;  ///< within its visit; 0 = none
  std::uint16_t dosing = 0;    ///< 1 + place in Partition::dosings; 0 = as the item is usually taken
  bool take_home = false, self_paid = false, valid = true;
  bool nameless = false;  ///< uploaded without the item's code
};

/// How a line's drug is taken: one dose, and how often.
struct Dosing {
  std::string_view dose, frequency;
};

struct Diagnosis {
  std::int32_t settlement;
  std::string_view code, name;
  bool main;
  char admission;  ///< adm_cond_type 1 present, 4 not present on admission
};

struct Operation {
  std::int32_t settlement;
  std::string_view code, name;
  bool main;
  Second begin, end;
  std::int32_t surgeon, anaesthetist;
};

struct Sale {
  std::int32_t line;  ///< −1: not a sale on the card
  bool returned = false;
};

struct Scan {
  std::uint64_t low;  ///< the 13 digits after the drug's 7
  ItemIndex drug;     ///< whose 7 digits the code begins with
  std::int32_t line;  ///< the line that it was uploaded with; −1 for none
  std::int32_t institution;
  Second time;
  char type;  ///< scan_type
};

/// One row of truth.csv.
struct Truth {
  std::string_view scheme, subject_kind;
  std::string subject;
  int rule;             ///< 0 = none
  std::uint64_t visit;  ///< 0 = none
  std::vector<std::uint64_t> lines;
  Second begin, end;
  Fen amount;
  std::string_view benign;
};

/// The books of one thing in one institution, where a scheme keeps them. Everything else is kept by SalesBook.
struct Book {
  std::int32_t institution;
  ItemIndex item;
  std::int64_t opening, bought, closing;
};

/// Some thousand persons with all that belongs to them.
struct Partition {
  int index = 0;
  std::vector<Person> persons;
  std::vector<Visit> visits;
  std::vector<Settlement> settlements;
  std::vector<Line> lines;
  std::vector<Diagnosis> diagnoses;
  std::vector<Operation> operations;
  std::vector<Sale> sales;
  std::vector<Scan> scans;
  std::vector<Dosing> dosings;
  std::vector<Book> books;
  std::vector<Truth> truth;
};

}  // namespace yishou::simulate
