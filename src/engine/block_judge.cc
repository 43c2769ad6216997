#include "engine/block_judge.h"

#include "rules/common_ground.h"

namespace yishou::engine {

void BlockJudge::judge(model::ClaimBlock& block, std::span<const rules::Rule* const> rules,
                       std::span<const std::uint8_t> wanted) {
  rules::lay_ground(block);
  matches_.clear();
  matcher_.match(block, matches_);
  sink_.begin(block, wanted);
  const rules::Evaluation evaluation{block, snapshot_, matches_, matcher_, wanted};
  for (const rules::Rule* rule : rules) rule->evaluate(evaluation, sink_);
}

}  // namespace yishou::engine
