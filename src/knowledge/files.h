// Whole files, written so that a reader sees the old one or the new one, never half of it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::knowledge {

/// Reads a file of at most `limit` bytes.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t limit = std::size_t{1} << 30);

/// Writes beside, syncs, renames over, syncs the folder.
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::string_view bytes);

/// Holds a lock file for this process; released by the destructor. kBusy when another process holds it.
class FolderLock {
 public:
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& file);
  FolderLock(FolderLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace yishou::knowledge
