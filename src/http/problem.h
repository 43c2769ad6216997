// Refusals for programs and people: problem+json (RFC 9457). The one place where an ErrorCode becomes a status.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/request.h"
#include "http/response.h"

namespace yishou::http {

/// One refusal. `type` and `title` follow from the status when they are empty.
struct Problem {
  unsigned status = 500;
  std::string title;                                       ///< short, the same for all of its kind
  std::string detail;                                      ///< one sentence about this case, with the remedy
  std::string type;                                        ///< a URI; "about:blank" when empty
  std::vector<std::pair<std::string, std::string>> extra;  ///< further members, as text
};

/// kBadCall 400, kBadInput 422, kNotFound 404, kDenied 403, kConflict 409, kTooMuch 429, kBusy 503, kNoSpace 507,
/// kIo 503, kUnsupported 501, kEngine 500.
[[nodiscard]] unsigned status_of(ErrorCode code) noexcept;

/// "未找到 · Not Found" …
[[nodiscard]] std::string title_of(unsigned status);

/// Makes the problem the answer, with the request's id.
void answer_problem(const Request& request, Response& response, const Problem& problem);
/// The same from status and sentence.
void answer_problem(const Request& request, Response& response, unsigned status, std::string detail);
/// The same from an Error. What went wrong inside (kIo, kEngine, kNoSpace) goes to the log and not to the client.
void answer_error(const Request& request, Response& response, const Error& error);

}  // namespace yishou::http
