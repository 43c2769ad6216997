// What the rules on diagnoses say (8, 20, 70, 71, 73, 78, 79, 82, 83, 88) and the facts they read (A8).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/facts.h"
#include "rules/line_rule.h"

namespace yishou::rules {

/// The facts of A8.
[[nodiscard]] model::FactSet diagnosis_facts();

/// The diagnoses of a line, each once, sorted; with `prefixes`, only those that have one of them.
[[nodiscard]] std::string diagnoses_of(const model::ClaimBlock& block, model::Index line,
                                       std::span<const std::string_view> prefixes = {});

/// The accusation of a line that no diagnosis justifies. `more` says what else counts against it, or nothing.
[[nodiscard]] Judgement without_indication(const Evaluation& evaluation, model::Index line, std::uint32_t point,
                                           std::span<const std::string_view> prefixes, std::string_view more = {});

}  // namespace yishou::rules
