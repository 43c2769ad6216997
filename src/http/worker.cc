// The loop, and its one timer: connections keep a deadline each, and are looked through a few times a second.
#include "http/worker.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>

#include "http/connection.h"
#include "http/header_text.h"

namespace yishou::http {

namespace {

// A quarter of the shortest limit, so that each is kept about.
std::chrono::milliseconds tick_period(const Settings& s) {
  const auto shortest = std::min({s.header_time, s.body_time, s.idle_time, s.write_time, s.handle_time});
  return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(250));
}

}  // namespace

Worker::Worker(Service& service, unsigned index)
    : service_(service),
      index_(index),
      io_(1),
      guard_(io_.get_executor()),
      timer_(io_),
      period_(tick_period(service.settings)) {
  std::random_device chance;
  id_ = static_cast<std::uint64_t>(chance()) << 32 | chance();
  set_date();
}

Worker::~Worker() = default;

void Worker::run() {
  tick();
  thread_ = std::thread([this] { io_.run(); });
}

void Worker::take(Arrival arrival) {
  load_.fetch_add(1, std::memory_order_relaxed);
  boost::asio::post(io_, [this, a = std::make_shared<Arrival>(std::move(arrival))] {
    const auto connection = std::make_shared<Connection>(*this, std::move(*a));
    connections_.push_back(connection.get());
    connection->start(connections_.size() - 1);
  });
}

void Worker::remove(Connection& connection) {
  const std::size_t place = connection.place();
  connections_[place] = connections_.back();
  connections_[place]->set_place(place);
  connections_.pop_back();
  load_.fetch_sub(1, std::memory_order_relaxed);
}

void Worker::drain() {
  boost::asio::post(io_, [this] {
    draining_ = true;
    // From the end: a connection that goes is replaced by the last one, which was seen already.
    for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->drain();
  });
}

void Worker::abort() {
  boost::asio::post(io_, [this] {
    for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->abort();
  });
}

void Worker::join() {
  boost::asio::post(io_, [this] {
    timer_.cancel();
    guard_.reset();
    io_.stop();
  });
  if (thread_.joinable()) thread_.join();
}

void Worker::tick() {
  set_date();
  const auto now = Clock::now();
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->tick(now);
  timer_.expires_after(period_);
  timer_.async_wait([this](const boost::system::error_code& code) {
    if (!code) tick();
  });
}

void Worker::set_date() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t second = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  if (second != date_second_) date_ = http_date(date_second_ = second);
}

void Worker::next_id(char* out) noexcept {
  // An odd step through all 64-bit numbers: ids do not come again, and neighbours do not look alike.
  id_ += 0x9e3779b97f4a7c15;
  std::uint64_t rest = id_;
  for (int i = 15; i >= 0; --i, rest >>= 4) out[i] = "0123456789abcdef"[rest & 15];
}

}  // namespace yishou::http
