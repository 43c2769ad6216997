// The chain of the access log: a record's bytes, its hash, and the head that is kept outside the database too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/value.h"

namespace yishou::identity {

/// The end of the chain: 0 and "" for an empty log.
struct LogHead {
  std::int64_t seq = 0;
  std::string hash;
  bool operator==(const LogHead&) const = default;
};

/// The columns of a record before `previous` and `hash`, in the order of the table.
inline constexpr std::string_view kLogColumns =
    "seq, at, account_id, login, role, action, object_kind, object_id, object_sealed, reason, request_id, result";
inline constexpr std::size_t kLogColumnCount = 12;

/// SM3 over the previous hash and the canonical bytes of the record: `yishou-log 1`, then each column as LENGTH:TEXT in
/// the order of kLogColumns, numbers in decimal. Stored for ever: do not change.
[[nodiscard]] std::string log_hash(std::string_view previous, const sql::Values& record);

/// Keeps the head in a file outside the database, so that a log whose tail was cut, or that was put back to an older
/// copy, is seen. The file is replaced whole and durably; mode 0600.
[[nodiscard]] Status write_anchor(const std::string& path, const LogHead& head);
/// nullopt when there is no file yet; kBadInput when it is damaged.
[[nodiscard]] Result<std::optional<LogHead>> read_anchor(const std::string& path);

}  // namespace yishou::identity
