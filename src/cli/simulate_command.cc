// yishou simulate: writes a city's extracts.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/command.h"
#include "simulate/simulate.h"

namespace yishou::cli {
namespace {

Result<int> run_simulate(const Session& session, const simulate::Options& options) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto start = std::chrono::steady_clock::now();
  std::function<void(int, int)> progress;
  if (terminal) {
    progress = [](int done, int all) { fmt::print(stderr, "\r\033[K{:>3}%  {}/{}", done * 100 / all, done, all); };
  }
  const auto made = simulate::simulate_city(options, progress);
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!made) return std::unexpected(made.error());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{}\n",
             session.say(fmt::format("{}：参保人 {} 人，就诊 {} 次（住院 {} 次），费用明细 {} 行，用时 {:.1f} 秒",
                                     options.out, made->persons, made->visits, made->stays, made->lines, seconds),
                         fmt::format("{}: {} persons, {} visits ({} stays), {} fee lines, {:.1f} s", options.out,
                                     made->persons, made->visits, made->stays, made->lines, seconds)));
  fmt::print("{}\n", session.say(fmt::format("植入违规 {} 条，形似而合规 {} 条，见 {}/truth.csv", made->planted,
                                             made->lookalikes, options.out),
                                 fmt::format("{} planted, {} honest look-alikes, see {}/truth.csv", made->planted,
                                             made->lookalikes, options.out)));
  return 0;
}

}  // namespace

void add_simulate(CLI::App& app, Session& session) {
  auto options = std::make_shared<simulate::Options>();
  auto format = std::make_shared<std::string>("parquet");
  CLI::App* command =
      app.add_subcommand("simulate", session.say("生成一座城市的医保数据（含已知的违规和形似的合规行为）",
                                                 "write a city's extracts, with known schemes and honest look-alikes"));
  command->add_option("--persons", options->persons, session.say("参保人数", "insured persons"))->required();
  command->add_option("--months", options->months, session.say("月数，自 2025-01 起", "months from 2025-01 on"))
      ->required();
  command->add_option("--seed", options->seed, session.say("种子：同种子同字节", "seed: same seed, same bytes"))
      ->required();
  command->add_option("--out", options->out, session.say("输出文件夹（须为空或不存在）", "folder, empty or not there"))
      ->required();
  command->add_option("--format", *format, session.say("格式：parquet 或 csv", "format: parquet or csv"))
      ->check(CLI::IsMember({"parquet", "csv"}));
  command->add_flag("--honest", options->honest,
                    session.say("同一座城市，不植入任何违规", "the same city without any scheme"));
  command->callback([&session, options, format] {
    session.run = [&session, options, format] {
      options->parquet = *format == "parquet";
      return run_simulate(session, *options);
    };
  });
}

}  // namespace yishou::cli
