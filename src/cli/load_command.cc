// yishou load: takes extracts into a lake and says what became of their rows.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "cli/command.h"
#include "lake/load.h"

namespace yishou::cli {
namespace {

struct LoadCall {
  lake::LoadOptions options;
};

// Rewrites one line on standard error a few times a second, on a terminal only.
class ProgressLine {
 public:
  explicit ProgressLine(const Session& session) : session_(session), shown_(isatty(STDERR_FILENO) == 1) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (written_) fmt::print(stderr, "\r\033[K");
  }
  void show(const std::string& table, std::uint64_t rows, bool writing) {
    if (!shown_) return;
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    written_ = true;
    fmt::print(stderr, "\r\033[K{} {}: {}", writing ? session_.say("写入", "writing") : session_.say("读取", "reading"),
               table, rows);
    std::fflush(stderr);
  }

 private:
  const Session& session_;
  bool shown_;
  bool written_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_;
};

// Columns on a terminal: a Chinese character takes two.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xe0) {
      columns += 2;
    } else if (byte < 0x80 || byte >= 0xc0) {
      ++columns;
    }
  }
  return columns;
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - width(row[c]), ' ');
      line += c == 0 ? row[c] + blanks : "  " + blanks + row[c];
    }
    fmt::print("{}\n", line);
  }
}

int report(const Session& session, const lake::LoadReport& done) {
  for (const std::string& file : done.skipped_files) {
    fmt::print("{}\n", session.say("跳过（不是表）：", "skipped (no table): ") + file);
  }
  std::vector<std::vector<std::string>> rows{{session.say("表", "table"), session.say("收入", "taken"),
                                              session.say("已有", "skipped"), session.say("替换", "replaced"),
                                              session.say("拒收", "refused"), session.say("湖中行数", "in the lake")}};
  std::int64_t refused = 0;
  for (const auto& table : done.tables) {
    rows.push_back({table.table, std::to_string(table.counts.taken), std::to_string(table.counts.skipped),
                    std::to_string(table.counts.replaced), std::to_string(table.refused),
                    std::to_string(done.manifest.rows(table.table))});
    refused += table.refused;
  }
  print_table(rows);
  if (done.lines_without_settlement > 0) {
    fmt::print("{}\n", session.say(fmt::format("没有对应结算的费用明细：{} 行（保留，等待结算）",
                                               done.lines_without_settlement),
                                   fmt::format("fee lines without a settlement: {} (kept, it may come later)",
                                               done.lines_without_settlement)));
  }
  if (done.refunds_of_unknown > 0) {
    fmt::print("{}\n",
               session.say(fmt::format("冲销未知结算的退费：{} 笔（保留）", done.refunds_of_unknown),
                           fmt::format("refunds of an unknown settlement: {} (kept)", done.refunds_of_unknown)));
  }
  if (refused == 0) return 0;
  constexpr std::size_t kShownReasons = 5;
  for (const auto& table : done.tables) {
    if (table.refused == 0) continue;
    fmt::print("{}\n", session.say(fmt::format("拒收的 {} 行在 {}", table.refused, table.rejects),
                                   fmt::format("the {} refused rows are in {}", table.refused, table.rejects)));
    std::vector<std::pair<std::uint64_t, std::string>> reasons;
    for (const auto& [reason, count] : table.reasons) reasons.emplace_back(count, reason);
    std::ranges::sort(reasons, std::ranges::greater{});
    for (std::size_t r = 0; r < std::min(kShownReasons, reasons.size()); ++r) {
      fmt::print("  {} × {}\n", reasons[r].first, reasons[r].second);
    }
    if (reasons.size() > kShownReasons) fmt::print("  …\n");
  }
  return 1;
}

}  // namespace

void add_load(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("load", session.say("把抽取文件收入数据湖", "takes extracts into a lake"));
  auto call = std::make_shared<LoadCall>();
  call->options.threads = std::max(1u, std::thread::hardware_concurrency());
  command
      ->add_option("--lake", call->options.lake,
                   session.say("数据湖文件夹（没有则新建）", "folder of the lake (made when there is none)"))
      ->required();
  command
      ->add_option("--threads", call->options.threads,
                   session.say("线程数（默认：全部处理器）", "threads (default: all processors)"))
      ->check(CLI::Range(1, 256));
  command
      ->add_option(
          "PATH", call->options.paths,
          session.say(
              "抽取文件或文件夹：CSV 或 Parquet，可用 gzip、zstd 压缩；文件名到第一个 . 或 - 为表名",
              "extracts or folders: CSV or Parquet, also gzip or zstd; a name up to the first . or - is the table"))
      ->required();
  command->callback([call, &session] {
    session.run = [call, &session]() -> Result<int> {
      Result<lake::LoadReport> done = [&] {
        ProgressLine progress(session);
        call->options.progress = [&](const std::string& table, std::uint64_t rows, bool writing) {
          progress.show(table, rows, writing);
        };
        return lake::load(call->options);
      }();
      if (!done) return pass(done);
      return report(session, *done);
    };
  });
}

}  // namespace yishou::cli
