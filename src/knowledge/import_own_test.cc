// Import of own files: what is taken row by row, what is refused, and what is only named.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/import_fixture.h"
#include "knowledge/own_points.h"
#include "knowledge/test_workbook.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;
using Kind = Change::Kind;

TEST_F(ImportTest, OwnPointsAreTakenRowByRow) {
  const auto path = file("own.csv",
                         "\xEF\xBB\xBFrule_no,point_id,code,name,value,num,scope,valid_from,valid_to,region,basis\n"
                         "27,A,001102000050000,诊查费,,2,day,,,44,粤医保发 1 号\n"
                         "999,B,001,x,,1,,,,,\n"
                         "27,C,,x,,1,day,,,,\n"
                         "27,D,002,x,,abc,day,,,,\n"
                         "27,E,003,x,,1,day,2026-02-30,,,\n"
                         "27,F,004,x,,1,day,2026-02-02,2026-01-01,,\n"
                         "27,G,001102000050000,诊查费,,3,day,,,44,\n"
                         "27,A2,001102000050000,诊查费,,2,day,,,44,\n"
                         "67,H,XA01,x,man,,,,,,\n"
                         "25,I,0011,x,0022,,day,,,,\n");
  const auto report = import(path);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->count(Kind::kNew), 2u);
  std::vector<std::string> columns;
  for (const LeftOut& left : report->files[0].left) columns.push_back(std::to_string(left.row) + left.column);
  EXPECT_EQ(columns, (std::vector<std::string>{"3rule_no", "4code", "5num", "6valid_from", "7valid_to", "8code",
                                               "9code", "10value"}));
  EXPECT_EQ(report->files[0].left[5].why, Why::kContradicts);
  EXPECT_EQ(report->files[0].left[6].why, Why::kRepeated);
  ASSERT_FALSE(report->rejects.empty());
  EXPECT_THAT(*read_file(report->rejects), HasSubstr("own.csv,,5,num"));
  const auto again = import(path, "2026-09-02");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->count(Kind::kUnchanged), 2u);
  EXPECT_EQ(base_.batches().size(), kShippedBatches + 1);
}

TEST_F(ImportTest, OwnLimitsOfNothingAreRefused) {
  const auto report =
      import(file("own.csv",
                  "rule_no,code,num,num2\n27,001102000050000,0,\n86,001102000050001,0,\n"
                  "31,001102000050002,1,0\n10,XA01,0,\n23,001102000050003,-1,\n9,XA02,0,\n9,XA03,7,0\n"));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  std::vector<std::string> columns;
  for (const LeftOut& left : report->files[0].left) columns.push_back(std::to_string(left.row) + left.column);
  EXPECT_EQ(columns, (std::vector<std::string>{"2num", "3num", "4num2", "5num", "6num", "7num", "8num2"}));
}

TEST_F(ImportTest, NumbersThatWouldAccuseEveryoneAreRefused) {
  std::string text = "rule_no,code,value,num,num2\n";
  std::vector<std::string> expected;
  std::size_t row = 1;
  const auto add = [&](std::string_view line, std::string_view column) {
    text += fmt::format("{}\n", line);
    expected.push_back(fmt::format("{}{}", ++row, column));
  };
  for (const int rule : {14, 26, 28}) add(fmt::format("{},0011,0022,0,", rule), "num");
  for (const int rule : {34, 86}) add(fmt::format("{},C1,,0,", rule), "num");
  for (const int rule : {45, 66, 72}) add(fmt::format("{},XA01,,0,", rule), "num");
  add("68,XA01,,1,", "unit");
  add("77,T1,,0,", "num");
  add("45,XJ01,,4,", "num");
  add("55,P00-P96,,12,1", "num");
  add("55,N40,,,", "num");
  const auto report = import(file("own.csv", text));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(refused(*report), expected);
  EXPECT_EQ(report->count(Kind::kNew), 0u);
}

TEST_F(ImportTest, CodesOfAnotherKindAreRefused) {
  const auto report = import(file("own.csv",
                                  "rule_no,code,value,num\n"
                                  "54,XL02BBA326,男,\n"              // no diagnosis
                                  "54,n40,男,\n"                     // would never match
                                  "39,N40,男,\n"                     // no operation
                                  "67,001102000050000,男,\n"         // an item
                                  "27,XL02BBA326A001010102180,,1\n"  // a whole drug code
                                  "87,T001700173,男,\n"              // a piece
                                  "8,XL02BBA326,C61;XL02,\n"         // the value is no diagnosis
                                  "25,0011,XL02BBA326A001010102180,\n"
                                  "73,XL02,P;Q,\n"
                                  "80,0022,老人,\n"
                                  "22,0033,住院部,\n"
                                  "54,C63-C60,男,\n"));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(refused(*report), (std::vector<std::string>{"2code", "3code", "4code", "5code", "6code", "7code", "8value",
                                                        "9value", "10value", "11value", "12value", "13code"}));
}

