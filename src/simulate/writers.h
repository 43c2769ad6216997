// Writes tables of the city to files: Parquet through DuckDB, CSV by ourselves.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "simulate/tables.h"

namespace yishou::simulate {

/// Writes one file. `path` must not exist. Errors name the path.
[[nodiscard]] Status write_csv(Table table, const Source& source, const std::string& path);

/// Writes Parquet files with an engine of its own, one thread, so that the bytes depend on nothing else. Used by one thread.
class ParquetWriter {
 public:
  [[nodiscard]] static Result<ParquetWriter> open();
  [[nodiscard]] Status write(Table table, const Source& source, const std::string& path);

 private:
  ParquetWriter(duck::Connection connection, std::shared_ptr<Source> current)
      : connection_(std::move(connection)), current_(std::move(current)) {}
  duck::Connection connection_;
  std::shared_ptr<Source> current_;  ///< what the registered tables read
};

}  // namespace yishou::simulate
