// yishou knowledge: import, list, show, diff; ship for developers.
#include "cli/command.h"

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "knowledge/files.h"
#include "knowledge/ship.h"

namespace yishou::cli {
namespace {

void add_ship(CLI::App& knowledge, Session& session) {
  struct Options {
    std::string from, out;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = knowledge.add_subcommand("ship", session.say("由公布的清单生成随产品发布的知识（开发用）",
                                                                         "make the shipped knowledge from the published lists (for developers)"));
  command->group("");  // not in the help
  command->add_option("--from", options->from)->required();
  command->add_option("--out", options->out)->required();
  command->callback([options, &session] {
    session.run = [options]() -> Result<int> {
      YISHOU_TRY(const std::string text, knowledge::make_shipped_points(options->from));
      YISHOU_CHECK_OK(knowledge::write_file(std::filesystem::path{options->out} / "points.csv", text));
      return 0;
    };
  });
}

}  // namespace

void add_knowledge(CLI::App& app, Session& session) {
  CLI::App* const command = app.add_subcommand("knowledge", session.say("知识库：导入、列出、查看、比较", "the knowledge base: import, list, show, diff"));
  command->require_subcommand(1);
  add_ship(*command, session);
}

}  // namespace yishou::cli
