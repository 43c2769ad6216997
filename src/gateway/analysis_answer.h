// The answer to 3101 and 3102: what was found, as `output.result` of the interface.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"

namespace yishou::gateway {

/// sev_deg of the interface; sent as text, do not renumber.
enum class Severity : std::uint8_t { kClear = 1, kHighlySuspicious = 2, kSlightlySuspicious = 3 };

/// vola_item_type of the interface; sent as text, do not renumber.
enum class DetailKind : std::uint8_t { kAccused = 1, kEvidence = 2 };

/// A line that a reminder speaks of.
struct ReminderDetail {
  std::string_view jrd_id;
  std::string_view mdtrt_id;
  std::string_view rx_id;  ///< as the client sent it: AnalysisPatient::original_rx_id
  DetailKind kind = DetailKind::kAccused;
  Fen amount = kNoNumber;
};

/// One violation. Views are the caller's.
struct Reminder {
  std::string_view jr_id;  ///< unique for ever: 3103 names nothing else
  int rule_no = 0;
  std::string_view rule_id;  ///< the national code; "" = rule_no is sent in its place
  std::string_view rule_name;
  Severity severity = Severity::kSlightlySuspicious;
  std::string_view content;  ///< vola_cont
  std::string_view basis;    ///< vola_evid
  Fen amount = kNoNumber;
  std::string_view patn_id;
  std::string_view mdtrt_id;
  std::vector<ReminderDetail> details;
};

/// Settings of an institution that shape its answers.
struct AnswerShape {
  bool single_object = false;             ///< `result` is the gravest violation alone, or null (compatibility rule 4)
  std::string_view behaviour_type = "1";  ///< vola_bhvr_type; its values are a province's
};

/// Gravest first: severity, then the larger amount, then jr_id (compatibility rule 5).
void order_by_gravity(std::vector<Reminder>& reminders);

/// Appends `{"result":[…]}`, in the order given; [] when there is none. Texts beyond the interface's lengths are cut
/// between characters: vola_cont and vola_evid 500, rule_name 200. An amount that is missing is 0.00 with vola_amt_stas
/// "0".
void write_analysis_output(std::string& out, std::span<const Reminder> reminders, std::string_view task_id,
                           const AnswerShape& shape);

}  // namespace yishou::gateway
