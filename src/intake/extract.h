// Extracts: which files they are, whether each is fit to be read, and reading one with several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/reject.h"
#include "intake/row.h"
#include "model/tables.h"

namespace yishou::intake {

struct Extract {
  std::string path;
  const model::Table* table = nullptr;
  std::uint64_t bytes = 0;  ///< size of the file
};

struct ExtractList {
  std::vector<Extract> extracts;     ///< in the order of the call; of a folder by path
  std::vector<std::string> skipped;  ///< files in folders that are no table
};

/// Lists the extracts among files and folders (with their subfolders; names that begin with a dot are left out). A table is
/// the file's name up to the first `.` or `-`, in any case. kBadCall: a file named directly that is no table; kNotFound.
[[nodiscard]] Result<ExtractList> list_extracts(std::span<const std::string> paths);

/// Reads one extract: typed rows to a sink, bad ones to the log.
class ExtractReader {
 public:
  /// One thread's share of the reading.
  class Worker {
   public:
    virtual ~Worker() = default;
    /// Reads some rows; false at the end of the file.
    [[nodiscard]] virtual Result<bool> read_some(RowSink& rows) = 0;
    /// Bytes (CSV, unpacked) or rows (Parquet) that this worker has read.
    [[nodiscard]] std::uint64_t rows_seen() const { return rows_seen_; }

   protected:
    std::uint64_t rows_seen_ = 0;
  };
  virtual ~ExtractReader() = default;
  [[nodiscard]] virtual std::unique_ptr<Worker> open_worker() = 0;
};

/// Opens an extract and checks it as a whole: kBadInput for a file that is empty, no CSV or Parquet, or lacks columns that
/// must be there. `file_number` orders the rows of a load: rows of a later file are later. Everything given must outlive it.
[[nodiscard]] Result<std::unique_ptr<ExtractReader>> open_extract(const Extract& extract, std::uint64_t file_number,
                                                                  const RowFormat& format, RejectLog& rejects);

/// Order number of a row: by file, then by row.
[[nodiscard]] constexpr std::uint64_t row_order(std::uint64_t file_number, std::uint64_t row) {
  return ((file_number + 1) << 40) | row;
}

/// Where the columns of a table stand among the names of a file; -1: not there. kBadInput names missing and double columns.
[[nodiscard]] Result<std::vector<int>> match_columns(const model::Table& table, const std::vector<std::string>& names,
                                                     const std::string& path);

// The two forms, for open_extract.
[[nodiscard]] Result<std::unique_ptr<ExtractReader>> open_csv_extract(const Extract& extract, std::uint64_t file_number,
                                                                      const RowFormat& format, RejectLog& rejects);
[[nodiscard]] Result<std::unique_ptr<ExtractReader>> open_parquet_extract(const Extract& extract,
                                                                          std::uint64_t file_number,
                                                                          const RowFormat& format, RejectLog& rejects);

}  // namespace yishou::intake
