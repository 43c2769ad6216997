// InstitutionMeasures: what the last audit's rules over institutions measured of each, beside its peers, and where they could not
// decide. The numbers are the rules' own.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "identity/scope.h"
#include "sql/database.h"

namespace yishou::cases {

/// An indicator of an institution's month. Shares are in units of 10^-12. `part`, `whole`: fen, or stays.
struct InstitutionMeasure {
  std::string institution;
  std::uint16_t rule_no = 0;
  int month = 0;      ///< YYYYMM
  int peer_rank = 0;  ///< of all its peers: 1 primary, 2 secondary, 3 tertiary
  std::int64_t share = 0;
  std::optional<std::int64_t> limit;  ///< nothing: too few peers to judge by
  std::int64_t cases = 0, part = 0, whole = 0;
  std::int64_t peers = 0, place = 0;  ///< with itself; 1 is the highest share
  std::int64_t least = 0, p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0, most = 0;
};

/// How often a rule could not decide about an institution, and the fact that it missed first.
struct InstitutionDoubt {
  std::string institution;
  std::uint16_t rule_no = 0;
  std::int64_t doubts = 0;
  std::string missing;
};

/// A rule over institutions and when it was last asked about all of them.
struct JudgedRule {
  std::uint16_t rule_no;
  Second at;
};

/// Any thread.
class InstitutionMeasures {
 public:
  explicit InstitutionMeasures(sql::Database& database) : database_(database) {}

  /// Takes what a run of these rules said, whole or not at all, in place of what they said before: of all institutions, or of those
  /// in `region` (a prefix; then the rules do not count as asked about all).
  [[nodiscard]] Status put(std::span<const std::uint16_t> rules, std::string_view region,
                           std::span<const InstitutionMeasure> measures, std::span<const InstitutionDoubt> doubts,
                           Second now);
  /// By rule, then month. Nothing of an institution outside the scope.
  [[nodiscard]] Result<std::vector<InstitutionMeasure>> of(std::string_view institution, const identity::Scope& scope);
  [[nodiscard]] Result<std::vector<InstitutionDoubt>> doubts(std::string_view institution,
                                                             const identity::Scope& scope);
  [[nodiscard]] Result<std::vector<JudgedRule>> judged();

 private:
  [[nodiscard]] Result<bool> sees(std::string_view institution, const identity::Scope& scope);

  sql::Database& database_;
};

}  // namespace yishou::cases
