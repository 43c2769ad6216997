// Jobs: long work such as a run of audit, as the database remembers it. Who runs them is not of this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "sql/database.h"

namespace yishou::cases {

/// Stored by name: waiting, running, done, failed, cancelled, lost (the service ended while it ran).
enum class JobState : std::uint8_t { kWaiting, kRunning, kDone, kFailed, kCancelled, kLost };
[[nodiscard]] std::string_view name_of(JobState state) noexcept;
[[nodiscard]] std::optional<JobState> job_state_of(std::string_view name) noexcept;

struct Job {
  std::int64_t job_no = 0;
  std::string kind;        ///< audit, backtest …
  std::string parameters;  ///< JSON
  JobState state = JobState::kWaiting;
  std::int64_t done = 0, total = 0;
  bool cancel_asked = false;
  std::string requested_by;  ///< account_id
  Second made_at = kNoSecond, started_at = kNoSecond, ended_at = kNoSecond;
  std::string result;  ///< JSON
  std::string error;   ///< one sentence
};

/// Any thread, several processes.
class Jobs {
 public:
  explicit Jobs(sql::Database& database) : database_(database) {}

  [[nodiscard]] Result<Job> add(std::string_view kind, std::string_view parameters, std::string_view requested_by,
                                Second now);
  /// The job that waits longest, now running; each is given out once. nullopt: none waits.
  [[nodiscard]] Result<std::optional<Job>> start_next(Second now);
  /// Writes how far it is; true when somebody asked to cancel it.
  [[nodiscard]] Result<bool> progress(std::int64_t job_no, std::int64_t done, std::int64_t total);
  /// Ends a running job; kConflict when it does not run.
  [[nodiscard]] Status finish(std::int64_t job_no, std::string_view result, Second now);
  [[nodiscard]] Status fail_with(std::int64_t job_no, std::string_view error, Second now);
  [[nodiscard]] Status finish_cancelled(std::int64_t job_no, Second now);
  /// A waiting job is cancelled at once, a running one is asked to stop; kConflict when it has ended.
  [[nodiscard]] Status cancel(std::int64_t job_no, Second now);
  /// At the start of the service: what was running is lost. Gives their number.
  [[nodiscard]] Result<std::int64_t> lose_running(Second now);
  [[nodiscard]] Result<Job> find(std::int64_t job_no);
  /// The latest first, those below `before` (0: from the end), at most `limit` (1 … 1000).
  [[nodiscard]] Result<std::vector<Job>> list(std::optional<JobState> state, std::int64_t before, int limit);

 private:
  [[nodiscard]] Status end(std::int64_t job_no, JobState state, std::string_view result, std::string_view error,
                           Second now);
  sql::Database& database_;
};

}  // namespace yishou::cases
