#include "sql/migrate.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "crypto/digest.h"

namespace yishou::sql {
namespace {

constexpr std::string_view kRecord = R"(CREATE TABLE IF NOT EXISTS schema_migrations (
  room TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at BIGINT NOT NULL,
  PRIMARY KEY (room, number)))";
// Any number will do, as long as nobody else takes it: the letters "yishou".
constexpr std::int64_t kMigrationLock = 0x79697368'6f75;

Status check_applied(const Schema& schema, const Rows& applied) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const auto number = applied[i].number(0);
    if (number > static_cast<std::int64_t>(schema.migrations.size()))
      return fail(
          ErrorCode::kUnsupported,
          fmt::format("the database was made by a newer version of this program; start that version, or restore a "
                      "backup from before the upgrade: {} {}",
                      schema.room, applied[i].text(1)));
    const auto& ours = schema.migrations[static_cast<std::size_t>(number - 1)];
    if (number != static_cast<std::int64_t>(i) + 1 || applied[i].text(2) != crypto::sm3_hex(ours.text))
      return fail(ErrorCode::kUnsupported,
                  fmt::format("the tables of the database were made by other migrations than this program's; start the "
                              "version that made it, or restore a backup: {} {}",
                              schema.room, ours.name));
  }
  return {};
}

Status apply(Transaction& transaction, const Schema& schema, Second now) {
  YISHOU_TRY(const auto applied,
             transaction.query("SELECT number, name, digest FROM schema_migrations WHERE room = $1 ORDER BY number",
                               {schema.room}));
  YISHOU_CHECK_OK(check_applied(schema, applied));
  for (std::size_t i = applied.size(); i < schema.migrations.size(); ++i) {
    const auto& migration = schema.migrations[i];
    YISHOU_CHECK_OK(transaction.script(text_for(migration.text, transaction.dialect())));
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO schema_migrations VALUES ($1, $2, $3, $4, $5)",
                           {schema.room, migration.number, migration.name, crypto::sm3_hex(migration.text), now}));
  }
  return {};
}

}  // namespace

Schema schema_of(std::string_view room, std::vector<std::pair<std::string_view, std::string_view>> files) {
  std::sort(files.begin(), files.end());
  Schema schema{room, {}};
  for (const auto& [name, text] : files) {
    int number = 0;
    std::from_chars(name.data(), name.data() + std::min<std::size_t>(4, name.size()), number);
    YISHOU_CHECK(number == static_cast<int>(schema.migrations.size()) + 1,
                 "migrations are numbered from 0001 without gaps");
    schema.migrations.push_back({number, name, text});
  }
  return schema;
}

Status migrate(Database& database, std::span<const Schema> schemas, Second now) {
  YISHOU_TRY(auto transaction, database.begin());
  if (transaction.dialect() == Dialect::kPostgres)
    YISHOU_CHECK_OK(transaction.query("SELECT pg_advisory_xact_lock($1)", {kMigrationLock}));
  YISHOU_CHECK_OK(transaction.change(kRecord));
  for (const auto& schema : schemas) YISHOU_CHECK_OK(apply(transaction, schema, now));
  return transaction.commit();
}

std::string text_for(std::string_view text, Dialect dialect) {
  std::string out;
  bool ours = true;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    if (line.starts_with("-- @both")) ours = true;
    else if (line.starts_with("-- @sqlite")) ours = dialect == Dialect::kSqlite;
    else if (line.starts_with("-- @postgresql")) ours = dialect == Dialect::kPostgres;
    else if (ours) out += line;
  }
  return out;
}

}  // namespace yishou::sql
