// Who may do what: roles, a closed list of permissions, and the one table that joins them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace yishou::identity {

/// Stored by name. 管理员 · 医保局稽查员 · 经办审核员 · 分析员 · 机构用户 · 只读审计员
enum class Role : std::uint8_t { kAdministrator, kInspector, kReviewer, kAnalyst, kInstitution, kAuditor };

enum class Permission : std::uint8_t {
  kReadFindings,        ///< findings in one's scope, persons and doctors masked as masking.h says
  kReadPersons,         ///< the time line of a person over all institutions
  kReadInstitutions,    ///< profiles of institutions in one's scope
  kExportFindings,      ///< as a file
  kJudgeFindings,       ///< confirm, dismiss, reopen
  kAskInstitutions,     ///< ask the institution about a finding
  kAnswerFindings,      ///< answer for the institution
  kAssignFindings,      ///< to an account
  kNoteFindings,        ///< write a note
  kReadRules,           ///< rules, knowledge, parameters
  kReadDrafts,          ///< drafts of changes, and what they would change
  kChangeRules,         ///< drafts of parameters, knowledge and rules; shadow runs
  kPublishRules,        ///< puts in force, rejects and takes back what another drafted
  kRunAudits,           ///< runs and back-tests as jobs
  kReadTraffic,         ///< pre-check requests and answers
  kManageInstitutions,  ///< gateway settings and tokens of institutions
  kManageAccounts,      ///< accounts, their sessions, roles and scopes
  kReadAccounts,        ///< see accounts and sessions, change nothing
  kReadLog,             ///< the access log, and proving its chain
  kTakeFacts,           ///< send rows of the extracts as they happen
  kUnmaskPersons,       ///< a person's telephone and certificate numbers, each time with a reason
};

[[nodiscard]] std::span<const Role> all_roles() noexcept;
[[nodiscard]] std::span<const Permission> all_permissions() noexcept;

/// The table.
[[nodiscard]] bool may(Role role, Permission permission) noexcept;

/// `administrator`, `inspector`, `reviewer`, `analyst`, `institution`, `auditor`: stored, do not rename.
[[nodiscard]] std::string_view name_of(Role role) noexcept;
[[nodiscard]] std::string_view chinese_name_of(Role role) noexcept;
[[nodiscard]] std::optional<Role> role_of(std::string_view name) noexcept;
/// `read_findings` and so on.
[[nodiscard]] std::string_view name_of(Permission permission) noexcept;

}  // namespace yishou::identity
