// A bounded pool of threads: work that waits (databases, exports), away from the io threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http/metrics.h"

namespace yishou::http {

/// All functions may be called by any thread.
class Pool {
 public:
  using Job = std::function<void()>;

  /// `threads` at work, `queue` jobs at most waiting for one.
  Pool(unsigned threads, std::size_t queue, Gauge& waiting, Gauge& running);
  ~Pool() { stop(); }

  /// False when the queue is full or the pool has stopped; the job must not throw.
  [[nodiscard]] bool submit(Job job);
  /// Forgets what waits, and returns when what runs has ended.
  void stop();

 private:
  void run();

  const std::size_t queue_;
  Gauge& waiting_;
  Gauge& running_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;  // guarded by mutex_
  bool stopped_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace yishou::http
