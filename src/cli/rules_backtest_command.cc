// yishou rules backtest: what a draft of parameters or knowledge would add and drop on a lake's history.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "backtest/comparison.h"
#include "cli/choices.h"
#include "cli/progress.h"
#include "cli/rules_command.h"
#include "engine/engine.h"
#include "knowledge/base.h"
#include "knowledge/draft.h"
#include "knowledge/files.h"
#include "knowledge/own_points.h"
#include "lake/claims.h"
#include "server/run_choice.h"

namespace yishou::cli {
namespace {

struct BacktestCall {
  std::string lake, base, region, rules, points, parameters, from, to, as_known, against, out, summary;
  std::vector<std::string> settings;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  bool with_reference = false;

  /// "current": the base itself, today.
  [[nodiscard]] bool against_current() const { return against.empty() || against == "current"; }
  [[nodiscard]] bool changes_nothing() const {
    return settings.empty() && points.empty() && parameters.empty() && !with_reference && as_known.empty() &&
           against_current();
  }
};

constexpr std::size_t kFileBytes = std::size_t{256} << 20;

/// What `call` changes, and how many rows of its files were refused (named on standard error).
struct Changes {
  knowledge::Draft draft;
  std::size_t refused = 0;
};

Result<Changes> read_changes(const Session& session, const BacktestCall& call) {
  Changes changes;
  changes.draft.with_reference = call.with_reference;
  for (const std::string& text : call.settings) {
    YISHOU_TRY(auto row, knowledge::parse_setting(text));
    changes.draft.settings.push_back(std::move(row));
  }
  if (!call.parameters.empty()) {
    YISHOU_TRY(const std::string text, knowledge::read_file(call.parameters, kFileBytes));
    YISHOU_TRY(changes.draft.parameters, knowledge::read_parameters(text, call.parameters));
  }
  if (!call.points.empty()) {
    YISHOU_TRY(const std::string text, knowledge::read_file(call.points, kFileBytes));
    YISHOU_TRY(auto own, knowledge::read_own_points(text, call.points, knowledge::OwnCheck::kMeaning));
    changes.draft.points = std::move(own.rows);
    for (const knowledge::LeftOut& left : own.left) {
      if (!knowledge::is_refusal(left.why)) continue;
      ++changes.refused;
      const std::string need{session.say(left.need_zh, left.need_en)};
      fmt::print(
          stderr, "yishou: {}: {} {}{}: {}\n",
          need.empty() ? std::string{session.say(knowledge::why_zh(left.why), knowledge::why_en(left.why))} : need,
          left.file, session.say(fmt::format("第 {} 行", left.row), fmt::format("row {}", left.row)),
          left.column.empty() ? "" : " " + left.column, left.text);
    }
  }
  return changes;
}

/// The snapshot that the draft is held against.
Result<knowledge::Snapshot> snapshot_now(const BacktestCall& call, const knowledge::KnowledgeBase& base, Day as_known) {
  if (call.against_current()) return base.snapshot(as_known, call.region);
  std::error_code error;
  if (!std::filesystem::is_directory(call.against, error)) {
    return fail(ErrorCode::kNotFound,
                fmt::format("--against takes \"current\" or the folder of another knowledge base: {}", call.against));
  }
  YISHOU_TRY(const auto other, knowledge::KnowledgeBase::open(call.against));
  return other.snapshot(as_known, call.region);
}

Result<int> backtest(const Session& session, const BacktestCall& call) {
  if (call.changes_nothing()) {
    return fail(ErrorCode::kBadCall,
                session.say("没有要比较的改动：给出 --set、--parameters、--points、--with-reference、"
                            "--as-known 或 --against 之一",
                            "nothing to compare: give one of --set, --parameters, --points, "
                            "--with-reference, --as-known or --against"));
  }
  engine::Options options;
  options.threads = call.threads;
  YISHOU_TRY(const Period period, parse_period(call.from, call.to));
  options.from = period.from;
  options.to = period.to;
  YISHOU_TRY(const Day as_known, parse_option_day("--as-known", call.as_known));
  YISHOU_TRY(options.rules, choose_rules(call.rules));
  YISHOU_CHECK_OK(check_region(call.region));
  if (!call.out.empty() && call.out == call.summary) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--out and --summary are one file, choose another for one: {}", call.out));
  }
  YISHOU_TRY(Changes changes, read_changes(session, call));
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(call.lake, {}));
  YISHOU_TRY(const auto folder, base_folder(call.base));
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(folder));
  YISHOU_TRY(const knowledge::Snapshot now, snapshot_now(call, base, as_known));
  YISHOU_TRY(const knowledge::Snapshot draft,
             knowledge::draft_snapshot(base, kNoDay, call.region, std::move(changes.draft)));

  backtest::ComparisonOptions wanted;
  wanted.rules = server::names_of(options.rules);
  wanted.institutions = claims->institution_names();
  YISHOU_TRY(auto comparison, backtest::Comparison::open(call.out, std::move(wanted)));
  // One pass a side: the findings of both wait on disk, so that rules over whole institutions are compared too.
  const auto lines = static_cast<std::uint64_t>(claims->manifest().rows("fee_list_d"));
  Progress progress(session.say("回测", "back-testing"), 2 * lines);
  std::uint64_t undecided[2] = {};
  for (const auto side : {backtest::Side::kNow, backtest::Side::kDraft}) {
    const bool first = side == backtest::Side::kNow;
    YISHOU_TRY(const engine::Totals counted, engine::run(*claims, first ? now : draft, options, [&](auto findings) {
      return comparison.add(side, findings);
    }, [&](std::uint64_t read) { progress.show(std::min(read, lines) + (first ? 0 : lines)); }));
    undecided[first ? 0 : 1] = counted.undecided;
  }
  progress.finish();
  YISHOU_TRY(const backtest::Outcome outcome, comparison.finish());

  if (!call.summary.empty()) YISHOU_CHECK_OK(report::write_text(call.summary, backtest::outcome_json(outcome)));
  const bool chinese = session.language == Language::kChinese;
  fmt::print("{}", backtest::outcome_text(outcome, chinese));
  fmt::print("{}\n", session.say(fmt::format("\n无法判定：现行 {}，拟改 {}\n知识版本：现行 {}，拟改 {}", undecided[0],
                                             undecided[1], now.version(), draft.version()),
                                 fmt::format("\nindeterminate: now {}, draft {}\nknowledge: now {}, draft {}",
                                             undecided[0], undecided[1], now.version(), draft.version())));
  if (!call.out.empty())
    fmt::print("{}\n", session.say(fmt::format("差异明细：{}", call.out), fmt::format("changes: {}", call.out)));
  return changes.refused == 0 ? 0 : 1;
}

}  // namespace

