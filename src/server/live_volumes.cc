#include "server/live_volumes.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "lake/claims.h"
#include "server/clock.h"
#include "volumes/count.h"
#include "volumes/file.h"

namespace yishou::server {

LiveVolumes::LiveVolumes(const Settings& settings, http::Log& log) : settings_(settings), log_(log) {
  thread_ = std::thread([this] { work(); });
}

LiveVolumes::~LiveVolumes() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void LiveVolumes::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_one();
}

bool LiveVolumes::wait() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return woken_ || ending_; });
  woken_ = false;
  return !ending_;
}

void LiveVolumes::work() {
  // Threads that read the lake inherit it: answers go first.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), settings_.jobs_nice);
  while (wait()) {
    const Status status = refresh();
    if (status.has_value() || ending_) continue;
    log_.write(http::LogLevel::kError, "volumes", {{"error", std::string_view{status.error().message}}});
  }
}

Status LiveVolumes::refresh() {
  const std::lock_guard lock(refreshing_);
  YISHOU_TRY(const lake::Manifest manifest, lake::Manifest::open(settings_.lake));
  const std::string state = volumes::state_of(manifest);
  const auto before = current_.load();
  if (before != nullptr && before->lake == state) return {};
  const std::string file = (std::filesystem::path(settings_.state) / "volumes.csv").string();
  auto kept = volumes::load(file);
  if (kept.has_value() && kept->lake == state) {
    current_ = std::make_shared<const volumes::Volumes>(std::move(*kept));
    return {};
  }
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(settings_.lake, {}));
  const unsigned threads =
      settings_.build_threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : settings_.build_threads;
  YISHOU_TRY(volumes::Volumes counted,
             volumes::count(*claims, threads, [this] { return ending_.load(); }, now().beijing()));
  const auto made = std::make_shared<const volumes::Volumes>(std::move(counted));
  current_ = made;
  log_.write(http::LogLevel::kInfo, "volumes_counted",
             {{"institutions", static_cast<std::int64_t>(made->institutions.size())}});
  return volumes::save(*made, file);
}

}  // namespace yishou::server
