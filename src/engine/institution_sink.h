// InstitutionFindings: turns what institution rules say into findings (contract §4): an institution, no person.
#pragma once

#include <vector>

#include "engine/engine.h"
#include "engine/switched_off.h"
#include "rules/institution_rule.h"

namespace yishou::engine {

/// Used by one thread. Hands findings on in batches.
class InstitutionFindings final : public rules::InstitutionSink {
 public:
  InstitutionFindings(const knowledge::Snapshot& snapshot, const Options& options, const Deliver& deliver)
      : snapshot_(snapshot), options_(options), deliver_(deliver), off_(snapshot.parameters()) {}

  void accuse(const rules::InstitutionAccusation& accusation) override;
  void undecided(const rules::InstitutionDoubt& doubt) override;
  void measured(const rules::InstitutionMeasure& measure) override;

  /// Hands on what is left and adds what was said to `totals`. The first Error of a delivery comes back here.
  [[nodiscard]] Status finish(Totals& totals);

 private:
  void add(model::Finding finding);
  void deliver();

  const knowledge::Snapshot& snapshot_;
  const Options& options_;
  const Deliver& deliver_;
  const SwitchedOff off_;
  std::vector<model::Finding> findings_;
  std::size_t lines_ = 0;  // of findings_
  std::uint64_t num_findings_ = 0, num_undecided_ = 0;
  Status status_;
};

}  // namespace yishou::engine
