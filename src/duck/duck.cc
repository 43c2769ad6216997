#include "duck/duck.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "base/check.h"
#include "base/decimal.h"
#include "duck/handles.h"

namespace yishou::duck {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The engine's message in one line, with a code of ours.
Error engine_error(const char* what) {
  std::string message = what == nullptr ? "unknown error" : what;
  for (char& c : message) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  // The statement with its mark says nothing to a person.
  message.resize(std::min(message.find("  LINE 1: "), message.size()));
  ErrorCode code = ErrorCode::kEngine;
  if (contains(message, "No space left") || contains(message, "Out of disk") ||
      contains(message, "failed to offload")) {
    code = ErrorCode::kNoSpace;
  } else if (contains(message, "No such file") || contains(message, "No files found")) {
    code = ErrorCode::kNotFound;
  } else if (contains(message, "IO Error")) {
    code = ErrorCode::kIo;
  }
  return Error{code, std::move(message)};
}

duckdb_type type_of(Kind kind) {
  switch (kind) {
    case Kind::kText: return DUCKDB_TYPE_VARCHAR;
    case Kind::kDate: return DUCKDB_TYPE_DATE;
    case Kind::kTimestamp: return DUCKDB_TYPE_TIMESTAMP;
    case Kind::kInt16: return DUCKDB_TYPE_SMALLINT;
    case Kind::kInt32: return DUCKDB_TYPE_INTEGER;
    case Kind::kInt64: return DUCKDB_TYPE_BIGINT;
    default: return DUCKDB_TYPE_INVALID;
  }
}

}  // namespace

duckdb_logical_type make_type(Kind kind) {
  switch (kind) {
    case Kind::kDecimal2: return duckdb_create_decimal_type(18, 2);
    case Kind::kDecimal4: return duckdb_create_decimal_type(18, 4);
    case Kind::kDecimal6: return duckdb_create_decimal_type(18, 6);
    default: return duckdb_create_logical_type(type_of(kind));
  }
}

std::string_view sql_type(Kind kind) {
  switch (kind) {
    case Kind::kText: return "VARCHAR";
    case Kind::kDate: return "DATE";
    case Kind::kTimestamp: return "TIMESTAMP";
    case Kind::kDecimal2: return "DECIMAL(18,2)";
    case Kind::kDecimal4: return "DECIMAL(18,4)";
    case Kind::kDecimal6: return "DECIMAL(18,6)";
    case Kind::kInt16: return "SMALLINT";
    case Kind::kInt32: return "INTEGER";
    case Kind::kInt64: return "BIGINT";
    case Kind::kOther: break;
  }
  YISHOU_CHECK(false, "kOther has no SQL type");
}

namespace {
std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    out += c;
    if (c == quote) out += quote;
  }
  out += quote;
  return out;
}
}  // namespace

std::string literal(std::string_view text) { return quoted(text, '\''); }
std::string identifier(std::string_view text) { return quoted(text, '"'); }

std::string engine_version() { return fmt::format("DuckDB {}", duckdb_library_version()); }

// ---------------------------------------------------------------------------------------------- database, connection

namespace {

// The engine takes a `?` in a path for the begin of settings, and would put its log beside another file. Such a file is named by
// its open folder.
std::string path_for_engine(const std::string& path, int& folder) {
  if (path.find('?') == std::string::npos) return path;
  const std::filesystem::path whole(path);
  const std::filesystem::path parent = whole.has_parent_path() ? whole.parent_path() : std::filesystem::path{"."};
  folder = ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return path;
  return fmt::format("/proc/self/fd/{}/{}", folder, whole.filename().string());
}

}  // namespace

Result<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess) return fail(ErrorCode::kEngine, "cannot configure DuckDB");
  const auto set = [&](const char* name, const std::string& value) { duckdb_set_config(config, name, value.c_str()); };
  set("threads", std::to_string(options.threads));
  set("memory_limit", fmt::format("{}MiB", options.memory_bytes >> 20));
  set("temp_directory", options.spill_directory);
  set("preserve_insertion_order", options.keep_order ? "true" : "false");
  set("autoinstall_known_extensions", "false");
  set("autoload_known_extensions", "false");
  set("enable_external_file_cache", "false");  // each part is read once; the system caches files better
  auto impl = std::make_shared<Impl>();
  const std::string file = path_for_engine(path, impl->folder);
  char* message = nullptr;
  const auto state = duckdb_open_ext(file.empty() ? nullptr : file.c_str(), &impl->handle, config, &message);
  duckdb_destroy_config(&config);
  if (state != DuckDBSuccess) {
    Error error = engine_error(message);
    duckdb_free(message);
    return std::unexpected(std::move(error));
  }
  return Database(std::move(impl));
}

Result<Connection> Database::connect() const {
  auto impl = std::make_shared<Connection::Impl>();
  impl->database = impl_;
  if (duckdb_connect(impl_->handle, &impl->handle) != DuckDBSuccess)
    return fail(ErrorCode::kEngine, "cannot connect to DuckDB");
  return Connection(std::move(impl));
}

