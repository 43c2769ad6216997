// Findings: search, pages, sums, groups and the history of each, always inside a scope and masked for a role.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "cases/conditions.h"
#include "cases/state.h"
#include "crypto/sealer.h"
#include "identity/permission.h"
#include "identity/scope.h"
#include "model/finding.h"
#include "sql/database.h"

namespace yishou::cases {

/// Groups of the national list: 政策类 1–34, 管理类 35–63, 医疗类 64–88; own checks from 1001.
enum class RuleFamily { kPolicy, kManagement, kMedical, kOwn };
/// `policy`, `management`, `medical`, `own`.
[[nodiscard]] std::string_view name_of(RuleFamily family) noexcept;
[[nodiscard]] std::optional<RuleFamily> family_of(std::string_view name) noexcept;

/// Which findings; what is not set does not restrict. Those that are gone are left out unless `gone` is set.
struct FindingFilter {
  std::vector<std::uint16_t> rules{};
  std::optional<RuleFamily> family{};
  std::optional<model::Verdict> verdict{};
  std::vector<State> states{};
  std::optional<std::uint8_t> sev_deg{};
  std::string institution{};
  std::string region{};                     ///< prefix of 2, 4 or 6 digits
  std::string psn_no{};                     ///< the whole number; found by blind index
  std::string doctor{};                     ///< the whole code
  Second from = kNoSecond, to = kNoSecond;  ///< begin_time in [from, to)
  std::optional<Fen> least{}, most{};       ///< vola_amt
  std::string run_id{};                     ///< found first by this run
  std::string assigned{};                   ///< account_id; "-" for nobody
  std::string text{};                       ///< anywhere in vola_cont; reads every row that the rest lets through
  bool gone = false;                        ///< those that are gone instead
  std::string same_lines{};                 ///< a finding_id: others that accuse a line of it
};

enum class Sort { kTaken, kAmount, kTime, kRule, kInstitution };

/// A finding with its state. psn_no and bilg_dr_code are shown as the role sees them.
struct CaseFinding {
  model::Finding finding;
  State state = State::kNew;
  std::int64_t version = 1;  ///< to be given back with a change
  std::string assigned;      ///< account_id, or empty
  bool gone = false;
  std::string region;  ///< admdvs of the institution; empty when unknown
  std::string run_id;
  Second taken_at = kNoSecond, changed_at = kNoSecond;
  std::string succeeds, succeeded_by;  ///< finding_ids of the same accusation under other versions, or empty
};

struct FindingPage {
  std::vector<CaseFinding> findings;
  std::string next;  ///< cursor of the next page; empty at the end
};

struct FindingTotals {
  std::int64_t findings = 0;
  Fen vola = 0, fund = 0;  ///< plain sums: a line that two rules hit counts twice
  std::int64_t lines = 0;  ///< different lines
  Fen vola_lines = 0;      ///< each line once, with the largest amount that any of the findings disputes on it
};

/// A doctor or department is grouped within one institution only.
enum class GroupBy { kRule, kInstitution, kMonth, kState, kCity, kWeek, kFamily, kVerdict, kDoctor, kDepartment };

struct FindingGroup {
  /// Rule number, institution code, `YYYY-MM` ("" without a time), state, four digits of 行政区划, the week's Monday as `YYYY-MM-DD`
  /// ("" without a time), name of the family, number of the verdict, doctor as the role sees it, department.
  std::string key;
  std::int64_t findings = 0;
  Fen vola = 0, fund = 0;
};

/// A group with each of its lines once, by the largest amount that any finding of the group disputes on it. A line may stand in
/// several groups.
struct DisputeGroup {
  std::string key;
  std::int64_t findings = 0, lines = 0;
  Fen vola_lines = 0;
};

/// Findings of one rule in one state.
struct RuleState {
  std::uint16_t rule_no = 0;
  State state = State::kNew;
  std::int64_t findings = 0;
  Fen vola = 0, fund = 0;
};

/// Findings by the version of the rule that found them.
struct RuleVersion {
  std::string version;  ///< NO@VERSION
  std::int64_t findings = 0;
  Second first_taken = kNoSecond, last_taken = kNoSecond;
};

/// One entry of a finding's history.
struct FindingEvent {
  std::int64_t version;  ///< of the finding after it
  Second at;
  std::string account_id;  ///< empty: the system
  std::string step;        ///< a Step, or `gone`, `returned`, `succeeded`, `succeeds`
  std::string from_state, to_state;
  std::string reason;    ///< R1 … R8 of a dismissal
  std::string assigned;  ///< after it
  std::string text;
};

/// Any thread. A finding outside the scope does not exist: kNotFound, and in no page, sum or group.
class Findings {
 public:
  Findings(sql::Database& database, const crypto::Sealer& sealer) : database_(database), sealer_(sealer) {}

  /// `limit` 1 … 1000. `cursor`: empty, or `next` of the page before, of the same search; else kBadCall. Pages do not
  /// shift when findings are added meanwhile.
  [[nodiscard]] Result<FindingPage> page(const FindingFilter& filter, const identity::Scope& scope, identity::Role role,
                                         Sort sort, bool descending, std::string_view cursor, int limit);
  [[nodiscard]] Result<FindingTotals> totals(const FindingFilter& filter, const identity::Scope& scope);
  /// The largest amount first; times, states, families and verdicts in their order. At most 10,000 groups. `role`: how doctors are
  /// shown. kBadCall: doctors or departments without an institution.
  [[nodiscard]] Result<std::vector<FindingGroup>> groups(const FindingFilter& filter, const identity::Scope& scope,
                                                         GroupBy by,
                                                         identity::Role role = identity::Role::kAdministrator);
  /// The same groups in the same order, but those by doctor, with each line once.
  [[nodiscard]] Result<std::vector<DisputeGroup>> disputes(const FindingFilter& filter, const identity::Scope& scope,
                                                           GroupBy by);
  /// Of every rule that has findings.
  [[nodiscard]] Result<std::vector<RuleState>> rule_states(const FindingFilter& filter, const identity::Scope& scope);
  /// The latest first.
  [[nodiscard]] Result<std::vector<RuleVersion>> rule_versions(std::uint16_t rule_no, const identity::Scope& scope);
  /// With line_amounts, which pages leave out.
  [[nodiscard]] Result<CaseFinding> find(std::string_view finding_id, const identity::Scope& scope,
                                         identity::Role role);
  /// The oldest first.
  [[nodiscard]] Result<std::vector<FindingEvent>> events(std::string_view finding_id, const identity::Scope& scope);

 private:
  [[nodiscard]] Result<Conditions> conditions(const FindingFilter& filter, const identity::Scope& scope,
                                              std::optional<Sort> sort) const;
  [[nodiscard]] Status name_doctors(const Conditions& where, identity::Role role,
                                    std::vector<FindingGroup>& groups) const;
  [[nodiscard]] Result<CaseFinding> finding_of(const sql::Row& row, identity::Role role) const;

  sql::Database& database_;
  const crypto::Sealer& sealer_;
};

}  // namespace yishou::cases
