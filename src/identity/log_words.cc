// The closed lists of the access log by name.
#include <array>
#include <utility>

#include "identity/log.h"

namespace yishou::identity {
namespace {

// Stored; in the order of Action and ObjectKind. Do not rename.
constexpr std::array<std::string_view, 25> kActionNames{
    "log_in",         "log_in_failed",  "log_out",         "change_password", "make_account",       "change_account",
    "reset_password", "revoke_session", "make_token",      "revoke_token",    "change_institution", "search_findings",
    "see_finding",    "change_finding", "export_findings", "see_person",      "unmask_person",      "see_institution",
    "see_traffic",    "start_run",      "cancel_run",      "change_rules",    "read_log",           "verify_log",
    "denied"};
static_assert(kActionNames.size() == std::to_underlying(Action::kDenied) + 1);
constexpr std::array<std::string_view, 10> kObjectNames{"",        "person", "institution", "finding", "account",
                                                        "session", "token",  "run",         "rules",   "filter"};
static_assert(kObjectNames.size() == std::to_underlying(ObjectKind::kFilter) + 1);

}  // namespace

std::string_view name_of(Action action) noexcept { return kActionNames[std::to_underlying(action)]; }
std::string_view name_of(ObjectKind kind) noexcept { return kObjectNames[std::to_underlying(kind)]; }

std::optional<Action> action_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kActionNames.size(); ++i)
    if (kActionNames[i] == name) return static_cast<Action>(i);
  return std::nullopt;
}

std::optional<ObjectKind> object_kind_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kObjectNames.size(); ++i)
    if (kObjectNames[i] == name) return static_cast<ObjectKind>(i);
  return std::nullopt;
}

}  // namespace yishou::identity
