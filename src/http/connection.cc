// Reading: from bytes to a request that may be handled. Answering and closing are in connection_answer.cc.
#include "http/connection.h"

#include <algorithm>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <cstring>
#include <utility>

#include "http/connection_stream.h"
#include "http/problem.h"

namespace yishou::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kFirstBuffer = 8 * 1024;
constexpr std::size_t kBodyStep = 256 * 1024;  // a body's memory grows by what arrives, not by what was announced
constexpr std::size_t kChunkBuffer = 32 * 1024;
constexpr std::size_t kKeptMemory = 128 * 1024;  // more is given back after a request
constexpr std::string_view kInvitation = "HTTP/1.1 100 Continue\r\n\r\n";

void trim_memory(std::string& text) {
  text.clear();
  if (text.capacity() > kKeptMemory) text = std::string();
}

// "application/json; charset=utf-8" is of the type "application/json".
bool is_of_type(std::string_view content_type, std::string_view wanted) noexcept {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return same_word(type, wanted);
}

}  // namespace

Connection::Connection(Worker& worker, Arrival arrival)
    : worker_(worker),
      service_(worker.service()),
      socket_(std::move(arrival.socket)),
      tls_context_(std::move(arrival.tls)),
      peer_(std::move(arrival.peer)),
      turned_away_(arrival.turned_away) {
  request_.peer = peer_;
  request_.worker = worker.index();
  request_.tls = tls_context_ != nullptr;
}

Connection::~Connection() = default;

void Connection::enter(Stage stage, std::chrono::milliseconds limit) {
  stage_ = stage;
  deadline_ = Clock::now() + limit;
}

void Connection::start(std::size_t place) {
  place_ = place;
  service_.meters.accepted.add();
  service_.meters.open.add(1);
  Code code;
  socket_.set_option(asio::ip::tcp::no_delay(true), code);
  if (worker_.draining()) return close();
  if (turned_away_) {
    service_.meters.turned_away.add();
    worker_.next_id(id_.data());
    request_.id = {id_.data(), id_.size()};
    request_.arrival = Clock::now();
    response_.set_header("Retry-After", "5");
    return refuse(503, "连接过多，请稍后再试 · too many connections: try again later");
  }
  if (tls_context_ == nullptr) return begin();
  tls_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket&>>(socket_, *tls_context_);
  enter(Stage::kHandshake, service_.settings.header_time);
  tls_->async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const Code& failed) {
    if (self->stage_ == Stage::kClosed) return;
    if (failed) {
      self->service_.meters.handshakes_failed.add();
      return self->abort();
    }
    self->begin();
  });
}

// Waits for a request, or goes on with one that is here already.
void Connection::begin() {
  if (close_ || worker_.draining()) return close();
  trim_memory(body_);
  response_.clear();
  trim_memory(response_.body);
  trim_memory(file_part_);
  message_.reset();
  header_end_ = HeaderEnd();
  request_.route = {};
  request_.body = {};
  request_.params.clear();
  route_ = nullptr;
  received_ = 0;
  linger_ = false;
  request_.headers.clear();
  if (chunks_end_ > 0) {  // the next request came with the last chunk of this one
    if (capacity_ < chunks_end_) grow_buffer(chunks_end_);
    std::memcpy(buffer_.get(), chunks_.data(), chunks_end_);
    rest_at_ = 0;
    end_ = std::exchange(chunks_end_, 0);
  }
  trim_memory(chunks_);
  const std::size_t rest = end_ - rest_at_;
  if (rest == 0 && capacity_ > kKeptMemory) {
    buffer_.reset();
    capacity_ = 0;
  }
  if (rest > 0) std::memmove(buffer_.get(), buffer_.get() + rest_at_, rest);
  rest_at_ = 0;
  end_ = rest;
  if (rest > 0) {
    enter(Stage::kHeader, service_.settings.header_time);
    request_.arrival = Clock::now();
    return look_at_header();
  }
  enter(Stage::kIdle, requests_ == 0 ? service_.settings.header_time : service_.settings.idle_time);
  read_header_bytes();
}

void Connection::grow_buffer(std::size_t capacity) {
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  if (end_ > 0) std::memcpy(larger.get(), buffer_.get(), end_);
  buffer_ = std::move(larger);
  capacity_ = capacity;
}

