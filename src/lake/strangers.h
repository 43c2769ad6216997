// Keys that a load brings under another owner than they had: found by comparing hashes, settled by comparing keys.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/row.h"
#include "lake/manifest.h"
#include "lake/merge.h"
#include "lake/part_file.h"
#include "lake/spill.h"

namespace yishou::lake {

/// What is compared: 16 bytes a row, spread by key hash.
struct KeyEntry {
  std::uint64_t key_hash;
  std::uint64_t owner_hash;
};
inline constexpr unsigned kKeyPartitions = 64;
[[nodiscard]] constexpr unsigned key_partition(std::uint64_t key_hash) { return static_cast<unsigned>(key_hash >> 58); }

/// True when equal keys can stand in different parts: the owner is no part of the key.
[[nodiscard]] bool keys_may_move(const intake::RowFormat& format);

/// `keys`: entries of all rows of the load and of the lake. `staged`: the load's rows. `old_files`: the lake's parts.
/// Fills `strangers`, adds what became of their rows to `counts`, and the parts of the lake that lose rows to `touched`.
[[nodiscard]] Status find_strangers(const intake::RowFormat& format, const Spill& keys, const Spill& staged,
                                    const std::string& lake, const std::vector<Part>& old_parts, PartFiles& files,
                                    Strangers& strangers, Counts& counts, std::set<unsigned>& touched);

}  // namespace yishou::lake
