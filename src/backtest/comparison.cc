#include "backtest/comparison.h"

#include <charconv>
#include <filesystem>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "backtest/compare.h"
#include "backtest/figures.h"
#include "report/columns.h"
#include "report/file.h"
#include "report/row_writer.h"
#include "report/spool.h"

namespace yishou::backtest {
namespace {

std::vector<std::string> split(std::string_view joined) {
  std::vector<std::string> parts;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(';'), joined.size());
    parts.emplace_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return parts;
}

// What belongs together comes together: one rule, one person (without one: one institution); then in an order of its own.
constexpr const char* kOrdered =
    "SELECT side, rowid, rule_no, CASE WHEN psn_no = '' THEN fixmedins_code ELSE psn_no END AS whom, psn_no = '' AS "
    "place, "
    "concat_ws(chr(31), fixmedins_code, mdtrt_id, setl_id, begin_time, end_time) AS subject, observed, bkkp_sns, "
    "coalesce((vola_amt * 100)::BIGINT, 0), coalesce((fund_amt * 100)::BIGINT, 0) FROM findings "
    "ORDER BY rule_no, place, whom, begin_time NULLS FIRST, first_bkkp_sn, finding_id, side";
enum Column : std::size_t { kSide, kRow, kRule, kWhom, kPlace, kSubject, kObserved, kLines, kVola, kFund };

// Reads findings in that order and marks what differs.
class Marker {
 public:
  explicit Marker(duck::Appender marks) : marks_(std::move(marks)) {}

  Status take(const duck::Chunk& chunk, std::size_t row) {
    const std::int32_t rule = chunk.data<std::int32_t>(kRule)[row];
    const bool place = chunk.data<bool>(kPlace)[row];
    const std::string_view whom = chunk.text(kWhom, row);
    if (rule != rule_ || place != place_ || whom != whom_) {
      YISHOU_CHECK_OK(compare());
      rule_ = rule;
      place_ = place;
      whom_ = whom;
    }
    std::vector<Accused>& side = chunk.data<std::int32_t>(kSide)[row] == 0 ? now_ : draft_;
    side.push_back({chunk.data<std::int64_t>(kRow)[row], std::string{chunk.text(kSubject, row)},
                    std::string{chunk.text(kObserved, row)}, split(chunk.text(kLines, row)),
                    chunk.data<std::int64_t>(kVola)[row], chunk.data<std::int64_t>(kFund)[row]});
    return {};
  }

  Status finish() {
    YISHOU_CHECK_OK(compare());
    return marks_.finish();
  }

 private:
  Status compare() {
    for (const Pair& pair : pair_up(now_, draft_)) {
      if (pair.same) continue;
      const bool both = pair.now != kNobody && pair.draft != kNobody;
      ++pair_;
      if (pair.now != kNobody) YISHOU_CHECK_OK(mark(now_[pair.now], both ? "changed_from" : "dropped"));
      if (pair.draft != kNobody) YISHOU_CHECK_OK(mark(draft_[pair.draft], both ? "changed_to" : "added"));
    }
    now_.clear();
    draft_.clear();
    return {};
  }

  Status mark(const Accused& one, std::string_view change) {
    marks_.int64(one.row);
    marks_.text(change);
    marks_.int64(pair_);
    return marks_.end_row();
  }

  duck::Appender marks_;
  std::int64_t pair_ = 0;  // what is marked together
  std::int32_t rule_ = -1;
  bool place_ = false;
  std::string whom_;
  std::vector<Accused> now_, draft_;
};

std::string select_changes() {
  std::string columns;
  for (const report::Column& column : report::kChangeColumns) {
    columns += (columns.empty() ? "" : ", ") + duck::identifier(column.name);
  }
  return fmt::format(
      "SELECT {} FROM judged WHERE change IS NOT NULL "
      "ORDER BY rule_no, psn_no, begin_time NULLS FIRST, first_bkkp_sn, finding_id, change",
      columns);
}

}  // namespace

