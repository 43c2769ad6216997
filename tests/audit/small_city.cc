#include "small_city.h"

#include <unistd.h>

#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "knowledge/base.h"
#include "lake/load.h"
#include "rules/rule.h"
#include "simulate/simulate.h"

namespace yishou::audit_tests {
namespace {

struct Scratch {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("yishou-audit-test-{}", getpid());
  Scratch() { std::filesystem::create_directories(path); }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

const std::filesystem::path& scratch() {
  static const Scratch made;
  return made.path;
}

const std::filesystem::path& city() {
  static const std::filesystem::path made = [] {
    const auto out = scratch() / "city";
    simulate::Options options;
    options.persons = 1500;
    options.seed = 7;
    options.out = out.string();
    options.threads = 2;
    const auto result = simulate::simulate_city(options, {});
    EXPECT_TRUE(result.has_value()) << result.error().message;
    return out;
  }();
  return made;
}

std::filesystem::path load_lake(const std::filesystem::path& extracts, const std::string& name,
                                std::int64_t rows_per_part) {
  lake::LoadOptions options;
  options.lake = (scratch() / name).string();
  options.paths = {extracts.string()};
  options.threads = 2;
  options.rows_per_part = rows_per_part;
  const auto report = lake::load(options);
  EXPECT_TRUE(report.has_value()) << report.error().message;
  return options.lake;
}

const knowledge::Snapshot& shipped() {
  static const auto made = [] {
    const auto base = knowledge::KnowledgeBase::open(scratch() / "base");
    EXPECT_TRUE(base.has_value()) << base.error().message;
    auto snapshot = base->snapshot(kNoDay, "");
    EXPECT_TRUE(snapshot.has_value()) << snapshot.error().message;
    return std::make_unique<knowledge::Snapshot>(std::move(*snapshot));
  }();
  return *made;
}

std::multiset<std::pair<Row, std::string>> audit(const std::filesystem::path& lake, unsigned threads,
                                                 std::size_t block_lines) {
  const auto claims = lake::LakeClaims::open(lake.string(), {.block_lines = block_lines});
  EXPECT_TRUE(claims.has_value()) << claims.error().message;
  engine::Options options;
  const auto rules = rules::all_rules();
  options.rules.assign(rules.begin(), rules.end());
  options.threads = threads;
  options.indeterminate = true;
  std::multiset<std::pair<Row, std::string>> rows;
  const auto totals =
      engine::run(**claims, shipped(), options, [&](std::span<const model::Finding> findings) -> Status {
    for (const auto& f : findings) {
      rows.emplace(
          Row{f.rule_no, static_cast<int>(f.verdict), fmt::format("{}", fmt::join(f.bkkp_sns, ";")),
              fmt::format("{}", fmt::join(f.related_bkkp_sns, ";")), f.vola_amt, f.fund_amt, f.observed, f.limit},
          f.finding_id);
    }
    return {};
  }, {});
  EXPECT_TRUE(totals.has_value()) << totals.error().message;
  EXPECT_EQ(totals->lines, static_cast<std::uint64_t>((*claims)->manifest().rows("fee_list_d")));
  return rows;
}

}  // namespace yishou::audit_tests
