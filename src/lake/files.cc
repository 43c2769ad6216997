#include "lake/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace yishou::lake {

namespace fs = std::filesystem;

Error system_error(std::string_view doing, const std::string& path) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT;
  return {full ? ErrorCode::kNoSpace : ErrorCode::kIo,
          fmt::format("cannot {} {}: {}{}", doing, path, std::strerror(error),
                      full ? "; the lake is as it was, make room and load again" : "")};
}

Status sync_path(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(system_error("open", path));
  const int state = fsync(descriptor);
  if (state != 0) {
    Error error = system_error("sync", path);
    close(descriptor);
    return std::unexpected(std::move(error));
  }
  close(descriptor);
  return {};
}

Status replace_file(const std::string& path, std::string_view bytes) {
  const std::string made = path + ".new";
  const int descriptor = open(made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return std::unexpected(system_error("write", made));
  while (!bytes.empty()) {
    const ssize_t n = write(descriptor, bytes.data(), bytes.size());
    if (n < 0) {
      Error error = system_error("write", made);
      close(descriptor);
      return std::unexpected(std::move(error));
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  close(descriptor);
  YISHOU_CHECK_OK(sync_path(made));
  if (std::rename(made.c_str(), path.c_str()) != 0) return std::unexpected(system_error("replace", path));
  return sync_path(fs::path(path).parent_path().string());
}

Status link_or_copy(const std::string& from, const std::string& to) {
  if (link(from.c_str(), to.c_str()) == 0) return {};
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error) {
    errno = error.value();
    return std::unexpected(system_error("copy to", to));
  }
  return sync_path(to);
}

Status make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return {};
  errno = error.value();
  return std::unexpected(system_error("make the folder", path));
}

Status remove_all(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (!error) return {};
  errno = error.value();
  return std::unexpected(system_error("remove", path));
}

Result<Lock> Lock::take(const std::string& lake) {
  const std::string path = lake + "/lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return std::unexpected(system_error("open", path));
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return Lock(descriptor);
  Error error = system_error("lock", path);
  if (errno == EWOULDBLOCK) {
    error = {ErrorCode::kBusy,
             fmt::format("another process is loading into {}; wait until it is done and load again", lake)};
  }
  close(descriptor);
  return std::unexpected(std::move(error));
}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Lock::~Lock() {
  if (descriptor_ >= 0) close(descriptor_);
}

Error damaged_lake(const std::string& lake, Error error) {
  if (error.code != ErrorCode::kEngine && error.code != ErrorCode::kNotFound) return error;
  return {
      ErrorCode::kBadInput,
      fmt::format("a file of the lake {} is missing or damaged: {}; run again if a load ended meanwhile, else restore "
                  "the file or load the extracts into a new lake",
                  lake, error.message)};
}

}  // namespace yishou::lake
