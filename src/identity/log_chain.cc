#include "identity/log_chain.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "base/check.h"
#include "crypto/digest.h"

namespace yishou::identity {
namespace {

constexpr std::string_view kAnchorHead = "yishou-log-head 1 ";

std::unexpected<Error> anchor_refused(const std::string& path) {
  const auto code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::kNoSpace : ErrorCode::kIo;
  return fail(code, fmt::format("the anchor of the access log cannot be kept; look at its folder and disk: {}: {}",
                                path, std::strerror(errno)));
}

bool sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool synced = ::fsync(directory) == 0;
  ::close(directory);
  return synced;
}

}  // namespace

std::string log_hash(std::string_view previous, const sql::Values& record) {
  YISHOU_CHECK(record.size() == kLogColumnCount, "a record of the log has its columns");
  std::string bytes = fmt::format("yishou-log 1\n{}\n", previous);
  for (const auto& value : record) {
    const auto text = value.number() != nullptr ? std::to_string(*value.number())
                      : value.text() != nullptr ? *value.text()
                                                : std::string{};
    bytes += fmt::format("{}:{}\n", text.size(), text);
  }
  return crypto::sm3_hex(bytes);
}

Status write_anchor(const std::string& path, const LogHead& head) {
  const auto text = fmt::format("{}{} {}\n", kAnchorHead, head.seq, head.hash);
  const auto beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return anchor_refused(path);
  const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  if (::close(file) != 0 || !whole || ::rename(beside.c_str(), path.c_str()) != 0 || !sync_folder_of(path)) {
    auto refused = anchor_refused(path);
    ::unlink(beside.c_str());
    return refused;
  }
  return {};
}

Result<std::optional<LogHead>> read_anchor(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::nullopt;
  if (file < 0) return anchor_refused(path);
  std::string text(256, '\0');
  const auto size = ::read(file, text.data(), text.size());
  ::close(file);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  LogHead head;
  if (text.starts_with(kAnchorHead) && text.back() == '\n') {
    const char* const end = text.data() + text.size() - 1;
    const auto [after, error] = std::from_chars(text.data() + kAnchorHead.size(), end, head.seq);
    if (error == std::errc{} && after != end && *after == ' ') {
      head.hash.assign(after + 1, end);
      const bool empty_log = head.seq == 0 && head.hash.empty();
      if (empty_log || (head.seq > 0 && head.hash.size() == 64 && crypto::from_hex(head.hash))) return head;
    }
  }
  return fail(
      ErrorCode::kBadInput,
      fmt::format("the anchor of the access log is damaged; find out who changed it, then put its backup back: {}",
                  path));
}

}  // namespace yishou::identity
