// A load generator for HTTP/1.1 in one thread: it costs little, because it shares the machine with the server it measures.
//
// Saturation: each connection sends its next request when its answer came. Open loop: requests are due at fixed times, whether
// or not the server keeps up, and a request's time counts from when it was due (no coordinated omission).
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace yishou::bench {

struct LoadPlan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  bool tls = false;
  std::vector<std::string> requests;  ///< whole messages, sent in turn
  std::string expect;                 ///< each body must contain it
  std::size_t connections = 32;
  double rate = 0;  ///< a second; 0: saturation
  double warmup = 1, seconds = 5;
};

struct LoadResult {
  double seconds = 0;
  std::uint64_t answers = 0;               ///< after the warm-up, of status 200 with the expected text
  std::map<int, std::uint64_t> by_status;  ///< all answers; 0: connection lost
  std::uint64_t unexpected = 0;            ///< answers without the expected text
  std::vector<std::uint32_t> tenths;       ///< times of `answers`, in tenths of a microsecond
  double cpu_seconds = 0;                  ///< of the generator

  /// The time in milliseconds within which the share `q` was answered.
  [[nodiscard]] double quantile(double q) {
    if (tenths.empty()) return 0;
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(tenths.size())));
    const auto at = tenths.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(tenths.begin(), at, tenths.end());
    return static_cast<double>(*at) / 1e4;
  }
};

