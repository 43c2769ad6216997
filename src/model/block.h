// ClaimBlock: whole persons in columns. Data and look-ups by index, no judgement and no I/O.
//
// Persons stand one after the other; a person's lines, settlements, visits, diagnoses and operations are index ranges. Lines of a person
// are ordered by (fee_ocur_time, bkkp_sn), lines without a time first. Texts are views into memory that the block keeps alive.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "model/code_dictionary.h"
#include "model/text_arena.h"

namespace yishou::model {

using Index = std::uint32_t;
inline constexpr Index kNone = 0xffffffff;  ///< no such row

enum class Sex : std::uint8_t { kMissing = 0, kMale = 1, kFemale = 2 };

/// A small number of a code column (med_type, list_type, hosp_lv …); -1 when empty.
using SmallCode = std::int16_t;
inline constexpr SmallCode kNoCode = -1;

struct Range {
  Index begin = 0;
  Index end = 0;
  [[nodiscard]] Index size() const { return end - begin; }
};

/// `psn_info_b`, or only the number when the lake has no such row.
struct Person {
  std::string_view psn_no;
  Sex sex = Sex::kMissing;
  Day birth = kNoDay;
  Range lines, settlements, visits, diagnoses, operations;
};

/// `setl_d`.
struct Settlement {
  std::string_view setl_id;
  Index person = kNone;
  Index visit = kNone;  ///< its mdtrt_id; always a row of `visits`
  CodeDictionary::Id institution = 0;
  Sex sex = Sex::kMissing;
  Day birth = kNoDay;
  std::string_view insutype;
  SmallCode level = kNoCode;  ///< hosp_lv
  std::int32_t med_type = -1;
  Second setl_time = kNoSecond;
  Fen total = kNoNumber;      ///< medfee_sumamt
  Fen fund = kNoNumber;       ///< fund_pay_sumamt
  Fen account = kNoNumber;    ///< acct_pay
  Fen cash = kNoNumber;       ///< cash_payamt
  Day begin = kNoDay;         ///< begndate
  Day end = kNoDay;           ///< enddate
  std::string_view disease;   ///< dise_no, upper-cased
  bool refund = false;        ///< refd_setl_flag = 1
  bool valid = true;          ///< vali_flag ≠ 0
  std::string_view original;  ///< init_setl_id
  bool in_effect = false;     ///< rules.md A1, laid by rules::lay_ground
};

/// One mdtrt_id of a person: the row of `mdtrt_d` when there is one (`known`), else only the id named by lines or settlements.
struct Visit {
  std::string_view mdtrt_id;
  Index person = kNone;
  bool known = false;      ///< has a row in mdtrt_d whose vali_flag is not 0
  bool cancelled = false;  ///< has a row whose vali_flag is 0
  Sex sex = Sex::kMissing;
  Day birth = kNoDay;
  SmallCode level = kNoCode;
  Second begin = kNoSecond;
  Second end = kNoSecond;
  std::int32_t med_type = -1;
  CodeDictionary::Id institution = 0;  ///< fixmedins_code of mdtrt_d
  SmallCode discharge_way = kNoCode;   ///< dscg_way
  Qty gestation = kNoNumber;           ///< geso_val, weeks
  std::string_view disease;            ///< dise_no, upper-cased
  std::string_view chief_diagnosis;    ///< chfpdr_code
  std::string_view main_diagnosis;     ///< dscg_maindiag_code
  bool newborn = false;                ///< nwb_flag = 1
  bool patient_unknown = false;  ///< its lines may be the mother's or the newborn's (rules.md A4); before the bill only
  bool counts = false;           ///< A1: known, and not all of its settlements out of effect; by rules::lay_ground
  Range diagnoses;               ///< into `visit_diagnoses`: rules.md A8 without the line's own; by rules::lay_ground
};

/// `setl_list_diag_d`.
struct Diagnosis {
  Index settlement = kNone;
  std::string_view code;          ///< trimmed and upper-cased
  bool main = false;              ///< maindiag_flag = 1
  SmallCode admission = kNoCode;  ///< adm_cond_type
  bool main_known = false;        ///< maindiag_flag says something
};

/// `setl_list_oprn_d`.
struct Operation {
  Index settlement = kNone;
  std::string_view code;  ///< trimmed and upper-cased
  bool main = false;      ///< main_oprn_flag = 1
  Day date = kNoDay;      ///< oprn_oprt_date
  Second begin = kNoSecond, end = kNoSecond;
  bool main_known = false;  ///< main_oprn_flag says something
};

/// Columns of the fee lines; all vectors have the same length. Missing numbers are kNoNumber, missing codes -1, empty texts "".
struct Lines {
  // As extracted.
  std::vector<Index> person;
  std::vector<Index> settlement;  ///< kNone: its settlement is not in the lake
  std::vector<Index> visit;
  std::vector<CodeDictionary::Id> item;         ///< med_list_codg, in `items`
  std::vector<CodeDictionary::Id> institution;  ///< fixmedins_code, in `institutions`
  std::vector<std::string_view> sn;             ///< bkkp_sn
  std::vector<Second> time;
  std::vector<Qty> cnt;
  std::vector<Micro> pric;
  std::vector<Fen> amount;
  std::vector<Micro> pric_limit;  ///< pric_uplmt_amt
  std::vector<Fen> inscp;         ///< inscp_amt
  std::vector<SmallCode> chrgitm_lv;
  std::vector<SmallCode> list_type;
  std::vector<std::string_view> rx;          ///< rx_drord_no
  std::vector<std::string_view> doctor;      ///< bilg_dr_code
  std::vector<std::uint8_t> take_home;       ///< dscg_tkdrug_flag = 1
  std::vector<std::int32_t> days;            ///< prd_days; -1 when missing
  std::vector<std::string_view> original;    ///< init_feedetl_sn
  std::vector<std::string_view> disease;     ///< dise_codg, trimmed and upper-cased
  std::vector<std::uint8_t> valid;           ///< vali_flag ≠ 0
  std::vector<std::string_view> department;  ///< bilg_dept_codg, upper-cased
  std::vector<Second> created;               ///< crte_time
  std::vector<SmallCode> charge_type;        ///< med_chrgitm_type
  std::vector<std::string_view> dose;        ///< sin_dos_dscr
  std::vector<std::string_view> frequency;   ///< used_frqu_dscr
  std::vector<std::string_view> unit;        ///< what cnt counts (spec_unt of an order); fee_list_d has no such column
  // Laid by rules::lay_ground.
  std::vector<Day> day;                 ///< date of `time`
  std::vector<std::uint8_t> effective;  ///< A1 and A2: in effect, no return, net cnt > 0
  std::vector<std::uint8_t> claimed;    ///< A3
  std::vector<Qty> net_cnt;             ///< A2
  std::vector<Fen> net_amount;          ///< A2
  std::vector<std::uint8_t> doubtful;   ///< A2: effective, unless a return of unknown time returned it

