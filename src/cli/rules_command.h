// What the verbs of `yishou rules` share.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "knowledge/base.h"
#include "manual/about.h"

namespace yishou::cli {

/// Which knowledge a verb looks at, and which rule.
struct RulesChoice {
  std::string base, region, rule;
};
/// The base's knowledge of today in the region.
[[nodiscard]] Result<knowledge::Snapshot> snapshot_of(const RulesChoice& choice);
/// 明确违规, 可疑.
[[nodiscard]] std::string verdict_text(const Session& session, const rules::RuleInfo& info);

[[nodiscard]] Result<int> list_rules(const Session& session, const RulesChoice& choice);
[[nodiscard]] Result<int> show_rule(const Session& session, const RulesChoice& choice);
void add_rules_backtest(CLI::App& rules, Session& session);
void add_rules_manual(CLI::App& rules, Session& session);

}  // namespace yishou::cli
