// IdIndex: finds one person's settlements or visits by their id: hashes sorted once, then binary search.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/block.h"

namespace yishou::lake {

/// Made for tens of entries, right for any number. The ids' texts must outlive it. Not thread-safe.
class IdIndex {
 public:
  void clear() {
    entries_.clear();
    sorted_ = 0;
  }
  /// Adds an id that is not there yet. A few may be added after sort(); they are searched one by one until it pays to sort.
  void add(std::string_view id, model::Index row) {
    entries_.push_back({hash_bytes(id), id, row});
    if (entries_.size() - sorted_ > 32 + sorted_ / 4) sort();
  }
  void sort() {
    std::ranges::sort(entries_, {}, &Entry::hash);
    sorted_ = entries_.size();
  }
  /// The row of `id`, or kNone.
  [[nodiscard]] model::Index find(std::string_view id) const {
    const std::uint64_t hash = hash_bytes(id);
    const auto sorted_end = entries_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    const auto is_it = [&](const Entry& entry) { return entry.hash == hash && entry.id == id; };
    auto at = std::lower_bound(entries_.begin(), sorted_end, hash,
                               [](const Entry& e, std::uint64_t h) { return e.hash < h; });
    for (; at != sorted_end && at->hash == hash; ++at) {
      if (is_it(*at)) return at->row;
    }
    at = std::find_if(sorted_end, entries_.end(), is_it);
    return at == entries_.end() ? model::kNone : at->row;
  }

 private:
  struct Entry {
    std::uint64_t hash;
    std::string_view id;
    model::Index row;
  };
  std::vector<Entry> entries_;
  std::size_t sorted_ = 0;
};

}  // namespace yishou::lake
