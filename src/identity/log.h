// The access log: what every person did and saw of personal data, appended only, chained by SM3.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "identity/account.h"
#include "identity/log_chain.h"
#include "sql/database.h"

namespace yishou::identity {

/// What was done. Stored by name.
enum class Action : std::uint8_t {
  kLogIn,
  kLogInFailed,
  kLogOut,
  kChangePassword,
  kMakeAccount,
  kChangeAccount,
  kResetPassword,
  kRevokeSession,
  kMakeToken,
  kRevokeToken,
  kChangeInstitution,
  kSearchFindings,
  kSeeFinding,
  kChangeFinding,
  kExportFindings,
  kSeePerson,
  kUnmaskPerson,
  kSeeInstitution,
  kSeeTraffic,
  kStartRun,
  kCancelRun,
  kChangeRules,
  kReadLog,
  kVerifyLog,
  kDenied,
};
[[nodiscard]] std::string_view name_of(Action action) noexcept;
[[nodiscard]] std::optional<Action> action_of(std::string_view name) noexcept;

enum class ObjectKind : std::uint8_t {
  kNone,
  kPerson,
  kInstitution,
  kFinding,
  kAccount,
  kSession,
  kToken,
  kRun,
  kRules,
  kFilter
};
[[nodiscard]] std::string_view name_of(ObjectKind kind) noexcept;
[[nodiscard]] std::optional<ObjectKind> object_kind_of(std::string_view name) noexcept;

/// One thing to record. Texts are cut at 2,000 bytes and what cannot be stored in them is replaced: recording never
/// fails for what somebody sent.
struct Access {
  Second at = kNoSecond;
  std::string account_id, login;
  std::string role;
  Action action;
  ObjectKind object_kind = ObjectKind::kNone;
  std::string object_id;  ///< of a person: kept as blind index and sealed
  std::string reason;     ///< why, as the person gave it, or what was asked for
  std::string request_id;
  std::string result;  ///< "ok" or the error
};

/// For a principal, everything but action and object.
[[nodiscard]] Access access_of(const Principal& principal, Second at, std::string_view request_id);

struct LogFilter {
  std::string account_id{};  ///< empty: all
  std::optional<Action> action{};
  std::optional<ObjectKind> object_kind{};
  std::string object_id{};                  ///< with object_kind
  Second from = kNoSecond, to = kNoSecond;  ///< from inclusive, to exclusive
};

/// A record as it is shown: the object of a person is opened.
struct LogEntry {
  std::int64_t seq;
  Access access;
};

struct LogVerdict {
  bool whole = false;
  std::int64_t records = 0;     ///< that were proved
  std::int64_t broken_seq = 0;  ///< the first that is changed, missing or out of order; 0 when whole
  std::string what;             ///< one sentence, Chinese and English
  LogHead head;                 ///< to be anchored when whole
};

/// Any thread. Appends of several threads are written by one of them in one transaction.
class AccessLog {
 public:
  AccessLog(sql::Database& database, const crypto::Sealer& sealer) : database_(database), sealer_(sealer) {}

  /// Records it durably and gives its seq. Nothing that is to be recorded may be shown before this succeeded.
  [[nodiscard]] Result<std::int64_t> append(const Access& access);
  /// As part of a change: recorded if and only if the transaction is committed. Other appends wait for it.
  [[nodiscard]] Result<std::int64_t> append_in(sql::Transaction& transaction, const Access& access);

  /// The latest first, those with seq below `before` (0: from the end), at most `limit` (1 … 1000). The log tells of
  /// everybody: kDenied unless the scope is national.
  [[nodiscard]] Result<std::vector<LogEntry>> read(const LogFilter& filter, const Scope& scope, std::int64_t before,
                                                   int limit);

  [[nodiscard]] Result<LogHead> head();
  /// Walks the whole chain as it stands at the call. `anchor`: a head that was kept outside the database; the chain
  /// must pass through it. An Error only when the database cannot be read.
  [[nodiscard]] Result<LogVerdict> verify(const std::optional<LogHead>& anchor);

 private:
  struct Waiting;
  [[nodiscard]] Result<std::int64_t> write(sql::Transaction& transaction, const std::vector<const Access*>& batch);
  void write_batch(const std::vector<Waiting*>& batch);
  [[nodiscard]] bool is_person_of(const sql::Row& row, std::int64_t seq, crypto::BlindIndex& persons) const;

  sql::Database& database_;
  const crypto::Sealer& sealer_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::vector<Waiting*> waiting_;  // guarded by mutex_
  bool writing_ = false;           // guarded by mutex_
};

}  // namespace yishou::identity
