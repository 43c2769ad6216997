// Findings with their state: the file people open in a spreadsheet.
#include "report/case_writer.h"

#include "report/report_fixture.h"

namespace yishou::report {
namespace {

TEST_F(Report, CasesCarryTheirStateAndNoFormula) {
  const std::string path = file("cases.csv");
  auto writer = CaseWriter::open(path, options(), {"new", "confirmed"});
  ASSERT_TRUE(writer.has_value()) << writer.error().message;
  const std::vector<Finding> given = hostile();
  ASSERT_TRUE(writer->add(given[0], 1).has_value());
  ASSERT_TRUE(writer->add(given[1], 0).has_value());
  Finding minus = finding(81, "-2+3", "\tS", 100);
  minus.limit = "1 次";
  ASSERT_TRUE(writer->add(minus, 0).has_value());
  const auto totals = writer->finish();
  ASSERT_TRUE(totals.has_value()) << totals.error().message;
  EXPECT_EQ(totals->findings, 3u);
  const auto rows = query("SELECT psn_no, \"limit\", bkkp_sns, vola_amt, state FROM read_csv('" + path +
                          "', all_varchar = true, header = true, quote = '\"', escape = '\"')");
  ASSERT_EQ(rows.rows.size(), 3u);
  EXPECT_EQ(rows.rows[0], (std::vector<std::string>{"000123456789012345678", "女", "S", "-0.05", "new"}));
  EXPECT_EQ(rows.rows[1], (std::vector<std::string>{"'-2+3", "1 次", "'\tS", "1.00", "new"}));
  EXPECT_EQ(rows.rows[2], (std::vector<std::string>{"'=1+1", "'@SUM(A1)", "A,1;B\"2", "1234.56", "confirmed"}));
}

TEST_F(Report, CasesInAWorkbookStayTexts) {
  const std::string path = file("cases.xlsx");
  {
    auto writer = CaseWriter::open(path, options(), {"new"});
    ASSERT_TRUE(writer.has_value()) << writer.error().message;
    ASSERT_TRUE(writer->add(hostile()[0], 0).has_value());
    ASSERT_TRUE(writer->finish().has_value());
  }
  EXPECT_EQ(read(path).substr(0, 2), "PK");
  EXPECT_EQ(files(), 1u);  // nothing is left beside it
}

TEST_F(Report, CasesThatAreAbandonedLeaveNothing) {
  {
    auto writer = CaseWriter::open(file("cases.csv"), options(), {"new"});
    ASSERT_TRUE(writer.has_value());
    ASSERT_TRUE(writer->add(hostile()[0], 0).has_value());
  }
  EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace yishou::report
