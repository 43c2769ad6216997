#include "server/gateway_desk.h"

#include <algorithm>
#include <chrono>
#include <deque>

#include <fmt/format.h>

#include "gateway/answer_envelope.h"
#include "gateway/feedback.h"
#include "gateway/stock.h"
#include "precheck/proposal_rows.h"
#include "precheck/rule_choice.h"
#include "rules/catalogue.h"
#include "server/json_line.h"

namespace yishou::server {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::string_view kJson = "application/json; charset=utf-8";
constexpr std::size_t kMostEvidence = 50;  // orders kept of one reminder beside the accused

std::uint32_t microseconds_since(Steady::time_point start) {
  return static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start).count());
}

gateway::ClockTime clock_time(const Moment& moment) { return {moment.beijing(), moment.millisecond()}; }

LoggedReminder logged_reminder(const model::Finding& finding, const model::ProposedVisit& visit) {
  LoggedReminder logged{.jr_id = finding.finding_id,
                        .rule_no = finding.rule_no,
                        .severity = finding.sev_deg,
                        .amount = finding.vola_amt,
                        .verdict = static_cast<std::uint8_t>(finding.verdict),
                        .observed = finding.observed,
                        .limit = finding.limit,
                        .content = finding.vola_cont,
                        .basis = finding.vola_evid,
                        .rule_version = finding.rule_version,
                        .knowledge_version = finding.knowledge_version,
                        .orders = {}};
  const auto add = [&](const std::string& id, Fen vola, bool accused) {
    LoggedOrder order{.vola = vola, .accused = accused};
    const auto line = std::ranges::find(visit.lines, id, &model::ProposedLine::id);
    if (line != visit.lines.end()) {
      order.item = line->item;
      order.time = line->time;
      order.cnt = line->cnt;
      order.amount = line->amount;
    }
    logged.orders.push_back(std::move(order));
  };
  for (std::size_t i = 0; i < finding.bkkp_sns.size(); ++i) add(finding.bkkp_sns[i], finding.line_amounts[i], true);
  for (std::size_t i = 0; i < std::min(finding.related_bkkp_sns.size(), kMostEvidence); ++i) {
    add(finding.related_bkkp_sns[i], 0, false);
  }
  return logged;
}

}  // namespace

/// What one thread keeps from message to message.
struct GatewayDesk::Worker {
  gateway::Message message;
  gateway::AnalysisParser parser;
  std::unique_ptr<precheck::Judge> judge;
  std::vector<gateway::Reminder> reminders;
  std::vector<model::Finding> findings;  // behind the reminders of several patients
  std::vector<std::size_t> ends;         // of each patient's findings
  std::deque<std::string> detail_ids;    // behind the reminders' details
  std::string output;
};

/// One message on its way.
struct GatewayDesk::Asked {
  Moment received;
  gateway::Transaction transaction;
  std::shared_ptr<const Caller> caller;
  std::string blocked;  // err_msg of an answer that stops the bill
  Steady::time_point begun = Steady::now();
};

