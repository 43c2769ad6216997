// Refused rows: counted, and kept in a CSV of their own with file, row, column and reason. Nothing is lost.
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::intake {

struct Reject {
  std::string_view file;
  std::uint64_t row;        ///< line of a CSV as an editor counts (the header is 1); row of a Parquet file from 1
  std::string_view column;  ///< "" when the row as a whole is refused
  std::string_view value;   ///< the value refused, as it came
  std::string_view reason;  ///< Chinese · English
  std::string_view line;    ///< the whole row as it came
};

/// The refused rows of one table in one load. Any thread.
class RejectLog {
 public:
  /// Writes to `path`, which is made with the first refused row.
  explicit RejectLog(std::string path) : path_(std::move(path)) {}
  RejectLog(const RejectLog&) = delete;
  RejectLog& operator=(const RejectLog&) = delete;
  ~RejectLog();
  [[nodiscard]] Status add(const Reject& reject);
  /// Writes what is buffered, to the disk. Call once, at the end.
  [[nodiscard]] Status finish();
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Column and reason → how many, for the summary on the terminal.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& reasons() const { return reasons_; }

 private:
  [[nodiscard]] Status failed() const;
  std::mutex mutex_;
  std::string path_;
  std::FILE* file_ = nullptr;
  std::uint64_t count_ = 0;
  std::map<std::string, std::uint64_t> reasons_;
  std::string line_;
};

}  // namespace yishou::intake
