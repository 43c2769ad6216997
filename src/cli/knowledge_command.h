// What the commands of `yishou knowledge` share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"
#include "knowledge/base.h"

namespace yishou::cli {

/// Opens the base in `folder`; "" is the default folder.
[[nodiscard]] Result<knowledge::KnowledgeBase> open_base(const std::string& folder);
void add_base_option(CLI::App& command, std::string& folder, const Session& session);

/// A day on which the base learnt something; kNoDay: it always knew.
[[nodiscard]] std::string open_day(Day day, const Session& session);
/// Number and name of a rule.
[[nodiscard]] std::string rule_title(std::uint16_t rule);
/// The first codes, and how many there are.
[[nodiscard]] std::string codes_text(const std::vector<std::string>& codes);

void add_knowledge_import(CLI::App& knowledge, Session& session);
void add_knowledge_diff(CLI::App& knowledge, Session& session);

}  // namespace yishou::cli
