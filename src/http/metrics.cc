// Sums the shards and writes them.
#include "http/metrics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "base/check.h"

namespace yishou::http {

namespace {

bool is_metric_name(std::string_view name) noexcept {
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string label_text(Metrics::Labels labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    YISHOU_CHECK(is_metric_name(name), "a label's name is letters, digits and _");
    if (!text.empty()) text.push_back(',');
    text.append(name).append("=\"");
    for (const char c : value) {
      if (c == '\n') {
        text.append("\\n");
        continue;
      }
      if (c == '"' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    text.push_back('"');
  }
  return text;
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, auto value) {
  if (labels.empty()) {
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
  } else {
    fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
  }
}

void append_histogram(std::string& out, std::string_view name, const std::string& labels, const Histogram& histogram) {
  const Histogram::Sums sums = histogram.sums();
  const std::string before = labels.empty() ? std::string() : labels + ",";
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < sums.buckets.size(); ++i) {
    below += sums.buckets[i];
    const std::string bound = i < Histogram::kBounds.size()
                                  ? fmt::format("{}", static_cast<double>(Histogram::kBounds[i]) / 1e6)
                                  : std::string("+Inf");
    append_sample(out, fmt::format("{}_bucket", name), fmt::format("{}le=\"{}\"", before, bound), below);
  }
  append_sample(out, fmt::format("{}_sum", name), labels, static_cast<double>(sums.nanoseconds) / 1e9);
  append_sample(out, fmt::format("{}_count", name), labels, sums.count);
}

}  // namespace

std::size_t own_shard() noexcept {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t own = threads.fetch_add(1, std::memory_order_relaxed) % kShards;
  return own;
}

std::uint64_t Counter::value() const noexcept {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) sum += shard.n.load(std::memory_order_relaxed);
  return sum;
}

void Histogram::observe(std::chrono::nanoseconds time) noexcept {
  const std::int64_t nanoseconds = std::max<std::int64_t>(time.count(), 0);
  // A bound belongs to its bucket, so a time is rounded up to whole microseconds.
  const auto bound = std::ranges::lower_bound(kBounds, (nanoseconds + 999) / 1000);
  Shard& shard = shards_[own_shard()];
  shard.buckets[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
  shard.nanoseconds.fetch_add(static_cast<std::uint64_t>(nanoseconds), std::memory_order_relaxed);
}

Histogram::Sums Histogram::sums() const noexcept {
  Sums sums;
  for (const Shard& shard : shards_) {
    for (std::size_t i = 0; i < sums.buckets.size(); ++i) {
      sums.buckets[i] += shard.buckets[i].load(std::memory_order_relaxed);
    }
    sums.nanoseconds += shard.nanoseconds.load(std::memory_order_relaxed);
  }
  for (const std::uint64_t bucket : sums.buckets) sums.count += bucket;
  return sums;
}

double Histogram::Sums::quantile(double q) const noexcept {
  if (count == 0) return 0;
  const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count))));
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    below += buckets[i];
    if (below >= wanted) return static_cast<double>(kBounds[i]) / 1e6;
  }
  return std::numeric_limits<double>::infinity();
}

Metrics::Meter& Metrics::meter(std::string_view name, std::string_view help, std::string_view kind, Labels labels) {
  YISHOU_CHECK(is_metric_name(name), "a meter's name is letters, digits and _");
  const std::string text = label_text(labels);
  const std::lock_guard lock(mutex_);
  auto family = std::ranges::find_if(families_, [name](const auto& f) { return f->name == name; });
  if (family == families_.end()) {
    families_.push_back(std::make_unique<Family>(std::string(name), std::string(help), std::string(kind)));
    family = families_.end() - 1;
  }
  YISHOU_CHECK((*family)->kind == kind, "one name is of one kind of meter");
  auto& meters = (*family)->meters;
  auto found = std::ranges::find_if(meters, [&text](const auto& m) { return m->labels == text; });
  if (found == meters.end()) {
    meters.push_back(std::make_unique<Meter>());
    Meter& made = *meters.back();
    made.labels = text;
    if (kind == "counter") made.counter = std::make_unique<Counter>();
    if (kind == "gauge") made.gauge = std::make_unique<Gauge>();
    if (kind == "histogram") made.histogram = std::make_unique<Histogram>();
    return made;
  }
  return **found;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
  return *meter(name, help, "counter", labels).counter;
}
Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
  return *meter(name, help, "gauge", labels).gauge;
}
Histogram& Metrics::histogram(std::string_view name, std::string_view help, Labels labels) {
  return *meter(name, help, "histogram", labels).histogram;
}

std::string Metrics::text() const {
  std::string out;
  const std::lock_guard lock(mutex_);
  for (const auto& family : families_) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", family->name, family->help, family->name,
                   family->kind);
    for (const auto& meter : family->meters) {
      if (meter->counter) append_sample(out, family->name, meter->labels, meter->counter->value());
      if (meter->gauge) append_sample(out, family->name, meter->labels, meter->gauge->value());
      if (meter->histogram) append_histogram(out, family->name, meter->labels, *meter->histogram);
    }
  }
  return out;
}

}  // namespace yishou::http
