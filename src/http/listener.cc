// One acceptor for each address, and connections to the worker that has the fewest. Not SO_REUSEPORT: that spreads few
// connections unevenly, and lets a second service steal half of the first one's clients instead of failing to start.
#include "http/listener.h"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <future>

#include <fmt/format.h>

#include "http/tls.h"

namespace yishou::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Code = boost::system::error_code;

Listener::Listener(const Listen& listen, Service& service, Worker& home,
                   const std::vector<std::unique_ptr<Worker>>& workers)
    : listen_(listen), service_(service), workers_(workers), acceptor_(home.io()), pause_(home.io()) {}

Result<std::unique_ptr<Listener>> Listener::open(const Listen& listen, Service& service, Worker& home,
                                                 const std::vector<std::unique_ptr<Worker>>& workers) {
  std::unique_ptr<Listener> listener(new Listener(listen, service, home, workers));
  if (!listen.certificate_file.empty()) {
    YISHOU_TRY(listener->tls_, make_tls_context(listen));
  }
  YISHOU_CHECK_OK(listener->bind());
  return listener;
}

Status Listener::bind() {
  Code code;
  const asio::ip::address address = asio::ip::make_address(listen_.address, code);
  if (code) {
    return fail(ErrorCode::kBadCall, fmt::format("not an IPv4 or IPv6 address to listen at: {}", listen_.address));
  }
  const bool loopback = address.is_loopback();
  if (!loopback && tls_ == nullptr && !service_.settings.plain_network) {
    return fail(
        ErrorCode::kBadCall,
        fmt::format("without TLS the service listens at 127.0.0.1 or ::1 only: give certificate and key, or allow "
                    "plain_network behind a proxy: {}",
                    listen_.address));
  }
  const tcp::endpoint endpoint(address, listen_.port);
  acceptor_.open(endpoint.protocol(), code);
  if (!code) acceptor_.set_option(tcp::acceptor::reuse_address(true), code);
  if (!code && address.is_v6()) acceptor_.set_option(asio::ip::v6_only(false), code);
  if (!code) acceptor_.bind(endpoint, code);
  if (!code) acceptor_.listen(4096, code);
  if (code == asio::error::address_in_use) {
    return fail(ErrorCode::kBusy, fmt::format("another program listens there: stop it or choose another port: {}:{}",
                                              listen_.address, listen_.port));
  }
  if (code) {
    return fail(ErrorCode::kIo,
                fmt::format("cannot listen ({}) at {}:{}", code.message(), listen_.address, listen_.port));
  }
  port_ = acceptor_.local_endpoint(code).port();
  return {};
}

Status Listener::reload() {
  if (listen_.certificate_file.empty()) return {};
  YISHOU_TRY(TlsContext fresh, make_tls_context(listen_));
  const std::lock_guard lock(tls_mutex_);
  tls_ = std::move(fresh);
  return {};
}

void Listener::run() {
  asio::post(acceptor_.get_executor(), [this] { accept(); });
}

// Returns when no connection will be accepted any more. The accept under way must have come to its end, for it holds a socket
// of another worker's loop, which may go before this one: what was posted after it runs after it.
void Listener::stop() {
  const auto ended = std::make_shared<std::promise<void>>();
  asio::post(acceptor_.get_executor(), [this, ended] {
    Code code;
    acceptor_.close(code);
    pause_.cancel();
    asio::post(acceptor_.get_executor(), [ended] { ended->set_value(); });
  });
  ended->get_future().wait();
}

void Listener::accept() {
  Worker& worker = **std::ranges::min_element(workers_, {}, [](const auto& w) { return w->load(); });
  acceptor_.async_accept(worker.io(), [this, &worker](const Code& code, tcp::socket socket) {
    if (code == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (!code) {
      on_accepted(std::move(socket), worker);
      return accept();
    }
    // Out of file descriptors or memory: connections wait in the system's queue until some are closed.
    if (code != asio::error::connection_aborted) {
      const std::string why = code.message();
      service_.log.write(LogLevel::kError, "cannot accept a connection", {{"note", why}});
    }
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](const Code& cancelled) {
      if (!cancelled && acceptor_.is_open()) accept();
    });
  });
}

void Listener::on_accepted(tcp::socket socket, Worker& worker) {
  Code code;
  const tcp::endpoint peer = socket.remote_endpoint(code);
  if (code) return;  // gone already
  asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  TlsContext tls;
  {
    const std::lock_guard lock(tls_mutex_);
    tls = tls_;
  }
  Arrival arrival{std::move(socket), std::move(tls), address.to_string(), false};
  Doorman::Verdict verdict = service_.doorman.enter(arrival.peer);
  if (verdict == Doorman::Verdict::kTurnAway) {
    arrival.turned_away = true;
    // Over TLS the refusal would cost a handshake, which is what there is too much of.
    if (arrival.tls != nullptr) {
      service_.doorman.leave(arrival.peer);
      verdict = Doorman::Verdict::kDrop;
    }
  }
  if (verdict == Doorman::Verdict::kDrop) {
    service_.meters.turned_away.add();
    return;
  }
  worker.take(std::move(arrival));
}

}  // namespace yishou::http
