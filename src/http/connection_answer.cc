// Answering and closing.
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <exception>
#include <stdexcept>

#include "http/connection.h"
#include "http/connection_stream.h"
#include "http/header_text.h"
#include "http/problem.h"

namespace yishou::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kFilePart = 256 * 1024;
constexpr std::size_t kWriteQuantum = 64 * 1024;  // for each of these an answer has Settings::write_time
constexpr std::chrono::milliseconds kLinger{2'000};

// Runs code of the caller, whose exceptions end here.
template <typename Run>
void guarded(const Request& request, Response& response, Run run) noexcept {
  const auto answer_500 = [&](const char* what) {
    response.clear();
    answer_problem(request, response, 500,
                   "服务内部出错，请把请求号告诉管理员 · the service failed: tell the administrator the request id");
    response.log_note = what;
  };
  try {
    run();
  } catch (const std::exception& thrown) {
    answer_500(thrown.what());
  } catch (...) {
    answer_500("an exception that is no std::exception");
  }
}

}  // namespace

void Connection::handle() {
  const std::size_t size = body_.size();
  body_.append(kBodyPadding, '\0');
  request_.body = std::string_view(body_).substr(0, size);
  const RouteOptions& options = route_->options;
  enter(Stage::kHandling, options.handle_time.value_or(service_.settings.handle_time));
  request_.deadline = deadline_;
  if (options.where == Where::kHere) {
    run_handler();
    return respond(response_);
  }
  const bool taken = service_.pool.submit([self = shared_from_this()] {
    if (!self->expired_.load(std::memory_order_relaxed)) self->run_handler();
    asio::post(self->worker_.io(), [self] { self->handled(); });
  });
  if (taken) return;
  service_.meters.pool_full.add();
  response_.set_header("Retry-After", "1");
  tell_refusal(response_, 503, "服务繁忙，请稍后再试 · the service is busy: try again in a second");
  respond(response_);
}

void Connection::run_handler() {
  guarded(request_, response_, [this] { route_->handler(request_, response_); });
}

bool Connection::admit() {
  bool admitted = false;
  guarded(request_, response_, [&] { admitted = route_->options.admission(request_, response_); });
  if (admitted) response_.clear();
  return admitted;
}

void Connection::handled() {
  if (stage_ != Stage::kHandling) return;  // too late, or closed meanwhile
  respond(response_);
}

// Refuses what is no request, or what will not become one: the last answer of this connection.
void Connection::refuse(unsigned status, const char* detail) {
  timed_out_ = false;
  close_ = linger_ = true;
  if (!message_.has_value()) {
    worker_.next_id(id_.data());
    request_.id = {id_.data(), id_.size()};
    request_.method = Method::kGet;
  }
  tell_refusal(response_, status, detail);
  respond(response_);
}

// As the route's clients read it.
void Connection::tell_refusal(Response& response, unsigned status, const std::string& detail) {
  answer_problem(request_, response, status, detail);
  if (route_ == nullptr || !route_->options.refused) return;
  guarded(request_, response, [&] { route_->options.refused(request_, response, detail); });
}

// Answers before the body was read. What has arrived of it is passed over; if it is not all of it, the connection ends.
void Connection::answer_early() {
  if (chunked_) {
    std::optional<Refusal> refusal;
    const std::size_t used = message_->read_chunks({chunks_.data(), chunks_end_}, nullptr, SIZE_MAX, refusal);
    chunks_.erase(0, used);
    chunks_end_ -= used;
  }
  if (!body_is_here()) close_ = linger_ = true;
  respond(response_);
}

// The handler is over its time. It cannot be stopped, and keeps the request and its own Response until it returns.
void Connection::answer_late() {
  expired_.store(true, std::memory_order_relaxed);
  service_.meters.timed_out.add();
  close_ = true;
  late_ = std::make_unique<Response>();
  late_->set_header("Retry-After", "5");
  tell_refusal(*late_, 503, "处理超时，请稍后再试 · the answer took too long: try again later");
  respond(*late_);
}

void Connection::respond(Response& response) {
  if (!response.spoilt_by().empty() || !is_header_value(response.content_type) || response.status < 200 ||
      response.status > 599) {
    const std::string note = "the answer had a bad status, content type or header: " + response.spoilt_by();
    guarded(request_, response, [&note] { throw std::invalid_argument(note); });
  }
  sending_ = &response;
  const bool no_body = request_.method == Method::kHead || response.status == 204 || response.status == 304;
  const bool file = response.file().is_open();
  const std::size_t limit = service_.settings.requests_per_connection;
  close_ = close_ || !message_->keep_alive() || worker_.draining() || (limit > 0 && requests_ >= limit);
  HeadFacts facts;
  facts.date = worker_.date();
  facts.request_id = request_.id;
  facts.page_policy = service_.settings.page_policy;
  facts.content_length = file ? response.file().size() : response.bytes().size();
  if (tls_ != nullptr) facts.hsts_seconds = static_cast<unsigned>(service_.settings.hsts.count());
  facts.close = close_;
  head_.clear();
  append_head(head_, response, facts);
  head_left_ = head_;
  body_left_ = no_body || file ? std::string_view() : response.bytes();
  file_left_ = no_body || !file ? 0 : response.file().size();
  sent_ = 0;
  sent_in_time_ = 0;
  enter(Stage::kWriting, service_.settings.write_time);
  write();
}

