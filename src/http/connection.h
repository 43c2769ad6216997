// Inside the room: one connection, from its first byte to its last. It reads a request, has it handled, writes the answer, and
// goes on: one request at a time, so that pipelined ones are answered in order.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/message.h"
#include "http/target.h"
#include "http/worker.h"

namespace yishou::http {

/// Belongs to its worker's thread; only run_handler is called by a thread of the pool, while the connection waits. Alive as
/// long as an operation of the socket or a job holds it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Worker& worker, Arrival arrival);
  ~Connection();

  void start(std::size_t place);
  void tick(Clock::time_point now);  ///< ends what is over its time
  void drain();
  void abort();
  [[nodiscard]] std::size_t place() const noexcept { return place_; }  ///< in the worker's list
  void set_place(std::size_t place) noexcept { place_ = place; }

 private:
  using Code = boost::system::error_code;
  enum class Stage : std::uint8_t {
    kHandshake,
    kIdle,  // waits for the first byte of a request
    kHeader,
    kBody,
    kHandling,
    kWriting,
    kLingering,  // reads on for a moment after the last answer, so that the client gets to see it
    kClosed,
  };

  void begin();
  void enter(Stage stage, std::chrono::milliseconds limit);
  // Reading.
  void read(char* to, std::size_t capacity);
  void read_header_bytes();
  void read_body_bytes();
  void on_read(const Code& code, std::size_t n);
  void on_read_failed(const Code& code);
  void look_at_header();
  void on_header(std::string_view header);
  [[nodiscard]] bool check_route();
  [[nodiscard]] bool check_body_header();
  [[nodiscard]] bool admit();
  void begin_body();
  void look_at_chunks();
  void invite_body();
  [[nodiscard]] bool body_is_here() const noexcept;
  void grow_buffer(std::size_t capacity);
  // Answering.
  void handle();
  void run_handler();
  void handled();
  void refuse(unsigned status, const char* detail);
  void tell_refusal(Response& response, unsigned status, const std::string& detail);
  void answer_early();
  void answer_late();
  void respond(Response& response);
  void write();
  void on_written(const Code& code, std::size_t n);
  [[nodiscard]] bool load_file_part();
  void answered();
  void record() const;
  // Closing.
  void finish();
  void linger();
  void close();
  void leave();

  template <typename Use>
  void with_stream(Use use);

  Worker& worker_;
  Service& service_;
  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<boost::asio::ssl::context> tls_context_;
  std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  const std::string peer_;
  const bool turned_away_;
  std::size_t place_ = 0;

  Stage stage_ = Stage::kIdle;
  Clock::time_point deadline_;
  bool timed_out_ = false;  // the read under way was cancelled by tick
  bool close_ = false;      // after this answer
  bool linger_ = false;     // bytes of the client may still be under way
  std::size_t requests_ = 0;

  // The buffer holds the header under work (views point into it), then bytes not yet used: [begin of rest_at_, end_).
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0, rest_at_ = 0, end_ = 0;
  HeaderEnd header_end_;
  std::optional<Message> message_;
  std::string chunks_;  // bytes of a chunked body not yet used
  std::size_t chunks_end_ = 0;
  std::string body_;
  std::size_t body_max_ = 0;
  std::size_t body_missing_ = 0;  // bytes of Content-Length still to come
  bool chunked_ = false;

  Request request_;
  std::array<char, 16> id_{};
  Target target_;
  const Route* route_ = nullptr;
  std::size_t received_ = 0;  // bytes of this request

  Response response_;
  std::unique_ptr<Response> late_;    // in the place of response_ when a handler of the pool is over its time
  std::atomic<bool> expired_{false};  // then nobody waits for response_ any more
  Response* sending_ = nullptr;
  std::string head_;
  std::string file_part_;
  std::string_view head_left_, body_left_;
  std::uint64_t file_left_ = 0;
  std::uint64_t sent_ = 0;        // bytes of this answer
  std::size_t sent_in_time_ = 0;  // bytes since the deadline was set
};

}  // namespace yishou::http
