// The one file that knows SQLite.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <unordered_map>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/check.h"
#include "base/hash.h"
#include "sql/connection.h"

namespace yishou::sql {
namespace {

constexpr std::size_t kMaxKeptSqliteStatements = 256;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
struct CloseSqlite {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
};

// Values are kept out of the message: they may be of persons.
Error sqlite_error(sqlite3* handle, int code, const std::string& path) {
  const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
  // What a damaged file holds may stand in it.
  const std::string said = printable(handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
  const int system = handle != nullptr ? sqlite3_system_errno(handle) : 0;
  if (system == ENOSPC || system == EDQUOT) code = SQLITE_FULL;
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kBusy, fmt::format("the database is held by another process; try again: {}", path)};
    case SQLITE_FULL:
      return {ErrorCode::kNoSpace,
              fmt::format("no disk space is left for the database; make room, nothing was lost: {}", path)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kBadInput,
              fmt::format("the database file is damaged; stop the service and restore it from its backup: {}: {}", path,
                          said)};
    case SQLITE_CONSTRAINT:
      switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY: return {ErrorCode::kConflict, fmt::format("it is there already: {}", said)};
        case SQLITE_CONSTRAINT_FOREIGNKEY:
          return {ErrorCode::kNotFound, "what it refers to is not there, or something refers to it still"};
        case SQLITE_CONSTRAINT_TRIGGER: return {ErrorCode::kDenied, fmt::format("the database refuses it: {}", said)};
        default: return {ErrorCode::kBadInput, fmt::format("the database refuses the value: {}", said)};
      }
    case SQLITE_TOOBIG: return {ErrorCode::kTooMuch, fmt::format("a value is too large for the database: {}", said)};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
      return {ErrorCode::kIo,
              fmt::format("the database file cannot be read or written; look at its folder, owner and disk: "
                          "{}: {}",
                          path, said)};
    default: return {ErrorCode::kEngine, fmt::format("the database refused a statement: {}", said)};
  }
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(std::unique_ptr<sqlite3, CloseSqlite> handle, std::string path)
      : handle_(std::move(handle)), path_(std::move(path)) {}

  Result<Outcome> run(std::string_view text, std::span<const Value> values) override {
    YISHOU_TRY(const Statement* const statement, prepared(text));
    auto outcome = step_through(*statement, values);
    sqlite3_reset(statement->handle.get());
    sqlite3_clear_bindings(statement->handle.get());
    return outcome;
  }

  Status script(const std::string& statements) override {
    const int code = sqlite3_exec(handle_.get(), statements.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(handle_.get(), code, path_));
    return {};
  }

  bool alive() override { return true; }

  Result<bool> only_reads(std::string_view text) override {
    YISHOU_TRY(const Statement* const statement, prepared(text));
    return sqlite3_stmt_readonly(statement->handle.get()) != 0;
  }

 private:
  /// What a column of a table may give; nothing for the others.
  struct Declared {
    enum class Kind : std::uint8_t { kAny, kNumber, kText };
    Kind kind = Kind::kAny;
    bool not_null = false;
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle;
    std::vector<Declared> columns;
  };

