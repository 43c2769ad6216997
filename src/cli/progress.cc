#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

namespace yishou::cli {

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      on_terminal_(isatty(STDERR_FILENO) == 1),
      start_(std::chrono::steady_clock::now()),
      last_(start_) {}

void Progress::show(std::uint64_t done, const std::string& what) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  written_ = true;
  if (!what.empty()) what_ = what;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string share = total_ == 0 ? std::string{} : fmt::format(" {:3}%", 100 * done / total_);
  fmt::print(stderr, "\r\033[K{}{}  {}  {:.0f} s", what_, share, done, seconds);
  std::fflush(stderr);
}

void Progress::finish() {
  const std::lock_guard lock(mutex_);
  if (written_) fmt::print(stderr, "\r\033[K");
  written_ = false;
}

}  // namespace yishou::cli
