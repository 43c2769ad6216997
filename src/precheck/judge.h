// Judge: a person's history and what is proposed, as one block, judged by the rules: the answer before the bill. The same facts give
// the same findings as an audit of a lake that holds them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/block_judge.h"
#include "history/person_reader.h"
#include "history/store.h"
#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/proposal.h"
#include "precheck/proposal_rows.h"
#include "precheck/surroundings.h"

namespace yishou::precheck {

/// What judges: one knowledge snapshot and the surroundings of one moment. Immutable, shared by all workers.
struct Live {
  std::shared_ptr<const knowledge::Snapshot> snapshot;
  std::shared_ptr<const Surroundings> surroundings;
};

/// What is said of one proposal. Views live until the judge's next call.
struct Answer {
  std::span<const model::Finding> findings;  ///< that accuse, or rest on, something proposed now
  std::uint64_t undecided = 0;               ///< questions that missing facts left open on these
  std::uint32_t history_lines = 0;           ///< lines of the person that were known before
};

/// One thread's. Findings name proposed lines by their own ids, and the proposal's settlement by kProposedSettlement.
class Judge {
 public:
  /// `store` must outlive it.
  Judge(std::shared_ptr<const Live> live, const history::HistoryStore& store);

  /// Judges what is proposed by `rules` (of askable_rules()). Errors: of the store.
  [[nodiscard]] Result<Answer> judge(const model::Proposal& proposal, std::span<const rules::Rule* const> rules);
  /// Judges what is stored of a person alone, by `rules` (of askable_rules()): all findings.
  [[nodiscard]] Result<Answer> review(std::string_view psn_no, std::span<const rules::Rule* const> rules);

  [[nodiscard]] const std::shared_ptr<const Live>& live() const { return live_; }

 private:
  /// What grows with every new code it meets; made anew before it grows without bounds.
  struct Memory {
    Memory(const Live& live, const engine::Options& options);
    model::Dictionaries codes;
    history::PersonReader reader;
    engine::BlockJudge judge;
  };
  [[nodiscard]] Status read_person(std::string_view psn_no);
  void mark_wanted();
  void renew_memory();

  std::shared_ptr<const Live> live_;
  const history::HistoryStore& store_;
  engine::Options options_;
  std::unique_ptr<Memory> memory_;
  history::HistoryStore::Reading reading_;
  history::ImageView image_;
  model::ClaimBlock block_;
  Asked asked_;
  std::vector<std::uint8_t> wanted_;  ///< by line of block_: asked about now
  std::vector<model::Finding> findings_;
};

}  // namespace yishou::precheck
