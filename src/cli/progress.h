// Progress of long work: one line on standard error, rewritten a few times a second, on a terminal only.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace yishou::cli {

/// Thread-safe. The line is gone after finish() or destruction.
class Progress {
 public:
  /// `total` 0: not known.
  Progress(std::string what, std::uint64_t total);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows how far the work is; `what` replaces the first words when not empty.
  void show(std::uint64_t done, const std::string& what = {});
  void finish();

 private:
  std::mutex mutex_;
  std::string what_;
  std::uint64_t total_;
  bool on_terminal_;
  bool written_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

}  // namespace yishou::cli
