// The audit of a city against two rivals in one run, on the same files with the same threads: a bare scan of the same columns
// in DuckDB, and the SQL oracles of the same rules in DuckDB one after the other. The answer is checked: every oracle must
// accuse the same lines for the same money.
//
//   YISHOU_BENCH_LAKE, YISHOU_BENCH_PERSONS   see bench_lake.h
//   YISHOU_BENCH_ORACLES=0      leaves the oracles out (no check of the answer then)
//   YISHOU_BENCH_THREADS=N      default 2
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "../tests/rule_checks/oracle_tables.h"
#include "bench_lake.h"
#include "duck/duck.h"
#include "engine/engine.h"
#include "knowledge/base.h"
#include "lake/claims.h"
#include "lake/part_reader.h"
#include "model/tables.h"
#include "report/report.h"
#include "rules/common_ground.h"
#include "rules/rule.h"

namespace {

using namespace yishou;
using bench::must;
using bench::seconds;
using bench::setting;
using bench::stop;
namespace fs = std::filesystem;

struct Bench {
  fs::path folder = bench::folder();
  std::string lake;
  unsigned threads = static_cast<unsigned>(setting("YISHOU_BENCH_THREADS", 2));
  std::vector<const rules::Rule*> rules{rules::all_rules().begin(), rules::all_rules().end()};
};

std::string file_list(const lake::LakeClaims& claims, const std::string& lake, std::string_view table) {
  std::vector<std::string> files;
  for (const auto& file : claims.manifest().files(lake, table)) files.push_back(duck::literal(file));
  return fmt::format("read_parquet([{}])", fmt::join(files, ", "));
}

// ------------------------------------------------------------------------------------------------------ the audit

/// What the audit says, in the form in which an oracle says it: a line, or the key of a finding without lines.
struct AccusedLine {
  int rule;
  std::string sn;
  Fen amount;
};

/// tests/golden/rules/README.md: what names a finding without lines; of an institution rule with its begin.
std::string key_of(const model::Finding& finding) {
  const rules::Rule& rule = *rules::find_rule(finding.rule_no);
  if (rule.month_rule() != nullptr || rule.stock_rule() != nullptr) {
    std::string begin = rules::is_date_only(finding.begin_time) ? format_day(day_of(finding.begin_time))
                                                                : format_second(finding.begin_time);
    if (begin.size() > 10) begin[10] = 'T';
    return fmt::format("@/{}/{}//{}", finding.fixmedins_code, begin, finding.observed);
  }
  return fmt::format("@{}/{}/{}/{}/{}", finding.psn_no, finding.fixmedins_code, finding.mdtrt_id, finding.setl_id,
                     finding.observed);
}

struct Audited {
  double seconds = 0;
  engine::Totals totals;
  std::vector<AccusedLine> lines;
};

Audited audit(const Bench& bench, const lake::LakeClaims& claims, const knowledge::Snapshot& snapshot) {
  engine::Options options;
  options.rules = bench.rules;
  options.threads = bench.threads;
  Audited out;
  out.seconds = seconds([&] {
    out.totals = must(engine::run(claims, snapshot, options, [&](std::span<const model::Finding> findings) -> Status {
      for (const auto& finding : findings) {
        if (finding.bkkp_sns.empty()) out.lines.push_back({finding.rule_no, key_of(finding), finding.vola_amt});
        for (std::size_t i = 0; i < finding.bkkp_sns.size(); ++i) {
          out.lines.push_back({finding.rule_no, finding.bkkp_sns[i], finding.line_amounts[i]});
        }
      }
      return {};
    }, {}));
  });
  return out;
}

// ------------------------------------------------------------------------------------------------------- the scan

double scan(const Bench& bench, const lake::LakeClaims& claims, const char* aggregate) {
  model::FactSet wanted = rules::ground_facts();
  for (const rules::Rule* rule : bench.rules) wanted |= rule->info().reads;
  const lake::ReadPlan plan(wanted);
  const auto database =
      must(duck::Database::open("", {.threads = bench.threads, .memory_bytes = std::uint64_t{2} << 30}));
  auto connection = must(database.connect());
  const std::pair<const char*, const lake::ColumnPlan*> tables[] = {
      {"fee_list_d", &plan.lines},           {"setl_d", &plan.settlements},          {"mdtrt_d", &plan.visits},
      {"setl_list_diag_d", &plan.diagnoses}, {"setl_list_oprn_d", &plan.operations}, {"psn_info_b", &plan.persons}};
  return seconds([&] {
    for (const auto& [table, columns] : tables) {
      std::vector<std::string> terms;
      for (const auto column : columns->columns()) terms.push_back(fmt::format("{}({})", aggregate, column));
      must(connection.query(
          fmt::format("SELECT {} FROM {}", fmt::join(terms, ", "), file_list(claims, bench.lake, table))));
    }
  });
}

// ---------------------------------------------------------------------------------------------------- the oracles

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The SQL of a rule: what follows the line "oracle" of its golden file.
std::string oracle_of(const rules::Rule& rule) {
  const std::string text =
      read_text(fs::path(YISHOU_SOURCE_DIR) / "tests/golden/rules" / fmt::format("{:03}.golden", rule.info().number));
  const std::size_t at = text.find("\noracle\n");
  if (at == std::string::npos) stop({ErrorCode::kNotFound, fmt::format("rule {} has no oracle", rule.info().number)});
  return text.substr(at + 8);
}

// Runs ground and oracles; returns false when one differs from the audit.
bool run_oracles(const Bench& bench, const lake::LakeClaims& claims, const knowledge::KnowledgeBase& base,
                 const knowledge::Snapshot& snapshot, const Audited& audited) {
  const fs::path spill = bench.folder / "oracle-spill";
  fs::create_directories(spill);
  const auto database = must(duck::Database::open(
      "", {.threads = bench.threads, .memory_bytes = std::uint64_t{8} << 30, .spill_directory = spill.string()}));
  auto connection = must(database.connect());
  for (const model::Table& table : model::tables()) {
    if (claims.manifest().rows(table.name) > 0) {
      must(connection.execute(
          fmt::format("CREATE VIEW {} AS SELECT * FROM {}", table.name, file_list(claims, bench.lake, table.name))));
      continue;
    }
    std::vector<std::string> columns;
    for (const auto& column : table.columns) columns.push_back(fmt::format("NULL::VARCHAR AS {}", column.name));
    must(connection.execute(
        fmt::format("CREATE VIEW {} AS SELECT {} WHERE false", table.name, fmt::join(columns, ", "))));
  }
  must(rule_checks::create_knowledge_tables(connection));
  must(rule_checks::fill_knowledge_tables(connection, must(base.effective(kNoDay, "")), snapshot.parameters()));
  must(connection.execute("CREATE TABLE audited (rule_no INTEGER, bkkp_sn VARCHAR, vola_fen BIGINT)"));
  auto appender = must(connection.appender("audited"));
  for (const AccusedLine& line : audited.lines) {
    appender.int32(line.rule);
    appender.text(line.sn);
    appender.int64(line.amount);
    must(appender.end_row());
  }
  must(appender.finish());

  const std::string ground_sql = read_text(fs::path(YISHOU_SOURCE_DIR) / "tests/oracle/common_ground.sql") +
                                 read_text(fs::path(YISHOU_SOURCE_DIR) / "tests/oracle/stays.sql");
  const double ground = seconds([&] { must(connection.execute(ground_sql)); });
  fmt::print("  common ground in SQL {:8.2f} s\n", ground);
  double sum = 0;
  bool same = true;
  for (const rules::Rule* rule : bench.rules) {
    const int number = rule->info().number;
    must(connection.execute("DROP TABLE IF EXISTS answer"));
    const double taken = seconds([&] { must(connection.execute("CREATE TABLE answer AS " + oracle_of(*rule))); });
    sum += taken;
    const std::string accused = "SELECT bkkp_sn, vola_fen::BIGINT FROM answer WHERE answer = 'accused'";
    const std::string ours = fmt::format("SELECT bkkp_sn, vola_fen FROM audited WHERE rule_no = {}", number);
    const std::string differing = must(connection.query_text(
        fmt::format("SELECT count(*) FROM (({0} EXCEPT ALL {1}) UNION ALL ({1} EXCEPT ALL {0}))", accused, ours)));
    const std::string lines = must(connection.query_text("SELECT count(*) FROM answer WHERE answer = 'accused'"));
    fmt::print("  oracle of rule {:2}    {:8.2f} s  {:>7} lines  {}\n", number, taken, lines,
               differing == "0" ? "same lines, same money" : "DIFFERS IN " + differing);
    same = same && differing == "0";
  }
  fmt::print("oracles, the ground made once        {:8.2f} s   {:6.1f} × the audit\n", ground + sum,
             (ground + sum) / audited.seconds);
  fmt::print("oracles, each by itself              {:8.2f} s   {:6.1f} × the audit\n",
             ground * static_cast<double>(bench.rules.size()) + sum,
             (ground * static_cast<double>(bench.rules.size()) + sum) / audited.seconds);
  fs::remove_all(spill);
  return same;
}

}  // namespace

