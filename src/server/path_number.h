// A number in a path, such as that of a job or a rule.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yishou::server {

/// A number from 1 on, in digits alone; nullopt for anything else: the path then names nothing.
[[nodiscard]] inline std::optional<std::int64_t> path_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < 1) return std::nullopt;
  return number;
}

}  // namespace yishou::server