struct Comparison::Impl {
  std::string path;
  std::optional<report::Format> format;
  ComparisonOptions options;
  report::WorkFolder folder;  // before the spool: outlives it
  report::Spool spool;
  std::mutex adding;

  Status mark() {
    duck::Connection& connection = spool.connection();
    YISHOU_CHECK_OK(connection.execute("CREATE TABLE marks (id BIGINT, change VARCHAR, pair BIGINT)"));
    // Reading goes on while marks are written, and a connection does one thing at a time.
    YISHOU_TRY(duck::Connection writing, spool.connect());
    YISHOU_TRY(duck::Appender marks, writing.appender("marks"));
    Marker marker(std::move(marks));
    YISHOU_TRY(duck::Stream stream, connection.stream(kOrdered));
    for (;;) {
      YISHOU_TRY(const duck::Chunk chunk, stream.next());
      if (chunk.rows() == 0) break;
      for (std::size_t row = 0; row < chunk.rows(); ++row) YISHOU_CHECK_OK(marker.take(chunk, row));
    }
    YISHOU_CHECK_OK(marker.finish());
    return connection.execute(
        "CREATE VIEW judged AS SELECT f.*, m.change, m.pair FROM (SELECT rowid AS id, * FROM findings) f "
        "LEFT JOIN marks m USING (id)");
  }

  Result<Outcome> finish() {
    YISHOU_CHECK_OK(spool.seal());
    YISHOU_CHECK_OK(mark());
    YISHOU_TRY(Outcome outcome, add_up(spool.connection(), options));
    if (!format.has_value()) return outcome;
    const std::string finished = folder.file("changes" + std::filesystem::path(path).extension().string());
    const auto& moved = outcome.total.findings;
    const report::Rows rows{select_changes(), report::kChangeColumns,
                            static_cast<std::uint64_t>(moved.added + moved.dropped + 2 * moved.changed)};
    YISHOU_CHECK_OK(
        report::write_rows(spool.connection(), rows, *format, finished, folder.path(), outcome_sheet(outcome)));
    YISHOU_CHECK_OK(report::publish(finished, path));
    return outcome;
  }
};

Comparison::Comparison(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Comparison::Comparison(Comparison&&) noexcept = default;
Comparison& Comparison::operator=(Comparison&&) noexcept = default;
Comparison::~Comparison() = default;

Result<Comparison> Comparison::open(const std::string& path, ComparisonOptions options) {
  std::optional<report::Format> format;
  std::string beside = (std::filesystem::temp_directory_path() / "yishou-backtest").string();
  if (!path.empty()) {
    YISHOU_TRY(format, report::format_of(path));
    YISHOU_CHECK_OK(report::check_output(path));
    beside = path;
  }
  YISHOU_TRY(report::WorkFolder folder, report::WorkFolder::beside(beside));
  YISHOU_TRY(report::Spool spool,
             report::Spool::create(folder.file("spool.duckdb"), folder.file("spill"),
                                   {.rules = options.rules, .institutions = {}, .memory_bytes = options.memory_bytes}));
  return Comparison(
      std::unique_ptr<Impl>(new Impl{path, format, std::move(options), std::move(folder), std::move(spool), {}}));
}

Status Comparison::add(Side side, std::span<const model::Finding> findings) {
  const std::lock_guard lock(impl_->adding);
  for (const model::Finding& finding : findings) {
    if (finding.verdict == model::Verdict::kIndeterminate) continue;
    YISHOU_CHECK_OK(impl_->spool.add(finding, static_cast<int>(side)));
  }
  return {};
}

Result<Outcome> Comparison::finish() {
  auto outcome = impl_->finish();
  if (outcome.has_value()) return outcome;
  // The engine speaks of its own files; a person wants to know what failed.
  return fail(outcome.error().code, fmt::format("没有得出比较结果 / the comparison was not finished: {} ({})",
                                                impl_->path.empty() ? "-" : impl_->path, outcome.error().message));
}

}  // namespace yishou::backtest
