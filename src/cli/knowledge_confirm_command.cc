// yishou knowledge confirm, withdraw: a region takes reference points for its own, or gives them back.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/choices.h"
#include "cli/knowledge_command.h"
#include "knowledge/confirm.h"
#include "knowledge/describe.h"

namespace yishou::cli {
namespace {

struct ConfirmCall {
  std::string base, region, known_since;
  std::uint16_t rule = 0;
  std::vector<std::string> points;
  bool all = false, dry_run = false, withdraw = false;
};

void print_points(const knowledge::ConfirmReport& report, const Session& session) {
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    if (i == kShown) {
      fmt::print("  {}\n", session.say(fmt::format("……共 {} 个", report.rows.size()),
                                       fmt::format("... {} in all", report.rows.size())));
      break;
    }
    const knowledge::PointRow& row = report.rows[i];
    fmt::print("  {}  {}  {}  [{}]\n", row.point_id, row.name, knowledge::describe_limit(row), codes_text(row.codes));
  }
}

void print_report(const knowledge::ConfirmReport& report, const ConfirmCall& call, const Session& session) {
  const std::string region = call.region.empty() ? session.say("全国", "everywhere") : call.region;
  const std::size_t count = report.rows.size();
  if (call.withdraw) {
    fmt::print("{}\n", session.say(fmt::format("规则 {}：撤回 {} 个知识点（{}），不再判定；原已撤回 {} 个",
                                               rule_title(call.rule), count, region, report.already),
                                   fmt::format("rule {}: withdrew {} points ({}), they no longer judge; {} stood so "
                                               "before",
                                               rule_title(call.rule), count, region, report.already)));
  } else {
    fmt::print(
        "{}\n",
        session.say(fmt::format("规则 {}：确认 {} 个知识点（{}），开始判定；原已确认 {} 个；取代国家公布或规则所列的 "
                                "{} 个编码",
                                rule_title(call.rule), count, region, report.already, report.replaced),
                    fmt::format("rule {}: confirmed {} points ({}), they judge from now on; {} stood so "
                                "before; they replace {} codes of published or listed points",
                                rule_title(call.rule), count, region, report.already, report.replaced)));
  }
  print_points(report, session);
  for (const knowledge::LeftOut& warning : report.warnings) print_remark('!', warning, session);
}

Result<int> run_confirm(const ConfirmCall& call, const Session& session) {
  const std::string_view verb = call.withdraw ? "withdraw" : "confirm";
  if (call.points.empty() == !call.all) {
    return fail(ErrorCode::kBadCall,
                fmt::format("{} needs either --point ID (more than one may follow) or --all, and not both: yishou "
                            "knowledge list --rule {} shows the ids",
                            verb, call.rule));
  }
  YISHOU_CHECK_OK(check_region(call.region));
  YISHOU_TRY(knowledge::KnowledgeBase base, open_base(call.base));
  knowledge::ConfirmOptions options;
  options.rule = call.rule;
  options.points = call.points;
  options.region = call.region;
  options.dry_run = call.dry_run;
  YISHOU_TRY(options.known_since, known_since_day(base, call.known_since));
  YISHOU_TRY(const knowledge::ConfirmReport report,
             call.withdraw ? knowledge::withdraw_points(base, options) : knowledge::confirm_points(base, options));
  print_report(report, call, session);
  if (call.dry_run) {
    fmt::print("{}\n", session.say("试运行：未写入任何内容", "dry run: nothing was written"));
    return 0;
  }
  if (!report.batch.empty()) fmt::print("{} {}\n", session.say("批次", "batch"), report.batch);
  YISHOU_TRY(const knowledge::Snapshot snapshot, base.snapshot(kNoDay, call.region));
  fmt::print("{} {}\n", session.say("知识版本", "knowledge version"), snapshot.version());
  return 0;
}

void add(CLI::App& knowledge, Session& session, bool withdraw) {
  const auto call = std::make_shared<ConfirmCall>();
  call->withdraw = withdraw;
  CLI::App* const command =
      withdraw ? knowledge.add_subcommand("withdraw", session.say("撤回已确认的知识点，使其不再判定",
                                                                  "give confirmed points back: they no longer judge"))
               : knowledge.add_subcommand("confirm", session.say("确认参考知识点，使其在一个地区判定",
                                                                 "confirm reference points: they judge in a region"));
  add_base_option(*command, call->base, session);
  command->add_option("--rule", call->rule, session.say("规则编号", "number of the rule"))->required();
  command->add_option("--point", call->points, session.say("知识点编号，可多个", "ids of points, one or more"))
      ->type_name("ID");
  command->add_flag("--all", call->all, session.say("该规则的全部", "every one of the rule"));
  command->add_option("--region", call->region,
                      session.say("地区：行政区划代码的前几位（默认全国）",
                                  "region: the first digits of its division code (default: everywhere)"));
  command->add_option("--known-since", call->known_since,
                      session.say("本库获知的日期（默认今天）", "day on which the base learns it (default: today)"));
  command->add_flag("--dry-run", call->dry_run, session.say("只报告，不写入", "report only, write nothing"));
  command->callback([call, &session] { session.run = [call, &session] { return run_confirm(*call, session); }; });
}

}  // namespace

void add_knowledge_confirm(CLI::App& knowledge, Session& session) {
  add(knowledge, session, false);
  add(knowledge, session, true);
}

}  // namespace yishou::cli