void Connection::read_header_bytes() {
  if (end_ == capacity_) grow_buffer(std::max(kFirstBuffer, capacity_ * 2));
  read(buffer_.get() + end_, capacity_ - end_);
}

void Connection::read_body_bytes() {
  if (chunked_) return read(chunks_.data() + chunks_end_, chunks_.size() - chunks_end_);
  const std::size_t old = body_.size();
  const std::size_t more = std::min(body_missing_, kBodyStep);
  if (body_.capacity() < old + more) {
    // Doubled here, because resize_and_overwrite of GCC 12 takes exactly what it needs, each time anew.
    body_.reserve(std::min(old + body_missing_ + kBodyPadding, std::max(old + more + kBodyPadding, 2 * old)));
  }
  body_.resize_and_overwrite(old + more, [](char*, std::size_t n) { return n; });
  read(body_.data() + old, more);
}

void Connection::read(char* to, std::size_t capacity) {
  with_stream([&](auto& stream) {
    stream.async_read_some(asio::buffer(to, capacity),
                           [self = shared_from_this()](const Code& code, std::size_t n) { self->on_read(code, n); });
  });
}

void Connection::on_read(const Code& code, std::size_t n) {
  if (stage_ == Stage::kClosed) return;
  if (stage_ == Stage::kLingering) {
    if (code || Clock::now() >= deadline_) return close();
    return linger();
  }
  if (timed_out_) {
    service_.meters.timed_out.add();
    return refuse(408, "请求没有按时送完 · the request did not arrive in time: send it faster");
  }
  if (code) return on_read_failed(code);
  received_ += n;
  if (stage_ == Stage::kIdle) {
    enter(Stage::kHeader, service_.settings.header_time);
    request_.arrival = Clock::now();
  }
  if (stage_ == Stage::kHeader) {
    end_ += n;
    return look_at_header();
  }
  if (chunked_) {
    chunks_end_ += n;
    return look_at_chunks();
  }
  // Only what arrived belongs to the body; the rest of the step was room.
  const std::size_t step = std::min(body_missing_, kBodyStep);
  body_.resize(body_.size() - step + n);
  body_missing_ -= n;
  if (body_missing_ > 0) return read_body_bytes();
  handle();
}

void Connection::on_read_failed(const Code& code) {
  // The client said all it wanted to say in the middle of a request; it may still listen.
  const bool ended = code == asio::error::eof && (stage_ == Stage::kHeader || stage_ == Stage::kBody);
  if (ended && tls_ == nullptr) return refuse(400, "请求没有送完 · the request ended too early");
  close();
}

void Connection::look_at_header() {
  const std::string_view bytes(buffer_.get() + rest_at_, end_ - rest_at_);
  // Some clients send an empty line after a body: one is passed over (RFC 9112, 2.2).
  if (rest_at_ == 0 && bytes.starts_with("\r\n")) {
    rest_at_ = 2;
    return look_at_header();
  }
  const Settings& settings = service_.settings;
  const HeaderEnd::State state = header_end_.look(bytes);
  // A client that speaks TLS to a plain port begins with a control character, and would wait for an answer.
  const bool control = !bytes.empty() && static_cast<unsigned char>(bytes.front()) < 0x20 && bytes.front() != '\r';
  if (state == HeaderEnd::State::kBad || control) {
    return refuse(400, "请求行或请求头有误 · the request line or a header is malformed: lines end in CR LF");
  }
  const std::size_t length = state == HeaderEnd::State::kFound ? header_end_.length() : bytes.size();
  if (length > settings.header_bytes) {
    if (header_end_.has_first_line()) return refuse(431, "请求头过大 · the headers are too large: send fewer");
    return refuse(414, "地址过长 · the target is too long: shorten the query");
  }
  if (state == HeaderEnd::State::kMore) return read_header_bytes();
  rest_at_ += length;
  on_header(bytes.substr(0, length));
}

