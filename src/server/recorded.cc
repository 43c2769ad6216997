#include "server/recorded.h"

namespace yishou::server {

std::string_view outcome_of(const Error& error) noexcept {
  switch (error.code) {
    case ErrorCode::kBadCall:
    case ErrorCode::kBadInput:
    case ErrorCode::kDenied: return "refused";
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kConflict: return "conflict";
    default: return "failed";
  }
}

}  // namespace yishou::server