  Result<Statement*> prepared(std::string_view text) {
    const auto kept = statements_.find(text);
    if (kept != statements_.end()) return &kept->second;
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), text.data(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(handle_.get(), code, path_));
    if (statements_.size() >= kMaxKeptSqliteStatements) statements_.clear();
    Statement statement;
    statement.handle.reset(made);
    for (int i = 0; i < sqlite3_column_count(made); ++i) statement.columns.push_back(declared(made, i));
    return &statements_.emplace(std::string{text}, std::move(statement)).first->second;
  }

  // Known for a column of a table, also in a subquery or after RETURNING; not for what is computed.
  Declared declared(sqlite3_stmt* statement, int column) {
    const auto text_of = [](const char* text) { return std::string_view{text != nullptr ? text : ""}; };
    const auto type = text_of(sqlite3_column_decltype(statement, column));
    Declared found;
    if (type == "BIGINT" || type == "INTEGER") found.kind = Declared::Kind::kNumber;
    if (type == "TEXT") found.kind = Declared::Kind::kText;
    const char* const table = sqlite3_column_table_name(statement, column);
    const char* const origin = sqlite3_column_origin_name(statement, column);
    if (table == nullptr || origin == nullptr) return found;
    int not_null = 0, primary = 0;
    sqlite3_table_column_metadata(handle_.get(), sqlite3_column_database_name(statement, column), table, origin,
                                  nullptr, nullptr, &not_null, &primary, nullptr);
    found.not_null = not_null != 0 || primary != 0;
    return found;
  }

  Result<Outcome> step_through(const Statement& of, std::span<const Value> values) {
    sqlite3_stmt* const statement = of.handle.get();
    // $1 is a named parameter here: its place is the order in which it first stands in the text.
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
      const std::string_view name = sqlite3_bind_parameter_name(statement, i);
      std::size_t number = 0;
      std::from_chars(name.data() + 1, name.data() + name.size(), number);
      YISHOU_CHECK(number >= 1 && number <= values.size(), "each $n of a statement has its value");
      YISHOU_CHECK_OK(bind(statement, i, values[number - 1]));
    }
    Outcome outcome;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      YISHOU_TRY(auto row, row_of(of));
      outcome.rows.push_back(std::move(row));
    }
    if (code != SQLITE_DONE) return std::unexpected(sqlite_error(handle_.get(), code, path_));
    if (sqlite3_stmt_readonly(statement) == 0) outcome.changed = sqlite3_changes64(handle_.get());
    return outcome;
  }

  Status bind(sqlite3_stmt* statement, int place, const Value& value) {
    int code = SQLITE_OK;
    if (const auto* number = value.number()) code = sqlite3_bind_int64(statement, place, *number);
    else if (const auto* text = value.text())
      code = sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    else code = sqlite3_bind_null(statement, place);
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(handle_.get(), code, path_));
    return {};
  }

  // A file of SQLite holds any kind of value anywhere once somebody else wrote it; whoever asks relies on the tables.
  Result<Row> row_of(const Statement& of) const {
    sqlite3_stmt* const statement = of.handle.get();
    Values values;
    values.reserve(of.columns.size());
    for (int i = 0; i < static_cast<int>(of.columns.size()); ++i) {
      const int type = sqlite3_column_type(statement, i);
      const auto [kind, not_null] = of.columns[static_cast<std::size_t>(i)];
      const bool fits = type == SQLITE_NULL               ? !not_null
                        : kind == Declared::Kind::kNumber ? type == SQLITE_INTEGER
                        : kind == Declared::Kind::kText   ? type == SQLITE_TEXT
                                                          : true;
      if (!fits) {
        const char* const table = sqlite3_column_table_name(statement, i);
        return fail(
            ErrorCode::kBadInput,
            fmt::format("the database file is damaged, {}.{} holds another kind of value than its table says; stop "
                        "the service and restore it from its backup: {}",
                        table != nullptr ? table : "", sqlite3_column_name(statement, i), path_));
      }
      switch (type) {
        case SQLITE_NULL: values.emplace_back(); break;
        case SQLITE_INTEGER: values.emplace_back(sqlite3_column_int64(statement, i)); break;
        default: {
          const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
          values.emplace_back(std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        }
      }
    }
    return Row{std::move(values)};
  }

  std::unique_ptr<sqlite3, CloseSqlite> handle_;
  std::string path_;
  std::unordered_map<std::string, Statement, BytesHash, std::equal_to<>> statements_;  // closed before the handle
};

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, const Waits& waits) {
  // Made by us rather than by SQLite, whose files all may read; the files beside it take its mode.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<sqlite3, CloseSqlite> handle{opened};
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(opened, code, path));
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, waits.busy_ms);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  auto connection = std::make_unique<SqliteConnection>(std::move(handle), path);
  YISHOU_CHECK_OK(
      connection->script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                         "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; "
                         "PRAGMA analysis_limit = 1000; PRAGMA temp_store = MEMORY;"));
  return connection;
}

}  // namespace yishou::sql
