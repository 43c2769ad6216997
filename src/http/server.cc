// Puts the parts together and takes them apart in order.
#include "http/server.h"

#include <algorithm>
#include <exception>
#include <thread>

#include <fmt/format.h>

#include "base/check.h"
#include "http/connection.h"
#include "http/listener.h"

namespace yishou::http {

namespace {

Status check(const Settings& s) {
  using namespace std::chrono_literals;
  if (s.listen.empty()) return fail(ErrorCode::kBadCall, "the service listens nowhere: give at least one address");
  if (s.pool_threads == 0 || s.pool_queue == 0) {
    return fail(ErrorCode::kBadCall, "pool_threads and pool_queue are at least 1");
  }
  if (s.header_bytes < 1024 || s.header_bytes > (std::size_t{1} << 20)) {
    return fail(ErrorCode::kBadCall, fmt::format("header_bytes is from 1024 to 1048576, not {}", s.header_bytes));
  }
  if (s.connections == 0) return fail(ErrorCode::kBadCall, "connections is at least 1");
  if (std::min({s.header_time, s.body_time, s.idle_time, s.write_time, s.handle_time}) <= 0ms) {
    return fail(ErrorCode::kBadCall, "times of the server are at least 1 ms");
  }
  for (const Listen& listen : s.listen) {
    if (listen.certificate_file.empty() != listen.key_file.empty()) {
      return fail(ErrorCode::kBadCall, fmt::format("TLS takes a certificate and its key, both: {}", listen.address));
    }
  }
  return {};
}

}  // namespace

Server::Server() = default;

Result<std::unique_ptr<Server>> Server::start(Settings settings, Router router, Log& log, Metrics& metrics) try {
  YISHOU_CHECK_OK(check(settings));
  const unsigned threads =
      settings.io_threads > 0 ? settings.io_threads : std::max(1u, std::thread::hardware_concurrency());
  std::unique_ptr<Server> server(new Server());
  server->service_ = std::make_unique<Service>(std::move(settings), std::move(router), log, metrics);
  Service& service = *server->service_;
  for (unsigned i = 0; i < threads; ++i) server->workers_.push_back(std::make_unique<Worker>(service, i));
  for (std::size_t i = 0; i < service.settings.listen.size(); ++i) {
    Worker& home = *server->workers_[i % threads];
    YISHOU_TRY(auto listener, Listener::open(service.settings.listen[i], service, home, server->workers_));
    server->listeners_.push_back(std::move(listener));
  }
  server->running_ = true;
  for (const auto& worker : server->workers_) worker->run();
  for (const auto& listener : server->listeners_) listener->run();
  return server;
} catch (const std::exception& thrown) {
  return fail(ErrorCode::kIo, fmt::format("the system refused threads, memory or sockets: {}", thrown.what()));
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

std::uint16_t Server::port(std::size_t listener) const {
  YISHOU_CHECK(listener < listeners_.size(), "a listener of the settings");
  return listeners_[listener]->port();
}

Status Server::reload_certificates() {
  for (const auto& listener : listeners_) YISHOU_CHECK_OK(listener->reload());
  return {};
}

void Server::stop(std::chrono::milliseconds grace) {
  if (stopped_.exchange(true) || !running_) return;
  const auto deadline = Clock::now() + grace;
  for (const auto& listener : listeners_) listener->stop();
  for (const auto& worker : workers_) worker->drain();
  service_->doorman.wait_until_empty(deadline);
  for (const auto& worker : workers_) worker->abort();
  service_->pool.stop();
  for (const auto& worker : workers_) worker->join();
}

}  // namespace yishou::http