void add_rules_backtest(CLI::App& rules, Session& session) {
  auto call = std::make_shared<BacktestCall>();
  CLI::App* verb = rules.add_subcommand(
      "backtest",
      session.say("回测：改动参数、知识或规则状态，会在历史费用上新增、消失哪些疑点",
                  "what a changed parameter, knowledge file or rule state would add and drop on a lake's history"));
  verb->add_option("--lake", call->lake, session.say("数据湖目录（由 load 建立）", "the lake, made by load"))
      ->required();
  verb->add_option("--base", call->base,
                   session.say("知识库目录（默认 $YISHOU_BASE，再默认用户数据目录）",
                               "knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
  verb->add_option(
      "--region", call->region,
      session.say("行政区划代码，决定地方参数与知识", "administrative division: its parameters and knowledge"));
  verb->add_option("--rules", call->rules,
                   session.say("规则号，如 1,2,25-31（默认全部）", "rules, e.g. 1,2,25-31 (default: all)"));
  verb->add_option("--set", call->settings,
                   session.say("参数 名称=值 或 名称=值@起始日（可多次）",
                               "a parameter, name=value or name=value@first-day (may be repeated)"))
      ->allow_extra_args(false);
  verb->add_option(
      "--parameters", call->parameters,
      session.say("参数文件（docs/formats/parameters.md）", "a parameter file (docs/formats/parameters.md)"));
  verb->add_option("--points", call->points,
                   session.say("自有知识点文件，并入或取代现行知识点",
                               "a file of own points, beside and in place of the current ones"));
  verb->add_flag("--with-reference", call->with_reference,
                 session.say("让参考知识点如同已经地方确认一样参与判定",
                             "lets reference points judge as if the region had confirmed them"));
  verb->add_option(
      "--as-known", call->as_known,
      session.say("与该日所知的知识相比（默认今日）", "compare with what was known on that day (default: today)"));
  verb->add_option("--against", call->against,
                   session.say("与之相比的知识库目录，或 current（默认：--base 本身）",
                               "compare with this other base, or current (default: --base itself)"));
  verb->add_option("--from", call->from,
                   session.say("只比较此日起的疑点 YYYY-MM-DD", "only findings that touch this day or later"));
  verb->add_option("--to", call->to,
                   session.say("只比较至此日的疑点 YYYY-MM-DD", "only findings that touch this day or earlier"));
  verb->add_option("--out", call->out,
                   session.say("差异明细：.csv .parquet .jsonl .xlsx，首列 change",
                               "the findings that differ: .csv .parquet .jsonl .xlsx, first column change"));
  verb->add_option("--summary", call->summary, session.say("结果 JSON 文件", "the figures as JSON"));
  verb->add_option("--threads", call->threads, session.say("线程数（默认处理器数）", "threads (default: processors)"))
      ->check(CLI::Range(1, 256));
  verb->callback([call, &session] { session.run = [call, &session] { return backtest(session, *call); }; });
}

}  // namespace yishou::cli
