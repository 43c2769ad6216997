// Import: the official workbooks change nothing they cover; new documents supersede; own files are checked.
#include "knowledge/import.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/files.h"
#include "knowledge/own_points.h"
#include "knowledge/test_data.h"
#include "knowledge/test_workbook.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;
using Kind = Change::Kind;

Day day(std::string_view text) { return *parse_day(text); }

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : base_(*KnowledgeBase::open(folder_.path() / "base")) {}

  std::filesystem::path file(std::string_view name, std::string_view text) {
    const auto path = folder_.path() / name;
    EXPECT_TRUE(write_file(path, text).has_value());
    return path;
  }
  Result<ImportReport> import(const std::filesystem::path& path, std::string_view known = "2026-09-01",
                              Day published = kNoDay, bool dry_run = false) {
    return import_files(base_, {path}, {.published_at = published, .known_since = day(known), .dry_run = dry_run});
  }

  TestFolder folder_;
  KnowledgeBase base_;
};

TEST_F(ImportTest, TheOfficialWorkbooksChangeNothing) {
  const auto shared = shared_folder();
  if (!shared.has_value())
    return not_run("the official workbooks are not on this machine (YISHOU_SHARED, or ../shared)");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(*shared / "data" / "nhsa" / "workbooks"))
    files.push_back(entry.path());
  ASSERT_EQ(files.size(), 14u);
  const std::string version = base_.snapshot(kNoDay, "")->version();
  const auto report =
      import_files(base_, files, {.published_at = kNoDay, .known_since = day("2026-09-01"), .dry_run = false});
  ASSERT_TRUE(report.has_value()) << report.error().message;
  std::size_t codes = 0;
  for (const FileReport& one : report->files) {
    for (const Change& change : one.changes) {
      EXPECT_EQ(change.kind, Kind::kUnchanged) << one.file << ": " << change.after.row.name;
      codes += change.after.row.codes.size();
    }
  }
  // Batches 1–8 but the one remark; every point and every code of them.
  std::size_t expected_points = 0, expected_codes = 0;
  for (const Batch& batch : base_.batches()) {
    if (batch.known_since != kNoDay || batch.kind != BatchKind::kPublished) continue;
    expected_points += batch.points;
    expected_codes += batch.codes;
  }
  EXPECT_EQ(report->count(Kind::kUnchanged), expected_points - 1);
  EXPECT_EQ(codes, expected_codes);
  EXPECT_EQ(report->count(Kind::kNew), 0u);
  EXPECT_FALSE(report->any_refused());
  EXPECT_EQ(base_.batches().size(), kShippedBatches);
  EXPECT_EQ(base_.snapshot(kNoDay, "")->version(), version);
}

TEST_F(ImportTest, ANewVersionSupersedesFromItsPublication) {
  const std::string book = workbook_of({{"“医疗服务项目限定频次”规则对应知识点明细",
                                         {{"序号", "项目名称", "限制数量", "数量单位", "项目编码"},
                                          {"#1", "住院诊查费", "#2", "日", "001102000050000"},
                                          {"#2", "门急诊留观诊查费", "#1", "日", "001102000040000"},
                                          {"#3", "新项目", "#1", "日", "001102000999999"}},
                                         {}}});
  const auto path = file("第十八批.xlsx", book);
  const auto dry = import(path, "2026-09-01", day("2026-08-15"), true);
  ASSERT_TRUE(dry.has_value()) << dry.error().message;
  EXPECT_EQ(base_.batches().size(), kShippedBatches);
  const auto report = import(path, "2026-09-01", day("2026-08-15"));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->count(Kind::kNew), 1u);
  EXPECT_EQ(report->count(Kind::kChanged), 1u);
  EXPECT_EQ(report->count(Kind::kUnchanged), 1u);
  EXPECT_EQ(report->files[0].untouched, 65u);
  const auto limit_on = [&](Day as_known, std::string_view date) {
    const auto rows = *base_.effective(as_known, "");
    std::vector<std::int64_t> limits;
    for (const PointRow& row : rows) {
      const bool holds = (row.valid_from == kNoDay || row.valid_from <= day(date)) &&
                         (row.valid_to == kNoDay || day(date) <= row.valid_to);
      if (row.rule == 27 && row.codes.front() == "001102000050000" && holds) limits.push_back(row.num / kOne);
    }
    return limits;
  };
  EXPECT_EQ(limit_on(kNoDay, "2026-08-14"), std::vector<std::int64_t>{1});
  EXPECT_EQ(limit_on(kNoDay, "2026-08-15"), std::vector<std::int64_t>{2});
  EXPECT_EQ(limit_on(day("2026-08-31"), "2026-08-15"), std::vector<std::int64_t>{1});  // not yet known
  const auto again = import(path, "2026-09-02");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->count(Kind::kUnchanged), 3u);
  EXPECT_EQ(base_.batches().size(), kShippedBatches + 1);
}

