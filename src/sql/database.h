// Database: the operational store, SQLite or PostgreSQL by one setting; a pool of connections, transactions, bound
// values.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/connection.h"
#include "sql/value.h"

namespace yishou::sql {

class Database;

/// A transaction that is undone unless commit() succeeds. Used by the thread that began it. On SQLite it is the only
/// writer of this process; on PostgreSQL it reads what is committed (READ COMMITTED), and an UPDATE holds the rows it
/// changed.
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Rows of a SELECT, or of a writing statement with RETURNING.
  [[nodiscard]] Result<Rows> query(std::string_view statement, const Values& values = {});
  /// Number of rows that an INSERT, UPDATE or DELETE touched.
  [[nodiscard]] Result<std::int64_t> change(std::string_view statement, const Values& values = {});
  /// Several statements without values, for migrations.
  [[nodiscard]] Status script(const std::string& statements);
  /// Durable when it succeeds. Where a statement failed before, that error again: nothing is committed. kIo: the line
  /// broke, and it is not known whether it was committed.
  [[nodiscard]] Status commit();
  [[nodiscard]] Dialect dialect() const noexcept;

 private:
  friend class Database;
  struct Held;
  explicit Transaction(std::unique_ptr<Held> held);
  [[nodiscard]] Result<Outcome> run(std::string_view statement, const Values& values);
  std::unique_ptr<Held> held_;
};

struct DatabaseSettings {
  std::string address;  ///< `sqlite:PATH` or `postgresql://…`
  int connections = 8;  ///< at most, 1 … 100
  Waits waits{};
};

/// Any thread. Statements write $1, $2 … in both dialects, and values are only ever bound. Text that is not UTF-8 or
/// holds a NUL is refused with kBadInput before it reaches a database.
///
/// Errors: kConflict (unique), kNotFound (foreign key), kDenied (a trigger or right), kBusy (locked; try again),
/// kNoSpace, kIo (server or file out of reach; try again), kBadInput (refused value, damaged file), kEngine (everything
/// else).
class Database {
 public:
  /// Opens one connection at once, so that a wrong setting is seen at the start.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(DatabaseSettings settings);
  ~Database();

  /// Rows of one SELECT. Asked again once on a new line when the server was restarted meanwhile.
  [[nodiscard]] Result<Rows> query(std::string_view statement, const Values& values = {});
  /// One INSERT, UPDATE or DELETE as a transaction of its own; gives the number of rows touched.
  [[nodiscard]] Result<std::int64_t> change(std::string_view statement, const Values& values = {});
  [[nodiscard]] Result<Transaction> begin();
  [[nodiscard]] Dialect dialect() const noexcept { return dialect_; }

 private:
  friend class Transaction;
  explicit Database(DatabaseSettings settings, Dialect dialect);
  [[nodiscard]] Result<std::unique_ptr<Connection>> connect() const;
  [[nodiscard]] Result<std::unique_ptr<Connection>> take();
  void give_back(std::unique_ptr<Connection> connection);

  DatabaseSettings settings_;
  Dialect dialect_;
  std::timed_mutex writer_;  ///< of SQLite, which has one: waiting here is fair and quiet, unlike its own busy wait
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
  int open_ = 0;                                   // guarded by mutex_
};

}  // namespace yishou::sql
