// GatewayDesk: answers the national gateway: message in, verdict, answer out. 3101 and 3102 wait for nothing; facts (35xx) and
// feedback (3103) are on the disk before they are acknowledged.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/analysis_answer.h"
#include "gateway/analysis_request.h"
#include "gateway/envelope.h"
#include "gateway/transaction.h"
#include "history/fact_book.h"
#include "http/log.h"
#include "http/metrics.h"
#include "http/request.h"
#include "http/response.h"
#include "precheck/judge.h"
#include "server/gateway_callers.h"
#include "server/live_knowledge.h"
#include "server/reminder_log.h"
#include "server/shadow.h"

namespace yishou::server {

class GatewayDesk {
 public:
  struct Parts {
    const LiveKnowledge& live;
    const GatewayCallers& callers;
    history::FactBook& facts;
    ReminderLog& reminders;
    http::Log& log;
    http::Metrics& metrics;
    Shadows& shadows;
    std::string region;
  };
  /// `workers`: the number of threads that answer(); each is told by http::Request::worker.
  GatewayDesk(const Parts& parts, unsigned workers);
  ~GatewayDesk();

  // Both answer every message: never an error of HTTP, what goes wrong is told as infcode -1.
  /// On an io thread: for paths that can only be 3101 or 3102, which wait for nothing.
  void answer_here(const http::Request& request, http::Response& response);
  /// In the pool: for all others.
  void answer_in_pool(const http::Request& request, http::Response& response);
  /// Tells what the server refused in the envelope of an answer.
  void refuse(const http::Request& request, http::Response& response, std::string_view detail);

 private:
  struct Worker;
  struct Asked;
  [[nodiscard]] Status handle(Worker& worker, const http::Request& request, Asked& asked);
  void answer(Worker& worker, const http::Request& request, http::Response& response);
  void log_failure(const Worker& worker, const Asked& asked);
  [[nodiscard]] Status analyze(Worker& worker, Asked& asked);
  static void remind(Worker& worker, const gateway::AnalysisPatient& patient, const model::Finding& finding);
  [[nodiscard]] Status take_feedback(Worker& worker, Asked& asked);
  [[nodiscard]] Status take_stock(Worker& worker, Asked& asked);
  [[nodiscard]] Status judge(Worker& worker, const gateway::AnalysisRequest& request, Asked& asked);

  Parts parts_;
  std::vector<std::unique_ptr<Worker>> workers_;  // one an io thread
  std::mutex idle_mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;  // of the pool; guarded by idle_mutex_
  std::atomic<std::uint64_t> sequence_;
  http::Histogram& verdict_time_;
  http::Counter &asked_, &warned_, &failed_, &undecided_;
};

}  // namespace yishou::server