TEST_F(ImportTest, PublishedBeforeItsPredecessorIsRefused) {
  const std::string book =
      workbook_of({{"药品区分性别使用",
                    {{"药品名称", "药品代码", "限定性别"}, {"阿帕他胺片", "XL02BBA326A001010102180", "男"}},
                    {}}});
  const auto report = import(file("a.xlsx", book), "2026-09-01", day("2025-12-01"));
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->any_refused());
  EXPECT_EQ(report->files[0].left[0].why, Why::kTooEarly);
  EXPECT_EQ(base_.batches().size(), kShippedBatches);
}

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

TEST_F(ImportTest, ALimitThatCannotBeReadIsRefusedAndNotInherited) {
  int number = 0;
  for (const std::string_view bad : {"一千", "-1", "NaN", "1次", "", "0", "10001"}) {
    const auto book = file("b.xlsx", workbook_of({{"医疗服务项目限定频次",
                                                   {{"项目名称", "项目编码", "限制数量", "数量单位"},
                                                    {"诊查费", "001102000050000", std::string{bad}, "日"},
                                                    {"诊查费二", "001102000060000", "#2", "日"}},
                                                   {}}}));
    const auto report = import(book, fmt::format("2026-09-{:02}", ++number), kNoDay, true);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_TRUE(report->any_refused()) << bad;
    ASSERT_EQ(report->files[0].left.size(), 1u) << bad;
    const LeftOut& left = report->files[0].left[0];
    EXPECT_EQ(left.why, Why::kBadValue);
    EXPECT_EQ(left.row, 2u);
    EXPECT_EQ(left.column, "限制数量");
    EXPECT_EQ(left.text, bad);
  }
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

TEST_F(ImportTest, AFileThatCannotBeReadStopsEverything) {
  const auto good = file("own.csv", "rule_no,code,value\n67,XA01,男\n");
  const auto report = import_files(base_, {good, file("bad.xlsx", "no workbook")},
                                   {.published_at = kNoDay, .known_since = day("2026-09-01"), .dry_run = false});
  EXPECT_FALSE(report.has_value());
  EXPECT_EQ(KnowledgeBase::open(folder_.path() / "base")->batches().size(), kShippedBatches);
  EXPECT_FALSE(import(file("letter.csv", "dear,sir\n")).has_value());
  EXPECT_FALSE(import(file("empty.csv", "")).has_value());
  EXPECT_FALSE(import(file("quote.csv", "rule_no,code\n67,\"XA\n")).has_value());
  EXPECT_FALSE(import(folder_.path() / "none.csv").has_value());
}

TEST_F(ImportTest, CompareSaysWhatChanged) {
  const auto before = *base_.effective(day("2026-01-27"), "");
  const auto after = *base_.effective(day("2026-01-28"), "");
  std::size_t added = 0, changed = 0, removed = 0;
  for (const PointDifference& difference : compare(before, after)) {
    added += difference.kind == PointDifference::Kind::kAdded;
    changed += difference.kind == PointDifference::Kind::kChanged;
    removed += difference.kind == PointDifference::Kind::kRemoved;
  }
  EXPECT_EQ(added, 411u);    // the points of the update
  EXPECT_EQ(changed, 397u);  // the ones it supersedes get an end
  EXPECT_EQ(removed, 0u);
}

}  // namespace
}  // namespace yishou::knowledge
