// src/manual/cases.csv holds what people are shown of the golden files: names and outcomes of the cases, and one hit of each rule with
// the sentence that the rule says of it. YISHOU_WRITE_CASES=1 writes the file (./dev docs does); otherwise this compares.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "csv/records.h"
#include "golden.h"

namespace yishou::rule_checks {
namespace {

constexpr const char* kFile = "src/manual/cases.csv";
constexpr const char* kOracleFile = "src/manual/oracles.csv";
constexpr std::string_view kHeader = "rule_no,case,outcome,lines,vola,observed,limit,sentence,tables\n";

// The tables of a case as they stand in the file: from the line after its heading to the next case.
std::string tables_of(const std::string& golden, int row) {
  std::istringstream in{golden};
  std::string out;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (++number <= row) continue;
    if (line.starts_with("case ") || line.starts_with("oracle")) break;
    if (line.empty() || line.starts_with('#')) continue;
    out += (out.empty() ? "" : "\n") + line;
  }
  return out;
}

void append_row(std::string& out, std::initializer_list<std::string> fields) {
  bool first = true;
  for (const std::string& field : fields) {
    if (!first) out += ',';
    first = false;
    csv::append_field(out, field);
  }
  out += '\n';
}

std::string cases_of(const rules::Rule& rule) {
  const Golden golden = read_golden(rule);
  const knowledge::Snapshot snapshot = snapshot_of(golden);
  const std::string text = read_file(golden.path);
  const std::string number = std::to_string(rule.info().number);
  std::string out;
  bool shown = false;
  for (const Case& one : golden.cases) {
    const std::string outcome = !one.finds.empty() ? "hit" : one.undecided.empty() ? "clear" : "undecided";
    if (one.finds.empty() || shown) {
      append_row(out, {number, one.name, outcome, "", "", "", "", "", ""});
      continue;
    }
    shown = true;
    const Result result = run_rule(rule, snapshot, one.claims);
    EXPECT_FALSE(result.findings.empty()) << golden.path << " " << one.name;
    if (result.findings.empty()) continue;
    const Found& found = result.findings.front();
    Fen vola = 0;
    for (const Fen amount : found.amounts) vola += amount;
    append_row(out,
               {number, one.name, outcome, fmt::format("{}", fmt::join(found.lines, ";")),
                format_decimal(vola, kFenScale), found.observed, found.limit, found.content, tables_of(text, one.row)});
  }
  return out;
}

TEST(ManualCases, AreThoseOfTheGoldenFiles) {
  std::string made{kHeader};
  for (const rules::Rule* rule : every_rule()) made += cases_of(*rule);
  if (std::getenv("YISHOU_WRITE_CASES") != nullptr) {
    std::ofstream(std::string{YISHOU_SOURCE_DIR} + "/" + kFile, std::ios::binary) << made;
    return;
  }
  EXPECT_TRUE(read_file(kFile) == made) << kFile << " is not what the golden files say: run ./dev docs";
}

// src/manual/oracles.csv in the same way: what each rule says in SQL.
TEST(ManualCases, OraclesAreThoseOfTheGoldenFiles) {
  std::string made = "rule_no,sql\n";
  for (const rules::Rule* rule : every_rule()) {
    const Golden golden = read_golden(*rule);
    if (!golden.oracle.empty()) append_row(made, {std::to_string(rule->info().number), golden.oracle});
  }
  if (std::getenv("YISHOU_WRITE_CASES") != nullptr) {
    std::ofstream(std::string{YISHOU_SOURCE_DIR} + "/" + kOracleFile, std::ios::binary) << made;
    return;
  }
  EXPECT_TRUE(read_file(kOracleFile) == made) << kOracleFile << " is not what the golden files say: run ./dev docs";
}

}  // namespace
}  // namespace yishou::rule_checks
