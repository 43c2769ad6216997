// RowOfCode: remembers which row of the current person the code of an id (coders.h) means, so that an id is looked up by its
// text once a person, not once a line.
#pragma once

#include <cstdint>
#include <vector>

#include "model/block.h"

namespace yishou::lake {

/// An array by code; what stands in it for another person does not count. Not thread-safe.
class RowOfCode {
 public:
  /// Forgets every row: another person begins.
  void clear() { ++round_; }
  /// The row of `code`, not negative: what `look()` said the first time.
  template <typename Look>
  [[nodiscard]] model::Index of(std::int32_t code, Look&& look) {
    const auto at = static_cast<std::size_t>(code);
    if (at >= entries_.size()) entries_.resize(at + at / 2 + 64);
    if (entries_[at].round != round_) entries_[at] = {round_, look()};
    return entries_[at].row;
  }

 private:
  struct Entry {
    std::uint32_t round = 0;
    model::Index row = model::kNone;
  };
  std::vector<Entry> entries_;
  std::uint32_t round_ = 1;  // one for each person of a part
};

}  // namespace yishou::lake
