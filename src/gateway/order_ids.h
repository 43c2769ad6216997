// OrderIds: makes the rx_id of a patient's lines unique, for some clients send the prescription number in its place.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/text_arena.h"

namespace yishou::gateway {

/// One patient at a time. Memory is kept from patient to patient; one thread.
class OrderIds {
 public:
  explicit OrderIds(model::TextArena& arena) : arena_(arena) {}

  /// Begins a patient.
  void begin();
  /// `rx_id` itself the first time; then `rx_id#2`, `rx_id#3` …; an empty one gives `#1`, `#2` ….
  [[nodiscard]] std::string_view unique(std::string_view rx_id);

 private:
  struct Entry {
    std::uint32_t round = 0;
    std::uint32_t copies = 0;  // how many lines came with this id
    std::string_view id;
  };
  Entry& entry_of(std::string_view id);
  void grow();

  model::TextArena& arena_;
  std::vector<Entry> entries_;  // a power of two, open addressing; an entry of an earlier round is empty
  std::size_t used_ = 0;        // entries of this round
  std::uint32_t round_ = 0;
};

}  // namespace yishou::gateway
