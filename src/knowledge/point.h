// One knowledge point as it judges: the columns of rules.md "Own points", compiled. Immutable, part of a Snapshot.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"

namespace yishou::knowledge {

/// Who stands behind a point. Stored, do not renumber.
enum class State : std::uint8_t {
  kOfficial = 0,   ///< published by the National Healthcare Security Administration
  kConfirmed = 1,  ///< confirmed by a region
  kReference = 2,  ///< ours; does not judge until a region confirms it
  kListed = 3,     ///< a literal list of the rules' own text; judges like a published one
};

/// Where a limit counts. Stored, do not renumber.
enum class Scope : std::uint8_t {
  kNone = 0,
  kVisit = 1,
  kDay = 2,
  kMonth = 3,
  kYear = 4,
  kLife = 5,
  kStay = 6,
  kCourse = 7,
  kSpan = 8,
  kHours6 = 9,
  kHour1 = 10,
  kPrescription = 11,
  kRank1 = 12,
  kRank2 = 13,
  kRank3 = 14,
};

/// Words of `value` with a fixed meaning, as bits (a point may carry several). Stored, do not renumber.
enum Object : std::uint32_t {
  kMale = 1u << 0,         // 男
  kFemale = 1u << 1,       // 女
  kNewborn = 1u << 2,      // 新生儿
  kInfant = 1u << 3,       // 婴幼儿
  kChild = 1u << 4,        // 儿童
  kLevel2 = 1u << 5,       // 二级
  kLevel3 = 1u << 6,       // 三级
  kSpecialist = 1u << 7,   // 专科: the official text asks for specialist hospitals (rule 12)
  kInpatient = 1u << 8,    // 住院
  kEmergency = 1u << 9,    // 急诊
  kOutpatient = 1u << 10,  // 门诊
  kPharmacy = 1u << 11,    // 购药
};

struct Point {
  std::uint16_t rule = 0;
  State state = State::kOfficial;
  Scope scope = Scope::kNone;
  bool needs_condition = false;    ///< free text only: judges nothing, answers indeterminate
  std::uint32_t objects = 0;       ///< Object bits found in `value`
  Day valid_from = kNoDay;         ///< first fee date; kNoDay = open
  Day valid_to = kNoDay;           ///< last fee date, inclusive; kNoDay = open
  std::int64_t num = kNoNumber;    ///< ten-thousandths
  std::int64_t num2 = kNoNumber;   ///< ten-thousandths
  std::uint32_t values_begin = 0;  ///< the `;`-list of `value`, Snapshot::values
  std::uint32_t values_count = 0;
  std::uint32_t codes_begin = 0;  ///< its own codes, Snapshot::codes; of rules whose `value` lists billed codes alone
  std::uint32_t codes_count = 0;
  std::string_view point_id;  ///< stable id of the point (KP-…, or the region's own)
  std::string_view name;      ///< name of the drug, item …
  std::string_view value_name;
  std::string_view unit;
  std::string_view basis;  ///< what a finding cites: batch, document, row, clause

  /// Does it hold for a fee date. Without a date (kNoDay) only a point without dates does.
  [[nodiscard]] bool in_force(Day day) const noexcept {
    if (day == kNoDay) return valid_from == kNoDay && valid_to == kNoDay;
    return (valid_from == kNoDay || day >= valid_from) && (valid_to == kNoDay || day <= valid_to);
  }
};

/// The side of a rule on which a code stands: the code judged, or (pairs, evidence) a code of `value`.
enum class Side : std::uint8_t { kCode = 0, kValue = 1 };

/// One point that a billed code meets.
struct CodePoint {
  std::uint32_t point = 0;       ///< index into Snapshot::points
  std::uint8_t code_length = 0;  ///< bytes of the knowledge code that matched
};

}  // namespace yishou::knowledge
