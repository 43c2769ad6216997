// The generic cell rate algorithm: a bucket is one time, when it will be full again; a request moves it on by one token.
#include "http/rate_limit.h"

#include <algorithm>

#include "base/check.h"

namespace yishou::http {

RateLimit::RateLimit(Rate rate, std::size_t max_keys)
    : per_token_(std::max<std::int64_t>(1, static_cast<std::int64_t>(1e9 / rate.per_second))),
      capacity_(static_cast<std::int64_t>(1e9 * rate.burst / rate.per_second)),
      max_keys_per_part_(std::max<std::size_t>(1, max_keys / kParts)) {
  YISHOU_CHECK(rate.per_second > 0 && rate.burst >= 1, "a rate lets requests pass");
}

Allowance RateLimit::take(std::string_view key, Time now) {
  const std::int64_t time = std::chrono::nanoseconds(now.time_since_epoch()).count();
  Part& part = parts_[hash_bytes(key) >> 60];
  const std::lock_guard lock(part.mutex);
  const auto found = part.index.find(key);
  if (found == part.index.end()) {
    if (part.entries.size() >= max_keys_per_part_) {
      part.index.erase(part.entries.back().key);
      part.entries.pop_back();
    }
    part.entries.push_front(Entry{std::string(key), time + per_token_});
    part.index.emplace(part.entries.front().key, part.entries.begin());
    return {};
  }
  part.entries.splice(part.entries.begin(), part.entries, found->second);
  const std::int64_t full_at = std::max(found->second->full_at, time) + per_token_;
  const std::int64_t over = full_at - time - capacity_;
  if (over > 0) return {false, static_cast<unsigned>((over + 999'999'999) / 1'000'000'000)};
  found->second->full_at = full_at;
  return {};
}

std::size_t RateLimit::size() const {
  std::size_t sum = 0;
  for (const Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    sum += part.entries.size();
  }
  return sum;
}

}  // namespace yishou::http
