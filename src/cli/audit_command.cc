#include "cli/command.h"

namespace yishou::cli {

void add_audit(CLI::App& app, Session& session) {
  static_cast<void>(app);
  static_cast<void>(session);
}

}  // namespace yishou::cli
