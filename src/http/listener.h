// Inside the room: accepts connections at one address and hands them out to the workers.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>
#include <vector>

#include "http/worker.h"

namespace yishou::http {

/// Runs on the thread of one worker; `reload`, `stop` and `port` may be called by any thread.
class Listener {
 public:
  /// kBadCall, kBusy, kIo; of TLS also kNotFound and kBadInput.
  [[nodiscard]] static Result<std::unique_ptr<Listener>> open(const Listen& listen, Service& service, Worker& home,
                                                              const std::vector<std::unique_ptr<Worker>>& workers);
  void run();
  void stop();
  [[nodiscard]] Status reload();
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  using TlsContext = std::shared_ptr<boost::asio::ssl::context>;
  Listener(const Listen& listen, Service& service, Worker& home, const std::vector<std::unique_ptr<Worker>>& workers);
  [[nodiscard]] Status bind();
  void accept();
  void on_accepted(boost::asio::ip::tcp::socket socket, Worker& worker);

  const Listen listen_;
  Service& service_;
  const std::vector<std::unique_ptr<Worker>>& workers_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  std::mutex tls_mutex_;
  TlsContext tls_;  // guarded by tls_mutex_
};

}  // namespace yishou::http
