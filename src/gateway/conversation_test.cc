// One conversation for each kind of client: its request (tests/gateway/NAME.json, invented), what was read of it and
// the bytes it is answered with (NAME.golden). The goldens were taken from a run and then read line by line against the
// interface; a difference prints the whole new text.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "gateway/analysis_answer.h"
#include "gateway/analysis_request.h"
#include "gateway/answer_envelope.h"
#include "gateway/feedback.h"
#include "gateway/stock.h"
#include "gateway/transaction.h"

namespace yishou::gateway {
namespace {

struct Conversation {
  const char* name;
  const char* path;
  bool single_object = false;
};
// clang-format off
constexpr Conversation kConversations[] = {
    {"dhc_3101", "/3101"},
    {"dhc_3102", "/3102"},
    {"newtouch_3101", "/gateway/ebus/app/fsi/api/riskConService/beforeAnalyze"},
    {"newtouch_3102", "/gateway/ebus/app/fsi/api/riskConService/courseAnalyze"},
    {"newtouch_3505", "/gateway/ebus/app/fsi/api/goodsService/goodsSell"},
    {"newtouch_3507", "/gateway/ebus/app/fsi/api/goodsService/goodsInfoDelete"},
    {"oepnhisc_3101", "/api/3101"},
    {"oepnhisc_3103", "/api/3103"},
    {"jiangsu_3101", "/hssServives"},
    {"hunan_3101", "/3101", true},
    {"zlhis_3102", "/"},
    {"beijing_pharmacy_3101", "/3101"},
};
// clang-format on

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(YISHOU_SOURCE_DIR "/tests/gateway/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void tell_line(std::string& out, const model::ProposedLine& line) {
  fmt::format_to(std::back_inserter(out),
                 "  line {} rx={} item={} list={} charge={} lv={} cnt={} unit={} pric={} amount={} own={} time={} "
                 "dept={} doctor={}{}{}\n",
                 line.id, line.rx, line.item, line.list_type, line.charge_type, line.chrgitm_lv,
                 format_trimmed(line.cnt, kQtyScale), line.unit, format_trimmed(line.pric, kMicroScale),
                 format_decimal(line.amount, kFenScale), format_decimal(line.self_paid, kFenScale),
                 format_second(line.time), line.department, line.doctor, line.take_home ? " take-home" : "",
                 line.current ? "" : " earlier");
}

void tell_patient(std::string& out, const AnalysisPatient& patient) {
  const model::Proposal& p = patient.proposal;
  fmt::format_to(std::back_inserter(out),
                 "patient {} {} sex={} birth={} pool={} current={} doctor={} dept={} {} at {}\n", p.psn_no,
                 patient.patn_name, static_cast<int>(p.sex), format_day(p.birth), patient.poolarea, p.current,
                 patient.doctor, patient.department, patient.department_name, patient.institution_name);
  for (const model::ProposedVisit& v : p.visits) {
    fmt::format_to(std::back_inserter(out),
                   " visit {} at={} level={} med_type={} insutype={} begin={} end={} total={} main={} disease={}\n",
                   v.mdtrt_id, v.institution, v.level, v.med_type, v.insutype, format_second(v.begin),
                   format_second(v.end), format_decimal(v.total, kFenScale), v.main_diagnosis, v.disease);
    for (const auto& d : v.diagnoses) {
      fmt::format_to(std::back_inserter(out), "  diagnosis {} main={}\n", d.code,
                     d.main_known ? (d.main ? "yes" : "no") : "?");
    }
    for (const auto& o : v.operations) {
      fmt::format_to(std::back_inserter(out), "  operation {} main={} date={}\n", o.code,
                     o.main_known ? (o.main ? "yes" : "no") : "?", format_day(o.date));
    }
    for (const auto& line : v.lines) tell_line(out, line);
  }
}

// A verdict made up for the test: the last line of the current visit is accused.
std::vector<Reminder> made_up(const AnalysisRequest& request) {
  std::vector<Reminder> reminders;
  for (const AnalysisPatient& patient : request.patients) {
    const auto& visit = patient.proposal.visits.at(patient.proposal.current);
    const auto& line = visit.lines.back();
    reminders.push_back({.jr_id = "JR0001",
                         .rule_no = 1001,
                         .rule_id = "",
                         .rule_name = "示例规则",
                         .severity = Severity::kHighlySuspicious,
                         .content = "示例违规内容",
                         .basis = "示例依据",
                         .amount = line.amount,
                         .patn_id = patient.proposal.psn_no,
                         .mdtrt_id = visit.mdtrt_id,
                         .details = {{.jrd_id = "JR0001-1",
                                      .mdtrt_id = visit.mdtrt_id,
                                      .rx_id = patient.original_rx_id(line.id),
                                      .kind = DetailKind::kAccused,
                                      .amount = line.amount}}});
  }
  return reminders;
}

std::string converse(const Message& message, AnalysisParser& parser, const Conversation& conversation) {
  const Envelope& sender = message.envelope();
  const auto transaction = resolve_transaction(conversation.path, sender.infno);
  if (!transaction) return transaction.error().message;
  std::string out = fmt::format("transaction {}\nsender {} {} region={} insured={} by={} {} msgid={} time={} to={}\n",
                                transaction_number(*transaction), sender.fixmedins_code, sender.fixmedins_name,
                                sender.mdtrtarea_admvs, sender.insuplc_admdvs, sender.opter, sender.opter_name,
                                sender.msgid, format_second(sender.inf_time), sender.recer_sys_code);
  const Second second = *parse_second("2026-03-02 09:15:01");
  const AnswerStamp stamp{
      .region = sender.mdtrtarea_admvs, .sequence = 42, .received = {second, 5}, .responded = {second, 9}};
  std::string answer;
  open_answer(answer, stamp);
  if (transaction->is_analysis()) {
    const auto request = parser.read(message);
    if (!request) return request.error().message;
    const AnalysisRequest& asked = **request;
    out += fmt::format("task={} scene={} system={} rules=[{}]\n", asked.task_id, asked.trig_scen, asked.syscode,
                       fmt::join(asked.rule_ids, ","));
    for (const AnalysisPatient& patient : asked.patients) tell_patient(out, patient);
    for (const FieldNote& note : asked.notes.unreadable)
      out += fmt::format("unreadable {} {}\n", note.field, note.count);
    out += fmt::format("repeated ids {}\n", asked.notes.repeated_ids);
    write_analysis_output(answer, made_up(asked), asked.task_id, {.single_object = conversation.single_object});
  } else if (transaction->is_stock()) {
    const auto report = read_stock(message, *transaction, {});
    if (!report) return report.error().message;
    for (const ExtractRow& row : report->rows) {
      out += fmt::format("row {}", row.table);
      for (const auto& [column, value] : row.columns) out += fmt::format(" {}={}", column, value);
      out += "\n";
    }
    for (const StockDeletion& deletion : report->deletions) {
      out += fmt::format("delete {} {} of {}\n", deletion.table, deletion.fixmedins_bchno, deletion.fixmedins_code);
    }
    write_stock_output(answer, *report);
  } else {
    const auto feedback = read_feedback(message);
    if (!feedback) return feedback.error().message;
    for (const WarnFeedback& warn : feedback->warns) {
      out += fmt::format("warn {} stage={} way={} reason={}\n", warn.warn_rslt_id, static_cast<int>(feedback->stage),
                         static_cast<int>(warn.disposal), warn.reason);
    }
    answer += "{}";
  }
  close_answer(answer);
  JsonTree check;
  EXPECT_TRUE(check.read(answer)) << answer;
  return out + "answer " + answer + "\n";
}

TEST(Conversations, EachKindOfClientIsUnderstoodAndAnswered) {
  Message message;
  AnalysisParser parser;
  for (int round = 0; round < 2; ++round) {  // the second with the memory of the first
    for (const Conversation& conversation : kConversations) {
      ASSERT_TRUE(message.read(file_text(std::string(conversation.name) + ".json"))) << conversation.name;
      const std::string told = converse(message, parser, conversation);
      EXPECT_TRUE(told == file_text(std::string(conversation.name) + ".golden"))
          << "tests/gateway/" << conversation.name << ".golden is not what came:\n"
          << told;
    }
  }
}

}  // namespace
}  // namespace yishou::gateway
