// Meters and the counting of connections.
#include "http/service.h"

#include <algorithm>

namespace yishou::http {

namespace {

RouteMeters meters_of(Metrics& metrics, std::string_view method, std::string_view route) {
  constexpr std::array<std::string_view, 5> kClasses{"1xx", "2xx", "3xx", "4xx", "5xx"};
  RouteMeters meters;
  for (std::size_t i = 0; i < kClasses.size(); ++i) {
    meters.classes[i] =
        &metrics.counter("yishou_http_requests_total", "Requests answered, by route and class of status.",
                         {{"method", method}, {"route", route}, {"class", kClasses[i]}});
  }
  meters.seconds =
      &metrics.histogram("yishou_http_request_seconds", "From a request's first byte to its answer's last.",
                         {{"method", method}, {"route", route}});
  return meters;
}

Counter& refusals(Metrics& metrics, std::string_view reason) {
  return metrics.counter("yishou_http_refused_total", "Connections and requests refused by a limit of the server.",
                         {{"reason", reason}});
}

}  // namespace

ServerMeters::ServerMeters(Metrics& metrics, const Router& router)
    : unmatched(meters_of(metrics, "", "")),
      bytes_in(metrics.counter("yishou_http_received_bytes_total", "Bytes of requests.")),
      bytes_out(metrics.counter("yishou_http_sent_bytes_total", "Bytes of answers.")),
      accepted(metrics.counter("yishou_http_connections_total", "Connections accepted.")),
      turned_away(refusals(metrics, "connections")),
      pool_full(refusals(metrics, "pool")),
      timed_out(refusals(metrics, "time")),
      handshakes_failed(refusals(metrics, "handshake")),
      open(metrics.gauge("yishou_http_connections", "Connections open.")),
      pool_waiting(metrics.gauge("yishou_http_pool_waiting", "Requests waiting for a thread of the pool.")),
      pool_running(metrics.gauge("yishou_http_pool_running", "Threads of the pool at work.")) {
  for (const auto& route : router.routes()) {
    routes.push_back(meters_of(metrics, method_name(route->method), route->pattern));
  }
}

Doorman::Verdict Doorman::enter(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  // Those turned away stay for a moment too, to read why; a sixteenth more of them, and the door stays shut.
  if (open_ >= max_ + std::max<std::size_t>(max_ / 16, 16)) return Verdict::kDrop;
  std::size_t& of_peer = peers_[peer];
  if (max_per_peer_ > 0 && of_peer >= max_per_peer_ + 4) return Verdict::kDrop;
  ++of_peer;
  ++open_;
  const bool too_many = open_ > max_ || (max_per_peer_ > 0 && of_peer > max_per_peer_);
  return too_many ? Verdict::kTurnAway : Verdict::kServe;
}

void Doorman::leave(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  const auto found = peers_.find(peer);
  if (--found->second == 0) peers_.erase(found);
  if (--open_ == 0) empty_.notify_all();
}

void Doorman::wait_until_empty(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  empty_.wait_until(lock, deadline, [this] { return open_ == 0; });
}

Service::Service(Settings settings_in, Router router_in, Log& log_in, Metrics& metrics)
    : settings(std::move(settings_in)),
      router(std::move(router_in)),
      log(log_in),
      meters(metrics, router),
      doorman(settings.connections, settings.connections_per_peer),
      pool(settings.pool_threads, settings.pool_queue, meters.pool_waiting, meters.pool_running) {}

}  // namespace yishou::http
