#include "engine/block_judge.h"

#include "rules/ask_rules.h"
#include "rules/common_ground.h"

namespace yishou::engine {

void BlockJudge::judge(model::ClaimBlock& block, std::span<const rules::Rule* const> rules,
                       std::span<const std::uint8_t> wanted) {
  rules::lay_ground(block);
  sink_.begin(block, wanted);
  rules::ask_rules(block, snapshot_, matcher_, matches_, rules, wanted, sink_);
}

}  // namespace yishou::engine
