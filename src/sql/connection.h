// Connection: one line to one database, as Database and Transaction use it; what SQLite and PostgreSQL each implement.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/value.h"

namespace yishou::sql {

enum class Dialect { kSqlite, kPostgres };

/// What a statement gave back, and how many rows an INSERT, UPDATE or DELETE touched.
struct Outcome {
  Rows rows;
  std::int64_t changed = 0;
};

/// Used by one thread at a time. Statements are prepared once and kept.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs one statement with its values; never called with text that holds a value of a user.
  [[nodiscard]] virtual Result<Outcome> run(std::string_view statement, std::span<const Value> values) = 0;
  /// Runs several statements without values: migrations.
  [[nodiscard]] virtual Status script(const std::string& statements) = 0;
  /// Whether the line still stands, as far as can be told without asking the server.
  [[nodiscard]] virtual bool alive() = 0;
  /// Whether `statement` only reads. PostgreSQL tells nothing before it runs: true.
  [[nodiscard]] virtual Result<bool> only_reads(std::string_view statement) = 0;
};

struct Waits {
  int busy_ms = 10'000;       ///< for a lock that another one holds, or a free connection
  int connect_s = 5;          ///< for a server to answer
  int statement_ms = 60'000;  ///< for one statement (PostgreSQL); 0 = without end
};

/// `path`: a file; made when it is not there, with mode 0600.
[[nodiscard]] Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, const Waits& waits);
/// `address`: what libpq takes, `postgresql://…`.
[[nodiscard]] Result<std::unique_ptr<Connection>> open_postgres(const std::string& address, const Waits& waits);

}  // namespace yishou::sql
