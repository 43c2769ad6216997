// Neighbours in a sorted list that belong together: the entries of a bucket, the lines of a prescription, the codes of a
// settlement.
#pragma once

#include <cstddef>
#include <span>

namespace yishou::rules {

/// Calls `visit(run)` for each run of entries for which `same(entry, first of the run)`, in order.
template <typename Entries, typename Same, typename Visit>
void for_each_run(Entries& sorted, Same&& same, Visit&& visit) {
  const std::span all{sorted};
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && same(all[end], all[begin])) ++end;
    visit(all.subspan(begin, end - begin));
    begin = end;
  }
}

/// The same for entries that say themselves whether they are of one bucket.
template <typename Entries, typename Visit>
void for_each_bucket(Entries& sorted, Visit&& visit) {
  for_each_run(sorted, [](const auto& entry, const auto& first) { return entry.same_bucket(first); }, visit);
}

}  // namespace yishou::rules
