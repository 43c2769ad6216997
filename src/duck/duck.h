// The one door to DuckDB (stable C API): databases, statements, streams of columns, tables produced by our own code.
// Nobody else includes duckdb.h. Exceptions do not pass; the engine's errors come back as Error.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace yishou::duck {

enum class Kind {
  kText,       ///< VARCHAR
  kDate,       ///< DATE, int32 days since 1970-01-01 (= Day)
  kTimestamp,  ///< TIMESTAMP, int64 microseconds since 1970-01-01 (= Second × 10^6)
  kDecimal2,   ///< DECIMAL(18,2), int64 fen
  kDecimal4,   ///< DECIMAL(18,4), int64 ten-thousandths
  kDecimal6,   ///< DECIMAL(18,6), int64 millionths
  kInt16,
  kInt32,
  kInt64,
  kOther,  ///< anything else a query returns
};
/// The SQL type of a Kind, e.g. "DECIMAL(18,2)". Not for kOther.
[[nodiscard]] std::string_view sql_type(Kind kind);

/// `text` as a SQL literal or identifier, quoted.
[[nodiscard]] std::string literal(std::string_view text);
[[nodiscard]] std::string identifier(std::string_view text);

/// Up to 2,048 rows of a result in columns. Copies share the memory; views live as long as one copy does (those of a Visitor
/// until it returns).
class Chunk {
 public:
  Chunk() = default;
  /// For the adapter: `handle` is a duckdb_data_chunk, kept alive by `owner`.
  Chunk(void* handle, std::shared_ptr<void> owner);
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// True when the value is not NULL.
  [[nodiscard]] bool valid(std::size_t column, std::size_t row) const {
    const std::uint64_t* mask = validity_[column];
    return mask == nullptr || (mask[row / 64] >> (row % 64) & 1u) != 0;
  }
  /// True when no value of the column is NULL for certain.
  [[nodiscard]] bool all_valid(std::size_t column) const { return validity_[column] == nullptr; }
  /// The column's numbers (Day, int64 …), NULLs undefined. T must be the column's physical type.
  template <typename T>
  [[nodiscard]] const T* data(std::size_t column) const {
    return static_cast<const T*>(data_[column]);
  }
  /// The text at a row of a VARCHAR column; the row must be valid.
  [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const {
    // A duckdb_string_t: 4 bytes of length, then up to 12 bytes in place, or a prefix of 4 and a pointer.
    const char* value = static_cast<const char*>(data_[column]) + 16 * row;
    std::uint32_t length;
    std::memcpy(&length, value, sizeof length);
    if (length <= 12) return {value + 4, length};
    const char* bytes;
    std::memcpy(&bytes, value + 8, sizeof bytes);
    return {bytes, length};
  }

 private:
  std::shared_ptr<void> owner_;
  std::size_t rows_ = 0;
  std::vector<const void*> data_;
  std::vector<const std::uint64_t*> validity_;
};

/// A result read chunk by chunk, not kept whole. Used by one thread. A Connection has room for one: its next statement ends it.
class Stream {
 public:
  struct Impl;  ///< opaque, duck.cc
  /// The next rows; a chunk of 0 rows at the end.
  [[nodiscard]] Result<Chunk> next();
  [[nodiscard]] std::size_t columns() const;

 private:
  friend class Connection;
  explicit Stream(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// A small result, kept whole, as texts (the engine's own formatting). For counts, lists and tests, not for claims.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< NULL is ""
};

/// Writes the columns of one chunk that our code produces. Rows beyond size() are undefined.
class ChunkWriter {
 public:
  static constexpr std::size_t kCapacity = 2048;
  template <typename T>
  [[nodiscard]] T* data(std::size_t column) const {
    return static_cast<T*>(data_[column]);
  }
  void set_null(std::size_t column, std::size_t row);
  void set_text(std::size_t column, std::size_t row, std::string_view text);
  void set_size(std::size_t rows) { rows_ = rows; }
  [[nodiscard]] std::size_t size() const { return rows_; }

  /// For the adapter: `chunk` is a duckdb_data_chunk.
  explicit ChunkWriter(void* chunk);

