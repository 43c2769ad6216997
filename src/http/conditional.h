// Conditional requests: ETag, If-None-Match, If-Match.
#pragma once

#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace yishou::http {

/// A strong ETag, with its quotes, of `text`: of a body, or of what fixes it (id and version). The begin of its SM3.
[[nodiscard]] std::string etag_of(std::string_view text);

/// Sets ETag. When If-None-Match of a GET or HEAD names it, the answer becomes 304 without a body, and this returns true.
[[nodiscard]] bool answer_not_modified(const Request& request, Response& response, std::string_view etag);

/// For changes: true when If-Match names `etag` (the thing's present one) or is "*". Otherwise the answer becomes 412, or 428
/// when the header is missing, and this returns false.
[[nodiscard]] bool matches_or_answer(const Request& request, Response& response, std::string_view etag);

}  // namespace yishou::http
