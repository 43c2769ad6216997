// Takes extracts into a lake: all of them, or nothing. The only writer of a lake.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/manifest.h"
#include "lake/merge.h"
#include "lake/withdrawal.h"

namespace yishou::lake {

struct LoadOptions {
  std::string lake;
  std::vector<std::string> paths;       ///< files and folders
  std::vector<Withdrawal> withdrawals;  ///< what goes first, one a table
  std::string mark;  ///< kept in the manifest, by which whoever loads knows his load again after a crash
  unsigned threads = 1;
  std::int64_t rows_per_part = 500'000;     ///< of the largest table of a layout; parts double beyond it
  const std::atomic<bool>* stop = nullptr;  ///< set by whoever wants the load to end soon, in kConflict
  /// Called now and then, from any thread, with what is being done and how much of it.
  std::function<void(const std::string& table, std::uint64_t rows, bool writing)> progress;
};

/// What a load did with one table.
struct TableLoaded {
  std::string table;
  Counts counts;
  std::int64_t refused = 0;
  std::map<std::string, std::uint64_t> reasons;  ///< column and reason → refused rows
  std::string rejects;                           ///< the file of the refused rows; "" without any
};

struct LoadReport {
  std::vector<TableLoaded> tables;
  std::vector<std::string> skipped_files;     ///< in the folders given, but no table
  std::int64_t withdrawn = 0;                 ///< rows that LoadOptions::withdrawals took out
  std::int64_t lines_without_settlement = 0;  ///< in the lake after the load: fee lines whose setl_id is not there
  std::int64_t refunds_of_unknown = 0;        ///< settlements that cancel one that is not there
  Manifest manifest;                          ///< after the load
};

/// Loads. The lake is made when there is none. When it fails, or is killed, the lake is as it was.
/// Errors: kConflict (stopped), kBadCall (neither extracts nor withdrawals, a file that is no table), kBadInput (a file as a whole), kBusy, kUnsupported, kNoSpace, kIo.
[[nodiscard]] Result<LoadReport> load(const LoadOptions& options);

}  // namespace yishou::lake
