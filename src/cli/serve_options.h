// The settings of the service as options: flag, else environment, else file, else default; each explained in one place.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "server/settings.h"

namespace yishou::cli {

/// What the options fill before settings_of() makes the settings of it.
struct ServeCall {
  server::Settings settings;
  std::string listen = "127.0.0.1:8080";
  std::string certificate, key;
  std::string gateway_trust = "signed";
  std::int64_t memory_mib = 512;
  std::int64_t facts_mib = 64;
  bool behind_proxy = false;
};

/// Adds every option of the service. `state_only`: only those that say where its state is, for commands that look into it.
void add_serve_options(CLI::App& command, Session& session, ServeCall& call, bool state_only);

/// The settings, or kBadCall.
[[nodiscard]] Result<server::Settings> settings_of(const ServeCall& call);

/// The words of the call, with an option for each variable YISHOU_… that is set and not on the command line: so the environment
/// goes before the file, which the parser reads last.
[[nodiscard]] std::vector<std::string> with_environment(int argc, char** argv);

}  // namespace yishou::cli
