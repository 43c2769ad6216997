#include "manual/pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "manual/about.h"
#include "manual/families.h"
#include "rules/common_ground.h"

namespace yishou::manual {
namespace {

constexpr std::string_view kMade =
    "<!-- 由 `./dev docs` 从规则生成，请勿手改 · made from the rules by `./dev docs`, do not edit -->\n";

std::string verdict_text(const rules::RuleInfo& info) {
  const std::string_view verdict = info.verdict == model::Verdict::kViolation ? "明确违规 violation" : "可疑 suspicion";
  return fmt::format("{}，严重程度 severity {}", verdict, info.severity);
}

// A text inside a table: `|` would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string counts_text(std::uint16_t number, const PointCounts& counts) {
  const PointCount& of = counts[number];
  if (of.all == 0) {
    return judges_without_points(number) ? "无需知识点：只凭事实与参数 · none needed, judged by facts and parameters"
                                         : "**无判定知识 no judging knowledge**：由地区提供 · to be given by a region";
  }
  std::string out = fmt::format("国家公布 official {} · 条文列举 listed {} · 参考 reference {}", of.official, of.listed,
                                of.reference);
  if (of.needs_condition > 0) {
    out += fmt::format("；其中只有文字、不作判定 of them text only, judging nothing: {}", of.needs_condition);
  }
  if (!can_judge(number, counts)) out += "；**无判定知识 no judging knowledge**";
  return out;
}

std::string value_text(const knowledge::ParameterRow& row) {
  return row.value.empty() ? std::string{"（空 empty）"} : row.value;
}

std::string parameters_text(std::uint16_t number, const rules::Rule* rule) {
  const auto definitions = parameters_of(number, rule);
  if (definitions.empty()) return {};
  std::string out =
      "\n| 参数 parameter | 默认 default | 单位 unit | 官方 official | 来源 source |\n| --- | --- | --- | --- | --- "
      "|\n";
  const auto defaults = knowledge::Parameters::build({}, {});
  for (const knowledge::ParameterDefinition* definition : definitions) {
    const auto row = std::ranges::find(defaults->rows(), definition->name, &knowledge::ParameterRow::name);
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", definition->name, cell(value_text(*row)), row->unit,
                       row->official ? "是 yes" : "否 no", cell(row->source));
  }
  return out;
}

std::string boundaries_text(const RuleCases& cases) {
  std::string out = "\n边界 · boundaries（验收用例 golden cases）：\n\n";
  const auto list = [&](std::string_view outcome, std::string_view title) {
    std::string names;
    for (const Case& one : cases.cases) {
      if (one.outcome == outcome) names += (names.empty() ? "" : " · ") + one.name;
    }
    if (!names.empty()) out += fmt::format("* {}: {}\n", title, names);
  };
  list("hit", "命中 hit");
  list("clear", "不命中 clear");
  list("undecided", "无法判定 indeterminate");
  return out;
}

