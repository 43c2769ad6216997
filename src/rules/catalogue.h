// The national list of 2025: the 88 rules by number, official Chinese name, national code and class.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace yishou::rules {

struct CatalogueEntry {
  std::uint16_t number;
  std::string_view code;     ///< GZ…, ZB…, or YS2025-0NN while no code is published (rules.md, head)
  std::string_view name_zh;  ///< official
  std::string_view name_en;
  std::string_view class_zh;  ///< 政策类/药品政策限定类 …
};

[[nodiscard]] std::span<const CatalogueEntry> catalogue();
/// The entry of a national number; nullptr outside 1–88.
[[nodiscard]] const CatalogueEntry* catalogue_entry(std::uint16_t number);

}  // namespace yishou::rules
