// A double buffer: callers append to one text while the thread writes the other.
#include "http/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "base/calendar.h"
#include "http/json_text.h"

namespace yishou::http {

namespace {

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warn", "error"};

Result<int> open_log(const std::string& path) {
  if (path.empty()) return STDERR_FILENO;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (descriptor < 0) {
    return fail(ErrorCode::kIo, fmt::format("cannot open the log for writing ({}); check its folder and rights: {}",
                                            std::generic_category().message(errno), path));
  }
  return descriptor;
}

void append_line(std::string& out, LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  const CivilDate date = civil_from_day(day_of(now / 1000));
  const auto second = now / 1000 % kSecondsPerDay;
  fmt::format_to(std::back_inserter(out),
                 R"({{"time":"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z","level":"{}","event":)", date.year,
                 date.month, date.day, second / 3600, second / 60 % 60, second % 60, now % 1000,
                 kLevelNames[static_cast<std::size_t>(level)]);
  append_json_text(out, event);
  for (const LogField& field : fields) {
    out.push_back(',');
    append_json_text(out, field.name);
    out.push_back(':');
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      append_json_text(out, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      fmt::format_to(std::back_inserter(out), "{}", *number);
    } else {
      out.append(std::get<bool>(field.value) ? "true" : "false");
    }
  }
  out.append("}\n");
}

}  // namespace

Result<LogLevel> parse_log_level(std::string_view word) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (word == kLevelNames[i]) return static_cast<LogLevel>(i);
  }
  return fail(ErrorCode::kBadCall, fmt::format("the log level is debug, info, warn or error, not: {}", word));
}

Result<std::unique_ptr<Log>> Log::open(std::string path, LogLevel level) {
  YISHOU_TRY(const int descriptor, open_log(path));
  return std::unique_ptr<Log>(new Log(std::move(path), level, descriptor));
}

Log::Log(std::string path, LogLevel level, int descriptor)
    : path_(std::move(path)), level_(level), descriptor_(descriptor), thread_([this] { run(); }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (!path_.empty()) ::close(descriptor_);
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!takes(level)) return;
  thread_local std::string line;
  line.clear();
  append_line(line, level, event, fields);
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > kMaxWaitingBytes) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    first = waiting_.empty();
    waiting_.append(line);
  }
  if (first) wake_.notify_one();
}

void Log::run() {
  std::string text;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;  // ending
    text.clear();
    text.swap(waiting_);
    const std::uint64_t lost = dropped() - reported_;
    reported_ += lost;
    writing_ = true;
    lock.unlock();
    if (lost > 0) append_line(text, LogLevel::kWarn, "log lines dropped", {{"lines", static_cast<std::int64_t>(lost)}});
    write_out(text);
    lock.lock();
    writing_ = false;
    written_.notify_all();
  }
}

void Log::write_out(std::string_view text) {
  const std::lock_guard lock(file_mutex_);
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {  // a full disk, a closed pipe: there is nowhere left to say so but the count
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

Status Log::reopen() {
  if (path_.empty()) return {};
  YISHOU_TRY(const int descriptor, open_log(path_));
  const std::lock_guard lock(file_mutex_);
  ::close(descriptor_);
  descriptor_ = descriptor;
  return {};
}

void Log::flush() {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [this] { return waiting_.empty() && !writing_; });
}

}  // namespace yishou::http
