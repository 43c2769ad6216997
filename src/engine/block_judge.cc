#include "engine/block_judge.h"

#include "rules/common_ground.h"

namespace yishou::engine {

void BlockJudge::judge(model::ClaimBlock& block, std::span<const rules::Rule* const> rules) {
  rules::lay_ground(block);
  matches_.clear();
  matcher_.match(block, matches_);
  sink_.begin(block);
  const rules::Evaluation evaluation{block, snapshot_, matches_, matcher_};
  for (const rules::Rule* rule : rules) rule->evaluate(evaluation, sink_);
}

}  // namespace yishou::engine
