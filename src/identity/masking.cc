#include "identity/masking.h"

#include <algorithm>

namespace yishou::identity {
namespace {

constexpr std::size_t kShownBegin = 4, kShownEnd = 2, kShortestShown = 9;

// Bytes of the UTF-8 character that begins with `lead`; a stray byte counts as one.
std::size_t width_of(char lead) noexcept {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

std::string masked_number(std::string_view value) {
  if (value.size() < kShortestShown) return std::string(value.size(), '*');
  std::string out{value};
  for (std::size_t i = kShownBegin; i < out.size() - kShownEnd; ++i) out[i] = '*';
  return out;
}

std::string masked_name(std::string_view value) {
  std::string out{value.substr(0, width_of(value.front()))};
  value.remove_prefix(out.size());
  while (!value.empty()) {
    out += '*';
    value.remove_prefix(std::min(width_of(value.front()), value.size()));
  }
  return out;
}

}  // namespace

bool sees_whole(Role role, Sensitive kind) noexcept {
  switch (role) {
    case Role::kInspector:
    case Role::kReviewer:
    case Role::kInstitution: return true;
    case Role::kAnalyst:
    case Role::kAuditor: return kind == Sensitive::kDoctorCode;
    case Role::kAdministrator: return false;
  }
  return false;
}

std::string shown(Role role, Sensitive kind, std::string_view value) {
  if (value.empty() || sees_whole(role, kind)) return std::string{value};
  const bool name = kind == Sensitive::kPersonName || kind == Sensitive::kDoctorName;
  return name ? masked_name(value) : masked_number(value);
}

}  // namespace yishou::identity