int main() {
  Bench bench;
  bench.lake = bench::lake_folder(bench.threads);
  const auto claims = must(lake::LakeClaims::open(bench.lake, {}));
  const auto base = must(knowledge::KnowledgeBase::open(bench.folder / "base"));
  const auto snapshot = must(base.snapshot(kNoDay, ""));
  fmt::print("lake {}: {} fee lines, {} parts; {} rules; {} threads; {}\n", bench.lake,
             claims->manifest().rows("fee_list_d"), claims->manifest().person_parts, bench.rules.size(), bench.threads,
             duck::engine_version());

  // Interleaved, so that a disturbance of the machine falls on all; the median counts.
  std::vector<double> audits, counts, maxima;
  Audited audited;
  for (int round = 0; round < 3; ++round) {
    counts.push_back(scan(bench, *claims, "count"));
    maxima.push_back(scan(bench, *claims, "max"));
    audited = audit(bench, *claims, snapshot);
    audits.push_back(audited.seconds);
  }
  for (auto* series : {&audits, &counts, &maxima}) std::ranges::sort(*series);
  audited.seconds = audits[1];
  const double nanoseconds = audits[1] * bench.threads * 1e9 / static_cast<double>(audited.totals.lines);
  fmt::print(
      "audit                                {:8.2f} s   (min {:.2f}, max {:.2f}); {:.0f} ns a line and thread; {} "
      "findings; "
      "peak {} MiB\n",
      audits[1], audits[0], audits[2], nanoseconds, audited.totals.findings, report::peak_rss_bytes() >> 20);
  fmt::print("scan of the same columns, count(c)   {:8.2f} s   audit = {:.2f} × scan\n", counts[1],
             audits[1] / counts[1]);
  fmt::print("scan of the same columns, max(c)     {:8.2f} s   audit = {:.2f} × scan\n", maxima[1],
             audits[1] / maxima[1]);
  if (setting("YISHOU_BENCH_ORACLES", 1) == 0) return 0;
  return run_oracles(bench, *claims, base, snapshot, audited) ? 0 : 1;
}
