// Grammar of header fields (RFC 9110), and how the head of an answer is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/response.h"

namespace yishou::http {

/// A token of RFC 9110: names of headers and methods.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
/// Without control characters but the tab.
[[nodiscard]] bool is_header_value(std::string_view text) noexcept;
/// Headers that only the server writes, because framing depends on them.
[[nodiscard]] bool is_written_by_server(std::string_view name) noexcept;
/// "OK" …; "Status" for a number without a phrase.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

/// What the head says besides the answer itself.
struct HeadFacts {
  std::string_view date;         ///< value of Date
  std::string_view request_id;   ///< value of X-Request-Id
  std::string_view page_policy;  ///< Content-Security-Policy of answers in HTML
  std::uint64_t content_length = 0;
  unsigned hsts_seconds = 0;  ///< over 0: Strict-Transport-Security
  bool close = false;         ///< this answer is the last of its connection
};

/// Appends status line and headers, with the empty line. The answer's headers were checked when they were set.
void append_head(std::string& out, const Response& response, const HeadFacts& facts);

/// Writes `seconds` since 1970 as an HTTP date: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(std::int64_t seconds);

/// The next member of a comma-separated list, trimmed; takes it off `list`. Quotes are not looked at.
[[nodiscard]] std::string_view next_member(std::string_view& list) noexcept;

}  // namespace yishou::http
