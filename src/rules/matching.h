// Which effective lines of a block meet which knowledge. Built once for all rules; used by the engine and by the tests alike.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include <tsl/robin_map.h>

#include "base/hash.h"
#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/text_arena.h"
#include "rules/rule.h"

namespace yishou::rules {

/// The highest rule number + 1 that a Matches for `rules` (and what they consult) must hold.
[[nodiscard]] std::size_t match_slots(std::span<const Rule* const> rules);

/// One worker's cache of what is known of each billed code, by item id. The ids are those of ClaimBlock::codes, so a Matcher
/// belongs to one dictionary and one thread; the dictionary may grow between blocks. Keeps a reference to the snapshot; the
/// Match pointers it hands out live as long as the Matcher.
class Matcher {
 public:
  /// Only the knowledge of `rules` and of the rules they consult. Points that do not judge (State::kReference) are left
  /// out.
  Matcher(const knowledge::Snapshot& snapshot, std::span<const Rule* const> rules);

  /// Adds every match of the block's effective lines to `out` (cleared first), in line order. After lay_ground.
  void match(const model::ClaimBlock& block, Matches& out);

  /// The points of one rule and side that any code meets, longest code first; for codes that are no billed items. Not only
  /// those in force: see for_points.
  [[nodiscard]] std::span<const knowledge::CodePoint> find(std::uint16_t rule, knowledge::Side side,
                                                           std::string_view code);

 private:
  struct Group {
    std::uint16_t rule;
    knowledge::Side side;
    const knowledge::CodePoint* points;
    std::uint32_t count;
  };
  struct Known {
    const Group* groups = nullptr;
    std::uint32_t count = 0;
  };
  Known learn(std::string_view code);
  Known known_of(std::string_view code);

  /// What `find` was asked of one text of the current block, by where the text lies; texts of a block stay where they are.
  struct Recent {
    const char* text = nullptr;
    std::size_t size = 0;
    std::uint64_t block = 0;  ///< the block it was asked in
    Known known{};
  };
  static constexpr std::size_t kRecent = 1024;  // a power of two, more than a block has different codes

  const knowledge::Snapshot& snapshot_;
  std::vector<bool> wanted_;                                                         ///< by rule number
  std::vector<Known> known_;                                                         ///< by item id, up to the ids seen
  tsl::robin_map<std::string_view, Known, BytesHash, std::equal_to<>> known_texts_;  ///< what `find` was asked
  std::uint64_t block_ = 1;                                                          ///< the current block's number
  std::vector<Recent> recent_ = std::vector<Recent>(kRecent);
  model::TextArena texts_;                                ///< its keys
  std::deque<std::vector<Group>> groups_;                 ///< what `known_` points to
  std::deque<std::vector<knowledge::CodePoint>> points_;  ///< what groups point to
};

}  // namespace yishou::rules
