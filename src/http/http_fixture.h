// For tests: a server with the test's routes on a free port, and a client that sends exactly the bytes it is given.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/request.h"
#include "http/server.h"

namespace yishou::http {

using namespace std::chrono_literals;

/// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "yishou-http-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// An answer as read from the wire.
struct Answer {
  int status = 0;  ///< 0: the connection ended, or nothing came in time
  std::string head, body;

  [[nodiscard]] std::string header(std::string_view name) const {
    for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
      const std::size_t colon = head.find(": ", at);
      if (colon == std::string::npos) break;
      if (same_word(std::string_view(head).substr(at + 2, colon - at - 2), name)) {
        return head.substr(colon + 2, head.find("\r\n", colon) - colon - 2);
      }
    }
    return {};
  }
};

/// A blocking client; every wait ends after ten seconds.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), rest_(std::move(other.rest_)) {}
  ~Client() {
    if (socket_ >= 0) ::close(socket_);
  }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int descriptor() const { return socket_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void end_sending() const { ::shutdown(socket_, SHUT_WR); }

  /// The next answer. `no_body`: to HEAD.
  Answer receive(bool no_body = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = rest_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return answer;
    }
    answer.head = rest_.substr(0, end + 2);
    rest_.erase(0, end + 4);
    answer.status = std::atoi(answer.head.c_str() + 9);
    const std::size_t length = no_body ? 0 : std::strtoull(answer.header("Content-Length").c_str(), nullptr, 10);
    while (rest_.size() < length) {
      if (!more()) return {};
    }
    answer.body = rest_.substr(0, length);
    rest_.erase(0, length);
    return answer;
  }
  Answer ask(std::string_view bytes) {
    send(bytes);
    return receive();
  }
  /// GET of a path.
  Answer get(std::string_view path, std::string_view headers = "") {
    send(fmt::format("GET {} HTTP/1.1\r\nHost: h\r\n{}\r\n", path, headers));
    return receive();
  }
  Answer post(std::string_view path, std::string_view body, std::string_view headers = "") {
    send(
        fmt::format("POST {} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n{}\r\n{}", path, body.size(), headers, body));
    return receive();
  }
  /// True when the server ends the connection (FIN or RST) before anything else comes.
  bool ended() { return rest_.empty() && !more() && at_end_; }

 private:
  bool more() {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 10'000) != 1) return false;
    char bytes[65536];
    const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) {
      at_end_ = true;
      return false;
    }
    rest_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool at_end_ = false;
  std::string rest_;
};

/// A running server with its log in a file.
class TestServer {
 public:
  explicit TestServer(Router router, Settings settings = {}) {
    if (settings.io_threads == 0) settings.io_threads = 2;
    log_ = std::move(*Log::open(folder_.file("log"), LogLevel::kDebug));
    auto started = Server::start(std::move(settings), std::move(router), *log_, metrics_);
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
    server_ = std::move(*started);
  }
  ~TestServer() { server_.reset(); }

  [[nodiscard]] Client connect(std::size_t listener = 0) const { return Client(server_->port(listener)); }
  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  [[nodiscard]] std::string log() {
    log_->flush();
    return read_file(folder_.file("log"));
  }
  Metrics& metrics() { return metrics_; }

 private:
  TestFolder folder_;
  Metrics metrics_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Server> server_;
};

/// Routes: GET /hello, POST /echo (in the pool), POST /here (echo on the io thread), GET /items/{id}.
inline Router echo_routes() {
  Router router;
  router.add(Method::kGet, "/hello", [](const Request&, Response& r) { r.send_json("{\"hello\":1}"); },
             {.where = Where::kHere});
  const auto echo = [](const Request& q, Response& r) {
    r.content_type = "application/octet-stream";
    r.body = q.body;
  };
  router.add(Method::kPost, "/echo", echo);
  router.add(Method::kPost, "/here", echo, {.where = Where::kHere, .max_body = 100});
  router.add(Method::kGet, "/items/{id}", [](const Request& q, Response& r) {
    r.content_type = "text/plain; charset=utf-8";
    r.body = fmt::format("{}|{}", q.param("id"), q.query_value("q").value_or("-"));
  });
  return router;
}

}  // namespace yishou::http
