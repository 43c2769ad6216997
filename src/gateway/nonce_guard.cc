#include "gateway/nonce_guard.h"

#include <array>
#include <cstring>
#include <functional>
#include <mutex>
#include <queue>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "gateway/sha256.h"

namespace yishou::gateway {
class NonceGuard::Books {
 public:
  Books(std::int64_t window_s, std::size_t per_caller) : window_s_(window_s), per_caller_(per_caller) {}

  NonceVerdict remember(std::string_view paasid, std::string_view nonce, std::int64_t timestamp, std::int64_t now) {
    const NonceKey key = key_of(nonce);
    Shard& shard = shards_[hash_bytes(paasid) % shards_.size()];
    const std::scoped_lock lock(shard.mutex);
    auto found = shard.callers.find(paasid);
    if (found == shard.callers.end()) found = shard.callers.emplace(std::string(paasid), CallerBook{}).first;
    CallerBook& book = found->second;
    book.forget_until(now);
    if (book.seen.contains(key)) return NonceVerdict::kReplayed;
    if (book.seen.size() >= per_caller_) return NonceVerdict::kFull;
    book.seen.insert(key);
    book.soonest.emplace(timestamp + window_s_, key);
    return NonceVerdict::kFresh;
  }

  std::size_t size() const {
    std::size_t total = 0;
    for (const Shard& shard : shards_) {
      const std::scoped_lock lock(shard.mutex);
      for (const auto& [paasid, book] : shard.callers) total += book.seen.size();
    }
    return total;
  }

 private:
  // A nonce by the first half of its SHA-256: as hard to find two of as to guess a token.
  struct NonceKey {
    std::uint64_t high = 0, low = 0;
    auto operator<=>(const NonceKey&) const = default;
  };
  struct NonceKeyHash {
    std::size_t operator()(const NonceKey& key) const noexcept { return key.low; }
  };

  static NonceKey key_of(std::string_view nonce) {
    const Sha256 hash = sha256({nonce});
    NonceKey key;
    std::memcpy(&key.high, hash.data(), sizeof key.high);
    std::memcpy(&key.low, hash.data() + sizeof key.high, sizeof key.low);
    return key;
  }

  struct CallerBook {
    using Expiry = std::pair<std::int64_t, NonceKey>;
    std::unordered_set<NonceKey, NonceKeyHash> seen;
    std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> soonest;

    void forget_until(std::int64_t now) {
      while (!soonest.empty() && soonest.top().first < now) {
        seen.erase(soonest.top().second);
        soonest.pop();
      }
    }
  };

  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, CallerBook, BytesHash, std::equal_to<>> callers;
  };
  std::int64_t window_s_;
  std::size_t per_caller_;
  std::array<Shard, 16> shards_;
};

NonceGuard::NonceGuard(std::int64_t window_s, std::size_t per_caller)
    : books_(std::make_unique<Books>(window_s, per_caller)) {}
NonceGuard::~NonceGuard() = default;

NonceVerdict NonceGuard::remember(std::string_view paasid, std::string_view nonce, std::int64_t timestamp,
                                  std::int64_t now) {
  return books_->remember(paasid, nonce, timestamp, now);
}
std::size_t NonceGuard::size() const { return books_->size(); }

}  // namespace yishou::gateway
