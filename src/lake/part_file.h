// The Parquet files of a lake: rows out of them and rows into them. One object per thread, with an engine of its own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duck/duck.h"
#include "intake/row.h"

namespace yishou::lake {

class PartFiles {
 public:
  /// `memory_bytes` for this thread's engine; it spills to `spill_directory`.
  [[nodiscard]] static Result<PartFiles> open(std::uint64_t memory_bytes, const std::string& spill_directory);

  /// Calls take(row) for every row of a file, order 0. `wanted` (by column): other columns come as missing; empty: all.
  [[nodiscard]] Status read(const std::string& file, const intake::RowFormat& format, const std::vector<bool>& wanted,
                            const std::function<Status(intake::Row)>& take);

  /// Writes rows, in this order, as a synced Parquet file.
  [[nodiscard]] Status write(const std::string& file, const intake::RowFormat& format,
                             std::span<const intake::Row> rows);

  /// For questions about whole files.
  [[nodiscard]] duck::Connection& connection() { return connection_; }

 private:
  class RowsOfPart;
  PartFiles(duck::Database database, duck::Connection connection)
      : database_(std::move(database)), connection_(std::move(connection)) {}
  duck::Database database_;
  duck::Connection connection_;
  std::map<const model::Table*, std::shared_ptr<RowsOfPart>> producers_;
};

}  // namespace yishou::lake
