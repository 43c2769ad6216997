// yishou rules show RULE: all about one rule.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/rules_command.h"
#include "manual/families.h"
#include "report/text.h"

namespace yishou::cli {
namespace {

using report::pad_right;
using report::with_separators;

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

class Page {
 public:
  Page(const Session& session, const rules::CatalogueEntry& entry, const knowledge::Snapshot& snapshot)
      : session_(session), entry_(entry), snapshot_(snapshot), rule_(rules::find_rule(entry.number)) {}

  void print() const {
    const bool chinese = session_.language == Language::kChinese;
    fmt::print("{}  {}\n", entry_.number, session_.say(entry_.name_zh, entry_.name_en));
    say("英文名", "Chinese", std::string{chinese ? entry_.name_en : entry_.name_zh});
    say("国家编码", "code", std::string{entry_.code});
    say("类别", "class", std::string{entry_.class_zh});
    if (rule_ == nullptr) {
      say("状态", "state", session_.say("尚无：不参加稽核", "absent: takes no part in audits"));
    } else {
      const rules::RuleInfo& info = rule_->info();
      say("状态", "state",
          session_.say(fmt::format("已实现，版本 {}@{}", info.number, info.version),
                       fmt::format("present, version {}@{}", info.number, info.version)));
      const std::string verdict = verdict_text(session_, info);
      say("结论", "verdict",
          session_.say(fmt::format("{}，严重程度 {}", verdict, info.severity),
                       fmt::format("{}, severity {}", verdict, info.severity)));
      say("含义", "meaning", std::string{chinese ? info.meaning_zh : info.meaning_en});
      say("依据", "basis", std::string{info.basis});
      const manual::Grain grain = manual::grain_of(entry_.number);
      say("粒度", "grain", session_.say(grain.zh, grain.en));
      const std::string facts = manual::facts_text(manual::facts_of(info.reads));
      say("读取", "reads", facts.empty() ? session_.say("只有公共事实", "the common facts only") : facts);
    }
    parameters();
    points();
    example();
    if (const manual::Family* family = manual::family_of(entry_.number)) {
      say("手册", "manual", fmt::format("docs/rules/{}.md", family->slug));
    }
    say("知识版本", "knowledge", snapshot_.version());
  }

 private:
  void say(std::string_view zh, std::string_view en, const std::string& value) const {
    constexpr std::size_t kLabel = 14;
    const std::string label = session_.say(zh, en);
    fmt::print("  {}{}\n", value.empty() ? label : pad_right(label, kLabel), value);
  }

  void parameters() const {
    const auto definitions = manual::parameters_of(entry_.number, rule_);
    say("参数", "parameters", definitions.empty() ? session_.say("无", "none") : "");
    for (const knowledge::ParameterDefinition* definition : definitions) {
      const auto& rows = snapshot_.parameters().rows();
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const knowledge::ParameterRow& row = rows[i];
        if (row.name != definition->name) continue;
        const bool shipped = i < knowledge::Parameters::definitions().size();  // the defaults come first
        fmt::print("    {} = {} {}\n", row.name, row.value.empty() ? session_.say("（空）", "(empty)") : row.value,
                   row.unit);
        fmt::print("      {}，{}{}：{}\n", whence(row, shipped),
                   row.official ? session_.say("官方", "official") : session_.say("非官方", "not official"),
                   row.from == kNoDay ? ""
                                      : session_.say(fmt::format("，自 {} 起", format_day(row.from)),
                                                     fmt::format(", from {} on", format_day(row.from))),
                   row.source.empty() ? session_.say("未注明来源", "no source given") : row.source);
      }
    }
  }

  /// default / region / file.
  [[nodiscard]] std::string whence(const knowledge::ParameterRow& row, bool shipped) const {
    if (shipped) return session_.say("默认", "default");
    const std::string at =
        session_.say(fmt::format("参数文件第 {} 行", row.row), fmt::format("parameter file row {}", row.row));
    if (row.region.empty()) return at;
    return session_.say(fmt::format("地区 {}（{}）", row.region, at), fmt::format("region {} ({})", row.region, at));
  }

  void points() const {
    const manual::PointCounts counts = manual::count_points(snapshot_);
    const manual::PointCount& of = counts[entry_.number];
    say("知识点", "points",
        session_.say(
            fmt::format("{}（国家公布 {}，条文列举 {}，地方确认 {}，仅供参考 {}；其中待结构化条件 {}）",
                        with_separators(of.all), with_separators(of.official), with_separators(of.listed),
                        with_separators(of.confirmed), with_separators(of.reference),
                        with_separators(of.needs_condition)),
            fmt::format(
                "{} (official {}, listed {}, confirmed {}, reference {}; of them {} need a structured condition)",
                with_separators(of.all), with_separators(of.official), with_separators(of.listed),
                with_separators(of.confirmed), with_separators(of.reference), with_separators(of.needs_condition))));
    if (manual::can_judge(entry_.number, counts)) {
      if (of.judging == 0) {
        say("判定知识", "judging",
            session_.say("不需知识点：只凭事实与参数", "needs no points: facts and parameters alone"));
      }
      return;
    }
    say("判定知识", "judging",
        session_.say(
            "无判定知识：在地区提供知识点之前不会有发现（knowledge import；参考知识点可先用 rules backtest "
            "--with-reference 试算）",
            "no judging knowledge: finds nothing until a region gives points (knowledge import; try reference points "
            "with rules backtest --with-reference)"));
  }

  void example() const {
    const auto found = manual::all_cases().find(entry_.number);
    if (found == manual::all_cases().end() || !found->second.example.has_value()) return;
    const manual::Example& example = *found->second.example;
    say("例", "example", "");
    if (!example.sentence.empty()) fmt::print("    {}\n", example.sentence);
    fmt::print("    {}\n", manual::english(example));
    std::string_view rest = example.tables;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      fmt::print("      {}\n", rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  const Session& session_;
  const rules::CatalogueEntry& entry_;
  const knowledge::Snapshot& snapshot_;
  const rules::Rule* rule_;
};

}  // namespace

Result<int> show_rule(const Session& session, const RulesChoice& choice) {
  const rules::CatalogueEntry* entry = find_entry(choice.rule);
  if (entry == nullptr) {
    return fail(ErrorCode::kBadCall,
                fmt::format(fmt::runtime(session.say(
                                "没有这条规则（给 1–88 的编号或国家编码，见 yishou rules list）：{}",
                                "no such rule (give a number 1–88 or a national code, see yishou rules list): {}")),
                            choice.rule));
  }
  YISHOU_TRY(const knowledge::Snapshot snapshot, snapshot_of(choice));
  Page(session, *entry, snapshot).print();
  return 0;
}

}  // namespace yishou::cli
