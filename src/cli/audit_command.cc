// yishou audit: lake and knowledge in, findings out.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/calendar.h"
#include "cli/choices.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "knowledge/base.h"
#include "lake/claims.h"
#include "manual/about.h"
#include "report/report.h"
#include "rules/rule.h"
#include "server/run_choice.h"

namespace yishou::cli {
namespace {

struct AuditCall {
  std::string lake, out, base, from, to, as_known, rules, region, summary;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  bool indeterminate = false;
};

class Stopwatch {
 public:
  /// Seconds since it was made or last asked.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// An audit takes long: a summary that cannot be written is said before it, not after.
Status check_summary(const std::filesystem::path& file) {
  if (file.empty()) return {};
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const bool there = ::access(file.c_str(), F_OK) == 0;
  if (::access(there ? file.c_str() : folder.c_str(), W_OK) == 0) return {};
  return fail(ErrorCode::kBadCall, fmt::format("--summary cannot be written here ({}), choose another place: {}",
                                               std::generic_category().message(errno), file.string()));
}

// Rules that cannot find anything say so, in one line: silence would look like innocence.
void note_silent_rules(const Session& session, const std::vector<const rules::Rule*>& chosen,
                       const knowledge::Snapshot& snapshot) {
  const manual::PointCounts counts = manual::count_points(snapshot);
  std::string silent;
  for (const rules::Rule* rule : chosen) {
    const std::uint16_t number = rule->info().number;
    if (!manual::can_judge(number, counts)) silent += (silent.empty() ? "" : " ") + std::to_string(number);
  }
  if (silent.empty()) return;
  fmt::print("{}\n",
             session.say(fmt::format("无判定知识、因此没有发现的规则：{}（yishou rules list）", silent),
                         fmt::format("rules without judging knowledge, hence silent: {} (yishou rules list)", silent)));
}

Result<int> audit(const Session& session, const AuditCall& call) {
  Stopwatch total, watch;
  engine::Options options;
  options.threads = call.threads;
  options.indeterminate = call.indeterminate;
  YISHOU_TRY(const Period period, parse_period(call.from, call.to));
  options.from = period.from;
  options.to = period.to;
  YISHOU_TRY(const Day as_known, parse_option_day("--as-known", call.as_known));
  YISHOU_TRY(options.rules, choose_rules(call.rules));
  YISHOU_CHECK_OK(check_region(call.region));
  if (call.summary == call.out) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--out and --summary are one file, choose another for one: {}", call.out));
  }

  YISHOU_CHECK_OK(check_summary(call.summary));
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(call.lake, {}));
  YISHOU_TRY(const auto folder, base_folder(call.base));
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(folder));
  YISHOU_TRY(const auto snapshot, base.snapshot(as_known, call.region));
  report::WriterOptions written;
  written.rules = server::names_of(options.rules);
  written.institutions = claims->institution_names();
  YISHOU_TRY(auto writer, report::FindingWriter::open(call.out, std::move(written)));
  report::Seconds seconds;
  seconds.read = watch.lap();

  Progress progress(session.say("稽核", "auditing"), static_cast<std::uint64_t>(claims->manifest().rows("fee_list_d")));
  std::uint64_t seen = 0;  // falls back when the lines of oversold stock are fetched in another pass
  bool again = false;
  YISHOU_TRY(const engine::Totals counted, engine::run(*claims, snapshot, options, [&](auto findings) {
    return writer.add(findings);
  }, [&](std::uint64_t lines) {
    again = again || lines < seen;
    seen = lines;
    progress.show(lines, again ? session.say("核对超售明细", "lines of oversold stock") : std::string{});
  }));
  progress.finish();
  seconds.audit = watch.lap();
  YISHOU_TRY(auto totals, writer.finish());
  seconds.write = watch.lap();
  seconds.total = total.lap();

  report::Summary summary =
      server::summarize(counted, std::move(totals), YISHOU_VERSION, snapshot.version(), options.rules);
  summary.seconds = seconds;
  summary.peak_rss_bytes = report::peak_rss_bytes();
  if (!call.summary.empty()) YISHOU_CHECK_OK(report::write_summary(call.summary, summary));
  fmt::print("{}", report::totals_table(summary, session.language == Language::kChinese));
  note_silent_rules(session, options.rules, snapshot);
  fmt::print("{}\n", session.say(fmt::format("发现明细：{}", call.out), fmt::format("findings: {}", call.out)));
  return 0;
}

}  // namespace

void add_audit(CLI::App& app, Session& session) {
  auto call = std::make_shared<AuditCall>();
  CLI::App* command =
      app.add_subcommand("audit", session.say("按知识库稽核数据湖中的费用明细，写出发现",
                                              "audits the lake by the knowledge base, writes findings"));
  command->add_option("--lake", call->lake, session.say("数据湖目录（由 load 建立）", "the lake, made by load"))
      ->required();
  command
      ->add_option("--out", call->out,
                   session.say("发现文件：.csv .parquet .jsonl .xlsx", "findings: .csv .parquet .jsonl .xlsx"))
      ->required();
  command->add_option("--base", call->base,
                      session.say("知识库目录（默认 $YISHOU_BASE，再默认用户数据目录）",
                                  "knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
  command->add_option("--from", call->from,
                      session.say("只报告此日起的发现 YYYY-MM-DD", "only findings that touch this day or later"));
  command->add_option("--to", call->to,
                      session.say("只报告至此日的发现 YYYY-MM-DD", "only findings that touch this day or earlier"));
  command->add_option(
      "--as-known", call->as_known,
      session.say("按该日所知的知识稽核，结果与当日逐位相同", "judge by what was known on that day, bit for bit"));
  command->add_option("--rules", call->rules,
                      session.say("规则号，如 1,2,25-31（默认全部）", "rules, e.g. 1,2,25-31 (default: all)"));
  command
      ->add_option("--threads", call->threads, session.say("线程数（默认处理器数）", "threads (default: processors)"))
      ->check(CLI::Range(1, 256));
  command->add_option(
      "--region", call->region,
      session.say("行政区划代码，决定地方参数与知识", "administrative division: its parameters and knowledge"));
  command->add_option("--summary", call->summary, session.say("摘要 JSON 文件", "summary as JSON"));
  command->add_flag(
      "--indeterminate", call->indeterminate,
      session.say("同时写出因事实缺失而无法判定的明细", "also write what cannot be judged for missing facts"));
  command->callback([call, &session] { session.run = [call, &session] { return audit(session, *call); }; });
}

}  // namespace yishou::cli
