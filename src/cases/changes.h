// Changes of findings by persons: one or many, each an event, none overwriting another's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "cases/state.h"
#include "crypto/sealer.h"
#include "identity/account.h"
#include "sql/database.h"

namespace yishou::cases {

/// The finding as the person saw it.
struct Seen {
  std::string finding_id;
  std::int64_t version;
};

struct Change {
  Step step = Step::kNote;
  std::string reason{};    ///< of a dismissal: R1 … R8
  std::string text{};      ///< needed but for confirm and assign; at most 4,000 bytes; R8 needs ten characters
  std::string assignee{};  ///< account_id; of assign; empty: to nobody
};

/// How it went with one of many.
struct ChangeOutcome {
  std::string finding_id;
  Result<std::int64_t> version;  ///< the new one
};

/// Any thread.
class Changes {
 public:
  Changes(sql::Database& database, const crypto::Sealer& sealer) : database_(database), sealer_(sealer) {}

  /// Gives the new version. kDenied: the role may not; kNotFound: not in the scope; kConflict: changed by somebody else
  /// meanwhile, gone, or not in a state for this step; kBadCall: reason or text is missing.
  [[nodiscard]] Result<std::int64_t> make(const identity::Principal& who, const Seen& seen, const Change& change,
                                          Second now);
  /// The same for up to 1,000 at once, durable together; each has its own outcome, and those that fail do not hold up
  /// the rest.
  [[nodiscard]] Result<std::vector<ChangeOutcome>> make_all(const identity::Principal& who, std::span<const Seen> seen,
                                                            const Change& change, Second now);
  /// The same inside a transaction of the caller, who records it in the access log with it.
  [[nodiscard]] Result<std::int64_t> make_in(sql::Transaction& transaction, const identity::Principal& who,
                                             const Seen& seen, const Change& change, Second now);

 private:
  [[nodiscard]] Status check(sql::Transaction& transaction, const identity::Principal& who, const Change& change) const;
  [[nodiscard]] Result<std::int64_t> apply(sql::Transaction& transaction, const identity::Principal& who,
                                           const Seen& seen, const Change& change, Second now);

  sql::Database& database_;
  const crypto::Sealer& sealer_;
};

}  // namespace yishou::cases
