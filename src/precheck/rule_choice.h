// Which rules are asked before the bill: by scene (trig_scen), else by the caller's list (rule_ids).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace yishou::precheck {

/// 事前 3101 or 事中 3102.
enum class Stage : std::uint8_t { kBefore, kDuring };

/// Every rule that may be asked before the bill, by number: those of scenes.csv. Rules over institutions, over the record of a
/// settlement that does not exist yet, and over a person's way through months are asked afterwards only.
[[nodiscard]] std::span<const rules::Rule* const> askable_rules();
/// Those of a stage.
[[nodiscard]] std::span<const rules::Rule* const> rules_of(Stage stage);

/// What a request asks for: the stage's rules when it names none; else the named ones among them: by number ("67"), by number and
/// version ("67@1"), or by national code. `scene` (trig_scen 1–10) goes before `rule_ids`: 6 to 10 are kDuring. Names that mean
/// nothing to us are ignored, and rules of the other stage are not asked; when no name means anything, all of the stage's are.
[[nodiscard]] std::vector<const rules::Rule*> choose_rules(Stage stage, std::string_view scene,
                                                           std::span<const std::string_view> rule_ids);

}  // namespace yishou::precheck
