#include "report/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace yishou::report {
namespace {

constexpr std::string_view kLockName = "lock";

std::filesystem::path parent_of(const std::string& path) {
  auto parent = std::filesystem::path(path).parent_path();
  return parent.empty() ? std::filesystem::path(".") : parent;
}

// Folders of the same file whose lock nobody holds: their process is gone.
void remove_abandoned(const std::filesystem::path& parent, const std::string& prefix) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    const int lock = ::open((entry.path() / kLockName).c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) continue;
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) std::filesystem::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

}  // namespace

Error file_error(const std::string& path, int number) {
  const std::string reason = std::generic_category().message(number);
  switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {ErrorCode::kNoSpace,
              fmt::format("磁盘空间不足，请腾出空间后重试 / no space left, free some and try again: {} ({})", path,
                          reason)};
    case ENOENT:
    case ENOTDIR:
      return {
          ErrorCode::kNotFound,
          fmt::format("所在文件夹不存在，请先建立 / its folder does not exist, make it first: {} ({})", path, reason)};
    default:
      return {ErrorCode::kIo,
              fmt::format("无法写入，请检查权限 / cannot write, check the permissions: {} ({})", path, reason)};
  }
}

Status check_output(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) return {};
  return fail(ErrorCode::kIo, fmt::format("是文件夹，不能写成文件 / is a folder, choose a file name: {}", path));
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return std::unexpected(file_error(path, errno));
  std::setvbuf(file, nullptr, _IOFBF, std::size_t{1} << 20);
  return OutputFile(path, file);
}

Status OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    return std::unexpected(file_error(path_, errno));
  }
  return {};
}

Status OutputFile::close() {
  if (std::fclose(file_.release()) != 0) return std::unexpected(file_error(path_, errno));
  return {};
}

Result<WorkFolder> WorkFolder::beside(const std::string& path) {
  const auto parent = parent_of(path);
  const std::string prefix = fmt::format(".{}.partial-", std::filesystem::path(path).filename().string());
  remove_abandoned(parent, prefix);
  std::string made = (parent / (prefix + "XXXXXX")).string();
  if (::mkdtemp(made.data()) == nullptr) return std::unexpected(file_error(path, errno));
  const int lock = ::open((std::filesystem::path(made) / kLockName).c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    Error error = file_error(path, errno);
    if (lock >= 0) ::close(lock);
    std::error_code ignored;
    std::filesystem::remove_all(made, ignored);
    return std::unexpected(std::move(error));
  }
  return WorkFolder(std::move(made), lock);
}

std::string WorkFolder::file(std::string_view name) const { return (std::filesystem::path(path_) / name).string(); }

WorkFolder::WorkFolder(WorkFolder&& other) noexcept : path_(std::move(other.path_)), lock_(other.lock_) {
  other.path_.clear();
  other.lock_ = -1;
}

WorkFolder::~WorkFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
  ::close(lock_);
}

Status publish(const std::string& from, const std::string& to) {
  const int file = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::unexpected(file_error(to, errno));
  const int synced = ::fsync(file);
  const int reason = errno;
  ::close(file);
  if (synced != 0) return std::unexpected(file_error(to, reason));
  if (std::rename(from.c_str(), to.c_str()) != 0) return std::unexpected(file_error(to, errno));
  const int folder = ::open(parent_of(to).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return {};
}

}  // namespace yishou::report