GatewayDesk::GatewayDesk(const Parts& parts, unsigned workers)
    : parts_(parts),
      sequence_(static_cast<std::uint64_t>(now().unix_ms) * 100 % 10'000'000'000),
      verdict_time_(parts.metrics.histogram("yishou_verdict_seconds", "Time of one verdict, without transport.")),
      asked_(parts.metrics.counter("yishou_precheck_requests_total", "Pre-check requests (3101, 3102) answered.")),
      warned_(parts.metrics.counter("yishou_precheck_reminders_total", "Reminders given before the bill.")),
      failed_(parts.metrics.counter("yishou_gateway_failures_total", "Gateway messages answered with infcode -1.")),
      undecided_(parts.metrics.counter("yishou_precheck_undecided_total", "Questions that missing facts left open.")) {
  for (unsigned i = 0; i < workers; ++i) workers_.push_back(std::make_unique<Worker>());
}

GatewayDesk::~GatewayDesk() = default;

void GatewayDesk::answer_here(const http::Request& request, http::Response& response) {
  answer(*workers_[request.worker % workers_.size()], request, response);
}

void GatewayDesk::answer_in_pool(const http::Request& request, http::Response& response) {
  std::unique_ptr<Worker> worker;
  {
    const std::lock_guard lock(idle_mutex_);
    if (!idle_.empty()) {
      worker = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!worker) worker = std::make_unique<Worker>();
  answer(*worker, request, response);
  const std::lock_guard lock(idle_mutex_);
  idle_.push_back(std::move(worker));
}

void GatewayDesk::refuse(const http::Request&, http::Response& response, std::string_view detail) {
  failed_.add();
  const Moment moment = now();
  response.content_type = kJson;
  response.body.clear();
  gateway::write_failure(response.body,
                         {.region = parts_.region,
                          .sequence = sequence_.fetch_add(1, std::memory_order_relaxed),
                          .received = clock_time(moment),
                          .responded = clock_time(moment)},
                         detail);
}

void GatewayDesk::answer(Worker& worker, const http::Request& request, http::Response& response) {
  Asked asked{.received = now(), .transaction = {}, .caller = {}, .blocked = {}, .begun = Steady::now()};
  worker.output.clear();
  const Status status = handle(worker, request, asked);
  gateway::AnswerStamp stamp{.region = parts_.region,
                             .sequence = sequence_.fetch_add(1, std::memory_order_relaxed),
                             .received = clock_time(asked.received),
                             .responded = clock_time(now())};
  response.content_type = kJson;
  response.body.clear();
  if (!status.has_value()) {
    failed_.add();
    log_failure(worker, asked);
    const ErrorCode code = status.error().code;
    const bool ours = code == ErrorCode::kIo || code == ErrorCode::kEngine || code == ErrorCode::kNoSpace;
    if (ours) {
      parts_.log.write(http::LogLevel::kError, "gateway", {{"error", status.error().message}, {"request", request.id}});
    }
    gateway::write_failure(
        response.body, stamp,
        ours ? "系统繁忙，请稍后重试 · the service cannot answer now, try again" : status.error().message);
    return;
  }
  if (!asked.blocked.empty()) {
    gateway::write_failure(response.body, stamp, asked.blocked);
    return;
  }
  gateway::open_answer(response.body, stamp);
  response.body += worker.output;
  gateway::close_answer(response.body);
}

Status GatewayDesk::handle(Worker& worker, const http::Request& request, Asked& asked) {
  YISHOU_CHECK_OK(worker.message.read(request.body));
  const gateway::Envelope& envelope = worker.message.envelope();
  YISHOU_TRY(asked.transaction, gateway::resolve_transaction(request.path, envelope.infno));
  YISHOU_TRY(asked.caller, parts_.callers.identify(request, envelope.fixmedins_code, asked.received));
  if (asked.transaction.is_analysis()) {
    YISHOU_CHECK_OK(analyze(worker, asked));
    parts_.shadows.offer(asked.transaction.kind, request.body, asked.received.beijing());
    return {};
  }
  if (asked.transaction.kind == gateway::TransactionKind::kFeedback) return take_feedback(worker, asked);
  return take_stock(worker, asked);
}

// Of a caller that was identified only: anybody may claim to be an institution.
void GatewayDesk::log_failure(const Worker& worker, const Asked& asked) {
  if (!asked.caller || !asked.transaction.is_analysis()) return;
  LoggedRequest logged;
  logged.at = asked.received.beijing();
  logged.institution = worker.message.envelope().fixmedins_code;
  logged.transaction = static_cast<std::uint16_t>(asked.transaction.kind);
  logged.total_us = microseconds_since(asked.begun);
  logged.failed = true;
  parts_.reminders.add(std::move(logged));
}

Status GatewayDesk::analyze(Worker& worker, Asked& asked) {
  YISHOU_TRY(const gateway::AnalysisRequest* const analysis, worker.parser.read(worker.message));
  const auto start = Steady::now();
  YISHOU_CHECK_OK(judge(worker, *analysis, asked));
  const auto took = Steady::now() - start;
  verdict_time_.observe(took);
  asked_.add();
  warned_.add(worker.reminders.size());
  gateway::order_by_gravity(worker.reminders);
  if (asked.caller->settings.blocks && !worker.reminders.empty() &&
      worker.reminders.front().severity == gateway::Severity::kClear) {
    asked.blocked = std::string{worker.reminders.front().content};
  }
  const gateway::AnswerShape shape{.single_object = asked.caller->settings.single_object};
  gateway::write_analysis_output(worker.output, worker.reminders, analysis->task_id, shape);
  return {};
}

// Judges every patient of the request; the reminders view findings and texts of the worker.
Status GatewayDesk::judge(Worker& worker, const gateway::AnalysisRequest& request, Asked& asked) {
  auto live = parts_.live.current();
  if (!worker.judge || worker.judge->live() != live) {
    worker.judge = std::make_unique<precheck::Judge>(std::move(live), parts_.facts.store());
  }
  const auto stage = asked.transaction.kind == gateway::TransactionKind::kAnalyzeBefore ? precheck::Stage::kBefore
                                                                                        : precheck::Stage::kDuring;
  const auto rules = precheck::choose_rules(stage, request.trig_scen, request.rule_ids);
  worker.reminders.clear();
  worker.findings.clear();
  worker.ends.clear();
  worker.detail_ids.clear();
  for (const gateway::AnalysisPatient& patient : request.patients) {
    if (patient.proposal.visits.empty()) {
      worker.ends.push_back(worker.findings.size());
      continue;
    }
    const auto start = Steady::now();
    YISHOU_TRY(const precheck::Answer answer, worker.judge->judge(patient.proposal, rules));
    undecided_.add(answer.undecided);
    const model::ProposedVisit& visit = patient.proposal.visits[patient.proposal.current];
    LoggedRequest logged;
    logged.at = asked.received.beijing();
    logged.institution = worker.message.envelope().fixmedins_code;
    logged.doctor = patient.doctor;
    logged.psn_no = patient.proposal.psn_no;
    logged.mdtrt_id = visit.mdtrt_id;
    logged.transaction = static_cast<std::uint16_t>(asked.transaction.kind);
    logged.scene = request.trig_scen;
    logged.lines = static_cast<std::uint32_t>(visit.lines.size());
    logged.history_lines = answer.history_lines;
    logged.undecided = static_cast<std::uint32_t>(answer.undecided);
    const std::size_t begin = worker.findings.size();
    worker.findings.insert(worker.findings.end(), answer.findings.begin(), answer.findings.end());
    for (std::size_t f = begin; f < worker.findings.size(); ++f) {
      const model::Finding& finding = worker.findings[f];
      logged.reminders.push_back(logged_reminder(finding, visit));
    }
    worker.ends.push_back(worker.findings.size());
    logged.verdict_us = microseconds_since(start);
    logged.total_us = microseconds_since(asked.begun);
    parts_.reminders.add(std::move(logged));
  }
  // Only now: findings do not move any more.
  std::size_t first = 0;
  for (std::size_t p = 0; p < request.patients.size(); first = worker.ends[p], ++p) {
    for (std::size_t f = first; f < worker.ends[p]; ++f) remind(worker, request.patients[p], worker.findings[f]);
  }
  return {};
}

void GatewayDesk::remind(Worker& worker, const gateway::AnalysisPatient& patient, const model::Finding& finding) {
  const rules::CatalogueEntry* entry = rules::catalogue_entry(finding.rule_no);
  const std::string_view current = patient.proposal.visits[patient.proposal.current].mdtrt_id;
  gateway::Reminder& reminder = worker.reminders.emplace_back();
  reminder.jr_id = finding.finding_id;
  reminder.rule_no = finding.rule_no;
  reminder.rule_id = entry->code;
  reminder.rule_name = entry->name_zh;
  reminder.severity = static_cast<gateway::Severity>(finding.sev_deg);
  reminder.content = finding.vola_cont;
  reminder.basis = finding.vola_evid;
  reminder.amount = finding.vola_amt;
  reminder.patn_id = patient.proposal.psn_no;
  reminder.mdtrt_id = finding.mdtrt_id.empty() ? current : std::string_view{finding.mdtrt_id};
  const auto detail = [&](const std::string& line, gateway::DetailKind kind, Fen amount) {
    const std::string& id =
        worker.detail_ids.emplace_back(fmt::format("{}-{}", finding.finding_id, reminder.details.size() + 1));
    reminder.details.push_back({.jrd_id = id,
                                .mdtrt_id = reminder.mdtrt_id,
                                .rx_id = patient.original_rx_id(line),
                                .kind = kind,
                                .amount = amount});
  };
  for (std::size_t i = 0; i < finding.bkkp_sns.size(); ++i) {
    detail(finding.bkkp_sns[i], gateway::DetailKind::kAccused, finding.line_amounts[i]);
  }
  for (const std::string& related : finding.related_bkkp_sns) detail(related, gateway::DetailKind::kEvidence, 0);
}

Status GatewayDesk::take_feedback(Worker& worker, Asked& asked) {
  YISHOU_TRY(const gateway::Feedback feedback, gateway::read_feedback(worker.message));
  for (const gateway::WarnFeedback& warn : feedback.warns) {
    YISHOU_CHECK_OK(parts_.reminders.note({.jr_id = std::string{warn.warn_rslt_id},
                                           .institution = std::string{worker.message.envelope().fixmedins_code},
                                           .at = asked.received.beijing(),
                                           .stage = static_cast<std::uint8_t>(feedback.stage),
                                           .disposal = static_cast<std::uint8_t>(warn.disposal),
                                           .reason = std::string{warn.reason}}));
  }
  worker.output = "{}";
  return {};
}

Status GatewayDesk::take_stock(Worker& worker, Asked& asked) {
  YISHOU_TRY(gateway::StockReport report, gateway::read_stock(worker.message, asked.transaction, {}));
  if (!report.deletions.empty()) {
    std::vector<history::StockBatch> batches;
    for (const gateway::StockDeletion& deletion : report.deletions) {
      batches.push_back({.table = model::find_table(deletion.table),
                         .fixmedins_code = deletion.fixmedins_code,
                         .fixmedins_bchno = deletion.fixmedins_bchno});
    }
    YISHOU_TRY(const std::vector<bool> reported, parts_.facts.withdraw(batches));
    for (std::size_t i = 0; i < batches.size(); ++i) {
      if (!reported[i]) report.not_found.push_back(std::move(batches[i].fixmedins_bchno));
    }
  }
  // One body a table, in the order of the message.
  std::vector<std::pair<std::string_view, std::string>> bodies;
  for (const gateway::ExtractRow& row : report.rows) {
    auto body = std::ranges::find(bodies, row.table, &std::pair<std::string_view, std::string>::first);
    if (body == bodies.end()) body = bodies.emplace(bodies.end(), row.table, std::string{});
    append_json_line(body->second, row.columns);
  }
  for (const auto& [table, body] : bodies) {
    YISHOU_TRY(const history::FactsTaken taken, parts_.facts.take(*model::find_table(table), body));
    for (const intake::RefusedLine& refused : taken.refusals) {
      report.rejects.push_back(
          {.item = refused.line, .field = "", .reason = fmt::format("{}：{}", refused.column, refused.reason)});
    }
  }
  gateway::write_stock_output(worker.output, report);
  return {};
}

}  // namespace yishou::server
