// Interns codes (billed items, institutions): each distinct text gets a small number, so that a block carries numbers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "base/hash.h"
#include "model/text_arena.h"

namespace yishou::model {

/// One worker's dictionary: ids count up from 0 and never change; texts live as long as the dictionary. Not thread-safe.
class CodeDictionary {
 public:
  using Id = std::uint32_t;

  /// The id of `text`, made when new.
  [[nodiscard]] Id intern(std::string_view text) {
    const std::uint64_t hash = hash_bytes(text);
    const auto found = ids_.find(text, hash);
    if (found != ids_.end()) return found->second;
    const std::string_view kept = texts_.emplace_back(storage_.keep(text));
    const Id id = static_cast<Id>(texts_.size() - 1);
    ids_.emplace(kept, id);
    return id;
  }
  static constexpr Id kUnknown = 0xffffffff;
  /// The id of `text`; kUnknown when it was never interned.
  [[nodiscard]] Id find(std::string_view text) const {
    const auto found = ids_.find(text);
    return found == ids_.end() ? kUnknown : found->second;
  }
  [[nodiscard]] std::string_view text(Id id) const { return texts_[id]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  TextArena storage_;
  std::vector<std::string_view> texts_;
  tsl::robin_map<std::string_view, Id, BytesHash, std::equal_to<>, std::allocator<std::pair<std::string_view, Id>>,
                 true>
      ids_;
};

}  // namespace yishou::model
