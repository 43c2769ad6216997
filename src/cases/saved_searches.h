// Searches of findings that a person keeps, or shares with the others of the bureau.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "identity/account.h"
#include "sql/database.h"

namespace yishou::cases {

struct SavedSearch {
  std::int64_t search_no = 0;
  std::string account_id, login;  ///< whose it is
  bool shared = false;
  Second made_at = kNoSecond;
  std::string name;
  std::string query;  ///< as it stands in an address behind `?`
};

/// Any thread. What a search finds is decided by the scope of whoever opens it; a shared one shows no more than its text.
class SavedSearches {
 public:
  static constexpr std::size_t kLongestName = 100, kLongestQuery = 2000;
  static constexpr int kMostOfAPerson = 100;

  SavedSearches(sql::Database& database, const crypto::Sealer& sealer) : database_(database), sealer_(sealer) {}

  /// Keeps it; one of the same person and name is replaced. kBadCall: a name or query that is empty or too long; kDenied: an institution
  /// shares nothing; kConflict: the person has too many.
  [[nodiscard]] Result<SavedSearch> keep(const identity::Principal& who, std::string_view name, std::string_view query,
                                         bool shared, Second now);
  /// One's own, and those shared unless one is an institution; by name.
  [[nodiscard]] Result<std::vector<SavedSearch>> list(const identity::Principal& who);
  /// One's own; else kNotFound.
  [[nodiscard]] Status remove(const identity::Principal& who, std::int64_t search_no);

 private:
  sql::Database& database_;
  const crypto::Sealer& sealer_;
};

}  // namespace yishou::cases
