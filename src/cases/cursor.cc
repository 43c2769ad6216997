#include "cases/cursor.h"

#include <charconv>

#include <fmt/format.h>

#include "crypto/digest.h"

namespace yishou::cases {
namespace {

constexpr std::size_t kSignatureBytes = 16;
constexpr std::string_view kCursorPurpose = "cursor";

std::string signature(const crypto::Sealer& sealer, std::string_view search, std::string_view place) {
  return sealer.sign(kCursorPurpose, fmt::format("{}:{}{}", search.size(), search, place)).substr(0, kSignatureBytes);
}

}  // namespace

std::string write_cursor(const crypto::Sealer& sealer, std::string_view search, const CursorPlace& place) {
  const auto text = fmt::format("{} {}", place.id, place.key);
  return crypto::to_base64url(signature(sealer, search, text) + text);
}

std::optional<CursorPlace> read_cursor(const crypto::Sealer& sealer, std::string_view search, std::string_view cursor) {
  if (cursor.size() > 500) return std::nullopt;
  const auto bytes = crypto::from_base64url(cursor);
  if (!bytes || bytes->size() <= kSignatureBytes) return std::nullopt;
  const auto text = std::string_view{*bytes}.substr(kSignatureBytes);
  if (!crypto::constant_time_equal(signature(sealer, search, text),
                                   std::string_view{*bytes}.substr(0, kSignatureBytes)))
    return std::nullopt;
  CursorPlace place;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.id);
  if (error != std::errc{} || end == text.data() + text.size()) return std::nullopt;
  place.key = text.substr(static_cast<std::size_t>(end - text.data()) + 1);
  return place;
}

}  // namespace yishou::cases
