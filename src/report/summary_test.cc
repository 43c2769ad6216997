#include <sstream>

#include "report/report_fixture.h"
#include "report/text.h"

namespace yishou::report {
namespace {

using SummaryTest = Report;

TEST_F(SummaryTest, TheSummaryIsJsonWithTheContractsKeys) {
  Summary summary;
  summary.lines = 10;
  summary.persons = 3;
  summary.totals = write(file("f.csv"), {finding(81, "P1", "L1", 123)});
  summary.seconds = {.read = 0.5, .audit = 1, .write = 0.25, .total = 1.75};
  summary.peak_rss_bytes = peak_rss_bytes();
  summary.versions = {{"yishou", "0.1.0"}, {"knowledge", "2026\"x"}};
  summary.rule_versions = {{"81", "81@1"}};
  ASSERT_TRUE(write_summary(file("s.json"), summary).has_value());
  const auto row = query(
                       "SELECT lines, persons, findings, by_rule.\"81\".findings, by_rule.\"81\".lines, "
                       "by_rule.\"81\".vola_amt, by_rule.\"5\".findings, "
                       "vola_amt_distinct_lines, seconds.total, peak_rss_bytes > 1000000, versions.knowledge, "
                       "versions.rules.\"81\" FROM read_json_auto(" +
                       duck::literal(file("s.json")) + ")")
                       .rows;
  ASSERT_EQ(row.size(), 1u);
  EXPECT_EQ(row[0], (std::vector<std::string>{"10", "3", "1", "1", "1", "1.23", "0", "1.23", "1.75", "true", "2026\"x",
                                              "81@1"}));
}

TEST_F(SummaryTest, TheTableIsAlignedInBothLanguages) {
  Summary summary;
  summary.lines = 1234567;
  summary.totals = write(file("f.csv"), {finding(81, "P1", "L1", 123456789), finding(67, "P1", "L2", 5, "H2"),
                                         finding(67, "P1", "L3", 5, "未知")});
  for (const bool chinese : {true, false}) {
    const std::string table = totals_table(summary, chinese);
    std::istringstream lines(table);
    std::vector<std::size_t> widths;
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with("1,234,567.89") || line.ends_with(" 0.05") || line.ends_with(" 0.10"))
        widths.push_back(display_width(line));
    }
    ASSERT_EQ(widths.size(), 5u) << table;
    EXPECT_EQ(widths[0], widths[1]) << table;
    EXPECT_EQ(widths[2], widths[3]) << table;
    EXPECT_EQ(widths[3], widths[4]) << table;
    EXPECT_THAT(table, testing::HasSubstr(chinese ? "每行只计一次" : "each line counted once"));
    EXPECT_THAT(table, testing::HasSubstr("第一人民医院"));
    EXPECT_THAT(table, testing::HasSubstr("1,234,567.99"));
  }
}

}  // namespace
}  // namespace yishou::report
