// What the commands of `yishou` share: the language, and the way a command ends.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "base/result.h"

namespace yishou::cli {

enum class Language { kChinese, kEnglish };

/// What a whole run of the program knows. Lives in main.
struct Session {
  Language language = Language::kChinese;
  /// Set by the chosen command's callback; its value is the exit code (0 or 1), its Error becomes 2 or 3 (exit_code.cc).
  std::function<Result<int>()> run;

  /// The text in the session's language.
  [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
    return std::string{language == Language::kChinese ? zh : en};
  }
};

// Each adds its command (name, options, help in the session's language) and sets session.run when it is chosen.
void add_simulate(CLI::App& app, Session& session);
void add_load(CLI::App& app, Session& session);
void add_knowledge(CLI::App& app, Session& session);
void add_audit(CLI::App& app, Session& session);
void add_rules(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_history(CLI::App& app, Session& session);
void add_log(CLI::App& app, Session& session);
void add_keys(CLI::App& app, Session& session);

/// Error → exit code: 2 the call was wrong, 3 it failed (contract §1).
[[nodiscard]] int exit_code(ErrorCode code);

}  // namespace yishou::cli
