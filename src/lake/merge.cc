#include "lake/merge.h"

#include <algorithm>
#include <compare>

#include "base/hash.h"

namespace yishou::lake {
namespace {

using intake::Row;
using intake::RowFormat;

// The rows of one key, in order: the state after the last of them.
class Story {
 public:
  explicit Story(Row first) : current_(first), was_there_(first.order() == 0) {}
  [[nodiscard]] const Row& current() const { return current_; }
  void next(Row row, Counts& counts) {
    if (row.content() == current_.content()) {
      ++counts.skipped;
    } else {
      ++counts.replaced;
      current_ = row;
    }
  }
  [[nodiscard]] bool was_there() const { return was_there_; }

 private:
  Row current_;
  bool was_there_;
};

// Rows with one key hash, sorted by order: as a rule one key.
void settle(const Row* begin, const Row* end, const RowFormat& format, const Strangers& strangers, Merged& merged) {
  if (!strangers.hashes.empty() && strangers.hashes.contains(begin->key_hash())) {
    std::vector<Row> others;
    for (const Row* row = begin; row != end; ++row) {
      const auto winner = strangers.winners.find(key_of(*row, format));
      if (winner == strangers.winners.end()) {
        others.push_back(*row);
      } else if (winner->second == row->order()) {
        merged.rows.push_back(*row);
        merged.changed = true;
      } else if (row->order() == 0) {
        merged.changed = true;
      }
    }
    if (!others.empty()) settle(others.data(), others.data() + others.size(), format, {}, merged);
    return;
  }
  if (end - begin == 1) {
    if (begin->order() != 0) {
      ++merged.counts.taken;
      merged.changed = true;
    }
    merged.rows.push_back(*begin);
    return;
  }
  std::vector<std::pair<std::string, Story>> stories;
  for (const Row* row = begin; row != end; ++row) {
    std::string key = key_of(*row, format);
    const auto found = std::ranges::find(stories, key, &std::pair<std::string, Story>::first);
    if (found != stories.end()) {
      found->second.next(*row, merged.counts);
    } else {
      if (row->order() != 0) ++merged.counts.taken;
      stories.emplace_back(std::move(key), Story(*row));
    }
  }
  for (const auto& [key, story] : stories) {
    merged.rows.push_back(story.current());
    if (story.current().order() != 0) merged.changed = true;
  }
}

std::strong_ordering compare(const Row::Value& a, const Row::Value& b) {
  if (a.null || b.null) return b.null <=> a.null;  // missing first
  if (const auto by_number = a.number <=> b.number; by_number != 0) return by_number;
  return a.text <=> b.text;
}

// Eight bytes that order like the value, as far as eight bytes can.
std::uint64_t prefix_of(const Row::Value& value, bool text) {
  if (value.null) return 0;
  if (!text) {
    const std::uint64_t biased = static_cast<std::uint64_t>(value.number) ^ (std::uint64_t{1} << 63);
    return biased == 0 ? 1 : biased;
  }
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < value.text.size() ? static_cast<unsigned char>(value.text[i]) : 0u);
  }
  return prefix;
}

struct Entry {
  std::uint32_t owner;  // rank among the part's owners
  std::uint32_t row;
  std::uint64_t prefix;
};

void sort_rows(std::vector<Row>& rows, const RowFormat& format) {
  std::vector<Entry> entries(rows.size());
  std::unordered_map<std::string_view, std::uint32_t, BytesHash> numbers;
  std::vector<std::string_view> owners;
  const std::size_t first = format.order.empty() ? format.columns : format.order.front();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::uint32_t owner = 0;
    if (format.owner < format.columns) {
      const std::string_view name = rows[r].value(format, format.owner).text;
      const auto [at, made] = numbers.try_emplace(name, static_cast<std::uint32_t>(owners.size()));
      if (made) owners.push_back(name);
      owner = at->second;
    }
    const std::uint64_t prefix =
        first < format.columns ? prefix_of(rows[r].value(format, first), format.text[first]) : 0;
    entries[r] = {owner, static_cast<std::uint32_t>(r), prefix};
  }
  std::vector<std::uint32_t> sorted(owners.size()), ranks(owners.size());
  for (std::size_t o = 0; o < owners.size(); ++o) sorted[o] = static_cast<std::uint32_t>(o);
  std::ranges::sort(sorted, {}, [&](std::uint32_t o) { return owners[o]; });
  for (std::size_t rank = 0; rank < sorted.size(); ++rank) ranks[sorted[rank]] = static_cast<std::uint32_t>(rank);
  if (!ranks.empty()) {
    for (Entry& entry : entries) entry.owner = ranks[entry.owner];
  }
  std::ranges::sort(entries, [&](const Entry& a, const Entry& b) {
    if (a.owner != b.owner) return a.owner < b.owner;
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    for (const std::size_t column : format.order) {
      const auto by = compare(rows[a.row].value(format, column), rows[b.row].value(format, column));
      if (by != 0) return by < 0;
    }
    return a.row < b.row;
  });
  std::vector<Row> out(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) out[r] = rows[entries[r].row];
  rows = std::move(out);
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  taken += other.taken;
  skipped += other.skipped;
  replaced += other.replaced;
  withdrawn += other.withdrawn;
  return *this;
}

std::string key_of(const Row& row, const RowFormat& format) {
  std::string key;
  row.each(format, [&](std::size_t c, bool null, std::int64_t number, std::string_view text) {
    if (!format.key[c]) return;
    key += null ? '\0' : '\1';
    if (null) return;
    if (format.text[c]) {
      const std::uint64_t length = text.size();
      key.append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
    } else {
      key.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
  });
  return key;
}

std::vector<Row> rows_in(const std::vector<char>& bytes) {
  std::vector<Row> rows;
  for (std::size_t at = 0; at < bytes.size(); at += rows.back().size()) rows.emplace_back(bytes.data() + at);
  return rows;
}

Merged merge(const std::vector<char>& bytes, const RowFormat& format, const Strangers& strangers,
             const Withdrawal& withdrawal) {
  Merged merged;
  std::vector<Row> rows = rows_in(bytes);
  if (!withdrawal.values.empty()) {
    merged.counts.withdrawn = static_cast<std::int64_t>(
        std::erase_if(rows, [&](const Row& row) { return withdrawal.takes_out(row, format); }));
    merged.changed = merged.counts.withdrawn > 0;
  }
  merged.rows.reserve(rows.size());
  struct Keyed {
    std::uint64_t hash, order;
    std::uint32_t row;
  };
  std::vector<Keyed> keyed(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r)
    keyed[r] = {rows[r].key_hash(), rows[r].order(), static_cast<std::uint32_t>(r)};
  std::ranges::sort(keyed, [](const Keyed& a, const Keyed& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    return a.order < b.order;
  });
  std::vector<Row> run;
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    run.clear();
    for (; end < keyed.size() && keyed[end].hash == keyed[begin].hash; ++end) run.push_back(rows[keyed[end].row]);
    settle(run.data(), run.data() + run.size(), format, strangers, merged);
    begin = end;
  }
  sort_rows(merged.rows, format);
  return merged;
}

}  // namespace yishou::lake