 private:
  void* chunk_;
  std::vector<void*> data_;
  std::vector<void*> vectors_;
  std::vector<std::uint64_t*> validity_;
  std::size_t rows_ = 0;
};

/// A table that our code produces while the engine reads it, on up to max_threads() threads.
class Producer {
 public:
  struct Column {
    std::string name;
    Kind kind;
  };
  /// One thread's share. Used by one thread.
  class Worker {
   public:
    virtual ~Worker() = default;
    /// Fills `out`; 0 rows means this worker is done.
    [[nodiscard]] virtual Status produce(ChunkWriter& out) = 0;
  };
  virtual ~Producer() = default;
  [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
  [[nodiscard]] virtual unsigned max_threads() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Worker> open_worker() = 0;
};

/// Adds rows to a table, fast. Flushes on finish(). Used by one thread.
class Appender {
 public:
  struct Impl;  ///< opaque, duck.cc
  void text(std::string_view value);
  void int64(std::int64_t value);
  void int32(std::int32_t value);
  void date(Day value);               ///< NULL for kNoDay
  void timestamp(Second value);       ///< NULL for kNoSecond
  void decimal2(std::int64_t value);  ///< fen into DECIMAL(18,2); NULL for kNoNumber
  void null();
  [[nodiscard]] Status end_row();
  /// Hands the rows so far to the table; keeps memory bounded when rows are wide.
  [[nodiscard]] Status flush();
  [[nodiscard]] Status finish();

 private:
  friend class Connection;
  explicit Appender(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// Turns a text into a number.
using TextCoder = std::function<std::int32_t(std::string_view)>;
/// What stands for NULL in a coded column.
inline constexpr std::int32_t kNullCode = -1;

/// Sees one chunk after another.
using Visitor = std::function<Status(const Chunk&)>;

/// Used by one thread at a time.
class Connection {
 public:
  struct Impl;  ///< opaque, duck.cc
  [[nodiscard]] Status execute(const std::string& sql);
  /// Rows that a statement wrote or deleted (COPY, INSERT …).
  [[nodiscard]] Result<std::int64_t> execute_counted(const std::string& sql);
  [[nodiscard]] Result<Table> query(const std::string& sql);
  /// The single value of a query as text ("" for NULL or no row).
  [[nodiscard]] Result<std::string> query_text(const std::string& sql);
  [[nodiscard]] Result<Stream> stream(const std::string& sql);
  /// Hands every chunk of `columns` FROM `source` to `visitor` from inside the engine's own pipeline, so that nothing is copied
  /// (a Stream copies). In order, on this thread alone, when the database has one thread. Ends at the visitor's first Error.
  [[nodiscard]] Status feed(const std::string& columns, const std::string& source, const Visitor& visitor);
  [[nodiscard]] Result<Appender> appender(const std::string& table);
  /// Makes `name(text)` an INTEGER in SQL, never NULL: what `coder` says, kNullCode for NULL. The engine calls it once for each entry of a
  /// dictionary-coded column, so that the texts of such a column are never spread over rows.
  [[nodiscard]] Status register_coder(const std::string& name, TextCoder coder);
  /// Makes `SELECT * FROM name()` read from `producer`.
  [[nodiscard]] Status register_table(const std::string& name, std::shared_ptr<Producer> producer);

 private:
  friend class Database;
  explicit Connection(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

struct DatabaseOptions {
  unsigned threads = 1;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  std::string spill_directory{};  ///< where what does not fit goes; "" = no spilling
  bool keep_order = true;         ///< results and copies keep the order of their input
};

/// An engine of its own, in memory ("") or in a file. Thread-safe; each thread takes its own Connection.
class Database {
 public:
  struct Impl;  ///< opaque, duck.cc
  [[nodiscard]] static Result<Database> open(const std::string& path, const DatabaseOptions& options);
  [[nodiscard]] Result<Connection> connect() const;

 private:
  explicit Database(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// "DuckDB v1.4.4": what is linked.
[[nodiscard]] std::string engine_version();

}  // namespace yishou::duck
