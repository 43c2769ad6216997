// Any bytes as a request: 3101, 3103 and every stock transaction. Whatever is read keeps the promises of its header,
// and the answer to it is JSON again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "gateway/analysis_answer.h"
#include "gateway/analysis_request.h"
#include "gateway/answer_envelope.h"
#include "gateway/feedback.h"
#include "gateway/stock.h"
#include "gateway/transaction.h"
#include "intake/cell.h"
#include "model/tables.h"

namespace {

using namespace yishou;
using namespace yishou::gateway;

void expect_json(const std::string& answer) {
  JsonTree tree;
  YISHOU_CHECK(tree.read(answer).has_value(), "an answer is JSON");
}

void see_patient(const AnalysisPatient& patient, std::vector<Reminder>& reminders) {
  const model::Proposal& proposal = patient.proposal;
  YISHOU_CHECK(proposal.visits.empty() || proposal.current < proposal.visits.size(), "the current visit is a visit");
  std::vector<std::string_view> ids;
  for (const model::ProposedVisit& visit : proposal.visits) {
    for (const model::ProposedLine& line : visit.lines) {
      ids.push_back(line.id);
      const std::string_view original = patient.original_rx_id(line.id);
      YISHOU_CHECK(line.id.starts_with(original), "an id begins with what came");
      reminders.push_back({.jr_id = line.item,
                           .rule_no = 1,
                           .rule_id = {},
                           .rule_name = line.department,
                           .severity = Severity::kClear,
                           .content = patient.patn_name,
                           .basis = visit.main_diagnosis,
                           .amount = line.amount,
                           .patn_id = proposal.psn_no,
                           .mdtrt_id = visit.mdtrt_id,
                           .details = {{.jrd_id = line.rx,
                                        .mdtrt_id = visit.mdtrt_id,
                                        .rx_id = original,
                                        .kind = DetailKind::kEvidence,
                                        .amount = line.self_paid}}});
    }
  }
  std::ranges::sort(ids);
  YISHOU_CHECK(std::ranges::adjacent_find(ids) == ids.end(), "ids are unique within a proposal");
}

void see_rows(const StockReport& report) {
  for (const ExtractRow& row : report.rows) {
    const model::Table* table = model::find_table(row.table);
    YISHOU_CHECK(table != nullptr, "a row has a table");
    for (const auto& [name, value] : row.columns) {
      const auto column = std::ranges::find(table->columns, name, &model::Column::name);
      YISHOU_CHECK(column != table->columns.end(), "a row has columns of its table");
      intake::Cell cell;
      YISHOU_CHECK(intake::parse_cell(intake::cell_rule(*table, *column), value, cell) == nullptr,
                   "intake takes the row");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Message message;  // kept, as a server keeps them
  static AnalysisParser parser;
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  static_cast<void>(resolve_transaction(body.substr(0, 64), body.substr(0, 5)));
  const AnswerStamp stamp{.region = "440106", .sequence = 1, .received = {}, .responded = {}};
  if (const Status read = message.read(body); !read) {
    std::string answer;
    write_failure(answer, stamp, read.error().message);
    expect_json(answer);
    return 0;
  }
  if (const auto request = parser.read(message)) {
    std::vector<Reminder> reminders;
    for (const AnalysisPatient& patient : (*request)->patients) see_patient(patient, reminders);
    order_by_gravity(reminders);
    std::string answer;
    open_answer(answer, stamp);
    write_analysis_output(answer, reminders, (*request)->task_id, {.single_object = size % 2 == 0});
    close_answer(answer);
    expect_json(answer);
  }
  if (const auto feedback = read_feedback(message))
    YISHOU_CHECK(!feedback->warns.empty(), "a feedback speaks of something");
  for (int kind = 3501; kind <= 3507; ++kind) {
    const auto report = read_stock(message, {.kind = static_cast<TransactionKind>(kind), .batch = true}, {});
    if (!report) continue;
    see_rows(*report);
    std::string answer;
    write_stock_output(answer, *report);
    expect_json(answer);
  }
  return 0;
}
