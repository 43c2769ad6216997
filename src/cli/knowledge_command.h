// What the commands of `yishou knowledge` share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"
#include "knowledge/base.h"
#include "knowledge/left_out.h"

namespace yishou::cli {

/// Opens the base in `folder`; "" is the default folder.
[[nodiscard]] Result<knowledge::KnowledgeBase> open_base(const std::string& folder);
void add_base_option(CLI::App& command, std::string& folder, const Session& session);

/// A date YYYY-MM-DD; "" is kNoDay. kBadCall names the option.
[[nodiscard]] Result<Day> date_option(const std::string& text, std::string_view option);
/// The day on which the base learns what a command brings: --known-since, else today, but never before its newest batch (a clock
/// behind it must not rewrite the past). kBadCall when it lies in the future.
[[nodiscard]] Result<Day> known_since_day(const knowledge::KnowledgeBase& base, const std::string& option);

/// Prints one remark on a row: "  - row 3 code: reason (need): text". `mark` is - for rows left out, ! for rows taken.
void print_remark(char mark, const knowledge::LeftOut& remark, const Session& session);

/// A day on which the base learnt something; kNoDay: it always knew.
[[nodiscard]] std::string open_day(Day day, const Session& session);
/// Number and name of a rule.
[[nodiscard]] std::string rule_title(std::uint16_t rule);
/// The first codes, and how many there are.
[[nodiscard]] std::string codes_text(const std::vector<std::string>& codes);

void add_knowledge_import(CLI::App& knowledge, Session& session);
void add_knowledge_confirm(CLI::App& knowledge, Session& session);
void add_knowledge_diff(CLI::App& knowledge, Session& session);

}  // namespace yishou::cli
