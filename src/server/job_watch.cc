#include "server/job_watch.h"

namespace yishou::server {
namespace {

constexpr std::int64_t kAskEveryMs = 500;
constexpr unsigned kRowsBetweenLooks = 1024;

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Status JobWatch::go_on() {
  if (steady_ms() >= next_ask_ms_.load(std::memory_order_relaxed)) {
    const std::unique_lock lock(asking_, std::try_to_lock);
    if (lock.owns_lock()) return ask_now();  // others go on meanwhile
  }
  if (cancelled_ || ending_) return fail(ErrorCode::kConflict, "the job was asked to stop");
  return {};
}

Status JobWatch::ask_now() {
  next_ask_ms_ = steady_ms() + kAskEveryMs;
  YISHOU_TRY(const bool cancel, jobs_.progress(job_no_, static_cast<std::int64_t>(done_.load()),
                                               static_cast<std::int64_t>(total_.load())));
  if (cancel) cancelled_ = true;
  if (cancelled_ || ending_) return fail(ErrorCode::kConflict, "the job was asked to stop");
  return {};
}

Status WatchedClaims::read_part(std::size_t part, const model::FactSet& wanted, model::Dictionaries& codes,
                                const engine::BlockVisitor& visit) const {
  return claims_.read_part(part, wanted, codes, [&](model::ClaimBlock& block) -> Status {
    YISHOU_CHECK_OK(watch_.go_on());
    return visit(block);
  });
}

// A row costs far less than a look at the clock.
engine::StockVisitor WatchedClaims::watched(const engine::StockVisitor& take) const {
  return [this, &take, row = 0u](const model::StockRow& one) mutable -> Status {
    if (row++ % kRowsBetweenLooks == 0) YISHOU_CHECK_OK(watch_.go_on());
    return take(one);
  };
}

Status WatchedClaims::read_stock_counts(const engine::StockVisitor& take) const {
  return claims_.read_stock_counts(watched(take));
}

Status WatchedClaims::read_stock_movements(const engine::StockVisitor& take) const {
  return claims_.read_stock_movements(watched(take));
}

}  // namespace yishou::server
