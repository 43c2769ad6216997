// yishou: parses the call, runs one command, turns its result into an exit code.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/serve_options.h"

namespace yishou::cli {

int exit_code(ErrorCode code) { return code == ErrorCode::kBadCall ? 2 : 3; }

namespace {

// --lang decides the help texts too, so it is read before the parser is built: option, else locale, else Chinese.
Language choose_language(int argc, char** argv) {
  std::string_view wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("--lang=")) wanted = word.substr(7);
    if (word == "--lang" && i + 1 < argc) wanted = argv[i + 1];
  }
  if (wanted.empty()) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      const char* value = std::getenv(name);
      if (value != nullptr && *value != '\0') {
        wanted = value;
        break;
      }
    }
  }
  return wanted.starts_with("en") ? Language::kEnglish : Language::kChinese;
}

int run(int argc, char** argv) {
  Session session;
  session.language = choose_language(argc, argv);
  CLI::App app{session.say("医守：医疗保障基金监管系统", "Yishou: supervises a medical-insurance fund"), "yishou"};
  app.set_version_flag("--version", "yishou " YISHOU_VERSION);
  std::string language;
  app.add_option("--lang", language,
                 session.say("语言：zh 或 en（默认按区域设置）", "language: zh or en (default: the locale)"))
      ->check(CLI::IsMember({"zh", "en"}));
  app.fallthrough();
  app.require_subcommand(1);
  add_simulate(app, session);
  add_load(app, session);
  add_knowledge(app, session);
  add_audit(app, session);
  add_rules(app, session);
  add_serve(app, session);
  add_history(app, session);
  add_log(app, session);
  add_keys(app, session);
  app.set_config(
      "--config", "",
      session.say("服务的设置文件（见 deploy/yishou.toml）", "settings of the service (see deploy/yishou.toml)"));
  try {
    std::vector<std::string> words = with_environment(argc, argv);
    std::ranges::reverse(words);  // as the parser wants them
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    // Words that no command or option takes explain best why something else is missing.
    const std::vector<std::string> unknown = app.remaining(true);
    fmt::print(stderr, "yishou: {}; {}\n",
               unknown.empty() ? std::string(error.what())
                               : session.say("不认识的命令或选项：", "no such command or option: ") + unknown.front(),
               session.say("用法见 yishou --help", "see yishou --help"));
    return 2;
  }
  const Result<int> ended = session.run ? session.run() : Result<int>{2};
  if (ended.has_value()) return *ended;
  fmt::print(stderr, "yishou: {}\n", ended.error().message);
  return exit_code(ended.error().code);
}

}  // namespace
}  // namespace yishou::cli

int main(int argc, char** argv) {
  try {
    return yishou::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("yishou: out of memory; give it more, or fewer threads (--threads)\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "yishou: %s\n", error.what());
  }
  return 3;
}
