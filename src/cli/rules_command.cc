// yishou rules list | show | backtest | manual: options and help; each verb is a file of its own.
#include "cli/rules_command.h"

#include <memory>

#include "cli/choices.h"

namespace yishou::cli {

Result<knowledge::Snapshot> snapshot_of(const RulesChoice& choice) {
  YISHOU_CHECK_OK(check_region(choice.region));
  YISHOU_TRY(const auto folder, base_folder(choice.base));
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(folder));
  return base.snapshot(kNoDay, choice.region);
}

std::string verdict_text(const Session& session, const rules::RuleInfo& info) {
  switch (info.verdict) {
    case model::Verdict::kViolation: return session.say("明确违规", "violation");
    case model::Verdict::kSuspicion: return session.say("可疑", "suspicion");
    case model::Verdict::kIndeterminate: break;
  }
  return session.say("无法判定", "indeterminate");
}

void add_rules(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand(
      "rules", session.say("全部规则：编号、名称、类别、依据、参数与状态；回测；手册",
                           "every check: number, name, class, basis, parameters and state; back-tests; manual"));
  command->require_subcommand(1);
  const auto choice = std::make_shared<RulesChoice>();
  const auto options = [&](CLI::App* verb) {
    verb->add_option("--base", choice->base,
                     session.say("知识库文件夹（默认 $YISHOU_BASE，再用户数据目录）",
                                 "folder of the knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
    verb->add_option("--region", choice->region,
                     session.say("地区：行政区划代码的前几位", "region: the first digits of its division code"));
  };
  auto* list =
      command->add_subcommand("list", session.say("列出国家规则清单的 88 条：是否已实现、有无判定知识、知识点由谁负责",
                                                  "the 88 rules of the national list: present or not, judging "
                                                  "knowledge or none, points by who stands behind them"));
  options(list);
  list->callback([&session, choice] { session.run = [&session, choice] { return list_rules(session, *choice); }; });
  auto* show = command->add_subcommand(
      "show",
      session.say(
          "一条规则的全部：含义、依据、结论、粒度、参数及其出处、知识点、读取的事实、一例",
          "all about one rule: meaning, basis, verdict, grain, parameters and whence, points, facts, an example"));
  options(show);
  show->add_option("RULE", choice->rule,
                   session.say("编号（67）、国家编码或英文短名", "number (67), national code or slug"))
      ->required();
  show->callback([&session, choice] { session.run = [&session, choice] { return show_rule(session, *choice); }; });
  add_rules_backtest(*command, session);
  add_rules_manual(*command, session);
}

}  // namespace yishou::cli
