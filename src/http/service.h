// Inside the room: what all connections of a server share.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/pool.h"
#include "http/server.h"

namespace yishou::http {

/// Meters of one route.
struct RouteMeters {
  std::array<Counter*, 5> classes{};  ///< by the first digit of the status
  Histogram* seconds = nullptr;
};

/// Meters of the server.
struct ServerMeters {
  ServerMeters(Metrics& metrics, const Router& router);
  std::vector<RouteMeters> routes;  ///< by Route::number
  RouteMeters unmatched;
  Counter& bytes_in;
  Counter& bytes_out;
  Counter& accepted;
  Counter& turned_away;  ///< connections over a limit
  Counter& pool_full;
  Counter& timed_out;
  Counter& handshakes_failed;
  Gauge& open;
  Gauge& pool_waiting;
  Gauge& pool_running;
};

/// Counts open connections, in all and for each address. All functions may be called by any thread.
class Doorman {
 public:
  enum class Verdict : std::uint8_t { kServe, kTurnAway, kDrop };

  Doorman(std::size_t max, std::size_t max_per_peer) : max_(max), max_per_peer_(max_per_peer) {}
  /// kTurnAway: it gets 503. kDrop: too many of those even, and it was not counted.
  [[nodiscard]] Verdict enter(const std::string& peer);
  void leave(const std::string& peer);
  /// Waits until none is open, at most until `deadline`.
  void wait_until_empty(Clock::time_point deadline);

 private:
  const std::size_t max_, max_per_peer_;
  std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t open_ = 0;                                // guarded by mutex_
  std::unordered_map<std::string, std::size_t> peers_;  // guarded by mutex_
};

struct Service {
  Service(Settings settings, Router router, Log& log, Metrics& metrics);
  const Settings settings;
  const Router router;
  Log& log;
  ServerMeters meters;
  Doorman doorman;
  Pool pool;
};

}  // namespace yishou::http
