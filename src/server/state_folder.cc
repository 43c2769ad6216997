#include "server/state_folder.h"

#include <filesystem>

#include <fmt/format.h>

#include "lake/files.h"
#include "server/app.h"

namespace yishou::server {
namespace {

namespace fs = std::filesystem;

Result<bool> has_tables(sql::Database& database) {
  YISHOU_TRY(auto transaction, database.begin());
  const std::string_view catalogue = transaction.dialect() == sql::Dialect::kSqlite
                                         ? "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migrations'"
                                         : "SELECT COUNT(*) FROM pg_tables WHERE tablename = 'schema_migrations' AND "
                                           "schemaname = ANY (current_schemas(false))";
  YISHOU_TRY(const auto rows, transaction.query(catalogue));
  return rows.at(0).number(0) > 0;
}

}  // namespace

Status check_state_folder(const Settings& settings, sql::Database& database) {
  const fs::path journal = fs::path(settings.state) / "journal";
  std::error_code ignored;
  YISHOU_TRY(const bool known, has_tables(database));
  if (known) {
    if (fs::is_directory(journal, ignored)) return {};
    return fail(
        ErrorCode::kNotFound,
        fmt::format("事实日志不见了，尚未入湖的事实都在其中：请由备份恢复；确实没有备份时，新建这个空目录再启动，这些"
                    "事实就此丢失 · the journal of facts is gone, and with it the facts that are not in the lake yet: "
                    "restore it from a backup, or make this folder, empty, to go on without them: {}",
                    journal.string()));
  }
  std::string trace;
  if (fs::is_directory(journal, ignored) && !fs::is_empty(journal, ignored)) trace = journal.string();
  for (const std::string& left : {(fs::path(settings.state) / "reminders").string(), key_file_of(settings)}) {
    if (trace.empty() && fs::exists(left, ignored)) trace = left;
  }
  if (!trace.empty()) {
    return fail(
        ErrorCode::kNotFound,
        fmt::format("业务库是空的，而同一系统的其他部分还在：请由备份恢复业务库；若要重新开始，请先移走状态目录与密钥文"
                    "件 · the database is empty, but other parts of an installation are there: restore the database "
                    "from a backup, or move the state folder and the key file away to begin anew: {}",
                    trace));
  }
  return lake::make_folder(journal.string());
}

}  // namespace yishou::server
