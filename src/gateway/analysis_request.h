// AnalysisRequest: 3101 and 3102, from message to what the engine takes (model::Proposal) and what it does not.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gateway/envelope.h"
#include "gateway/field_values.h"
#include "model/proposal.h"

namespace yishou::gateway {

inline constexpr std::size_t kMaxPatients = 50;     ///< of one request
inline constexpr std::size_t kMaxEncounters = 200;  ///< of one request, all patients together
inline constexpr std::size_t kMaxOrders = 5000;     ///< of one request, all patients together

/// One rx_id that had to be told from its like.
struct RenamedOrder {
  std::string_view id;        ///< as in ProposedLine::id
  std::string_view original;  ///< as it came; what the answer must carry
};

/// One patient_dtos. Views live as long as the parser and its Message are not read again.
struct AnalysisPatient {
  model::Proposal proposal;  ///< proposal.psn_no is patn_id; `current` is meaningful only when it has visits
  std::string_view patn_name;
  std::string_view poolarea;
  std::string_view curr_mdtrt_id;  ///< as it came; may name no encounter
  // Of the current encounter.
  std::string_view doctor;                       ///< dr_codg
  std::string_view department, department_name;  ///< of discharge, else of admission; the code in upper case
  std::string_view institution_name;
  std::vector<RenamedOrder> renamed;  ///< sorted by id; empty for most clients

  /// The rx_id that the line came with, by the id it has in the proposal. O(log n).
  [[nodiscard]] std::string_view original_rx_id(std::string_view id) const;
};

struct AnalysisRequest {
  std::string_view task_id;    ///< goes back as it came
  std::string_view trig_scen;  ///< the scene; says nothing of outpatient or inpatient
  std::string_view syscode;
  std::vector<std::string_view> rule_ids;  ///< empty: all; trig_scen goes first when both are there
  std::span<const AnalysisPatient> patients;
  ReadingNotes notes;
};

/// Reads requests one after the other and keeps its memory between them: nothing is allocated per field. One thread
/// each.
class AnalysisParser {
 public:
  AnalysisParser();
  ~AnalysisParser();

  /// Reads `input.data` of a message that was read. kBadInput: there is none; kTooMuch: a limit, named. Everything
  /// smaller is a missing value and a note. The answer lives until the next read of the parser or of the message.
  [[nodiscard]] Result<const AnalysisRequest*> read(const Message& message);

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace yishou::gateway
