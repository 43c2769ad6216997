// yishou knowledge import: takes official workbooks, own points and parameters, and says what changes.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "cli/knowledge_command.h"
#include "knowledge/describe.h"
#include "knowledge/import.h"

namespace yishou::cli {
namespace {

using knowledge::KnowledgeBase;

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
    for (const knowledge::LeftOut& left : file.left) print_remark('-', left, session);
    for (const knowledge::LeftOut& warning : file.warnings) print_remark('!', warning, session);
  }
}

Result<int> run_import(const ImportCall& call, const Session& session) {
  knowledge::ImportOptions options;
  options.dry_run = call.dry_run;
  YISHOU_TRY(options.published_at, date_option(call.published, "--published"));
  YISHOU_TRY(KnowledgeBase base, open_base(call.base));
  YISHOU_TRY(options.known_since, known_since_day(base, call.known_since));
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

}  // namespace

void add_knowledge_import(CLI::App& knowledge, Session& session) {
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

}  // namespace yishou::cli
