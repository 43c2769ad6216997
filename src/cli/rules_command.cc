// yishou rules list | show: every check of the national list, what it means, what it reads, what is known for it.
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "cli/command.h"
#include "knowledge/base.h"
#include "report/text.h"
#include "rules/catalogue.h"
#include "rules/rule.h"

namespace yishou::cli {
namespace {

using report::pad_left;
using report::pad_right;
using report::with_separators;

struct Choice {
  std::string base, region, rule;
};

/// Knowledge points of one rule by who stands behind them.
struct PointCount {
  std::uint64_t all = 0, official = 0, confirmed = 0, reference = 0, needs_condition = 0;
};

struct Known {
  knowledge::Snapshot snapshot;
  std::map<std::uint16_t, PointCount> counts;
};

Result<Known> open_known(const Choice& choice) {
  std::filesystem::path folder = choice.base;
  if (folder.empty()) {
    YISHOU_TRY(folder, knowledge::default_base_folder());
  }
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(folder));
  YISHOU_TRY(knowledge::Snapshot snapshot, base.snapshot(kNoDay, choice.region));
  Known known{std::move(snapshot), {}};
  for (const knowledge::Point& point : known.snapshot.points()) {
    PointCount& count = known.counts[point.rule];
    ++count.all;
    if (point.needs_condition) ++count.needs_condition;
    switch (point.state) {
      case knowledge::State::kOfficial: ++count.official; break;
      case knowledge::State::kConfirmed: ++count.confirmed; break;
      case knowledge::State::kReference: ++count.reference; break;
    }
  }
  return known;
}

std::string verdict_text(const Session& session, const rules::RuleInfo& info) {
  switch (info.verdict) {
    case model::Verdict::kViolation: return session.say("明确违规", "violation");
    case model::Verdict::kSuspicion: return session.say("可疑", "suspicion");
    case model::Verdict::kIndeterminate: break;
  }
  return session.say("无法判定", "indeterminate");
}

Result<int> list_rules(const Session& session, const Choice& choice) {
  YISHOU_TRY(const Known known, open_known(choice));
  const bool chinese = session.language == Language::kChinese;
  constexpr std::size_t kNumber = 4, kCode = 18, kName = 48, kState = 10, kVerdict = 10, kPoints = 10;
  const auto row = [&](std::string_view number, std::string_view code, std::string_view name, std::string_view state,
                       std::string_view verdict, std::string_view points) {
    fmt::print("{}  {}  {}  {}  {} {}\n", pad_left(number, kNumber), pad_right(code, kCode), pad_right(name, kName),
               pad_right(state, kState), pad_right(verdict, kVerdict), pad_left(points, kPoints));
  };
  row(session.say("编号", "no."), session.say("国家编码", "code"), session.say("规则", "rule"),
      session.say("状态", "state"), session.say("结论", "verdict"), session.say("知识点", "points"));
  fmt::print("{}\n", std::string(kNumber + kCode + kName + kState + kVerdict + kPoints + 9, '-'));
  std::size_t present = 0;
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    const rules::Rule* rule = rules::find_rule(entry.number);
    if (rule != nullptr) ++present;
    const auto counted = known.counts.find(entry.number);
    row(std::to_string(entry.number), entry.code, chinese ? entry.name_zh : entry.name_en,
        rule == nullptr ? session.say("尚无", "absent") : fmt::format("{}@{}", entry.number, rule->info().version),
        rule == nullptr ? std::string{"-"} : verdict_text(session, rule->info()),
        counted == known.counts.end() ? std::string{"-"} : with_separators(counted->second.all));
  }
  fmt::print("\n");
  fmt::print(fmt::runtime(session.say("国家规则 {} 条，已实现 {} 条；知识点 {} 个，知识版本 {}\n",
                                      "{} national rules, {} present; {} knowledge points, knowledge version {}\n")),
             rules::catalogue().size(), present, with_separators(known.snapshot.points().size()),
             known.snapshot.version());
  return 0;
}

/// A rule by number ("67"), rule version ("67@1"), national code or slug.
const rules::CatalogueEntry* find_entry(std::string_view text) {
  const std::string_view number = text.substr(0, text.find('@'));
  std::uint16_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error == std::errc{} && end == number.data() + number.size()) return rules::catalogue_entry(value);
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    if (entry.code == text) return &entry;
    const rules::Rule* rule = rules::find_rule(entry.number);
    if (rule != nullptr && rule->info().slug == text) return &entry;
  }
  return nullptr;
}

/// Names of the parameters that a rule reads: as it declares them, and as the shipped parameters name it.
std::vector<std::string> parameters_of(std::uint16_t number, const rules::Rule* rule) {
  std::vector<std::string> names;
  for (const auto& definition : knowledge::Parameters::definitions()) {
    const bool declared =
        rule != nullptr && std::ranges::find(rule->info().parameters, definition.name) != rule->info().parameters.end();
    if (declared || std::ranges::find(definition.rules, number) != definition.rules.end())
      names.push_back(definition.name);
  }
  return names;
}