class LoadGenerator {
 public:
  explicit LoadGenerator(LoadPlan plan) : plan_(std::move(plan)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  LoadGenerator(const LoadGenerator&) = delete;
  LoadGenerator& operator=(const LoadGenerator&) = delete;
  ~LoadGenerator() {
    for (auto& line : lines_) hang_up(*line);
    SSL_CTX_free(tls_);
    ::close(poll_);
  }

  LoadResult run() {
    if (plan_.tls) tls_ = SSL_CTX_new(TLS_client_method());
    for (std::size_t i = 0; i < plan_.connections; ++i) {
      lines_.push_back(std::make_unique<Line>());
      call(*lines_.back());
    }
    const std::clock_t cpu = std::clock();
    start_ = Clock::now();
    const auto measured = start_ + nanoseconds(plan_.warmup);
    const auto end = measured + nanoseconds(plan_.seconds);
    for (auto& line : lines_) free_.push_back(line.get());
    std::array<epoll_event, 256> events;
    for (auto now = start_; now < end; now = Clock::now()) {
      measuring_ = now >= measured;
      start_due(now);
      const int n = wait(events, now);
      for (int i = 0; i < n; ++i) step(*static_cast<Line*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    result_.seconds = plan_.seconds;
    result_.cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    return std::move(result_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static Clock::duration nanoseconds(double seconds) {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
  }

  struct Line {
    int socket = -1;
    SSL* ssl = nullptr;
    std::string_view to_send;
    std::string received;
    Clock::time_point due;
    bool busy = false;
    bool waits_to_send = false;
  };

  [[noreturn]] static void stop(const std::string& why) {
    fmt::print(stderr, "load_http: {}\n", why);
    std::exit(3);
  }

  void call(Line& line) {
    line.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(plan_.port);
    if (::inet_pton(AF_INET, plan_.host.c_str(), &to.sin_addr) != 1) stop("the host is an IPv4 address: " + plan_.host);
    if (::connect(line.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      stop(fmt::format("nobody listens at {}:{}", plan_.host, plan_.port));
    }
    const int on = 1;
    ::setsockopt(line.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (plan_.tls) {
      line.ssl = SSL_new(tls_);
      SSL_set_fd(line.ssl, line.socket);
      SSL_set_mode(line.ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
      if (SSL_connect(line.ssl) != 1) stop("the TLS handshake failed");
    }
    ::fcntl(line.socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &line;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, line.socket, &event);
    line.received.clear();
    line.busy = line.waits_to_send = false;
  }

  static void hang_up(Line& line) {
    SSL_free(line.ssl);
    line.ssl = nullptr;
    if (line.socket >= 0) ::close(line.socket);
    line.socket = -1;
  }

  [[nodiscard]] Clock::time_point due(std::uint64_t request) const {
    return start_ + nanoseconds(static_cast<double>(request) / plan_.rate);
  }

  // Sends what is due, on connections that are free.
  void start_due(Clock::time_point now) {
    while (!free_.empty()) {
      const auto when = plan_.rate > 0 ? due(next_) : now;
      if (when > now) return;
      Line& line = *free_.back();
      free_.pop_back();
      line.to_send = plan_.requests[next_ % plan_.requests.size()];
      line.due = when;
      line.busy = true;
      ++next_;
      send(line);
    }
  }

  int wait(std::array<epoll_event, 256>& events, Clock::time_point now) const {
    timespec time{0, 100'000'000};
    if (plan_.rate > 0 && !free_.empty()) {
      const auto left = std::chrono::nanoseconds(due(next_) - now).count();
      time.tv_nsec = static_cast<long>(std::clamp<std::int64_t>(left, 0, 100'000'000));
    }
    return ::epoll_pwait2(poll_, events.data(), static_cast<int>(events.size()), &time, nullptr);
  }

  void step(Line& line) {
    if (line.waits_to_send) send(line);
    if (line.socket >= 0) receive(line);
  }

  void send(Line& line) {
    while (!line.to_send.empty()) {
      const auto n = line.ssl ? SSL_write(line.ssl, line.to_send.data(), static_cast<int>(line.to_send.size()))
                              : ::send(line.socket, line.to_send.data(), line.to_send.size(), MSG_NOSIGNAL);
      if (n > 0) {
        line.to_send.remove_prefix(static_cast<std::size_t>(n));
        continue;
      }
      if (!would_block(line, static_cast<int>(n))) return lost(line);
      if (!line.waits_to_send) listen(line, EPOLLIN | EPOLLOUT);
      line.waits_to_send = true;
      return;
    }
    if (line.waits_to_send) listen(line, EPOLLIN);
    line.waits_to_send = false;
  }

  void receive(Line& line) {
    std::array<char, 65536> part;
    for (;;) {
      const auto n = line.ssl ? SSL_read(line.ssl, part.data(), static_cast<int>(part.size()))
                              : ::recv(line.socket, part.data(), part.size(), 0);
      if (n <= 0) {
        if (!would_block(line, static_cast<int>(n))) lost(line);
        return;
      }
      line.received.append(part.data(), static_cast<std::size_t>(n));
      if (look(line)) return;
      if (line.ssl == nullptr && static_cast<std::size_t>(n) < part.size()) return;
    }
  }

  static bool would_block(const Line& line, int n) {
    if (line.ssl == nullptr) return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    const int error = SSL_get_error(line.ssl, n);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  }

  void listen(Line& line, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &line;
    ::epoll_ctl(poll_, EPOLL_CTL_MOD, line.socket, &event);
  }

  void lost(Line& line) {
    if (line.busy) ++result_.by_status[0];
    const bool was_busy = line.busy;
    hang_up(line);
    call(line);
    if (was_busy) free_.push_back(&line);
  }

  // True when a whole answer was there, and is counted.
  bool look(Line& line) {
    const std::string_view all = line.received;
    const std::size_t head = all.find("\r\n\r\n");
    if (head == std::string_view::npos) return false;
    const std::size_t field = all.substr(0, head + 2).find("\r\nContent-Length: ");
    const std::size_t length =
        field == std::string_view::npos ? 0 : std::strtoull(all.data() + field + 18, nullptr, 10);
    if (all.size() < head + 4 + length) return false;
    const int status = std::atoi(all.data() + 9);
    const std::string_view body = all.substr(head + 4, length);
    const bool closes = all.substr(0, head + 2).find("\r\nConnection: close") != std::string_view::npos;
    ++result_.by_status[status];
    const bool as_expected = plan_.expect.empty() || body.find(plan_.expect) != std::string_view::npos;
    if (!as_expected) ++result_.unexpected;
    if (measuring_ && as_expected && status == 200) {
      ++result_.answers;
      const auto time = std::chrono::nanoseconds(Clock::now() - line.due).count() / 100;
      result_.tenths.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(time, 0, UINT32_MAX)));
    }
    line.received.erase(0, head + 4 + length);
    line.busy = false;
    if (closes) {
      hang_up(line);
      call(line);
    }
    free_.push_back(&line);
    if (plan_.rate <= 0) start_due(Clock::now());
    return true;
  }

  LoadPlan plan_;
  int poll_;
  SSL_CTX* tls_ = nullptr;
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<Line*> free_;
  std::uint64_t next_ = 0;
  Clock::time_point start_;
  bool measuring_ = false;
  LoadResult result_;
};

}  // namespace yishou::bench
