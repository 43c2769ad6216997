// Finding: one row of what goes out (contract §4). Values only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"

namespace yishou::model {

enum class Verdict : std::uint8_t { kViolation, kSuspicion, kIndeterminate };

struct Finding {
  std::string finding_id;
  std::uint16_t rule_no = 0;
  std::string rule_version;  ///< "67@1"
  std::string knowledge_version;
  Verdict verdict = Verdict::kViolation;
  std::uint8_t sev_deg = 1;  ///< 1 clear violation, 2 highly, 3 slightly suspicious
  std::string psn_no, fixmedins_code, mdtrt_id, setl_id, bilg_dr_code;
  std::string bilg_dept_codg;                 ///< what all accused lines share; not a column of what goes out
  std::vector<std::string> bkkp_sns;          ///< accused, in order of (fee time, bkkp_sn)
  std::vector<std::string> related_bkkp_sns;  ///< evidence, in the same order
  std::vector<Fen> line_amounts;              ///< in dispute, one for each of bkkp_sns (for "each line counted once")
  Second begin_time = kNoSecond, end_time = kNoSecond;
  Fen vola_amt = 0, fund_amt = 0;
  std::string observed, limit, vola_cont, vola_evid;
};

}  // namespace yishou::model
