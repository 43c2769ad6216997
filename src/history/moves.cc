#include "history/moves.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <tsl/robin_map.h>

#include "base/hash.h"
#include "history/image.h"

namespace yishou::history {
namespace {

struct RowKeyHash {
  std::size_t operator()(const RowKey& key) const noexcept {
    return hash_mix(key.hash ^ static_cast<std::uint64_t>(key.table), 0xe7037ed1a0b428db);
  }
};

}  // namespace

void ArrivedRows::add(const KeptTable& kept, const intake::RowFormat& format, const intake::Row& row) {
  if (kept.id == TableId::kPerson) return;  // its key is the person
  const std::string_view bytes = row.bytes();
  rows_.push_back({{kept.id, row.key_hash()}, &kept, &format, bytes_.size()});
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void ArrivedRows::clear() {
  rows_.clear();
  bytes_.clear();
}

Result<Moves> follow(std::span<const ArrivedRows* const> bodies, const HistoryStore& store) {
  std::vector<RowKey> keys;
  for (const ArrivedRows* body : bodies) {
    for (const ArrivedRows::Arrived& arrived : body->rows()) keys.push_back(arrived.key);
  }
  Moves moves;
  if (keys.empty()) return moves;
  YISHOU_TRY(const auto before, store.owners_of(keys));
  tsl::robin_map<RowKey, std::string_view, RowKeyHash> now;
  now.reserve(keys.size());
  std::map<std::string_view, std::map<std::uint64_t, std::pair<const ArrivedRows*, const ArrivedRows::Arrived*>>> left;
  std::size_t next = 0;
  for (const ArrivedRows* body : bodies) {
    for (const ArrivedRows::Arrived& arrived : body->rows()) {
      const std::string_view owner = body->row(arrived).value(*arrived.format, arrived.format->owner).text;
      const auto [place, first] = now.try_emplace(arrived.key, before[next]);
      ++next;
      const std::string_view had = place->second;
      if (had == owner) continue;
      place.value() = owner;
      const std::uint64_t row = RowKeyHash{}(arrived.key);
      if (!had.empty()) left[had].insert_or_assign(row, std::pair(body, &arrived));
      if (const auto back = left.find(owner); back != left.end()) back->second.erase(row);
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const auto owner = now.find(keys[i]); owner != now.end() && owner->second != before[i]) {
      moves.owners.push_back({keys[i], std::string{owner->second}});
    }
  }
  for (const auto& [psn_no, rows] : left) {
    if (rows.empty()) continue;
    ImageBuilder builder;
    for (const auto& [key, row] : rows) {
      builder.add_gone(row.second->kept->id, *row.second->format, row.first->row(*row.second));
    }
    moves.gone.push_back({std::string{psn_no}, builder.finish()});
  }
  return moves;
}

}  // namespace yishou::history
