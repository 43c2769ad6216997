// The service's log: one JSON object a line. Callers only append to memory; a thread of the log's own writes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <variant>

#include "base/result.h"

namespace yishou::http {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

/// One member of a line. Never personal data, bodies, tokens, or values of a query.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

/// All functions may be called by any thread. What cannot be written in time is dropped and counted, and the log says so:
/// a slow disk never holds the service up.
class Log {
 public:
  /// Waiting text beyond this is dropped.
  static constexpr std::size_t kMaxWaitingBytes = std::size_t{8} << 20;

  /// `path` is appended to, or empty for standard error. kIo when it cannot be opened.
  [[nodiscard]] static Result<std::unique_ptr<Log>> open(std::string path, LogLevel level);
  ~Log();  ///< writes what waits

  [[nodiscard]] bool takes(LogLevel level) const noexcept { return level >= level_.load(std::memory_order_relaxed); }
  void set_level(LogLevel level) noexcept { level_.store(level, std::memory_order_relaxed); }
  /// Adds {"time": UTC, "level": …, "event": `event`, fields…}, if the level is taken.
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

  /// Opens the file anew (after it was moved away by rotation).
  [[nodiscard]] Status reopen();
  /// Returns when everything added before is written.
  void flush();
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }

 private:
  Log(std::string path, LogLevel level, int descriptor);
  void run();
  void write_out(std::string_view text);

  const std::string path_;
  std::atomic<LogLevel> level_;
  std::atomic<std::uint64_t> dropped_{0};
  std::mutex mutex_;
  std::condition_variable wake_, written_;
  std::string waiting_;         // guarded by mutex_
  std::uint64_t reported_ = 0;  // drops the log has told of; guarded by mutex_
  bool writing_ = false;        // guarded by mutex_
  bool ending_ = false;         // guarded by mutex_
  std::mutex file_mutex_;       // guards descriptor_ between run and reopen
  int descriptor_;
  std::thread thread_;
};

/// "debug", "info", "warn", "error"; kBadCall for another word.
[[nodiscard]] Result<LogLevel> parse_log_level(std::string_view word);

}  // namespace yishou::http
