// Shadows: drafts of parameters, knowledge or rules that judge the real questions a second time, beside the live answer and without
// effect on it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "crypto/sealer.h"
#include "gateway/analysis_request.h"
#include "gateway/transaction.h"
#include "history/store.h"
#include "http/log.h"
#include "identity/account.h"
#include "server/draft_text.h"
#include "server/live_knowledge.h"
#include "server/settings.h"
#include "server/shadow_tally.h"

namespace yishou::server {

/// What is told of one shadow run.
struct ShadowView {
  std::string id, name, made_by;
  Second made_at = kNoSecond;
  DraftText draft;
  identity::Scope scope;         ///< of its maker: questions of these institutions are judged
  std::string knowledge, error;  ///< version of the draft; why it does not judge, empty when it does
  std::int64_t requests = 0;     ///< judged twice
  std::int64_t failed = 0;       ///< not judged: the store could not be read
  std::int64_t dropped = 0;      ///< not judged: questions came faster than they could be judged twice
  std::int64_t waiting = 0;      ///< handed over, not judged yet
  std::int64_t undecided_now = 0, undecided_draft = 0;
  boost::json::object tally;  ///< ShadowTally::shown
};

/// Any thread. Both sides are judged by the thread of this class, one right after the other, so that they see the same facts.
class Shadows {
 public:
  static constexpr std::size_t kMaxRuns = 4;
  static constexpr std::int64_t kMaxWaiting = 4'096;                        ///< questions
  static constexpr std::int64_t kMaxWaitingBytes = std::int64_t{64} << 20;  ///< of their bodies

  struct Parts {
    const Settings& settings;
    const LiveKnowledge& live;
    const history::HistoryStore& store;
    const crypto::Sealer& sealer;
    drafts::Drafts& drafts;
    http::Log& log;
  };
  /// Takes up what ran before, from STATE/shadows. A damaged file is told to the log and left alone.
  [[nodiscard]] static Result<std::unique_ptr<Shadows>> open(const Parts& parts);
  /// Keeps the counts and ends.
  ~Shadows();

  /// A question that was answered. Without a run: one load. Else its bytes are copied; never waits for a verdict.
  void offer(gateway::TransactionKind kind, std::string_view body, Second at) {
    if (num_runs_.load(std::memory_order_relaxed) != 0) hand_over(kind, body, at);
  }

  /// Begins a run and keeps it. kBadCall for what check_draft refuses, kConflict when kMaxRuns run.
  [[nodiscard]] Result<ShadowView> start(const std::string& name, const DraftText& draft,
                                         const identity::Principal& who, Second at);
  /// Those that `scope` may see: of the same scope, or all for the nation's. The latest first.
  [[nodiscard]] std::vector<ShadowView> list(const identity::Scope& scope);
  /// kNotFound.
  [[nodiscard]] Result<ShadowView> find(std::string_view id, const identity::Scope& scope);
  /// Ends it and forgets its counts. kNotFound.
  [[nodiscard]] Status remove(std::string_view id, const identity::Scope& scope);

 private:
  struct Run;
  struct Question {
    gateway::TransactionKind kind;
    Second at;
    std::string body;
  };
  struct Bench;
  explicit Shadows(const Parts& parts);
  void hand_over(gateway::TransactionKind kind, std::string_view body, Second at);
  void work();
  void judge(Bench& bench, const Question& question);
  void judge_patient(Bench& bench, const gateway::AnalysisPatient& patient, const Question& question);
  void make_ready(Run& run, const std::shared_ptr<const InForce>& in_force);
  void keep_all();
  [[nodiscard]] Status keep(Run& run);
  [[nodiscard]] Result<std::shared_ptr<Run>> read(const std::string& path) const;
  [[nodiscard]] std::vector<std::shared_ptr<Run>> runs();
  [[nodiscard]] ShadowView view(Run& run) const;
  [[nodiscard]] std::string file_of(std::string_view id) const;

  Parts parts_;
  std::atomic<std::size_t> num_runs_ = 0;
  std::mutex runs_mutex_;
  std::vector<std::shared_ptr<Run>> runs_;  // guarded by runs_mutex_
  std::mutex queue_mutex_;
  std::condition_variable wake_;
  std::deque<Question> queue_;             // guarded by queue_mutex_
  bool ending_ = false;                    // guarded by queue_mutex_
  std::atomic<std::int64_t> dropped_ = 0;  // not told to the runs yet
  std::atomic<std::int64_t> waiting_ = 0, waiting_bytes_ = 0;
  std::thread thread_;
};

}  // namespace yishou::server
