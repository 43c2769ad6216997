// Cursors of pages: where a page ended, signed, so that a client can only give back what it was given, to the same
// search.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/sealer.h"

namespace yishou::cases {

/// The last row of a page: the value it was sorted by, and its id.
struct CursorPlace {
  std::string key;
  std::int64_t id = 0;
};

/// `search`: everything that decides which rows there are and in which order. base64url.
[[nodiscard]] std::string write_cursor(const crypto::Sealer& sealer, std::string_view search, const CursorPlace& place);
/// nullopt when it was changed, or written for another search.
[[nodiscard]] std::optional<CursorPlace> read_cursor(const crypto::Sealer& sealer, std::string_view search,
                                                     std::string_view cursor);

}  // namespace yishou::cases
