// yishou knowledge: import, list, show, diff; ship for developers.
#include "cli/command.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "knowledge/base.h"
#include "knowledge/describe.h"
#include "knowledge/files.h"
#include "knowledge/import.h"
#include "knowledge/manifest.h"
#include "knowledge/official_rules.h"
#include "knowledge/ship.h"
#include "report/text.h"

namespace yishou::cli {
namespace {

using knowledge::KnowledgeBase;

Day today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return day_from_civil({local.tm_year + 1900, local.tm_mon + 1, local.tm_mday});
}

Result<Day> date_option(const std::string& text, std::string_view option) {
  if (text.empty()) return kNoDay;
  const auto day = parse_day(text);
  if (!day.has_value()) return fail(ErrorCode::kBadCall, fmt::format("{} takes a date YYYY-MM-DD: {}", option, text));
  return *day;
}

Result<KnowledgeBase> open_base(const std::string& folder) {
  if (!folder.empty()) return KnowledgeBase::open(folder);
  YISHOU_TRY(const std::filesystem::path place, knowledge::default_base_folder());
  return KnowledgeBase::open(place);
}

void add_base_option(CLI::App& command, std::string& folder, const Session& session) {
  command.add_option("--base", folder,
                     session.say("知识库文件夹（默认 $YISHOU_BASE，再次为用户数据文件夹）",
                                 "the knowledge base (default: $YISHOU_BASE, then the user's data folder)"));
}

std::string open_day(Day day, const Session& session) {
  return day == kNoDay ? session.say("一向知道", "always") : format_day(day);
}

std::string rule_title(std::uint16_t rule) { return fmt::format("{} {}", rule, knowledge::rule_name(rule)); }

std::string codes_text(const std::vector<std::string>& codes) {
  std::string out;
  for (std::size_t i = 0; i < codes.size() && i < 5; ++i) out += (i == 0 ? "" : " ") + codes[i];
  if (codes.size() > 5) out += fmt::format(" … ({})", codes.size());
  return out;
}

// ---------------------------------------------------------------------------------------------- import

struct ImportCall {
  std::string base, published, known_since;
  std::vector<std::string> files;
  bool dry_run = false;
  bool all = false;
};

void print_change(const knowledge::Change& change, const Session& session) {
  const knowledge::StoredPoint& point = change.after;
  if (change.kind == knowledge::Change::Kind::kNew) {
    fmt::print("  + {}  {}  {}  [{}]\n", rule_title(point.row.rule), point.row.name,
               knowledge::describe_limit(point.row), codes_text(point.row.codes));
    return;
  }
  fmt::print("  ~ {}  {}  {} → {}\n", rule_title(point.row.rule), point.row.name,
             knowledge::describe_limit(change.before.row), knowledge::describe_limit(point.row));
  if (!change.added.empty())
    fmt::print("      {} {}\n", session.say("新增编码", "codes added"), codes_text(change.added));
  if (!change.removed.empty())
    fmt::print("      {} {}\n", session.say("移出编码", "codes removed"), codes_text(change.removed));
}

void print_report(const knowledge::ImportReport& report, const ImportCall& call, const Session& session) {
  constexpr std::size_t kShown = 20;
  for (const knowledge::FileReport& file : report.files) {
    using Kind = knowledge::Change::Kind;
    const auto count = [&](Kind kind) { return std::ranges::count(file.changes, kind, &knowledge::Change::kind); };
    fmt::print("{}\n", file.file);
    if (file.kind == knowledge::BatchKind::kParameters) {
      fmt::print("  {}\n", session.say(fmt::format("参数 {} 行", file.parameters),
                                       fmt::format("{} parameter rows", file.parameters)));
      continue;
    }
    const auto superseding = std::ranges::count_if(file.changes, [](const knowledge::Change& change) {
      return change.kind == Kind::kChanged && !change.after.supersedes.empty();
    });
    fmt::print("  {}\n", session.say(fmt::format("收入 {}（新增 {}，变更 {}，其中替代旧知识点 {}），未变 "
                                                 "{}（其后已有新版 {}），文件未提及而继续有效 {}，未收 {}",
                                                 count(Kind::kNew) + count(Kind::kChanged), count(Kind::kNew),
                                                 count(Kind::kChanged), superseding, count(Kind::kUnchanged),
                                                 file.superseded_since, file.untouched, file.left.size()),
                                     fmt::format("taken {} (new {}, changed {}, of these superseding {}), unchanged {} "
                                                 "(a later version is known of {}), not named "
                                                 "and still in force {}, left out {}",
                                                 count(Kind::kNew) + count(Kind::kChanged), count(Kind::kNew),
                                                 count(Kind::kChanged), superseding, count(Kind::kUnchanged),
                                                 file.superseded_since, file.untouched, file.left.size())));
    std::size_t shown = 0;
    for (const knowledge::Change& change : file.changes) {
      if (change.kind == Kind::kUnchanged) continue;
      if (!call.all && shown == kShown) {
        fmt::print("  {}\n", session.say("……（--all 显示全部）", "... (--all shows the rest)"));
        break;
      }
      print_change(change, session);
      ++shown;
    }
    for (const knowledge::LeftOut& left : file.left) {
      fmt::print("  - {}{}{}: {}{}{}\n", left.sheet.empty() ? "" : left.sheet + " ",
                 left.row == 0 ? std::string{}
                               : session.say(fmt::format("第 {} 行", left.row), fmt::format("row {}", left.row)),
                 left.column.empty() ? "" : " " + left.column,
                 session.say(knowledge::why_zh(left.why), knowledge::why_en(left.why)),
                 left.need_zh.empty()
                     ? ""
                     : session.say(fmt::format("（{}）", left.need_zh), fmt::format(" ({})", left.need_en)),
                 left.text.empty() ? "" : ": " + left.text);
    }
  }
}

Result<int> run_import(const ImportCall& call, const Session& session) {
  knowledge::ImportOptions options;
  options.dry_run = call.dry_run;
  YISHOU_TRY(options.published_at, date_option(call.published, "--published"));
  YISHOU_TRY(options.known_since, date_option(call.known_since, "--known-since"));
  YISHOU_TRY(KnowledgeBase base, open_base(call.base));
  if (options.known_since == kNoDay) {
    options.known_since = today();
    // A clock behind the newest batch must not rewrite the past.
    for (const knowledge::Batch& batch : base.batches())
      options.known_since = std::max(options.known_since, batch.known_since);
  }
  const std::vector<std::filesystem::path> files(call.files.begin(), call.files.end());
  YISHOU_TRY(const knowledge::ImportReport report, knowledge::import_files(base, files, options));
  print_report(report, call, session);
  if (call.dry_run) {
    fmt::print("{}\n", session.say("试运行：未写入任何内容", "dry run: nothing was written"));
  } else {
    YISHOU_TRY(const knowledge::Snapshot snapshot, base.snapshot(kNoDay, ""));
    fmt::print("{} {}\n", session.say("知识版本", "knowledge version"), snapshot.version());
  }
  if (!report.rejects.empty()) {
    fmt::print("{} {}\n", session.say("被拒的行见", "refused rows are in"), report.rejects.string());
  }
  return report.any_refused() ? 1 : 0;
}

void add_import(CLI::App& knowledge, Session& session) {
  const auto call = std::make_shared<ImportCall>();
  CLI::App* const command = knowledge.add_subcommand(
      "import", session.say("导入国家公布的工作簿（.xlsx）、自有知识点或参数（.csv），并说明有何变化",
                            "take official workbooks (.xlsx), own points or parameters (.csv), and say what changes"));
  add_base_option(*command, call->base, session);
  command->add_option("--published", call->published,
                      session.say("公布日期（替代旧知识点时自此日起适用）",
                                  "day of publication (from which it supersedes earlier points)"));
  command->add_option("--known-since", call->known_since,
                      session.say("本库获知的日期（默认今天）", "day on which the base learns it (default: today)"));
  command->add_flag("--dry-run", call->dry_run, session.say("只报告，不写入", "report only, write nothing"));
  command->add_flag("--all", call->all, session.say("显示全部变化", "show every change"));
  command->add_option("files", call->files, session.say("文件", "files"))->required()->type_name("FILE");
  command->callback([call, &session] { session.run = [call, &session] { return run_import(*call, session); }; });
}

// ---------------------------------------------------------------------------------------------- list

Result<int> run_list(const std::string& folder, const std::string& region, const Session& session) {
  YISHOU_TRY(const KnowledgeBase base, open_base(folder));
  fmt::print("{}  {}\n", session.say("知识库", "knowledge base"), base.folder().string());
  fmt::print("{}\n", session.say("序  批次                  种类        公布日      获知日      知识点   编码",
                                 "no  batch                 kind        published   known since points   codes"));
  for (const knowledge::Batch& batch : base.batches()) {
    fmt::print("{:>2}  {}  {}  {}  {}  {:>6} {:>6}\n", batch.order, report::pad_right(batch.name, 20),
               report::pad_right(knowledge::kind_word(batch.kind), 10),
               report::pad_right(format_day(batch.published_at), 10),
               report::pad_right(open_day(batch.known_since, session), 10), batch.points, batch.codes);
  }
  YISHOU_TRY(const std::vector<knowledge::StoredPoint> points, base.points());
  struct Counts {
    std::array<std::size_t, 3> states{};
    std::size_t waiting = 0;
  };
  std::map<std::uint16_t, Counts> rules;
  for (const knowledge::StoredPoint& point : points) {
    Counts& counts = rules[point.row.rule];
    ++counts.states[static_cast<std::size_t>(point.row.state)];
    if (point.row.needs_condition) ++counts.waiting;
  }
  fmt::print("\n{}\n",
             session.say("规则                                      国家公布 地方确认 仅供参考 待结构化",
                         "rule                                      official confirmed reference needs condition"));
  for (const auto& [rule, counts] : rules) {
    fmt::print("{}  {:>8} {:>8} {:>8} {:>8}\n", report::pad_right(rule_title(rule), 40), counts.states[0],
               counts.states[1], counts.states[2], counts.waiting);
  }
  YISHOU_TRY(const knowledge::Snapshot snapshot, base.snapshot(kNoDay, region));
  fmt::print("\n{} {}\n", session.say("知识版本", "knowledge version"), snapshot.version());
  return 0;
}

void add_list(CLI::App& knowledge, Session& session) {
  const auto folder = std::make_shared<std::string>();
  const auto region = std::make_shared<std::string>();
  CLI::App* const command =
      knowledge.add_subcommand("list", session.say("批次、各规则知识点数、版本", "batches, points by rule, version"));
  add_base_option(*command, *folder, session);
  command->add_option("--region", *region, session.say("行政区划代码", "行政区划 code"));
  command->callback([folder, region, &session] {
    session.run = [folder, region, &session] { return run_list(*folder, *region, session); };
  });
}

// ---------------------------------------------------------------------------------------------- show

bool meets(const knowledge::PointRow& row, std::string_view code) {
  if (std::ranges::any_of(row.codes, [&](const std::string& prefix) { return code.starts_with(prefix); })) return true;
  return knowledge::has_value_side(row.rule) && row.rule == 25 && code.starts_with(row.value);
}

Result<int> run_show(const std::string& folder, const std::string& region, const std::string& code,
                     const Session& session) {
  YISHOU_TRY(const KnowledgeBase base, open_base(folder));
  YISHOU_TRY(const std::vector<knowledge::StoredPoint> points, base.points());
  std::map<std::string, const knowledge::StoredPoint*> successor;
  for (const knowledge::StoredPoint& point : points) {
    if (!point.supersedes.empty()) successor[point.supersedes] = &point;
  }
  YISHOU_TRY(const std::vector<knowledge::PointRow> rows, base.effective(kNoDay, region));
  std::size_t found = 0;
  for (const knowledge::PointRow& row : rows) {
    if (!meets(row, code)) continue;
    if (found++ == 0) fmt::print("{}\n", code);
    fmt::print("\n{}  {}  {}\n", rule_title(row.rule), row.name, knowledge::describe_limit(row));
    fmt::print("  {} {}\n", session.say("适用的费用日期：", "fee dates:"), knowledge::describe_validity(row));
    fmt::print("  {} {}", session.say("获知日：", "known since:"), open_day(row.known_since, session));
    if (const auto later = successor.find(row.point_id); later != successor.end()) {
      const std::string since = open_day(later->second->row.known_since, session);
      fmt::print(
          "{}", session.say(fmt::format("；{} 起获知已被 {} 替代", since, later->second->row.point_id),
                            fmt::format("; known since {} that {} supersedes it", since, later->second->row.point_id)));
    }
    fmt::print("\n  {} {}  {}\n", session.say("依据：", "basis:"), row.basis, row.point_id);
    fmt::print("  {} {}{}\n", session.say("状态：", "state:"), knowledge::describe_state(row.state),
               row.region.empty() ? "" : "  " + row.region);
  }
  if (found == 0) {
    return fail(ErrorCode::kNotFound, fmt::format("no knowledge point has this code or a prefix of it: {}", code));
  }
  return 0;
}

void add_show(CLI::App& knowledge, Session& session) {
  struct Call {
    std::string base, region, code;
  };
  const auto call = std::make_shared<Call>();
  CLI::App* const command =
      knowledge.add_subcommand("show", session.say("一个编码的全部限定：何时适用、何时获知",
                                                   "every limit on a code: when it holds, since when it is known"));
  add_base_option(*command, call->base, session);
  command->add_option("--region", call->region, session.say("行政区划代码", "行政区划 code"));
  command->add_option("code", call->code, session.say("医保编码", "item code"))->required()->type_name("CODE");
  command->callback([call, &session] {
    session.run = [call, &session] { return run_show(call->base, call->region, call->code, session); };
  });
}

// ---------------------------------------------------------------------------------------------- diff

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
      fmt::print("{} {}  {}  {}  {}  {}\n", mark, rule_title(row.rule), row.name, knowledge::describe_limit(row),
                 knowledge::describe_validity(row), row.point_id);
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

void add_diff(CLI::App& knowledge, Session& session) {
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

// ---------------------------------------------------------------------------------------------- ship

void add_ship(CLI::App& knowledge, Session& session) {
  struct Options {
    std::string from, out;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = knowledge.add_subcommand(
      "ship", session.say("由公布的清单生成随产品发布的知识（开发用）",
                          "make the shipped knowledge from the published lists (for developers)"));
  command->group("");  // not in the help
  command->add_option("--from", options->from)->required();
  command->add_option("--out", options->out)->required();
  command->callback([options, &session] {
    session.run = [options]() -> Result<int> {
      YISHOU_TRY(const std::string text, knowledge::make_shipped_points(options->from));
      YISHOU_CHECK_OK(knowledge::write_file(std::filesystem::path{options->out} / "points.csv", text));
      return 0;
    };
  });
}

}  // namespace

void add_knowledge(CLI::App& app, Session& session) {
  CLI::App* const command = app.add_subcommand(
      "knowledge", session.say("知识库：导入、列出、查看、比较", "the knowledge base: import, list, show, diff"));
  command->require_subcommand(1);
  add_import(*command, session);
  add_list(*command, session);
  add_show(*command, session);
  add_diff(*command, session);
  add_ship(*command, session);
}

}  // namespace yishou::cli
