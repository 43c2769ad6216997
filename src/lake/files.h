// Files that survive a crash: written, synced, and put in place by rename. And the lock that keeps a second load out.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/result.h"

namespace yishou::lake {

/// An Error for the system's errno: kNoSpace when the disk is full, else kIo. `doing` as in "write".
[[nodiscard]] Error system_error(std::string_view doing, const std::string& path);

[[nodiscard]] Status sync_path(const std::string& path);  ///< a file or a folder
/// Puts `bytes` at `path` in one step: who reads sees the old file or the new one, also after a power cut.
[[nodiscard]] Status replace_file(const std::string& path, std::string_view bytes);
/// The same file under another name; a copy where the file system has no hard links.
[[nodiscard]] Status link_or_copy(const std::string& from, const std::string& to);
[[nodiscard]] Status make_folder(const std::string& path);  ///< with its parents
[[nodiscard]] Status remove_all(const std::string& path);   ///< fine when there is nothing

/// Held while it lives; the system frees it when the process dies.
class Lock {
 public:
  /// kBusy when another process holds it.
  [[nodiscard]] static Result<Lock> take(const std::string& lake);
  Lock(Lock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// What the engine said of a file that the lake itself should have, with the remedy. Other errors as they are.
[[nodiscard]] Error damaged_lake(const std::string& lake, Error error);

}  // namespace yishou::lake
