#include "lake/strangers.h"

#include <algorithm>
#include <cstring>

namespace yishou::lake {
namespace {

using intake::Row;

// A row of a key that may have moved.
struct Event {
  std::uint64_t order;
  std::uint64_t owner;
  std::string content;
};

}  // namespace

bool keys_may_move(const intake::RowFormat& format) {
  return format.owner < format.columns && !format.key[format.owner];
}

Status find_strangers(const intake::RowFormat& format, const Spill& keys, const Spill& staged, const std::string& lake,
                      const std::vector<Part>& old_parts, PartFiles& files, Strangers& strangers, Counts& counts,
                      std::set<unsigned>& touched) {
  std::vector<char> bytes;
  std::vector<KeyEntry> entries;
  for (unsigned p = 0; p < keys.partitions(); ++p) {
    bytes.clear();
    YISHOU_CHECK_OK(keys.read(p, p + 1, bytes));
    entries.resize(bytes.size() / sizeof(KeyEntry));
    if (!bytes.empty()) std::memcpy(entries.data(), bytes.data(), bytes.size());
    std::ranges::sort(entries, {}, &KeyEntry::key_hash);
    for (std::size_t i = 1; i < entries.size(); ++i) {
      if (entries[i].key_hash == entries[i - 1].key_hash && entries[i].owner_hash != entries[i - 1].owner_hash) {
        strangers.hashes.emplace(entries[i].key_hash, true);
      }
    }
  }
  if (strangers.hashes.empty()) return {};

  std::unordered_map<std::string, std::vector<Event>> events;
  std::unordered_map<std::string, unsigned> old_part;
  const auto note = [&](const Row& row) {
    events[key_of(row, format)].push_back({row.order(), row.owner_hash(), std::string(row.content())});
  };
  for (unsigned p = 0; p < staged.partitions(); ++p) {
    bytes.clear();
    YISHOU_CHECK_OK(staged.read(p, p + 1, bytes));
    for (const Row& row : rows_in(bytes)) {
      if (strangers.hashes.contains(row.key_hash())) note(row);
    }
  }
  for (unsigned p = 0; p < old_parts.size(); ++p) {
    if (old_parts[p].file.empty()) continue;
    YISHOU_CHECK_OK(files.read(lake + "/" + old_parts[p].file, format, {}, [&](Row row) -> Status {
      if (!strangers.hashes.contains(row.key_hash())) return {};
      note(row);
      old_part[key_of(row, format)] = p;
      return {};
    }));
  }
  for (auto& [key, story] : events) {
    const bool moved = std::ranges::any_of(story, [&](const Event& e) { return e.owner != story.front().owner; });
    if (!moved) continue;
    std::ranges::sort(story, {}, &Event::order);
    if (story.front().order != 0) ++counts.taken;
    const Event* current = &story.front();
    for (std::size_t i = 1; i < story.size(); ++i) {
      if (story[i].content == current->content) {
        ++counts.skipped;
      } else {
        ++counts.replaced;
        current = &story[i];
      }
    }
    strangers.winners[key] = current->order;
    if (const auto part = old_part.find(key); part != old_part.end()) touched.insert(part->second);
  }
  return {};
}

}  // namespace yishou::lake
