// yishou rules list: the 88 national rules in a table.
#include <fmt/format.h>

#include "cli/rules_command.h"
#include "report/text.h"

namespace yishou::cli {
namespace {

using report::pad_left;
using report::pad_right;
using report::with_separators;

constexpr std::size_t kNumber = 4, kCode = 16, kName = 46, kState = 6, kVerdict = 10, kPoints = 10, kJudging = 20;

struct Cells {
  std::string number, code, name, state, verdict, official, listed, confirmed, reference, judging;
};

void print_row(const Cells& cells) {
  fmt::print("{}  {}  {}  {}  {}{}{}{}{}  {}\n", pad_left(cells.number, kNumber), pad_right(cells.code, kCode),
             pad_right(cells.name, kName), pad_right(cells.state, kState), pad_right(cells.verdict, kVerdict),
             pad_left(cells.official, kPoints), pad_left(cells.listed, kPoints), pad_left(cells.confirmed, kPoints),
             pad_left(cells.reference, kPoints), pad_right(cells.judging, kJudging));
}

std::string count_text(std::uint64_t count) { return count == 0 ? std::string{"-"} : with_separators(count); }

std::string judging_text(const Session& session, std::uint16_t number, const manual::PointCounts& counts) {
  if (counts[number].judging > 0) return session.say("有", "yes");
  if (manual::judges_without_points(number)) return session.say("不需", "none needed");
  return session.say("无判定知识", "no judging knowledge");
}

}  // namespace

Result<int> list_rules(const Session& session, const RulesChoice& choice) {
  YISHOU_TRY(const knowledge::Snapshot snapshot, snapshot_of(choice));
  const manual::PointCounts counts = manual::count_points(snapshot);
  const bool chinese = session.language == Language::kChinese;
  print_row({session.say("编号", "no."), session.say("国家编码", "code"), session.say("规则", "rule"),
             session.say("状态", "state"), session.say("结论", "verdict"), session.say("国家公布", "official"),
             session.say("条文列举", "listed"), session.say("地方确认", "confirmed"),
             session.say("仅供参考", "reference"), session.say("判定知识", "judging knowledge")});
  fmt::print("{}\n", std::string(kNumber + kCode + kName + kState + kVerdict + 4 * kPoints + kJudging + 10, '-'));
  std::size_t present = 0, silent = 0;
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    const rules::Rule* rule = rules::find_rule(entry.number);
    if (rule != nullptr) ++present;
    if (rule != nullptr && !manual::can_judge(entry.number, counts)) ++silent;
    const manual::PointCount& of = counts[entry.number];
    print_row(
        {std::to_string(entry.number), std::string{entry.code}, std::string{chinese ? entry.name_zh : entry.name_en},
         rule == nullptr ? session.say("尚无", "absent") : fmt::format("{}@{}", entry.number, rule->info().version),
         rule == nullptr ? "-" : verdict_text(session, rule->info()), count_text(of.official), count_text(of.listed),
         count_text(of.confirmed), count_text(of.reference),
         rule == nullptr ? "-" : judging_text(session, entry.number, counts)});
  }
  fmt::print(
      "\n{}\n",
      session.say(fmt::format("国家规则 {} 条，已实现 {} 条，其中无判定知识 {} 条；知识点 {} 个，知识版本 {}",
                              rules::catalogue().size(), present, silent, with_separators(snapshot.points().size()),
                              snapshot.version()),
                  fmt::format("{} national rules, {} present, of them {} without judging knowledge; {} knowledge "
                              "points, knowledge version {}",
                              rules::catalogue().size(), present, silent, with_separators(snapshot.points().size()),
                              snapshot.version())));
  return 0;
}

}  // namespace yishou::cli
