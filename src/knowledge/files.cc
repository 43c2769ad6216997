#include "knowledge/files.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yishou::knowledge {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> refused(std::string_view what, const std::filesystem::path& path, int error) {
  const ErrorCode code = error == ENOENT                      ? ErrorCode::kNotFound
                         : error == ENOSPC || error == EDQUOT ? ErrorCode::kNoSpace
                                                              : ErrorCode::kIo;
  return fail(code, fmt::format("{}: {}: {}", what, path.string(), std::strerror(error)));
}

Status sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.get() < 0 || ::fsync(opened.get()) != 0)
    return refused("cannot make a folder durable: check its disk", folder, errno);
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.get() < 0) return refused("cannot read the file: check its name and rights", path, errno);
  struct stat status{};
  if (::fstat(opened.get(), &status) != 0)
    return refused("cannot read the file: check its disk and rights", path, errno);
  if (!S_ISREG(status.st_mode))
    return fail(ErrorCode::kBadInput, fmt::format("this is no file: give a file: {}", path.string()));
  if (static_cast<std::size_t>(status.st_size) > limit) {
    return fail(ErrorCode::kBadInput,
                fmt::format("the file is larger than {} bytes: split it: {}", limit, path.string()));
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t n = ::read(opened.get(), bytes.data() + got, bytes.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused("cannot read the file: check its disk, or restore it from a copy", path, errno);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return bytes;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path beside = path;
  beside += ".tmp";
  {
    const Descriptor opened{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (opened.get() < 0) return refused("cannot write the file: check its folder and rights", beside, errno);
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t n = ::write(opened.get(), rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return refused("cannot write the file: free some space", beside, errno);
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(opened.get()) != 0) return refused("cannot make the file durable: check its disk", beside, errno);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0)
    return refused("cannot put the file in place: check its folder and rights", path, errno);
  return sync_folder(path.parent_path());
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return refused("cannot open the lock file: check the folder's rights", file, errno);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(fd);
    if (error == EWOULDBLOCK) {
      return fail(ErrorCode::kBusy, fmt::format("another process writes to this knowledge base: wait until it ends: {}",
                                                file.parent_path().string()));
    }
    return refused("cannot lock the folder: its file system must allow locks, give another --base", file, error);
  }
  return FolderLock{fd};
}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);  // closing lets the lock go
}

}  // namespace yishou::knowledge