std::string rule_text(const rules::CatalogueEntry& entry, const PointCounts& counts) {
  const rules::Rule* rule = rules::find_rule(entry.number);
  std::string out = fmt::format("\n<a id=\"{0}\"></a>\n## {0} {1} · {2}\n\n| | |\n| --- | --- |\n", entry.number,
                                entry.name_zh, entry.name_en);
  const auto row = [&](std::string_view label, std::string_view text) {
    out += fmt::format("| {} | {} |\n", label, cell(text));
  };
  row("国家编码 code", entry.code);
  row("类别 class", entry.class_zh);
  if (rule == nullptr) {
    row("状态 state", "尚无 absent");
    row("知识点 shipped points", counts_text(entry.number, counts));
    return out + parameters_text(entry.number, rule);
  }
  const rules::RuleInfo& info = rule->info();
  row("版本 version", fmt::format("{}@{} `{}`", info.number, info.version, info.slug));
  row("结论 verdict", verdict_text(info));
  row("含义", info.meaning_zh);
  row("meaning", info.meaning_en);
  row("依据 basis", info.basis);
  const Grain grain = grain_of(entry.number);
  row("粒度 grain", fmt::format("{} · {}", grain.zh, grain.en));
  row("知识点 shipped points", counts_text(entry.number, counts));
  const std::string facts = facts_text(facts_of(info.reads));
  row("读取 facts read", facts.empty() ? "只有公共事实 the common facts only" : facts);
  out += parameters_text(entry.number, rule);
  const auto cases = all_cases().find(entry.number);
  if (cases == all_cases().end()) return out;
  out += boundaries_text(cases->second);
  if (const auto& example = cases->second.example) {
    out += fmt::format("\n例 · example：{}\n\n```text\n{}\n```\n\n", example->name, example->tables);
    if (!example->sentence.empty()) out += fmt::format("> {}\n>\n", example->sentence);
    out += fmt::format("> {}\n", english(*example));
  }
  out += fmt::format(
      "\n全部用例与 SQL 验证 · all cases and the rule as SQL: "
      "[{0:03}.golden](../../tests/golden/rules/{0:03}.golden)\n",
      entry.number);
  return out;
}

std::string family_page(const Family& family, const PointCounts& counts) {
  std::string out =
      fmt::format("# {} · {}\n\n{}\n{} {}\n\n[全部规则 all rules](README.md) · [共同基础 common ground](../rules.md)\n",
                  family.title_zh, family.title_en, kMade, family.about_zh, family.about_en);
  for (const std::uint16_t number : family.numbers) out += rule_text(*rules::catalogue_entry(number), counts);
  return out;
}

std::string index_page(const PointCounts& counts) {
  std::string out = fmt::format("# 88 条国家规则 · The 88 national rules\n\n{}\n", kMade);
  out +=
      "每条规则的含义、参数、知识点、边界与例。各条共有的前提见[共同基础](../rules.md)；参数的地区与日期见[参数](../"
      "formats/parameters.md)。\n"
      "What each rule means, its parameters, points, boundaries and an example. What they share: [common "
      "ground](../rules.md).\n\n";
  out += fmt::format("全部规则都读取的事实 · facts that every rule reads: {}\n\n",
                     facts_text(facts_of(rules::ground_facts())));
  out +=
      "判定知识 knowledge: 数目 = 随产品发布、可作判定的知识点 shipped points that judge · 不需 = 只凭事实与参数 none "
      "needed · "
      "无 = 无判定知识 none, silent until a region gives some\n\n"
      "| no. | 规则 rule | 国家编码 code | 状态 state | 结论 verdict | 判定知识 knowledge | 页 page |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    const rules::Rule* rule = rules::find_rule(entry.number);
    const Family* family = family_of(entry.number);
    const std::uint64_t judging = counts[entry.number].judging;
    out += fmt::format(
        "| [{0}]({1}.md#{0}) | {2} {3} | {4} | {5} | {6} | {7} | [{8}]({1}.md) |\n", entry.number, family->slug,
        entry.name_zh, cell(entry.name_en), entry.code,
        rule == nullptr ? "尚无 absent" : fmt::format("{}@{}", entry.number, rule->info().version),
        rule == nullptr                                      ? ""
        : rule->info().verdict == model::Verdict::kViolation ? fmt::format("违规 {}", rule->info().severity)
                                                             : fmt::format("可疑 {}", rule->info().severity),
        judging > 0 ? std::to_string(judging) : std::string{judges_without_points(entry.number) ? "不需" : "无"},
        family->title_zh);
  }
  return out;
}

}  // namespace

std::map<std::string, std::string> pages(const knowledge::Snapshot& shipped) {
  const PointCounts counts = count_points(shipped);
  std::map<std::string, std::string> out;
  out["README.md"] = index_page(counts);
  for (const Family& family : families()) out[fmt::format("{}.md", family.slug)] = family_page(family, counts);
  return out;
}

}  // namespace yishou::manual
