// Rules over institutions through the whole engine: the findings depend on the facts alone, the lines of oversold stock come in
// as many passes as memory allows, and what is planted is found.
#include <algorithm>
#include <fstream>
#include <map>
#include <ranges>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "csv/small_table.h"
#include "knowledge/snapshot_builder.h"
#include "small_city.h"

namespace yishou::audit_tests {
namespace {

/// Everything about a finding of an institution.
using Row = std::tuple<int, std::string, std::string, std::string, std::string, std::string, Fen, Fen, std::string,
                       std::string, std::string>;

/// The city is small: months of few settlements and few peers take part, and little is needed to stand out.
const knowledge::Snapshot& sensitive() {
  static const knowledge::Snapshot made = [] {
    auto snapshot = knowledge::snapshot_from_csv(
        {}, "name,value\nmin_cases,1\nmin_peers,2\nz_limit,0.5\nmin_diff,0\nstock_abs,0\nstock_tol,0\n", {});
    EXPECT_TRUE(snapshot.has_value()) << snapshot.error().message;
    return std::move(*snapshot);
  }();
  return made;
}

engine::Options institution_rules() {
  engine::Options options;
  for (const std::uint16_t number : std::initializer_list<std::uint16_t>{43, 48, 56, 57, 58, 59, 60, 61, 62, 63}) {
    options.rules.push_back(rules::find_rule(number));
  }
  options.indeterminate = true;
  return options;
}

std::multiset<Row> judge(const std::filesystem::path& lake, const knowledge::Snapshot& snapshot,
                         const engine::Options& options, std::size_t block_lines = 8192) {
  const auto claims = lake::LakeClaims::open(lake.string(), {.block_lines = block_lines});
  EXPECT_TRUE(claims.has_value()) << claims.error().message;
  std::multiset<Row> rows;
  const auto totals = engine::run(**claims, snapshot, options, [&](std::span<const model::Finding> findings) -> Status {
    for (const model::Finding& f : findings) {
      EXPECT_TRUE(f.psn_no.empty() && !f.fixmedins_code.empty() && f.begin_time != kNoSecond);
      rows.emplace(f.rule_no, f.fixmedins_code, format_second(f.begin_time), format_second(f.end_time),
                   f.verdict == model::Verdict::kIndeterminate ? "undecided" : "accused",
                   fmt::format("{}", fmt::join(f.bkkp_sns, ";")), f.vola_amt, f.fund_amt, f.observed, f.limit,
                   f.finding_id);
    }
    return {};
  }, {});
  EXPECT_TRUE(totals.has_value()) << totals.error().message;
  EXPECT_EQ(totals->findings, rows.size());
  return rows;
}

TEST(InstitutionRules, ThreadsBlocksPartsAndPasses) {
  const auto one_part = load_lake(city(), "inst_one", 100'000'000);
  const auto many_parts = load_lake(city(), "inst_many", 15'000);
  engine::Options options = institution_rules();
  const auto expected = judge(one_part, sensitive(), options);
  std::map<int, int> by_rule;
  std::set<std::string> ids;
  for (const Row& row : expected) {
    if (std::get<4>(row) == "accused") ++by_rule[std::get<0>(row)];
    ids.insert(std::get<10>(row));
  }
  for (const int rule : {43, 56, 57, 59}) EXPECT_GT(by_rule[rule], 0) << "rule " << rule << " finds something";
  EXPECT_EQ(ids.size(), expected.size()) << "no two findings have one id";
  for (const std::size_t kept : {std::size_t{200}, std::size_t{3}}) {  // some intervals are given up, nearly all are
    options.kept_stock_lines = kept;
    EXPECT_EQ(judge(one_part, sensitive(), options, 64), expected) << kept << " lines kept";
  }
  options.kept_stock_lines = 0;  // all are read again
  options.oversold_lines = 30'000;
  EXPECT_EQ(judge(one_part, sensitive(), options, 64), expected);
  for (const unsigned threads : {2u, 8u}) {
    options.threads = threads;
    options.oversold_lines = 20'000 * threads;
    EXPECT_EQ(judge(many_parts, sensitive(), options, 1'000), expected) << threads << " threads";
  }
  options.indeterminate = false;
  for (const Row& row : judge(many_parts, sensitive(), options)) EXPECT_EQ(std::get<4>(row), "accused");
}

TEST(InstitutionRules, OnlyFindingsThatTouchThePeriod) {
  const auto lake = load_lake(city(), "inst_period", 100'000'000);
  engine::Options options = institution_rules();
  const auto whole = judge(lake, sensitive(), options);
  ASSERT_FALSE(whole.empty());
  options.to = parse_day(std::get<2>(*whole.begin()).substr(0, 10)).value();
  for (const Row& row : judge(lake, sensitive(), options)) {
    EXPECT_LE(std::get<2>(row).substr(0, 10), format_day(options.to));
    EXPECT_TRUE(whole.contains(row));
  }
}

TEST(InstitutionRules, WhatIsPlantedIsFound) {
  const auto lake = load_lake(city(), "inst_truth", 40'000);
  engine::Options options = institution_rules();
  options.indeterminate = false;
  std::set<std::string> accused;  // rule and institution, rule and line
  for (const Row& row : judge(lake, shipped(), options)) {
    accused.insert(fmt::format("{} {}", std::get<0>(row), std::get<1>(row)));
    for (const auto line : std::views::split(std::get<5>(row), ';')) {
      accused.insert(fmt::format("{} {}", std::get<0>(row), std::string_view{line}));
    }
  }
  std::ifstream file(city() / "truth.csv");
  std::ostringstream text;
  text << file.rdbuf();
  const auto truth = csv::read_small_table(text.str(), "truth.csv");
  ASSERT_TRUE(truth.has_value()) << truth.error().message;
  const auto column = [&](std::string_view name) { return *truth->column(name); };
  std::set<std::string> rules;
  for (const rules::Rule* rule : options.rules) rules.insert(std::to_string(rule->info().number));
  std::map<std::string, int> planted;
  for (const auto& row : truth->rows) {
    const std::string& rule = row.fields[column("rule_no")];
    if (!rules.contains(rule) || !row.fields[column("benign_reason")].empty()) continue;
    ++planted[rule];
    const std::string& lines = row.fields[column("bkkp_sns")];
    for (const auto line : std::views::split(lines, ';')) {
      EXPECT_TRUE(accused.contains(fmt::format("{} {}", rule, std::string_view{line}))) << rule << ", a planted line";
    }
    if (!lines.empty()) continue;
    EXPECT_TRUE(accused.contains(fmt::format("{} {}", rule, row.fields[column("subject_id")])))
        << rule << " " << row.fields[column("scheme")] << " " << row.fields[column("subject_id")];
  }
  EXPECT_EQ(planted.size(), rules.size()) << "something is planted for each of them";
}

}  // namespace
}  // namespace yishou::audit_tests
