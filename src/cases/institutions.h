// Institutions as a reference: name, region and kind, fed from fixmedins_b by the caller. The region of a finding is
// its own's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "identity/scope.h"
#include "sql/database.h"

namespace yishou::cases {

struct Institution {
  std::string code, name;
  std::string admdvs;  ///< 6 digits of 行政区划; empty when unknown: then a national scope alone sees it
  std::string level;   ///< hosp_lv
  std::string type;    ///< 1 medical institution, 2 pharmacy
};

/// Any thread.
class Institutions {
 public:
  explicit Institutions(sql::Database& database) : database_(database) {}

  /// Makes or replaces them, in one transaction; findings follow an institution that moved to another region. kBadInput
  /// names the first that is malformed, and nothing is changed.
  [[nodiscard]] Status put(std::span<const Institution> institutions);
  [[nodiscard]] Result<Institution> find(std::string_view code, const identity::Scope& scope);
  /// By code, from the one after `after` on, whose code or name holds `text`; at most `limit` (1 … 1000).
  [[nodiscard]] Result<std::vector<Institution>> list(const identity::Scope& scope, std::string_view text,
                                                      std::string_view after, int limit);

 private:
  sql::Database& database_;
};

}  // namespace yishou::cases
