// Reading all parts of the claims on several threads.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.h"

namespace yishou::engine {

/// What one thread does with its blocks. Used by one thread while reading, by the caller of read_parts afterwards.
class PartWorker {
 public:
  virtual ~PartWorker() = default;
  /// Sees one block after another, in the parts that this worker takes.
  [[nodiscard]] virtual Status take(model::ClaimBlock& block) = 0;
  /// Its codes, the same for all its blocks.
  [[nodiscard]] model::Dictionaries& codes() { return codes_; }

 private:
  model::Dictionaries codes_;
};

/// Reads every part once, on at most `threads` threads, each with a worker of its own made by `make`. Returns
/// the workers, or the first Error.
[[nodiscard]] Result<std::vector<std::unique_ptr<PartWorker>>> read_parts(
    const Claims& claims, const model::FactSet& wanted, unsigned threads,
    const std::function<std::unique_ptr<PartWorker>()>& make);

}  // namespace yishou::engine