Result<int> show_rule(const Session& session, const Choice& choice) {
  const rules::CatalogueEntry* entry = find_entry(choice.rule);
  if (entry == nullptr) {
    return fail(ErrorCode::kBadCall,
                fmt::format(fmt::runtime(session.say(
                                "没有这条规则（给 1–88 的编号或国家编码，见 yishou rules list）：{}",
                                "no such rule (give a number 1–88 or a national code, see yishou rules list): {}")),
                            choice.rule));
  }
  YISHOU_TRY(const Known known, open_known(choice));
  const rules::Rule* rule = rules::find_rule(entry->number);
  const bool chinese = session.language == Language::kChinese;
  constexpr std::size_t kLabel = 14;
  const auto say = [&](std::string_view zh, std::string_view en, const std::string& value) {
    const std::string label = session.say(zh, en);
    fmt::print("  {}{}\n", value.empty() ? label : pad_right(label, kLabel), value);
  };
  fmt::print("{}  {}\n", entry->number, session.say(entry->name_zh, entry->name_en));
  say("英文名", "Chinese", std::string{chinese ? entry->name_en : entry->name_zh});
  say("国家编码", "code", std::string{entry->code});
  say("类别", "class", std::string{entry->class_zh});
  if (rule == nullptr) {
    say("状态", "state", session.say("尚无：不参加稽核", "absent: takes no part in audits"));
  } else {
    const rules::RuleInfo& info = rule->info();
    say("状态", "state",
        fmt::format(fmt::runtime(session.say("已实现，版本 {}@{}", "present, version {}@{}")), info.number,
                    info.version));
    say("结论", "verdict",
        fmt::format(fmt::runtime(session.say("{}，严重程度 {}", "{}, severity {}")), verdict_text(session, info),
                    info.severity));
    say("含义", "meaning", std::string{chinese ? info.meaning_zh : info.meaning_en});
    say("依据", "basis", std::string{info.basis});
  }
  const auto names = parameters_of(entry->number, rule);
  say("参数", "parameters", names.empty() ? session.say("无", "none") : "");
  for (const knowledge::ParameterRow& row : known.snapshot.parameters().rows()) {
    if (std::ranges::find(names, row.name) == names.end()) continue;
    fmt::print("    {} = {} {}\n", row.name, row.value.empty() ? session.say("（空）", "(empty)") : row.value,
               row.unit);
    fmt::print(
        "      {}{}{}：{}\n", row.official ? session.say("官方", "official") : session.say("非官方", "not official"),
        row.region.empty() ? "" : fmt::format(", {} {}", session.say("地区", "region"), row.region),
        row.from == kNoDay ? "" : fmt::format(", {} {}", session.say("自", "from"), format_day(row.from)), row.source);
  }
  const auto counted = known.counts.find(entry->number);
  const PointCount count = counted == known.counts.end() ? PointCount{} : counted->second;
  say("知识点", "points",
      fmt::format(fmt::runtime(session.say(
                      "{}（官方 {}，地区确认 {}，参考 {}；其中待结构化条件 {}）",
                      "{} (official {}, confirmed {}, reference {}; of them {} need a structured condition)")),
                  with_separators(count.all), with_separators(count.official), with_separators(count.confirmed),
                  with_separators(count.reference), with_separators(count.needs_condition)));
  say("知识版本", "knowledge", known.snapshot.version());
  return 0;
}

}  // namespace

void add_rules(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("rules", session.say("全部规则：编号、名称、类别、依据、参数与状态",
                                              "every check: number, name, class, basis, parameters and state"));
  command->require_subcommand(1);
  const auto choice = std::make_shared<Choice>();
  const auto options = [&](CLI::App* verb) {
    verb->add_option("--base", choice->base,
                     session.say("知识库文件夹（默认 $YISHOU_BASE，再用户数据目录）",
                                 "folder of the knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
    verb->add_option("--region", choice->region,
                     session.say("地区：行政区划代码的前几位", "region: the first digits of its division code"));
  };
  auto* list =
      command->add_subcommand("list", session.say("列出国家规则清单的 88 条", "the 88 rules of the national list"));
  options(list);
  list->callback([&session, choice] { session.run = [&session, choice] { return list_rules(session, *choice); }; });
  auto* show = command->add_subcommand("show", session.say("一条规则的全部", "all about one rule"));
  options(show);
  show->add_option("RULE", choice->rule,
                   session.say("编号（67）、国家编码或英文短名", "number (67), national code or slug"))
      ->required();
  show->callback([&session, choice] { session.run = [&session, choice] { return show_rule(session, *choice); }; });
}

}  // namespace yishou::cli
