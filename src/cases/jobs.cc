#include "cases/jobs.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "sql/text.h"

namespace yishou::cases {
namespace {

constexpr std::array<std::string_view, 6> kJobStateNames{"waiting", "running", "done", "failed", "cancelled", "lost"};
constexpr std::string_view kJobColumns =
    "job_no, kind, parameters, state, done, total, cancel_asked, requested_by, made_at, started_at, ended_at, result, "
    "error";
constexpr std::size_t kMaxJobTextBytes = 4 * 1024 * 1024;
constexpr std::size_t kMaxJobErrorBytes = 4000;

Second time_or_none(const sql::Value& value) { return value.is_null() ? kNoSecond : *value.number(); }

Result<Job> job_of(const sql::Row& row) {
  const auto state = job_state_of(row.text(3));
  if (!state)
    return fail(ErrorCode::kUnsupported,
                fmt::format("a job is in a state that this program does not know; start the newer "
                            "version that wrote it: {}",
                            row.number(0)));
  return Job{row.number(0),         row.text(1),  row.text(2), *state,        row.number(4),
             row.number(5),         row.truth(6), row.text(7), row.number(8), time_or_none(row[9]),
             time_or_none(row[10]), row.text(11), row.text(12)};
}

// Cut at a whole character: an error must never be what stops a job from ending.
std::string error_text(std::string_view error) {
  std::string text{error.substr(0, kMaxJobErrorBytes)};
  while (!text.empty() && !sql::is_storable(text)) text.pop_back();
  return text;
}

std::unexpected<Error> no_job(std::int64_t job_no) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no such job: {}", job_no));
}

}  // namespace

std::string_view name_of(JobState state) noexcept { return kJobStateNames[std::to_underlying(state)]; }

std::optional<JobState> job_state_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kJobStateNames.size(); ++i)
    if (kJobStateNames[i] == name) return static_cast<JobState>(i);
  return std::nullopt;
}

Result<Job> Jobs::add(std::string_view kind, std::string_view parameters, std::string_view requested_by, Second now) {
  if (kind.empty() || kind.size() > 50 || parameters.size() > kMaxJobTextBytes)
    return fail(ErrorCode::kBadCall, "a job has a kind of 1 to 50 bytes and parameters of at most 4 MiB; correct them");
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto rows,
             transaction.query("UPDATE counters SET value = value + 1 WHERE name = 'job' RETURNING value"));
  const auto job_no = rows.at(0).number(0);
  YISHOU_CHECK_OK(
      transaction.change("INSERT INTO jobs VALUES ($1, $2, $3, 'waiting', 0, 0, 0, $4, $5, NULL, NULL, '', '')",
                         {job_no, kind, parameters, requested_by, now}));
  YISHOU_CHECK_OK(transaction.commit());
  return find(job_no);
}

Result<std::optional<Job>> Jobs::start_next(Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  const bool skips = transaction.dialect() == sql::Dialect::kPostgres;  // a job that another process is taking
  YISHOU_TRY(const auto rows,
             transaction.query(
                 fmt::format("UPDATE jobs SET state = 'running', started_at = $1 WHERE job_no = (SELECT job_no FROM "
                             "jobs WHERE state = 'waiting' ORDER BY job_no LIMIT 1{}) RETURNING {}",
                             skips ? " FOR UPDATE SKIP LOCKED" : "", kJobColumns),
                 {now}));
  YISHOU_CHECK_OK(transaction.commit());
  if (rows.empty()) return std::nullopt;
  YISHOU_TRY(auto job, job_of(rows[0]));
  return job;
}

Result<bool> Jobs::progress(std::int64_t job_no, std::int64_t done, std::int64_t total) {
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto rows,
             transaction.query("UPDATE jobs SET done = $2, total = $3 WHERE job_no = $1 AND state = 'running' "
                               "RETURNING cancel_asked",
                               {job_no, done, total}));
  if (rows.empty()) return fail(ErrorCode::kConflict, fmt::format("this job does not run: {}", job_no));
  YISHOU_CHECK_OK(transaction.commit());
  return rows[0].truth(0);
}

Status Jobs::end(std::int64_t job_no, JobState state, std::string_view result, std::string_view error, Second now) {
  if (result.size() > kMaxJobTextBytes)
    return fail(ErrorCode::kTooMuch, "the result of a job has more than 4 MiB; keep less");
  YISHOU_TRY(const auto ended,
             database_.change("UPDATE jobs SET state = $2, result = $3, error = $4, ended_at = $5 WHERE job_no = "
                              "$1 AND state = 'running'",
                              {job_no, name_of(state), result, error_text(error), now}));
  if (ended == 0) return fail(ErrorCode::kConflict, fmt::format("this job does not run: {}", job_no));
  return {};
}

Status Jobs::finish(std::int64_t job_no, std::string_view result, Second now) {
  return end(job_no, JobState::kDone, result, "", now);
}
Status Jobs::fail_with(std::int64_t job_no, std::string_view error, Second now) {
  return end(job_no, JobState::kFailed, "", error, now);
}
Status Jobs::finish_cancelled(std::int64_t job_no, Second now) {
  return end(job_no, JobState::kCancelled, "", "", now);
}

Status Jobs::cancel(std::int64_t job_no, Second now) {
  YISHOU_TRY(const auto changed,
             database_.change(
                 "UPDATE jobs SET cancel_asked = 1, ended_at = CASE WHEN state = 'waiting' THEN $2 ELSE ended_at END, "
                 "state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END WHERE job_no = $1 AND state IN "
                 "('waiting', 'running')",
                 {job_no, now}));
  if (changed > 0) return {};
  YISHOU_CHECK_OK(find(job_no));
  return fail(ErrorCode::kConflict, fmt::format("this job has ended already: {}", job_no));
}

Result<std::int64_t> Jobs::lose_running(Second now) {
  return database_.change(
      "UPDATE jobs SET state = 'lost', ended_at = $1, error = 'the service ended while the job ran; start it "
      "again' WHERE state = 'running'",
      {now});
}

Result<Job> Jobs::find(std::int64_t job_no) {
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT {} FROM jobs WHERE job_no = $1", kJobColumns), {job_no}));
  if (rows.empty()) return no_job(job_no);
  return job_of(rows[0]);
}

Result<std::vector<Job>> Jobs::list(std::optional<JobState> state, std::int64_t before, int limit) {
  if (limit < 1 || limit > 1000)
    return fail(ErrorCode::kBadCall, fmt::format("a page of jobs has 1 to 1000; ask for fewer: {}", limit));
  std::string where = "job_no > 0";
  sql::Values values;
  if (state) {
    values.emplace_back(name_of(*state));
    where += fmt::format(" AND state = ${}", values.size());
  }
  if (before > 0) {
    values.emplace_back(before);
    where += fmt::format(" AND job_no < ${}", values.size());
  }
  values.emplace_back(limit);
  YISHOU_TRY(const auto rows, database_.query(fmt::format("SELECT {} FROM jobs WHERE {} ORDER BY job_no DESC LIMIT ${}",
                                                          kJobColumns, where, values.size()),
                                              values));
  std::vector<Job> jobs;
  for (const auto& row : rows) {
    YISHOU_TRY(auto job, job_of(row));
    jobs.push_back(std::move(job));
  }
  return jobs;
}

}  // namespace yishou::cases
