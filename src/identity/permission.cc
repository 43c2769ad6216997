#include "identity/permission.h"

#include <array>
#include <utility>

namespace yishou::identity {
namespace {

struct RoleRow {
  Role role;
  std::string_view name, chinese;
};
constexpr std::array kRoleRows{
    RoleRow{Role::kAdministrator, "administrator", "管理员"}, RoleRow{Role::kInspector, "inspector", "医保局稽查员"},
    RoleRow{Role::kReviewer, "reviewer", "经办审核员"},       RoleRow{Role::kAnalyst, "analyst", "分析员"},
    RoleRow{Role::kInstitution, "institution", "机构用户"},   RoleRow{Role::kAuditor, "auditor", "只读审计员"},
};
constexpr std::array kRoles{Role::kAdministrator, Role::kInspector,   Role::kReviewer,
                            Role::kAnalyst,       Role::kInstitution, Role::kAuditor};

// One letter a role, in the order of Role: A administrator, I inspector, R reviewer, N analyst, H institution, U
// auditor. An administrator sees no person and judges nothing; who judges manages no accounts; an auditor changes
// nothing.
struct PermissionRow {
  Permission permission;
  std::string_view name;
  std::string_view roles;
};
constexpr std::array kPermissionRows{
    PermissionRow{Permission::kReadFindings, "read_findings", "IRNHU"},
    PermissionRow{Permission::kReadPersons, "read_persons", "IR"},
    PermissionRow{Permission::kReadInstitutions, "read_institutions", "AIRNHU"},
    PermissionRow{Permission::kExportFindings, "export_findings", "IRNH"},
    PermissionRow{Permission::kJudgeFindings, "judge_findings", "IR"},
    PermissionRow{Permission::kAskInstitutions, "ask_institutions", "IR"},
    PermissionRow{Permission::kAnswerFindings, "answer_findings", "H"},
    PermissionRow{Permission::kAssignFindings, "assign_findings", "IR"},
    PermissionRow{Permission::kNoteFindings, "note_findings", "IRNH"},
    PermissionRow{Permission::kReadRules, "read_rules", "AIRNHU"},
    PermissionRow{Permission::kReadDrafts, "read_drafts", "INU"},
    PermissionRow{Permission::kChangeRules, "change_rules", "N"},
    PermissionRow{Permission::kPublishRules, "publish_rules", "IN"},
    PermissionRow{Permission::kRunAudits, "run_audits", "IN"},
    PermissionRow{Permission::kReadTraffic, "read_traffic", "INHU"},
    PermissionRow{Permission::kManageInstitutions, "manage_institutions", "A"},
    PermissionRow{Permission::kManageAccounts, "manage_accounts", "A"},
    PermissionRow{Permission::kReadAccounts, "read_accounts", "AU"},
    PermissionRow{Permission::kReadLog, "read_log", "U"},
    PermissionRow{Permission::kTakeFacts, "take_facts", "A"},
    PermissionRow{Permission::kUnmaskPersons, "unmask_persons", "IR"},
};
constexpr std::string_view kRoleLetters = "AIRNHU";

constexpr auto kPermissions = [] {
  std::array<Permission, kPermissionRows.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = kPermissionRows[i].permission;
  return all;
}();

constexpr bool rows_in_order() {
  for (std::size_t i = 0; i < kPermissionRows.size(); ++i)
    if (std::to_underlying(kPermissionRows[i].permission) != i) return false;
  for (std::size_t i = 0; i < kRoleRows.size(); ++i)
    if (std::to_underlying(kRoleRows[i].role) != i) return false;
  return true;
}
static_assert(rows_in_order(), "the tables are read by number");

}  // namespace

std::span<const Role> all_roles() noexcept { return kRoles; }
std::span<const Permission> all_permissions() noexcept { return kPermissions; }

bool may(Role role, Permission permission) noexcept {
  return kPermissionRows[std::to_underlying(permission)].roles.find(kRoleLetters[std::to_underlying(role)]) !=
         std::string_view::npos;
}

std::string_view name_of(Role role) noexcept { return kRoleRows[std::to_underlying(role)].name; }
std::string_view chinese_name_of(Role role) noexcept { return kRoleRows[std::to_underlying(role)].chinese; }
std::string_view name_of(Permission permission) noexcept {
  return kPermissionRows[std::to_underlying(permission)].name;
}

std::optional<Role> role_of(std::string_view name) noexcept {
  for (const auto& row : kRoleRows)
    if (row.name == name) return row.role;
  return std::nullopt;
}

}  // namespace yishou::identity