  [[nodiscard]] Index size() const { return static_cast<Index>(sn.size()); }
  /// Makes every extracted column `size` long; new lines hold nothing sensible until they are filled.
  void resize(std::size_t size);
  /// Puts the lines of `person` into the order of (time, sn); those before `sorted_until` are in it already.
  void sort(Range person, Index sorted_until);
};

/// A designated institution as the lake's `fixmedins_b` has it; shared by all blocks of a run.
struct Institution {
  SmallCode level = kNoCode;  ///< hosp_lv
  SmallCode type = kNoCode;   ///< fixmedins_type: 1 medical institution, 2 pharmacy
};

/// `medins_staff_b` as far as rules ask: the highest antibiotic grade a doctor may prescribe at an institution (antb_lv).
/// Shared by all blocks of a run.
class StaffGrades {
 public:
  void add(std::string_view institution, std::string_view doctor, SmallCode grade);
  /// -1 when the doctor is not known there, or without a grade.
  [[nodiscard]] SmallCode grade_of(std::string_view institution, std::string_view doctor) const;

 private:
  std::map<std::string, std::map<std::string, SmallCode, std::less<>>, std::less<>> grades_;
};

/// What one worker learns over all its blocks: its codes and the institutions behind them. Not thread-safe.
struct Dictionaries {
  CodeDictionary items;                        ///< of Lines::item
  CodeDictionary institutions;                 ///< of the institution columns
  CodeDictionary doctors;                      ///< behind Lines::doctor
  CodeDictionary words;                        ///< behind diagnosis and operation codes, departments, insurance types
  CodeDictionary notes;                        ///< behind Lines::dose and frequency
  std::vector<Institution> institution_facts;  ///< by institution id; the reader keeps it as long as `institutions`
};

struct ClaimBlock {
  std::vector<Person> persons;
  std::vector<Settlement> settlements;
  std::vector<Visit> visits;
  std::vector<Diagnosis> diagnoses;
  std::vector<Operation> operations;
  std::vector<std::string_view> visit_diagnoses;  ///< see Visit::diagnoses
  Lines lines;

  const Dictionaries* codes = nullptr;  ///< of the worker; grows from block to block
  const StaffGrades* staff = nullptr;   ///< nullptr when withheld
  Day data_begin = kNoDay;              ///< the earliest fee date in the lake (rule 5)
  bool operations_known = true;         ///< false: the lake has no row of setl_list_oprn_d, so that none says nothing

  TextArena texts;  ///< what the views point to

  [[nodiscard]] std::string_view item_code(Index line) const { return codes->items.text(lines.item[line]); }
  [[nodiscard]] std::string_view institution_code(Index line) const {
    return codes->institutions.text(lines.institution[line]);
  }
  [[nodiscard]] const Institution& institution(Index line) const {
    return codes->institution_facts[lines.institution[line]];
  }

  void clear();
};

}  // namespace yishou::model