// The header is whole: everything that can be refused without the body is refused now.
void Connection::on_header(std::string_view header) {
  const Settings& settings = service_.settings;
  ++requests_;
  worker_.next_id(id_.data());
  request_.id = {id_.data(), id_.size()};
  message_.emplace(request_.headers, Message::Limits{settings.target_bytes, settings.header_fields});
  if (const auto refusal = message_->read_header(header)) return refuse(refusal->status, refusal->detail);
  request_.method = message_->method();
  request_.target = message_->target();
  chunked_ = message_->chunked();
  body_missing_ = 0;
  if (!chunked_) {
    const std::size_t here = std::min<std::uint64_t>(message_->body_length(), end_ - rest_at_);
    body_.assign(buffer_.get() + rest_at_, here);
    rest_at_ += here;
    body_missing_ = message_->body_length() - here;
  } else {
    chunks_.resize(std::max(kChunkBuffer, end_ - rest_at_));
    chunks_end_ = end_ - rest_at_;
    std::memcpy(chunks_.data(), buffer_.get() + rest_at_, chunks_end_);
    end_ = rest_at_;
  }
  if (const Status read = read_target(request_.target, target_); !read) {
    answer_problem(request_, response_, 400, "地址有误 · " + read.error().message);
    return answer_early();
  }
  request_.path = target_.path;
  std::swap(request_.query, target_.query);
  if (!check_route() || !check_body_header()) return answer_early();
  begin_body();
}

// 404, 405 and OPTIONS.
bool Connection::check_route() {
  const Router::Found found = service_.router.find(request_.method, request_.path, request_.params);
  route_ = found.route;
  if (route_ != nullptr) {
    request_.route = route_->pattern;
    return true;
  }
  if (request_.method == Method::kOptions && (found.allowed != 0 || request_.path == "*")) {
    response_.status = 204;
    response_.set_header("Allow", allow_text(found.allowed != 0 ? found.allowed : (1u << kMethods) - 1));
  } else if (found.allowed != 0) {
    response_.set_header("Allow", allow_text(found.allowed));
    answer_problem(request_, response_, 405,
                   "这个地址不接受此方法，见 Allow · this path does not take the method: see Allow");
  } else {
    answer_problem(request_, response_, 404, "没有这个地址 · there is nothing at this path");
  }
  return false;
}

// 411, 413, 415, and whom the route does not admit.
bool Connection::check_body_header() {
  const RouteOptions& options = route_->options;
  body_max_ = options.max_body.value_or(service_.settings.body_bytes);
  const bool brings = chunked_ || message_->body_length() > 0;
  if (!message_->has_length() && !options.content_type.empty() && request_.method != Method::kGet &&
      request_.method != Method::kHead && request_.method != Method::kDelete) {
    tell_refusal(response_, 411, "请给出 Content-Length · this route wants a body: send its Content-Length");
  } else if (message_->body_length() > body_max_) {
    tell_refusal(
        response_, 413,
        "内容过大 · the body is larger than this route takes (" + std::to_string(body_max_) + " bytes): send less");
  } else if (brings && !options.content_type.empty() &&
             !is_of_type(request_.header("Content-Type"), options.content_type)) {
    response_.set_header("Accept", options.content_type);
    tell_refusal(response_, 415, "请以此类型发送 · send the body as " + options.content_type);
  } else if (options.admission) {
    return admit();
  } else {
    return true;
  }
  return false;
}

void Connection::begin_body() {
  if (body_is_here()) return handle();
  enter(Stage::kBody, route_->options.body_time.value_or(service_.settings.body_time));
  if (message_->expects_continue() && body_.empty() && chunks_end_ == 0) return invite_body();
  if (chunked_) return look_at_chunks();
  read_body_bytes();
}

bool Connection::body_is_here() const noexcept {
  return message_.has_value() && (chunked_ ? message_->is_done() : body_missing_ == 0);
}

void Connection::invite_body() {
  with_stream([&](auto& stream) {
    asio::async_write(stream, asio::buffer(kInvitation), [self = shared_from_this()](const Code& code, std::size_t) {
      if (self->stage_ == Stage::kClosed) return;
      if (code || self->timed_out_) return self->close();
      self->read_body_bytes();
    });
  });
}

void Connection::look_at_chunks() {
  std::optional<Refusal> refusal;
  const std::size_t used = message_->read_chunks({chunks_.data(), chunks_end_}, &body_, body_max_, refusal);
  chunks_end_ -= used;
  if (chunks_end_ > 0) std::memmove(chunks_.data(), chunks_.data() + used, chunks_end_);
  if (refusal) return refuse(refusal->status, refusal->detail);
  if (!message_->is_done()) {
    if (chunks_end_ == chunks_.size()) return refuse(400, "分块头过长 · a chunk's header is too long");
    return read_body_bytes();
  }
  handle();
}

}  // namespace yishou::http
