// Builds the history of persons from a lake.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace yishou::history {

struct BuildOptions {
  std::string lake;
  std::string folder;  ///< of the store; replaced in one step when all is built
  unsigned threads = 1;
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  /// Called now and then, from any thread, with the fee lines taken so far.
  std::function<void(std::uint64_t lines)> progress;
};

struct Built {
  std::uint64_t persons = 0;
  std::uint64_t lines = 0;
  std::int64_t lake_generation = 0;
};

/// Reads every by-person table of the lake. A build that fails or is killed leaves the store as it was. Nobody may have the store
/// open. Errors: those of the lake, kNoSpace, kIo.
[[nodiscard]] Result<Built> build(const BuildOptions& options);

}  // namespace yishou::history
