// Migrations: the tables of each room, made and changed by numbered texts that are applied once, in order, and never
// edited.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "sql/database.h"

namespace yishou::sql {

struct Migration {
  int number;             ///< from 1, without gaps
  std::string_view name;  ///< `0001_accounts.sql`
  std::string_view text;  ///< a line `-- @sqlite`, `-- @postgresql` or `-- @both` says for whom the lines after it are
};

/// The migrations of one room.
struct Schema {
  std::string_view room;
  std::vector<Migration> migrations;
};

/// From embedded files named `NNNN_what.sql`, sorted by name. Wrong names or numbers are our own bug.
[[nodiscard]] Schema schema_of(std::string_view room, std::vector<std::pair<std::string_view, std::string_view>> files);

/// Brings the database to the newest form of all `schemas`, in one transaction; several processes may do so at once.
/// What was applied is recorded in `schema_migrations` with the SM3 of its text. kUnsupported, with nothing changed,
/// when the database was made by a newer program, or one of the recorded migrations has another text or is missing.
[[nodiscard]] Status migrate(Database& database, std::span<const Schema> schemas, Second now);

/// The lines of `text` meant for `dialect`.
[[nodiscard]] std::string text_for(std::string_view text, Dialect dialect);

}  // namespace yishou::sql