Status Connection::execute(const std::string& sql) {
  YISHOU_TRY(const auto rows, execute_counted(sql));
  static_cast<void>(rows);
  return {};
}

Result<std::int64_t> Connection::execute_counted(const std::string& sql) {
  duckdb_result result;
  if (duckdb_query(impl_->handle, sql.c_str(), &result) != DuckDBSuccess) {
    Error error = engine_error(duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return std::unexpected(std::move(error));
  }
  const auto rows = static_cast<std::int64_t>(duckdb_rows_changed(&result));
  duckdb_destroy_result(&result);
  return rows;
}

Result<Table> Connection::query(const std::string& sql) {
  duckdb_result result;
  if (duckdb_query(impl_->handle, sql.c_str(), &result) != DuckDBSuccess) {
    Error error = engine_error(duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return std::unexpected(std::move(error));
  }
  Table table;
  const idx_t columns = duckdb_column_count(&result);
  const idx_t rows = duckdb_row_count(&result);
  for (idx_t c = 0; c < columns; ++c) table.columns.emplace_back(duckdb_column_name(&result, c));
  table.rows.resize(rows);
  for (idx_t r = 0; r < rows; ++r) {
    for (idx_t c = 0; c < columns; ++c) {
      char* value = duckdb_value_varchar(&result, c, r);
      table.rows[r].emplace_back(value == nullptr ? "" : value);
      duckdb_free(value);
    }
  }
  duckdb_destroy_result(&result);
  return table;
}

Result<std::string> Connection::query_text(const std::string& sql) {
  YISHOU_TRY(Table table, query(sql));
  if (table.rows.empty() || table.rows.front().empty()) return std::string{};
  return std::move(table.rows.front().front());
}

// ---------------------------------------------------------------------------------------------------------- streams

struct Stream::Impl {
  std::shared_ptr<Connection::Impl> connection;
  duckdb_prepared_statement statement = nullptr;
  duckdb_result result{};
  bool has_result = false;
  ~Impl() {
    if (has_result) duckdb_destroy_result(&result);
    duckdb_destroy_prepare(&statement);
  }
};

Result<Stream> Connection::stream(const std::string& sql) {
  auto impl = std::make_shared<Stream::Impl>();
  impl->connection = impl_;
  if (duckdb_prepare(impl_->handle, sql.c_str(), &impl->statement) != DuckDBSuccess) {
    return std::unexpected(engine_error(duckdb_prepare_error(impl->statement)));
  }
  duckdb_pending_result pending = nullptr;
  if (duckdb_pending_prepared_streaming(impl->statement, &pending) != DuckDBSuccess) {
    Error error = engine_error(duckdb_pending_error(pending));
    duckdb_destroy_pending(&pending);
    return std::unexpected(std::move(error));
  }
  const auto state = duckdb_execute_pending(pending, &impl->result);
  impl->has_result = true;
  duckdb_destroy_pending(&pending);
  if (state != DuckDBSuccess) return std::unexpected(engine_error(duckdb_result_error(&impl->result)));
  return Stream(std::move(impl));
}

std::size_t Stream::columns() const { return duckdb_column_count(&impl_->result); }

Result<Chunk> Stream::next() {
  duckdb_data_chunk handle = duckdb_fetch_chunk(impl_->result);
  if (handle == nullptr) {
    const char* message = duckdb_result_error(&impl_->result);
    if (message != nullptr && *message != '\0') return std::unexpected(engine_error(message));
    return Chunk{};
  }
  return Chunk(handle, std::shared_ptr<void>(handle, [](void* p) {
    auto owned = static_cast<duckdb_data_chunk>(p);
    duckdb_destroy_data_chunk(&owned);
  }));
}

Chunk::Chunk(void* handle, std::shared_ptr<void> owner) : owner_(std::move(owner)) {
  static_assert(sizeof(duckdb_string_t) == 16, "text() reads this layout");
  auto chunk = static_cast<duckdb_data_chunk>(handle);
  rows_ = duckdb_data_chunk_get_size(chunk);
  const idx_t columns = duckdb_data_chunk_get_column_count(chunk);
  data_.reserve(columns);
  validity_.reserve(columns);
  for (idx_t c = 0; c < columns; ++c) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
    data_.push_back(duckdb_vector_get_data(vector));
    validity_.push_back(duckdb_vector_get_validity(vector));
  }
}

// ------------------------------------------------------------------------------------------------------------- feed

namespace {

// A scalar function that returns 0 for each row and shows the visitor every chunk of its arguments on the way.
struct Feed {
  const Visitor* visitor;
  Status status;
};

void take_chunk(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto* feed = static_cast<Feed*>(duckdb_scalar_function_get_extra_info(info));
  const Chunk chunk(input, nullptr);
  std::memset(duckdb_vector_get_data(output), 0, chunk.rows());
  if (!feed->status.has_value()) return;
  feed->status = (*feed->visitor)(chunk);
  if (!feed->status.has_value()) duckdb_scalar_function_set_error(info, "the visitor ended the reading");
}

// Registers a scalar function of one text, or of any number of anything. NULLs are its own to see.
Status register_scalar(duckdb_connection connection, const std::string& name, duckdb_type argument, bool any_number,
                       duckdb_type result, void* extra, duckdb_delete_callback_t free_extra,
                       duckdb_scalar_function_t call) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_logical_type argument_type = duckdb_create_logical_type(argument);
  duckdb_logical_type result_type = duckdb_create_logical_type(result);
  duckdb_scalar_function_set_name(function, name.c_str());
  if (any_number) {
    duckdb_scalar_function_set_varargs(function, argument_type);
    duckdb_scalar_function_set_volatile(function);
  } else {
    duckdb_scalar_function_add_parameter(function, argument_type);
  }
  duckdb_scalar_function_set_special_handling(function);
  duckdb_scalar_function_set_return_type(function, result_type);
  duckdb_scalar_function_set_extra_info(function, extra, free_extra);
  duckdb_scalar_function_set_function(function, call);
  const auto state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_logical_type(&argument_type);
  duckdb_destroy_logical_type(&result_type);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return fail(ErrorCode::kEngine, fmt::format("cannot register the function {}", name));
  return {};
}

// NULL too goes to the coder's result, as kNullCode, so that what comes out has no NULLs: the engine copies a column without
// them far faster, and readers need not ask row by row.
void code_texts(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& coder = *static_cast<TextCoder*>(duckdb_scalar_function_get_extra_info(info));
  const Chunk chunk(input, nullptr);
  auto* numbers = static_cast<std::int32_t*>(duckdb_vector_get_data(output));
  const bool all_valid = chunk.all_valid(0);
  for (std::size_t row = 0; row < chunk.rows(); ++row) {
    numbers[row] = all_valid || chunk.valid(0, row) ? coder(chunk.text(0, row)) : kNullCode;
  }
}

}  // namespace

