// TextArena: keeps copies of short texts, freed all at once. What a block's views point to.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace yishou::model {

/// Not thread-safe. Views live until clear().
class TextArena {
 public:
  /// A copy of `text` that lives as long as the arena's content.
  [[nodiscard]] std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > free_) grow(text.size());
    char* copy = next_;
    std::memcpy(copy, text.data(), text.size());
    next_ += text.size();
    free_ -= text.size();
    return {copy, text.size()};
  }
  /// Forgets every text; keeps the first slab's memory for the next ones.
  void clear() {
    if (slabs_.size() > 1) slabs_.resize(1);
    if (slabs_.empty()) return;
    next_ = slabs_.front().bytes.get();
    free_ = slabs_.front().size;
  }

 private:
  struct Slab {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  void grow(std::size_t wanted) {
    const std::size_t size = std::max(wanted, kSlabBytes);
    slabs_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    next_ = slabs_.back().bytes.get();
    free_ = size;
  }

  static constexpr std::size_t kSlabBytes = std::size_t{512} * 1024;  // the texts of a usual block
  std::vector<Slab> slabs_;
  char* next_ = nullptr;
  std::size_t free_ = 0;
};

}  // namespace yishou::model