void Connection::write() {
  if (body_left_.empty() && file_left_ > 0 && !load_file_part()) {
    service_.log.write(LogLevel::kError, "file to send ended early", {{"id", request_.id}, {"route", request_.route}});
    return abort();
  }
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head_left_), asio::buffer(body_left_)};
  with_stream([&](auto& stream) {
    stream.async_write_some(
        parts, [self = shared_from_this()](const Code& code, std::size_t n) { self->on_written(code, n); });
  });
}

bool Connection::load_file_part() {
  const OpenFile& file = sending_->file();
  const std::size_t wanted = std::min<std::uint64_t>(file_left_, kFilePart);
  file_part_.resize(kFilePart);
  const ssize_t n = ::pread(file.descriptor(), file_part_.data(), wanted, static_cast<off_t>(file.size() - file_left_));
  if (n <= 0) return false;
  body_left_ = std::string_view(file_part_).substr(0, static_cast<std::size_t>(n));
  file_left_ -= static_cast<std::size_t>(n);
  return true;
}

void Connection::on_written(const Code& code, std::size_t n) {
  if (stage_ == Stage::kClosed) return;
  if (code) return abort();
  sent_ += n;
  sent_in_time_ += n;
  if (sent_in_time_ >= kWriteQuantum) {
    sent_in_time_ = 0;
    enter(Stage::kWriting, service_.settings.write_time);
  }
  const std::size_t of_head = std::min(n, head_left_.size());
  head_left_.remove_prefix(of_head);
  body_left_.remove_prefix(n - of_head);
  if (!head_left_.empty() || !body_left_.empty() || file_left_ > 0) return write();
  record();
  if (close_) return finish();
  begin();
}

void Connection::record() const {
  const RouteMeters& meters = route_ == nullptr ? service_.meters.unmatched : service_.meters.routes[route_->number];
  const auto time = Clock::now() - request_.arrival;
  const unsigned status = sending_->status;
  meters.classes[status / 100 - 1]->add();
  meters.seconds->observe(time);
  service_.meters.bytes_in.add(received_);
  service_.meters.bytes_out.add(sent_);
  const Settings& settings = service_.settings;
  const bool failed = status >= 500 && !sending_->log_note.empty();
  const bool logged = failed || settings.access_log == AccessLog::kAll ||
                      (settings.access_log == AccessLog::kRefused && (status >= 400 || time >= settings.slow));
  if (!logged) return;
  const auto number = [](auto n) { return static_cast<std::int64_t>(n); };
  service_.log.write(failed ? LogLevel::kError : LogLevel::kInfo, "request",
                     {{"id", request_.id},
                      {"method", method_name(request_.method)},
                      {"route", request_.route},
                      {"status", number(status)},
                      {"micros", number(std::chrono::duration_cast<std::chrono::microseconds>(time).count())},
                      {"received", number(received_)},
                      {"sent", number(sent_)},
                      {"peer", peer_},
                      {"note", sending_->log_note}});
}

void Connection::tick(Clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = Clock::time_point::max();
  switch (stage_) {
    case Stage::kIdle:
      close_ = true;
      socket_.cancel();
      break;
    case Stage::kHeader:
    case Stage::kBody:
      timed_out_ = true;
      socket_.cancel();
      break;
    case Stage::kHandling: answer_late(); break;
    case Stage::kHandshake:
    case Stage::kWriting:
    case Stage::kLingering:
    case Stage::kClosed: abort(); break;
  }
}

void Connection::drain() {
  if (stage_ == Stage::kHandshake) return abort();
  if (stage_ != Stage::kIdle) return;  // it will see Worker::draining
  close_ = true;
  socket_.cancel();
}

// Closing at once would make the client's system throw the answer away if bytes of the client were still under way.
void Connection::finish() {
  if (!linger_ || tls_ != nullptr) return close();
  Code code;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, code);
  enter(Stage::kLingering, kLinger);
  end_ = rest_at_ = 0;
  linger();
}

void Connection::linger() {
  end_ = 0;
  read_header_bytes();
}

void Connection::close() {
  if (stage_ == Stage::kClosed) return;
  if (tls_ == nullptr || stage_ == Stage::kHandshake) return leave();
  enter(Stage::kLingering, kLinger);
  tls_->async_shutdown([self = shared_from_this()](const Code&) { self->leave(); });
}

void Connection::abort() { leave(); }

void Connection::leave() {
  if (stage_ == Stage::kClosed) return;
  stage_ = Stage::kClosed;
  expired_.store(true, std::memory_order_relaxed);
  Code code;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, code);
  socket_.close(code);
  service_.meters.open.add(-1);
  worker_.remove(*this);
  service_.doorman.leave(peer_);
}

}  // namespace yishou::http
