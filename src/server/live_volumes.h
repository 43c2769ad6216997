// LiveVolumes: the volumes of the lake as they are now, counted in the background whenever the lake has changed.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "http/log.h"
#include "server/settings.h"
#include "volumes/volumes.h"

namespace yishou::server {

/// Any thread.
class LiveVolumes {
 public:
  /// Begins at once with what the state folder keeps, or with counting. Both must outlive it.
  LiveVolumes(const Settings& settings, http::Log& log);
  ~LiveVolumes();

  /// Null until they are counted for the first time.
  [[nodiscard]] std::shared_ptr<const volumes::Volumes> current() const { return current_.load(); }
  /// The lake may have changed: looks, and counts anew in the background when it has.
  void wake();
  /// The same here and now, for who needs them at once.
  [[nodiscard]] Status refresh();

 private:
  void work();
  [[nodiscard]] bool wait();

  const Settings& settings_;
  http::Log& log_;
  std::atomic<std::shared_ptr<const volumes::Volumes>> current_;
  std::atomic<bool> ending_ = false;
  std::mutex refreshing_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = true;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace yishou::server
