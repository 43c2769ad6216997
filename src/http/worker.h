// Inside the room: one io thread with its event loop and its connections.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/service.h"

namespace yishou::http {

class Connection;

/// A connection just accepted.
struct Arrival {
  boost::asio::ip::tcp::socket socket;
  std::shared_ptr<boost::asio::ssl::context> tls;  // null: plain
  std::string peer;
  bool turned_away;  // over a limit: gets 503 and is closed
};

/// Everything but `take`, `drain`, `abort`, `load` and `join` belongs to its own thread.
class Worker {
 public:
  Worker(Service& service, unsigned index);
  ~Worker();
  void run();                  ///< starts the thread
  void take(Arrival arrival);  ///< makes a connection of it; it was counted by the doorman
  void drain();                ///< closes idle connections; the others close after the answer they are at
  void abort();                ///< closes all connections
  void join();                 ///< ends the loop and the thread
  [[nodiscard]] std::size_t load() const noexcept { return load_.load(std::memory_order_relaxed); }

  [[nodiscard]] boost::asio::io_context& io() noexcept { return io_; }
  [[nodiscard]] Service& service() noexcept { return service_; }
  [[nodiscard]] unsigned index() const noexcept { return index_; }
  [[nodiscard]] bool draining() const noexcept { return draining_; }
  [[nodiscard]] const std::string& date() const noexcept { return date_; }  ///< of now, as an HTTP date
  /// Writes the next request id, 16 characters, to `out`.
  void next_id(char* out) noexcept;
  void remove(Connection& connection);

 private:
  void tick();
  void set_date();

  Service& service_;
  const unsigned index_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  boost::asio::steady_timer timer_;
  std::chrono::milliseconds period_;
  std::vector<Connection*> connections_;
  std::atomic<std::size_t> load_{0};
  bool draining_ = false;
  std::string date_;
  std::int64_t date_second_ = 0;
  std::uint64_t id_;
  std::thread thread_;
};

}  // namespace yishou::http
