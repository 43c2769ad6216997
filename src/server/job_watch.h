// JobWatch: how a running job tells how far it is, and learns that it is to stop.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "cases/jobs.h"
#include "engine/engine.h"

namespace yishou::server {

/// Of one job. Any thread.
class JobWatch {
 public:
  /// `ending`: the service stops. Both outlive it.
  JobWatch(cases::Jobs& jobs, std::int64_t job_no, const std::atomic<bool>& ending)
      : jobs_(jobs), job_no_(job_no), ending_(ending) {}

  void set_total(std::uint64_t total) { total_.store(total, std::memory_order_relaxed); }
  void set_done(std::uint64_t done) { done_.store(done, std::memory_order_relaxed); }

  /// Cheap enough for every block. Writes the progress at most once in half a second. kConflict when the job is to stop.
  [[nodiscard]] Status go_on();
  /// The same, asking the database now.
  [[nodiscard]] Status ask_now();

  [[nodiscard]] bool was_cancelled() const { return cancelled_; }
  [[nodiscard]] bool is_ending() const { return ending_; }

 private:
  cases::Jobs& jobs_;
  std::int64_t job_no_;
  const std::atomic<bool>& ending_;
  std::atomic<std::uint64_t> done_ = 0, total_ = 0;
  std::atomic<bool> cancelled_ = false;
  std::mutex asking_;
  std::atomic<std::int64_t> next_ask_ms_ = 0;  // of the steady clock
};

/// Claims that end when their job is to stop. `claims` and `watch` outlive it.
class WatchedClaims final : public engine::Claims {
 public:
  WatchedClaims(const engine::Claims& claims, JobWatch& watch) : claims_(claims), watch_(watch) {}
  [[nodiscard]] std::size_t num_parts() const override { return claims_.num_parts(); }
  [[nodiscard]] Status read_part(std::size_t part, const model::FactSet& wanted, model::Dictionaries& codes,
                                 const engine::BlockVisitor& visit) const override;
  [[nodiscard]] Status read_stock_counts(const engine::StockVisitor& take) const override;
  [[nodiscard]] Status read_stock_movements(const engine::StockVisitor& take) const override;

 private:
  [[nodiscard]] engine::StockVisitor watched(const engine::StockVisitor& take) const;

  const engine::Claims& claims_;
  JobWatch& watch_;
};

}  // namespace yishou::server
