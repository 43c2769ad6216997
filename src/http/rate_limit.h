// Limits how often a key (institution, account, address) may ask: a bucket of tokens each, in bounded memory.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"

namespace yishou::http {

/// Per key: `per_second` requests on average, `burst` (at least 1) at once.
struct Rate {
  double per_second = 10;
  double burst = 20;
};

/// Whether a request may pass, and if not, the whole seconds after which one may (Retry-After).
struct Allowance {
  bool allowed = true;
  unsigned retry_after_seconds = 0;
};

/// All functions may be called by any thread.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Remembers `max_keys` keys about; when there are more, the one unused for longest is forgotten, and starts with a full
  /// bucket when it comes again.
  explicit RateLimit(Rate rate, std::size_t max_keys = 65'536);

  /// Takes a token of `key`. Costs one look-up under the lock of one of 16 shards.
  [[nodiscard]] Allowance take(std::string_view key, Time now = std::chrono::steady_clock::now());
  /// Keys remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::size_t kParts = 16;
  struct Entry {
    std::string key;
    std::int64_t full_at;  // when the bucket is full again, in steady nanoseconds: the whole state of a bucket
  };
  struct Part {
    mutable std::mutex mutex;
    std::list<Entry> entries;  // used last first; guarded by mutex, like the index
    std::unordered_map<std::string_view, std::list<Entry>::iterator, BytesHash> index;
  };

  const std::int64_t per_token_;  // nanoseconds in which a token grows
  const std::int64_t capacity_;   // nanoseconds in which an empty bucket fills
  const std::size_t max_keys_per_part_;
  std::array<Part, kParts> parts_;
};

}  // namespace yishou::http
