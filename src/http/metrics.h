// Counters, gauges and histograms of times, written as Prometheus text. Counting takes no lock: each thread has a shard of its
// own, and the shards are summed when they are read.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yishou::http {

inline constexpr std::size_t kShards = 8;

/// The shard of the calling thread.
[[nodiscard]] std::size_t own_shard() noexcept;

/// Only goes up. All functions may be called by any thread.
class Counter {
 public:
  void add(std::uint64_t n = 1) noexcept { shards_[own_shard()].n.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept;

 private:
  struct alignas(64) Shard {
    std::atomic<std::uint64_t> n{0};
  };
  std::array<Shard, kShards> shards_;
};

/// Goes up and down. All functions may be called by any thread.
class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// How long something took, in fixed buckets from 10 µs to 10 s. All functions may be called by any thread.
class Histogram {
 public:
  /// Upper bounds of the buckets, in microseconds; one more bucket takes the rest.
  static constexpr std::array<std::int64_t, 19> kBounds{
      10,     25,     50,      100,     250,     500,       1'000,     2'500,     5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};
  struct Sums {
    std::array<std::uint64_t, kBounds.size() + 1> buckets{};  ///< not cumulated
    std::uint64_t count = 0;
    std::uint64_t nanoseconds = 0;
    /// The upper bound in seconds of the bucket in which the share `q` (0–1) ends; infinity for the last one, 0 for none.
    [[nodiscard]] double quantile(double q) const noexcept;
  };

  void observe(std::chrono::nanoseconds time) noexcept;
  [[nodiscard]] Sums sums() const noexcept;

 private:
  struct alignas(64) Shard {
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> nanoseconds{0};
  };
  std::array<Shard, kShards> shards_;
};

/// The meters of a process. They are made at start, live as long as the registry, and are used without it. All functions may
/// be called by any thread.
class Metrics {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// The meter of that name and labels, made when it is new. Names follow Prometheus ("yishou_verdicts_total"); `help` is one
  /// sentence; one name is of one kind.
  [[nodiscard]] Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  [[nodiscard]] Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
  [[nodiscard]] Histogram& histogram(std::string_view name, std::string_view help, Labels labels = {});

  /// Everything in the text format 0.0.4 of Prometheus.
  [[nodiscard]] std::string text() const;
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Meter {
    std::string labels;  // `a="b",c="d"`
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Gauge> gauge;
    std::unique_ptr<Histogram> histogram;
  };
  struct Family {
    std::string name, help, kind;
    std::vector<std::unique_ptr<Meter>> meters;
  };
  Meter& meter(std::string_view name, std::string_view help, std::string_view kind, Labels labels);

  mutable std::mutex mutex_;  // guards families_, not the numbers
  std::vector<std::unique_ptr<Family>> families_;
};

}  // namespace yishou::http
