#include "engine/parts.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace yishou::engine {
namespace {

// What the threads of one reading share.
struct Reading {
  const Claims& claims;
  const model::FactSet& wanted;
  std::atomic<std::size_t> next_part{0};
  std::atomic<bool> stop{false};
  std::mutex mutex{};
  std::optional<Error> failure{};

  void work(PartWorker& worker) {
    for (;;) {
      const std::size_t part = next_part.fetch_add(1);
      if (part >= claims.num_parts() || stop) return;
      Status status = claims.read_part(part, wanted, worker.codes(), [&](model::ClaimBlock& block) -> Status {
        if (stop) return fail(ErrorCode::kBusy, "another thread of this run failed");
        return worker.take(block);
      });
      if (status) continue;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::move(status.error());
      stop = true;
    }
  }
};

}  // namespace

Result<std::vector<std::unique_ptr<PartWorker>>> read_parts(const Claims& claims, const model::FactSet& wanted,
                                                            unsigned threads,
                                                            const std::function<std::unique_ptr<PartWorker>()>& make) {
  Reading reading{claims, wanted};
  std::vector<std::unique_ptr<PartWorker>> workers;
  const std::size_t count = std::min<std::size_t>(threads, std::max<std::size_t>(claims.num_parts(), 1));
  for (std::size_t i = 0; i < count; ++i) workers.push_back(make());
  {
    std::vector<std::jthread> running;
    for (std::size_t i = 1; i < count; ++i) {
      running.emplace_back([&reading, worker = workers[i].get()] { reading.work(*worker); });
    }
    reading.work(*workers.front());
  }
  if (reading.failure) return std::unexpected(std::move(*reading.failure));
  return workers;
}

}  // namespace yishou::engine