Status Connection::register_coder(const std::string& name, TextCoder coder) {
  return register_scalar(impl_->handle, name, DUCKDB_TYPE_VARCHAR, false, DUCKDB_TYPE_INTEGER,
                         new TextCoder(std::move(coder)), [](void* p) { delete static_cast<TextCoder*>(p); },
                         code_texts);
}

Status Connection::feed(const std::string& columns, const std::string& source, const Visitor& visitor) {
  Feed feed{&visitor, {}};
  const std::string name = fmt::format("yishou_feed_{}", impl_->database->next_feed++);
  YISHOU_CHECK_OK(
      register_scalar(impl_->handle, name, DUCKDB_TYPE_ANY, true, DUCKDB_TYPE_TINYINT, &feed, nullptr, take_chunk));
  const Status read = execute(fmt::format("SELECT max({}({})) FROM {}", name, columns, source));
  if (!feed.status.has_value()) return std::move(feed.status);
  return read;
}

// --------------------------------------------------------------------------------------------------------- appender

struct Appender::Impl {
  std::shared_ptr<Connection::Impl> connection;
  duckdb_appender handle = nullptr;
  ~Impl() { duckdb_appender_destroy(&handle); }
};

Result<Appender> Connection::appender(const std::string& table) {
  auto impl = std::make_shared<Appender::Impl>();
  impl->connection = impl_;
  if (duckdb_appender_create(impl_->handle, nullptr, table.c_str(), &impl->handle) != DuckDBSuccess) {
    return std::unexpected(engine_error(duckdb_appender_error(impl->handle)));
  }
  return Appender(std::move(impl));
}

void Appender::text(std::string_view value) { duckdb_append_varchar_length(impl_->handle, value.data(), value.size()); }
void Appender::int64(std::int64_t value) { duckdb_append_int64(impl_->handle, value); }
void Appender::int32(std::int32_t value) { duckdb_append_int32(impl_->handle, value); }
void Appender::null() { duckdb_append_null(impl_->handle); }
void Appender::date(Day value) {
  if (value == kNoDay) return null();
  duckdb_append_date(impl_->handle, duckdb_date{value});
}
void Appender::timestamp(Second value) {
  if (value == kNoSecond) return null();
  duckdb_append_timestamp(impl_->handle, duckdb_timestamp{value * 1'000'000});
}
void Appender::decimal2(std::int64_t value) {
  if (value == kNoNumber) return null();
  duckdb_value made =
      duckdb_create_decimal(duckdb_decimal{18, 2, {static_cast<std::uint64_t>(value), value < 0 ? -1 : 0}});
  duckdb_append_value(impl_->handle, made);
  duckdb_destroy_value(&made);
}
Status Appender::end_row() {
  if (duckdb_appender_end_row(impl_->handle) != DuckDBSuccess) {
    return std::unexpected(engine_error(duckdb_appender_error(impl_->handle)));
  }
  return {};
}
Status Appender::flush() {
  if (duckdb_appender_flush(impl_->handle) != DuckDBSuccess) {
    return std::unexpected(engine_error(duckdb_appender_error(impl_->handle)));
  }
  return {};
}
Status Appender::finish() {
  if (duckdb_appender_close(impl_->handle) != DuckDBSuccess) {
    return std::unexpected(engine_error(duckdb_appender_error(impl_->handle)));
  }
  return {};
}

}  // namespace yishou::duck
