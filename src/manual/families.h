// The families of rules: the pages of the manual.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace yishou::manual {

struct Family {
  std::string_view slug;  ///< the page is SLUG.md
  std::string_view title_zh, title_en;
  std::string_view about_zh, about_en;     ///< one sentence on what its rules share
  std::span<const std::uint16_t> numbers;  ///< national numbers, rising
};

/// Every national rule stands in exactly one.
[[nodiscard]] std::span<const Family> families();
/// The family of a national number; nullptr outside 1–88.
[[nodiscard]] const Family* family_of(std::uint16_t number);

}  // namespace yishou::manual
