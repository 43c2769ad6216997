// yishou knowledge diff: compares two days of knowledge, or two bases.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "cli/knowledge_command.h"
#include "knowledge/describe.h"
#include "knowledge/import.h"
#include "knowledge/manifest.h"
#include "report/text.h"

namespace yishou::cli {
namespace {

using knowledge::KnowledgeBase;

struct DiffCall {
  std::string base, region;
  std::vector<std::string> as_known, sides;
  bool all = false;
};

// One side of a comparison: a day of this base, or all of another base.
Result<std::vector<knowledge::PointRow>> side_of(const KnowledgeBase& base, const std::string& text,
                                                 const std::string& region) {
  if (const auto day = parse_day(text); day.has_value()) return base.effective(*day, region);
  std::error_code error;
  if (!std::filesystem::exists(text, error)) {
    return fail(ErrorCode::kBadCall,
                fmt::format("diff compares two dates YYYY-MM-DD or two knowledge bases: {}", text));
  }
  YISHOU_TRY(const KnowledgeBase other, KnowledgeBase::open(text));
  return other.effective(kNoDay, region);
}

Result<int> run_diff(const DiffCall& call, const Session& session) {
  YISHOU_TRY(const KnowledgeBase base, open_base(call.base));
  const std::vector<std::string>& sides = call.as_known.empty() ? call.sides : call.as_known;
  std::vector<knowledge::PointRow> before, after;
  if (sides.empty()) {  // what the newest day of the base brought
    Day newest = kNoDay;
    for (const knowledge::Batch& batch : base.batches()) newest = std::max(newest, batch.known_since);
    if (newest != kNoDay) {
      YISHOU_TRY(before, base.effective(newest - 1, call.region));
    }
    YISHOU_TRY(after, base.effective(kNoDay, call.region));
  } else if (sides.size() == 2) {
    YISHOU_TRY(before, side_of(base, sides[0], call.region));
    YISHOU_TRY(after, side_of(base, sides[1], call.region));
  } else {
    return fail(ErrorCode::kBadCall,
                "diff compares two sides: give two dates, two knowledge bases, or none for the newest import");
  }
  using Kind = knowledge::PointDifference::Kind;
  const auto differences = knowledge::compare(before, after);
  std::map<std::uint16_t, std::array<std::size_t, 3>> rules;
  for (const auto& difference : differences) {
    const std::uint16_t rule = difference.kind == Kind::kRemoved ? difference.before.rule : difference.after.rule;
    ++rules[rule][static_cast<std::size_t>(difference.kind)];
  }
  fmt::print("{}\n", session.say("规则                                          新增   移出   变更",
                                 "rule                                         added removed changed"));
  for (const auto& [rule, counts] : rules) {
    fmt::print("{}  {:>6} {:>6} {:>6}\n", report::pad_right(rule_title(rule), 40), counts[0], counts[1], counts[2]);
  }
  constexpr std::size_t kShown = 50;
  std::size_t shown = 0;
  for (const auto& difference : differences) {
    if (!call.all && shown++ == kShown) {
      fmt::print("{}\n", session.say("……（--all 显示全部）", "... (--all shows the rest)"));
      break;
    }
    const auto line = [&](std::string_view mark, const knowledge::PointRow& row) {
      fmt::print("{} {}  {}  {}  {}  {}  {}{}\n", mark, rule_title(row.rule), row.name, knowledge::describe_limit(row),
                 knowledge::describe_validity(row), row.point_id,
                 session.say(knowledge::describe_state(row.state), knowledge::describe_state_en(row.state)),
                 row.region.empty() ? "" : " " + row.region);
    };
    if (difference.kind == Kind::kAdded) line("+", difference.after);
    if (difference.kind == Kind::kRemoved) line("-", difference.before);
    if (difference.kind == Kind::kChanged) {
      line("<", difference.before);
      line(">", difference.after);
    }
  }
  return 0;
}

}  // namespace

void add_knowledge_diff(CLI::App& knowledge, Session& session) {
  const auto call = std::make_shared<DiffCall>();
  CLI::App* const command = knowledge.add_subcommand(
      "diff", session.say("比较两个获知日或两个知识库（不给参数：最近一次导入的变化）",
                          "compare two days of knowledge, or two bases (without arguments: the newest import)"));
  add_base_option(*command, call->base, session);
  command->add_option("--region", call->region, session.say("行政区划代码", "行政区划 code"));
  command->add_option("--as-known", call->as_known, session.say("两个获知日", "two days of knowledge"))
      ->expected(2)
      ->type_name("D1 D2");
  command->add_flag("--all", call->all, session.say("显示全部", "show all"));
  command
      ->add_option("sides", call->sides, session.say("两个日期或两个知识库文件夹", "two dates or two knowledge bases"))
      ->expected(0, 2)
      ->type_name("A B");
  command->callback([call, &session] { session.run = [call, &session] { return run_diff(*call, session); }; });
}

}  // namespace yishou::cli
