// Files of a finding: what an institution or an inspector puts beside it, such as a scanned record. Sealed, and always inside a scope.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "identity/account.h"
#include "identity/scope.h"
#include "sql/database.h"

namespace yishou::cases {

/// A file without its content.
struct FindingFile {
  std::int64_t file_no = 0;
  std::string account_id, role;  ///< who added it
  Second added_at = kNoSecond;
  std::string name, media_type;
  std::int64_t bytes = 0;
  std::string sm3;  ///< of the content, 64 hex digits
};

/// Any thread. A finding outside the scope has no files: kNotFound.
class FindingFiles {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{5} << 20;  ///< of one file
  static constexpr int kMostFiles = 20;                            ///< of one finding

  FindingFiles(sql::Database& database, const crypto::Sealer& sealer) : database_(database), sealer_(sealer) {}

  /// Adds one, inside a transaction of the caller, who records it in the access log with it. The kind is told by the content's first
  /// bytes and must agree with the name's ending: PDF, PNG, JPEG, or the archives .xlsx and .docx. kBadCall: another kind, too large, or a
  /// name that is no plain file name; kConflict: the finding is gone, or has too many.
  [[nodiscard]] Result<FindingFile> add_in(sql::Transaction& transaction, const identity::Principal& who,
                                           std::string_view finding_id, std::string_view name, std::string_view content,
                                           Second now);
  /// The oldest first.
  [[nodiscard]] Result<std::vector<FindingFile>> list(std::string_view finding_id, const identity::Scope& scope);
  struct Whole {
    FindingFile about;
    std::string content;
  };
  /// kBadInput when what is stored was changed.
  [[nodiscard]] Result<Whole> find(std::string_view finding_id, std::int64_t file_no, const identity::Scope& scope);

 private:
  [[nodiscard]] Result<FindingFile> file_of(const sql::Row& row) const;

  sql::Database& database_;
  const crypto::Sealer& sealer_;
};

}  // namespace yishou::cases
