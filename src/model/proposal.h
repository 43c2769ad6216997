// Proposal: what an institution asks about before the bill: one person, the current visit and what else it says of the person.
// Data only. Views point into bytes that the maker keeps until the answer is made.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "model/block.h"

namespace yishou::model {

/// One order, not yet billed. Missing numbers are kNoNumber, missing codes kNoCode, empty texts "".
struct ProposedLine {
  std::string_view id;    ///< the caller's, unique within the proposal; what findings name
  std::string_view rx;    ///< prescription
  std::string_view item;  ///< national code
  std::string_view doctor;
  std::string_view department;
  Second time = kNoSecond;
  Qty cnt = kNoNumber;
  std::string_view unit;  ///< what cnt counts (spec_unt)
  Micro pric = kNoNumber;
  Fen amount = kNoNumber;
  Fen self_paid = kNoNumber;  ///< wholly self-paid part (ownpay_amt)
  SmallCode chrgitm_lv = kNoCode;
  SmallCode list_type = kNoCode;
  SmallCode charge_type = kNoCode;   ///< med_chrgitm_type
  std::int32_t days = -1;            ///< prd_days; 3101 does not say
  std::string_view dose, frequency;  ///< 3101 does not say
  bool take_home = false;
  bool current = true;  ///< false: ordered earlier, told as history; never the only one accused
};

struct ProposedDiagnosis {
  std::string_view code;
  bool main = false;
  bool main_known = false;
};

struct ProposedOperation {
  std::string_view code;
  bool main = false;
  bool main_known = false;
  Day date = kNoDay;
};

struct ProposedVisit {
  std::string_view mdtrt_id;
  std::string_view institution;
  std::string_view insutype;
  std::string_view main_diagnosis;
  std::string_view disease;   ///< dise_no
  SmallCode level = kNoCode;  ///< as hosp_lv
  std::int32_t med_type = -1;
  Second begin = kNoSecond;
  Second end = kNoSecond;  ///< kNoSecond: not ended
  Fen total = kNoNumber;   ///< medfee_sumamt as stated
  std::vector<ProposedDiagnosis> diagnoses;
  std::vector<ProposedOperation> operations;
  std::vector<ProposedLine> lines;
};

struct Proposal {
  std::string_view psn_no;
  Sex sex = Sex::kMissing;
  Day birth = kNoDay;
  std::vector<ProposedVisit> visits;
  std::size_t current = 0;  ///< the visit asked about

  void clear() {
    psn_no = {};
    sex = Sex::kMissing;
    birth = kNoDay;
    visits.clear();
    current = 0;
  }
};

}  // namespace yishou::model
