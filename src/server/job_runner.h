// JobRunner: runs the jobs that wait, one after the other, on a thread of its own that gives way to those that answer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "cases/jobs.h"
#include "crypto/sealer.h"
#include "http/log.h"
#include "server/job_kinds.h"
#include "server/settings.h"
#include "sql/database.h"

namespace yishou::server {

/// Any thread.
class JobRunner {
 public:
  struct Parts {
    const Settings& settings;
    sql::Database& database;
    const crypto::Sealer& sealer;
    cases::Jobs& jobs;
    drafts::Drafts& drafts;
    http::Log& log;
    std::function<Status()> drain_facts;  ///< what was acknowledged goes into the lake before it is judged
  };
  /// Marks what a service before this one left running as lost, then begins with what waits.
  [[nodiscard]] static Result<std::unique_ptr<JobRunner>> start(const Parts& parts);
  /// Ends the running job as soon as it looks up; it stays `running` and is told as lost at the next start.
  ~JobRunner();

  /// There is a new job, or a running one is to stop.
  void wake();
  /// STATE/jobs/N.
  [[nodiscard]] static std::string folder_of(const Settings& settings, std::int64_t job_no);

 private:
  explicit JobRunner(const Parts& parts) : parts_(parts) {}
  void work();
  void run(const cases::Job& job);
  [[nodiscard]] Result<std::string> run_kind(const cases::Job& job, JobWatch& watch, const std::string& folder);
  [[nodiscard]] Status clean_up();

  Parts parts_;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace yishou::server
