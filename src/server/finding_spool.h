// FindingSpool: findings that wait on the disk until a run is whole, so that a run that is cancelled leaves nothing behind.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/finding.h"

namespace yishou::server {

/// Used by one thread at a time. The file has no name: it is gone with the process, whatever ends it.
class FindingSpool {
 public:
  /// `folder` must exist. kIo, kNoSpace.
  [[nodiscard]] static Result<FindingSpool> open(const std::string& folder);

  [[nodiscard]] Status add(std::span<const model::Finding> findings);
  /// Hands all of them on in their order, at most `batch` at a time. Once.
  [[nodiscard]] Status each(std::size_t batch, const std::function<Status(std::span<const model::Finding>)>& take);
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit FindingSpool(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
  std::string record_;
  std::uint64_t size_ = 0;
};

}  // namespace yishou::server
