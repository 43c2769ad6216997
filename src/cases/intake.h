// Intake: the findings of a run of audit, taken once, marked as gone when a later run no longer finds them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "model/finding.h"
#include "sql/database.h"

namespace yishou::cases {

/// What the run looked at; a finding outside is not gone because the run does not have it.
struct Coverage {
  std::vector<std::uint16_t> rules{};       ///< empty: all
  std::string region{};                     ///< prefix of 行政区划; empty: all
  Second from = kNoSecond, to = kNoSecond;  ///< findings whose span lies in [from, to); kNoSecond: open
};

struct Taken {
  std::int64_t added = 0;
  std::int64_t known = 0;      ///< there already; among them those that
  std::int64_t returned = 0;   ///< had gone and are found again
  std::int64_t succeeded = 0;  ///< of all: those that took the place of an earlier one (succession.h)
};

/// Takes one run. Used by one thread; two runs at once are two objects.
class Intake {
 public:
  /// A run that was begun and not finished goes on; kConflict when it is finished.
  [[nodiscard]] static Result<Intake> begin(sql::Database& database, const crypto::Sealer& sealer,
                                            std::string_view run_id, Second now);

  /// Takes some findings, durably and whole or not at all; about 1,000 at a time is good. A finding_id that is there
  /// already is not added again, in whatever state it is. kBadInput names a finding that cannot be stored.
  [[nodiscard]] Result<Taken> take(std::span<const model::Finding> findings, Second now);

  /// Ends the run and marks as gone what it covers and no longer found; gives their number. They keep their state and
  /// leave all sums.
  [[nodiscard]] Result<std::int64_t> finish(const Coverage& coverage, Second now);

 private:
  Intake(sql::Database& database, const crypto::Sealer& sealer, std::int64_t run_no)
      : database_(&database), sealer_(&sealer), run_no_(run_no) {}
  [[nodiscard]] Status insert(sql::Transaction& transaction, const model::Finding& finding, std::int64_t id,
                              Second now);
  [[nodiscard]] Status revive(sql::Transaction& transaction, std::int64_t id, Second now);

  sql::Database* database_;
  const crypto::Sealer* sealer_;
  std::int64_t run_no_;
};

}  // namespace yishou::cases
