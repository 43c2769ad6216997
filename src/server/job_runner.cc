#include "server/job_runner.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "lake/files.h"
#include "server/clock.h"

namespace yishou::server {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kWorkFolder = "work";
constexpr std::chrono::seconds kLookAgain{5};  // another process, or a command, may have added a job

}  // namespace

std::string JobRunner::folder_of(const Settings& settings, std::int64_t job_no) {
  return (fs::path(settings.state) / "jobs" / std::to_string(job_no)).string();
}

Result<std::unique_ptr<JobRunner>> JobRunner::start(const Parts& parts) {
  std::unique_ptr<JobRunner> runner(new JobRunner(parts));
  YISHOU_TRY(const std::int64_t lost, parts.jobs.lose_running(now().beijing()));
  if (lost > 0) parts.log.write(http::LogLevel::kWarn, "jobs_lost", {{"jobs", lost}});
  YISHOU_CHECK_OK(runner->clean_up());
  runner->thread_ = std::thread([self = runner.get()] { self->work(); });
  return runner;
}

// What a killed service left half done.
Status JobRunner::clean_up() {
  const fs::path jobs = fs::path(parts_.settings.state) / "jobs";
  YISHOU_CHECK_OK(lake::make_folder(jobs.string()));
  std::error_code error;
  for (fs::directory_iterator at(jobs, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;  // a folder that stays is found again at the next start
    fs::remove_all(at->path() / kWorkFolder, ignored);
  }
  if (!error) return {};
  return fail(ErrorCode::kIo, fmt::format("the folder of jobs cannot be read, give the service the right to it: {}: {}",
                                          jobs.string(), error.message()));
}

JobRunner::~JobRunner() {
  ending_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void JobRunner::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  wake_.notify_one();
}

void JobRunner::work() {
  // Threads that the engine starts inherit it: an answer before the bill goes first.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), parts_.settings.jobs_nice);
  while (!ending_) {
    const auto next = parts_.jobs.start_next(now().beijing());
    if (!next.has_value()) {
      parts_.log.write(http::LogLevel::kError, "jobs", {{"error", std::string_view{next.error().message}}});
    } else if (next->has_value()) {
      run(**next);
      continue;
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kLookAgain, [&] { return woken_; });
    woken_ = false;
  }
}

void JobRunner::run(const cases::Job& job) {
  const std::string folder = folder_of(parts_.settings, job.job_no);
  JobWatch watch(parts_.jobs, job.job_no, ending_);
  const auto result = run_kind(job, watch, folder);
  std::error_code ignored;  // what stays is removed at the next start
  fs::remove_all(fs::path(folder) / kWorkFolder, ignored);
  if (!result.has_value() && watch.is_ending()) return;
  const Second at = now().beijing();
  const Status ended = result.has_value()      ? parts_.jobs.finish(job.job_no, *result, at)
                       : watch.was_cancelled() ? parts_.jobs.finish_cancelled(job.job_no, at)
                                               : parts_.jobs.fail_with(job.job_no, result.error().message, at);
  const std::string_view outcome = result.has_value() ? "done" : watch.was_cancelled() ? "cancelled" : "failed";
  parts_.log.write(http::LogLevel::kInfo, "job",
                   {{"job", job.job_no}, {"kind", std::string_view{job.kind}}, {"outcome", outcome}});
  if (ended.has_value()) return;
  parts_.log.write(http::LogLevel::kError, "job",
                   {{"job", job.job_no}, {"error", std::string_view{ended.error().message}}});
}

Result<std::string> JobRunner::run_kind(const cases::Job& job, JobWatch& watch, const std::string& folder) {
  const JobGround ground{.settings = parts_.settings,
                         .database = parts_.database,
                         .sealer = parts_.sealer,
                         .drafts = parts_.drafts,
                         .job_no = job.job_no,
                         .folder = folder,
                         .work = (fs::path(folder) / kWorkFolder).string(),
                         .threads = std::max(1u, std::thread::hardware_concurrency())};
  YISHOU_CHECK_OK(lake::make_folder(ground.work));
  boost::system::error_code error;
  const boost::json::value parameters = boost::json::parse(job.parameters, error);
  if (error) return fail(ErrorCode::kBadInput, "the stored parameters of the job are damaged; ask for it again");
  if (const Status drained = parts_.drain_facts(); !drained.has_value() && drained.error().code != ErrorCode::kBusy) {
    return std::unexpected(drained.error());
  }
  if (job.kind == kAuditKind) {
    YISHOU_TRY(const RunChoice choice, audit_choice_of(parameters));
    return run_audit(ground, choice, watch);
  }
  if (job.kind == kBacktestKind) {
    YISHOU_TRY(const BacktestChoice choice, stored_backtest_choice_of(parameters));
    return run_backtest(ground, choice, watch);
  }
  return fail(ErrorCode::kUnsupported, fmt::format("this program knows no such kind of job: {}", job.kind));
}

}  // namespace yishou::server
