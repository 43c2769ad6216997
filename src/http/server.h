// The HTTP/1.1 server: listeners, io threads, limits. Routes are the caller's.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/log.h"
#include "http/metrics.h"
#include "http/router.h"

namespace yishou::http {

/// An address to listen at. With certificate and key it speaks TLS 1.2 or later, and nothing else.
struct Listen {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6, no name; "::" takes both
  std::uint16_t port = 0;             ///< 0: any free one
  std::string certificate_file;       ///< PEM, the chain; empty: plain
  std::string key_file;               ///< PEM
};

enum class AccessLog : std::uint8_t { kNone, kRefused, kAll };  ///< kRefused: status 400 and over, and slow ones

struct Settings {
  std::vector<Listen> listen{Listen{}};
  bool plain_network = false;  ///< lets a plain listener be at an address other than loopback (behind a proxy)
  unsigned io_threads = 0;     ///< 0: one for each core
  unsigned pool_threads = 4;
  std::size_t pool_queue = 256;  ///< requests waiting for a thread of the pool; more get 503

  std::size_t target_bytes = 8 * 1024;      ///< more: 414
  std::size_t header_bytes = 16 * 1024;     ///< request line and headers; more: 431
  std::size_t header_fields = 100;          ///< more: 431
  std::size_t body_bytes = 1024 * 1024;     ///< of routes without a limit of their own; more: 413
  std::size_t connections = 10'000;         ///< at once; more get 503
  std::size_t connections_per_peer = 0;     ///< from one address; 0: no limit
  std::size_t requests_per_connection = 0;  ///< then it is closed; 0: no limit
  std::chrono::milliseconds header_time{
      10'000};  ///< from connecting, or a request's first byte, to the end of its header
  std::chrono::milliseconds body_time{30'000};    ///< from the header's end to the body's
  std::chrono::milliseconds idle_time{75'000};    ///< between two requests
  std::chrono::milliseconds write_time{30'000};   ///< for each 64 KB of an answer
  std::chrono::milliseconds handle_time{30'000};  ///< waiting and running in the pool; then the client gets 503

  std::string page_policy =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'";  ///< Content-Security-Policy of answers in HTML
  std::chrono::seconds hsts{0};  ///< Strict-Transport-Security on TLS; 0: none
  AccessLog access_log = AccessLog::kRefused;
  std::chrono::milliseconds slow{1'000};  ///< an answer that took this long is logged
};

struct Service;
class Listener;
class Worker;

/// All functions may be called by any thread but those of handlers.
class Server {
 public:
  /// Checks the settings, listens and serves. `log` and `metrics` outlive the server. kBadCall for settings that contradict
  /// each other, kBusy for a port in use, kNotFound/kBadInput for certificates, kIo for what the system refuses.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(Settings settings, Router router, Log& log,
                                                             Metrics& metrics);
  ~Server();

  /// The port of Settings::listen[listener].
  [[nodiscard]] std::uint16_t port(std::size_t listener = 0) const;
  /// Reads the certificates anew, for connections from now on. On an error the old ones stay.
  [[nodiscard]] Status reload_certificates();
  /// Stops accepting, closes idle connections, lets requests end within `grace`, then closes the rest. Handlers of the pool
  /// that still run are waited for: they cannot be stopped from outside. The second call does nothing.
  void stop(std::chrono::milliseconds grace);

 private:
  Server();
  std::unique_ptr<Service> service_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  bool running_ = false;
  std::atomic<bool> stopped_{false};
};

}  // namespace yishou::http
