// KeyTable: which known field a key of a message is. Built once from a list of names; asked for every key.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/check.h"

namespace yishou::gateway {

/// At most 96 names; they must outlive the table. Reading is safe from several threads.
class KeyTable {
 public:
  explicit KeyTable(std::span<const std::string_view> names) : names_(names) {
    YISHOU_CHECK(names.size() <= kSlots * 3 / 4, "a key table has room for its names");
    slots_.fill(-1);
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::size_t slot = slot_of(names[i]);
      while (slots_[slot] >= 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::int16_t>(i);
    }
  }
  /// The place of `key` in the list of names, or -1.
  [[nodiscard]] int find(std::string_view key) const noexcept {
    for (std::size_t slot = slot_of(key); slots_[slot] >= 0; slot = (slot + 1) % kSlots) {
      if (names_[static_cast<std::size_t>(slots_[slot])] == key) return slots_[slot];
    }
    return -1;
  }

 private:
  static constexpr std::size_t kSlots = 128;
  // Length and three letters tell the keys of one object of the interface apart nearly always, and cost next to
  // nothing.
  static std::size_t slot_of(std::string_view key) noexcept {
    if (key.empty()) return 0;
    const auto letter = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(key[at])); };
    return (key.size() * 7 + letter(0) * 31 + letter(key.size() / 2) * 5 + letter(key.size() - 1) * 17) % kSlots;
  }

  std::span<const std::string_view> names_;
  std::array<std::int16_t, kSlots> slots_;
};

}  // namespace yishou::gateway
