// Threads that take jobs in the order they came.
#include "http/pool.h"

namespace yishou::http {

Pool::Pool(unsigned threads, std::size_t queue, Gauge& waiting, Gauge& running)
    : queue_(queue), waiting_(waiting), running_(running) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

bool Pool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || jobs_.size() >= queue_) return false;
    jobs_.push_back(std::move(job));
    waiting_.add(1);
  }
  wake_.notify_one();
  return true;
}

void Pool::stop() {
  std::deque<Job> forgotten;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    forgotten.swap(jobs_);
    waiting_.add(-static_cast<std::int64_t>(forgotten.size()));
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
    if (stopped_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    waiting_.add(-1);
    running_.add(1);
    lock.unlock();
    job();
    job = nullptr;  // what it holds goes before the thread is counted as free
    running_.add(-1);
    lock.lock();
  }
}

}  // namespace yishou::http
