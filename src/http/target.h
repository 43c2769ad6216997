// Reads the target of a request line: path and query, decoded once and checked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace yishou::http {

inline constexpr std::size_t kMaxQueryFields = 100;

/// A target, decoded; its memory is used again by the next one.
struct Target {
  std::string_view path;     ///< decoded, begins with "/"; or "*"
  std::vector<Field> query;  ///< decoded
  std::string text;          ///< what path and query point into
};

/// Reads "/path?query", "http://host/path?query" or "*". kBadInput for what is none of them, for broken or double-edged
/// encoding (%00, %2F, %5C, overlong UTF-8), control characters, "." and ".." segments, and too many parameters. The views
/// of `out` live until it is used again.
[[nodiscard]] Status read_target(std::string_view target, Target& out);

/// True when all of `text` is UTF-8 in its shortest form, without surrogates.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace yishou::http
