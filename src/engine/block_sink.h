// BlockSink: turns what rules say about one block into findings (contract §4): subjects, sums, fund's share, stable id.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "engine/switched_off.h"
#include "rules/rule.h"

namespace yishou::engine {

/// One worker's; used by one thread.
class BlockSink final : public rules::FindingSink {
 public:
  BlockSink(const knowledge::Snapshot& snapshot, const Options& options);

  /// Begins a block; what was said of the one before is gone.
  /// `wanted`: see BlockJudge::judge; must outlive the block.
  void begin(const model::ClaimBlock& block, std::span<const std::uint8_t> wanted);
  void accuse(const rules::Accusation& accusation) override;
  void undecided(std::uint16_t rule, model::Index line, std::string_view missing) override;
  void undecided(std::uint16_t rule, const rules::Subject& subject, std::string_view missing) override;

  [[nodiscard]] const std::vector<model::Finding>& findings() const { return findings_; }
  [[nodiscard]] std::uint64_t num_undecided() const { return num_undecided_; }

 private:
  void fill_subject(model::Finding& finding, std::span<const model::Index> lines, model::Index person) const;
  void fill_subject(model::Finding& finding, const rules::Subject& subject) const;
  void finish(model::Finding finding);
  [[nodiscard]] bool touches_wanted(std::span<const model::Index> lines) const;

  const knowledge::Snapshot& snapshot_;
  const Options& options_;
  const SwitchedOff off_;
  const model::ClaimBlock* block_ = nullptr;
  std::span<const std::uint8_t> wanted_;
  std::vector<model::Finding> findings_;
  std::uint64_t num_undecided_ = 0;
};

}  // namespace yishou::engine
