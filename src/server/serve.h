// Runs the service until it is told to stop.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "server/demonstration.h"
#include "server/settings.h"

namespace yishou::server {

/// What is to be told when the service answers.
struct Started {
  std::string address;                         ///< "http://127.0.0.1:8080"
  std::string first_password;                  ///< of `admin`, when this start made it; to be shown once
  std::optional<Demonstration> demonstration;  ///< of settings.demonstration
};

/// Serves until SIGTERM or SIGINT, then lets requests end and returns. SIGHUP reads knowledge, institutions' settings and certificates
/// anew and opens the log file again. Called once in a program, from its only thread.
[[nodiscard]] Status serve(const Settings& settings, const std::function<void(const Started&)>& started);

}  // namespace yishou::server
