// yishou serve: the service. yishou history: its history of persons. yishou log: its access log.
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.h"
#include "cli/serve_options.h"
#include "history/build.h"
#include "server/app.h"
#include "server/serve.h"

namespace yishou::cli {
namespace {

void tell_demonstration(const Session& session, const server::Demonstration& demonstration) {
  fmt::print("{} {}\n{} {}\n", session.say("示范账户：", "demonstration accounts:"),
             fmt::join(demonstration.logins, " "), session.say("公开口令：", "public password:"),
             server::kDemonstrationPassword);
  if (demonstration.institution.empty()) return;
  fmt::print("{} {} {}\n{} paasid={} token={}\n", session.say("示范机构：", "demonstration institution:"),
             demonstration.institution, demonstration.institution_name,
             session.say("该机构的网关参数：", "its gateway settings:"), demonstration.paasid, demonstration.token);
}

Result<int> run_serve(const Session& session, const ServeCall& call) {
  YISHOU_TRY(const server::Settings settings, settings_of(call));
  YISHOU_CHECK_OK(server::serve(settings, [&](const server::Started& started) {
    fmt::print("{} {}\n", session.say("医守服务已就绪：", "Yishou serves at"), started.address);
    if (!started.first_password.empty()) {
      fmt::print("{}\n",
                 session.say(fmt::format("首位管理员 admin 的一次性口令（只显示这一次）：{}", started.first_password),
                             fmt::format("one-time password of the first administrator admin, shown only now: {}",
                                         started.first_password)));
    }
    if (started.demonstration.has_value()) tell_demonstration(session, *started.demonstration);
    std::fflush(stdout);
  }));
  return 0;
}

Result<int> rebuild_history(const Session& session, const ServeCall& call, unsigned threads) {
  const std::string folder = call.settings.state + "/history";
  YISHOU_TRY(const history::Built built,
             history::build({.lake = call.settings.lake, .folder = folder, .threads = threads, .progress = {}}));
  fmt::print("{}\n",
             session.say(fmt::format("已重建历史库：{} 人，{} 行费用", built.persons, built.lines),
                         fmt::format("history built anew: {} persons, {} fee lines", built.persons, built.lines)));
  return 0;
}

// The head of the log is kept beside the keys, outside the store, so that cutting its tail is seen.
Result<int> verify_log(const Session& session, const ServeCall& call) {
  YISHOU_TRY(const identity::LogVerdict verdict, server::verify_log(call.settings));
  fmt::print("{}\n", verdict.what);
  if (!verdict.whole) return 1;
  fmt::print("{}\n", session.say(fmt::format("访问日志完整：{} 条，链首尾一致", verdict.records),
                                 fmt::format("the access log is whole: {} records", verdict.records)));
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Session& session) {
  const auto call = std::make_shared<ServeCall>();
  CLI::App* serve =
      app.add_subcommand("serve", session.say("运行服务：事前事中提醒、事实接收、查询接口",
                                              "run the service: answers before the bill, facts, the API"));
  add_serve_options(*serve, session, *call, false);
  serve->footer(
      session.say("每个选项也可写入 --config 文件的 [serve] 一节，或设环境变量 YISHOU_选项名（大写，- 作 "
                  "_）；命令行优先，其次环境变量。",
                  "Each option may stand in section [serve] of the --config file, or in the variable YISHOU_NAME "
                  "(capitals, _ for -); the command line goes first, then the environment."));
  serve->callback([&session, call] { session.run = [&session, call] { return run_serve(session, *call); }; });
}

void add_history(CLI::App& app, Session& session) {
  const auto call = std::make_shared<ServeCall>();
  const auto threads = std::make_shared<unsigned>(2);
  CLI::App* history = app.add_subcommand("history", session.say("参保人历史库", "the history of persons"));
  history->require_subcommand(1);
  CLI::App* rebuild = history->add_subcommand(
      "rebuild", session.say("由数据湖重建（服务须先停止）", "build it anew from the lake (stop the service first)"));
  rebuild->add_option("--state", call->settings.state, session.say("状态目录", "folder of the service's state"))
      ->required();
  rebuild->add_option("--lake", call->settings.lake, session.say("数据湖", "the lake"))->required();
  rebuild->add_option("--threads", *threads, session.say("线程", "threads"))->check(CLI::Range(1, 256));
  rebuild->callback([&session, call, threads] {
    session.run = [&session, call, threads] { return rebuild_history(session, *call, *threads); };
  });
}

void add_log(CLI::App& app, Session& session) {
  const auto call = std::make_shared<ServeCall>();
  CLI::App* log = app.add_subcommand("log", session.say("访问日志", "the access log"));
  log->require_subcommand(1);
  CLI::App* verify = log->add_subcommand(
      "verify", session.say("核验日志链（SM3）：缺失、改动、乱序都会指出",
                            "prove its chain (SM3): names what is missing, changed or out of order"));
  add_serve_options(*verify, session, *call, true);
  verify->callback([&session, call] { session.run = [&session, call] { return verify_log(session, *call); }; });
}

}  // namespace yishou::cli
