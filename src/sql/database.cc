#include "sql/database.h"

#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "base/check.h"
#include "sql/text.h"

namespace yishou::sql {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";

Status check_values(const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto* text = values[i].text(); text != nullptr && !is_storable(*text))
      return fail(
          ErrorCode::kBadInput,
          fmt::format("a text holds a NUL or is not UTF-8; send it as UTF-8 without control bytes: value {}", i + 1));
  return {};
}

}  // namespace

// What a transaction holds; the connection goes back to the pool when it ends.
struct Transaction::Held {
  Database& database;
  std::unique_lock<std::timed_mutex> writer;
  std::unique_ptr<Connection> connection;
  bool open = true;
  std::optional<Error> failed;  // PostgreSQL ends a transaction at its first failure; SQLite is held to the same

  // Undoes what was not committed; a connection that cannot even do that is not used again.
  ~Held() {
    if (open && connection && !connection->run("ROLLBACK", {}).has_value()) connection.reset();
    if (writer.owns_lock()) writer.unlock();
    database.give_back(std::move(connection));
  }
};

Transaction::Transaction(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Transaction::Transaction(Transaction&& other) noexcept = default;
Transaction::~Transaction() = default;

Dialect Transaction::dialect() const noexcept { return held_->database.dialect(); }

Result<Outcome> Transaction::run(std::string_view statement, const Values& values) {
  YISHOU_CHECK(held_ && held_->open, "a transaction is used before it ends");
  YISHOU_CHECK_OK(check_values(values));
  auto outcome = held_->connection->run(statement, values);
  if (!outcome.has_value() && !held_->failed) held_->failed = outcome.error();
  return outcome;
}

Result<Rows> Transaction::query(std::string_view statement, const Values& values) {
  YISHOU_TRY(auto outcome, run(statement, values));
  return std::move(outcome.rows);
}

Result<std::int64_t> Transaction::change(std::string_view statement, const Values& values) {
  YISHOU_TRY(const auto outcome, run(statement, values));
  return outcome.changed;
}

Status Transaction::script(const std::string& statements) {
  YISHOU_CHECK(held_ && held_->open, "a transaction is used before it ends");
  auto done = held_->connection->script(statements);
  if (!done.has_value() && !held_->failed) held_->failed = done.error();
  return done;
}

Status Transaction::commit() {
  YISHOU_CHECK(held_ && held_->open, "a transaction is committed once");
  if (held_->failed) return std::unexpected(*held_->failed);
  YISHOU_CHECK_OK(held_->connection->run("COMMIT", {}));
  held_->open = false;
  held_.reset();
  return {};
}

Database::Database(DatabaseSettings settings, Dialect dialect) : settings_(std::move(settings)), dialect_(dialect) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(DatabaseSettings settings) {
  const bool sqlite = settings.address.starts_with(kSqliteScheme) && settings.address.size() > kSqliteScheme.size();
  const bool postgres = settings.address.starts_with("postgresql://") || settings.address.starts_with("postgres://");
  if (!sqlite && !postgres)  // the address may hold a password: it is not repeated
    return fail(ErrorCode::kBadCall,
                "the database setting is neither sqlite:PATH nor postgresql://USER@HOST/NAME; correct it");
  if (settings.connections < 1 || settings.connections > 100)
    return fail(ErrorCode::kBadCall,
                fmt::format("a database takes 1 to 100 connections; correct the setting: {}", settings.connections));
  std::unique_ptr<Database> database{new Database(std::move(settings), sqlite ? Dialect::kSqlite : Dialect::kPostgres)};
  YISHOU_TRY(auto first, database->take());
  database->give_back(std::move(first));
  return database;
}

Result<std::unique_ptr<Connection>> Database::connect() const {
  if (dialect_ == Dialect::kSqlite) return open_sqlite(settings_.address.substr(kSqliteScheme.size()), settings_.waits);
  return open_postgres(settings_.address, settings_.waits);
}

Result<std::unique_ptr<Connection>> Database::take() {
  std::unique_lock lock{mutex_};
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(settings_.waits.busy_ms);
  while (true) {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->alive()) return connection;
      --open_;  // the server went away meanwhile
    }
    if (open_ < settings_.connections) break;
    if (given_back_.wait_until(lock, until) == std::cv_status::timeout && idle_.empty() &&
        open_ >= settings_.connections)
      return fail(ErrorCode::kBusy, fmt::format("all connections to the database are in use; try again, or raise their "
                                                "number in the settings: {}",
                                                settings_.connections));
  }
  ++open_;
  lock.unlock();
  auto made = connect();
  if (!made.has_value()) give_back(nullptr);
  return made;
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock{mutex_};
    if (connection && connection->alive()) idle_.push_back(std::move(connection));
    else --open_;
  }
  given_back_.notify_one();
}

Result<Rows> Database::query(std::string_view statement, const Values& values) {
  YISHOU_CHECK_OK(check_values(values));
  for (bool again = false;; again = true) {
    YISHOU_TRY(auto connection, take());
    const auto reads = connection->only_reads(statement);
    YISHOU_CHECK(!reads.has_value() || *reads, "query() of a database reads only");
    auto outcome = reads.has_value() ? connection->run(statement, values) : std::unexpected(reads.error());
    const bool lost = !connection->alive();
    give_back(std::move(connection));
    if (outcome.has_value()) return std::move(outcome->rows);
    if (!lost || again) return pass(outcome);
  }
}

Result<std::int64_t> Database::change(std::string_view statement, const Values& values) {
  YISHOU_TRY(auto transaction, begin());
  YISHOU_TRY(const auto changed, transaction.change(statement, values));
  YISHOU_CHECK_OK(transaction.commit());
  return changed;
}

Result<Transaction> Database::begin() {
  std::unique_lock<std::timed_mutex> writer;
  if (dialect_ == Dialect::kSqlite) {
    writer = std::unique_lock{writer_, std::chrono::milliseconds(settings_.waits.busy_ms)};
    if (!writer.owns_lock()) return fail(ErrorCode::kBusy, "another change of the database takes long; try again");
  }
  for (bool again = false;; again = true) {
    YISHOU_TRY(auto connection, take());
    const auto begun = connection->run(dialect_ == Dialect::kSqlite ? "BEGIN IMMEDIATE" : "BEGIN", {});
    if (begun.has_value()) {
      auto held = std::unique_ptr<Transaction::Held>(
          new Transaction::Held{*this, std::move(writer), std::move(connection), true, std::nullopt});
      return Transaction{std::move(held)};
    }
    const bool lost = !connection->alive();
    give_back(std::move(connection));
    if (!lost || again) return std::unexpected(begun.error());
  }
}

}  // namespace yishou::sql
