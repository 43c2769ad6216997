#include "gateway/order_ids.h"

#include <utility>

#include <fmt/format.h>

#include "base/hash.h"

namespace yishou::gateway {
namespace {
constexpr std::size_t kFewEntries = 1024;  // a power of two
}

void OrderIds::begin() {
  if (entries_.size() != kFewEntries) {  // the first patient, or one after a very long list
    entries_.assign(kFewEntries, Entry{});
    round_ = 0;
  }
  used_ = 0;
  ++round_;
}

OrderIds::Entry& OrderIds::entry_of(std::string_view id) {
  if (2 * used_ >= entries_.size()) grow();
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = hash_bytes(id) & mask;
  while (entries_[at].round == round_ && entries_[at].id != id) at = (at + 1) & mask;
  if (entries_[at].round != round_) {
    entries_[at] = {.round = round_, .copies = 0, .id = id};
    ++used_;
  }
  return entries_[at];
}

void OrderIds::grow() {
  const std::vector<Entry> before = std::exchange(entries_, std::vector<Entry>(2 * entries_.size()));
  used_ = 0;
  for (const Entry& entry : before) {
    if (entry.round == round_) entry_of(entry.id).copies = entry.copies;
  }
}

std::string_view OrderIds::unique(std::string_view rx_id) {
  std::uint32_t copies = entry_of(rx_id).copies;
  if (!rx_id.empty() && copies == 0) {
    entry_of(rx_id).copies = 1;
    return rx_id;
  }
  for (;;) {
    const std::string_view made = arena_.keep(fmt::format("{}#{}", rx_id, ++copies));
    Entry& other = entry_of(made);
    if (other.copies != 0) continue;  // the client has a line of that very name
    other.copies = 1;
    entry_of(rx_id).copies = copies;
    return made;
  }
}

}  // namespace yishou::gateway
