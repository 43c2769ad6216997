// BlockJudge: what happens to one block: common ground, matches with the knowledge, every rule. The same for a run over a lake and
// for one person before the bill, so that both say the same.
#pragma once

#include <span>

#include "engine/block_sink.h"
#include "engine/engine.h"
#include "rules/matching.h"
#include "rules/rule.h"

namespace yishou::engine {

/// One thread's, for blocks that share one set of Dictionaries. Keeps references to snapshot and options.
class BlockJudge {
 public:
  BlockJudge(const knowledge::Snapshot& snapshot, const Options& options)
      : snapshot_(snapshot),
        matcher_(snapshot, options.rules),
        matches_(rules::match_slots(options.rules)),
        sink_(snapshot, options) {}

  /// Lays the common ground of a freshly read block and asks `rules`, which are among those of the options.
  /// `wanted`, by line: only findings that touch one of them, and findings without lines (rules::Evaluation::wanted); empty: all.
  void judge(model::ClaimBlock& block, std::span<const rules::Rule* const> rules,
             std::span<const std::uint8_t> wanted = {});

  /// What was said of the last block.
  [[nodiscard]] const BlockSink& sink() const { return sink_; }

 private:
  const knowledge::Snapshot& snapshot_;
  rules::Matcher matcher_;
  rules::Matches matches_;
  BlockSink sink_;
};

}  // namespace yishou::engine