TEST_F(ImportTest, ShortPrefixesAreTakenAndUnusualOnesNamed) {
  const auto report = import(file("own.csv",
                                  "rule_no,code,value,num,num2\n"
                                  "67,XL01,男,,\n87,C1,男,,\n54,C1,男,,\n39,6,男,,\n27,0033,,1,\n55,O00-O99,,10,60\n"
                                  "77,T0017,,30,\n8,XL01,I63;C00-C97,,\n73,XL01,P;L,,\n22,0034,住院;13,,\n"
                                  "67,HOSP01,男,,\n27,F0033,,1,\n"));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_FALSE(report->any_refused());
  EXPECT_EQ(report->count(Kind::kNew), 12u);
  std::vector<std::size_t> rows;
  for (const LeftOut& warning : report->files[0].warnings) {
    if (warning.why == Why::kOddShape) rows.push_back(warning.row);
  }
  EXPECT_EQ(rows, (std::vector<std::size_t>{12, 13}));
}

TEST_F(ImportTest, RangesAndIdsOfPublishedPointsStandForTheirCodes) {
  const auto report = import(file("own.csv",
                                  "rule_no,point_id,code,value\n"
                                  "54,A,C60-C63,男\n"
                                  "67,B,KP-630264b3f1586762,男\n"
                                  "67,C,KP-0000000000000000,男\n"
                                  "8,D,KP-630264b3f1586762,C61\n"));  // a point of rule 67
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(refused(*report), (std::vector<std::string>{"4code", "5code"}));
  const auto rows = base_.effective(kNoDay, "");
  ASSERT_TRUE(rows.has_value());
  const auto codes = [&](std::string_view id) {
    const auto found = std::ranges::find(*rows, id, &PointRow::point_id);
    return found == rows->end() ? std::vector<std::string>{} : found->codes;
  };
  EXPECT_EQ(codes("A"), (std::vector<std::string>{"C60", "C61", "C62", "C63"}));
  EXPECT_EQ(codes("B").size(), 3u);
}

TEST_F(ImportTest, LimitsThatContradictTheBaseAreRefused) {
  const auto points = [](std::string_view rows) {
    return fmt::format("rule_no,point_id,code,num,scope,valid_from,valid_to,region\n{}", rows);
  };
  const auto first = import(file("a.csv", points("27,A,0011,2,day,2026-01-01,2026-06-30,44\n")));
  ASSERT_TRUE(first.has_value() && !first->any_refused());
  const auto second = import(file("b.csv", points("27,B,0011,3,day,2026-06-30,2026-06-30,44\n"  // two limits on one day
                                                  "27,C,0011,3,day,2026-07-01,,44\n"
                                                  "27,D,0011,3,day,,,43\n")),
                             "2026-09-02");
  ASSERT_TRUE(second.has_value()) << second.error().message;
  EXPECT_EQ(refused(*second), std::vector<std::string>{"2code"});
  EXPECT_EQ(second->files[0].left[0].why, Why::kAgainstBase);
  EXPECT_THAT(second->files[0].left[0].text, HasSubstr("0011 / A"));
  EXPECT_EQ(second->count(Kind::kNew), 2u);
  const auto third = import(file("c.csv", points("27,A,0011,4,day,2026-01-01,2026-06-30,44\n")), "2026-09-03");
  ASSERT_TRUE(third.has_value()) << third.error().message;  // its own id: a new version
  EXPECT_FALSE(third->any_refused());
  EXPECT_EQ(third->count(Kind::kChanged), 1u);
}

TEST_F(ImportTest, PrefixesThatShadowOneAnotherAreNamed) {
  const auto report = import(file("own.csv",
                                  "rule_no,point_id,code,value,num,scope\n"
                                  "67,A,XL02BBA326,女,,\n"  // published longer codes say 男
                                  "27,B,0099,,3,day\n"
                                  "27,C,009901,,2,day\n"
                                  "27,D,009902,,3,day\n"                             // says the same
                                  "25,E,0099,0088,,day\n25,F,009901,0077,,day\n"));  // pairs know no longest match
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_FALSE(report->any_refused());
  std::vector<std::pair<std::size_t, Why>> warnings;
  for (const LeftOut& warning : report->files[0].warnings) warnings.emplace_back(warning.row, warning.why);
  EXPECT_EQ(warnings,
            (std::vector<std::pair<std::size_t, Why>>{{2, Why::kShadowed}, {3, Why::kShadowed}, {4, Why::kShadows}}));
}

TEST_F(ImportTest, OwnPointsWithoutAColumnAreNoParameters) {
  const auto report = import(file("own.csv", "rule_no,name,value\n67,x,男\n"));
  ASSERT_FALSE(report.has_value());
  EXPECT_THAT(report.error().message, HasSubstr("add the column code"));
}

TEST_F(ImportTest, OwnPointsInGb18030AndParameters) {
  const auto own = file("own.csv", "rule_no,code,name,value\n67,XA01,\xBC\xD7,\xC4\xD0\n");  // 甲, 男
  ASSERT_TRUE(import(own).has_value());
  const auto rows = *base_.effective(kNoDay, "");
  EXPECT_EQ(rows.back().name, "甲");
  EXPECT_EQ(rows.back().value, "男");
  const auto parameters = file("parameters.csv", "name,region,value\nchild_max_years,44,14\n");
  ASSERT_TRUE(import(parameters, "2026-09-03").has_value());
  EXPECT_EQ(base_.parameters(kNoDay, "440100")->number("child_max_years").at(kNoDay), 140000);
  EXPECT_EQ(base_.parameters(day("2026-09-02"), "440100")->number("child_max_years").at(kNoDay), 180000);
}

}  // namespace
}  // namespace yishou::knowledge
