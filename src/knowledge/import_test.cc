// Import: the official workbooks change nothing they cover; new documents supersede; own files are checked.
#include "knowledge/import.h"

#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/import_fixture.h"
#include "knowledge/test_workbook.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;
using Kind = Change::Kind;

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

TEST_F(ImportTest, SupersessionInACircleIsRefused) {
  const auto point = [](std::string id, std::string supersedes) {
    StoredPoint out;
    out.row.rule = 67;
    out.row.point_id = std::move(id);
    out.row.name = "药品";
    out.row.value = "男";
    out.row.codes = {"XA01"};
    out.batch = "test";
    out.published_at = day("2026-08-01");
    out.supersedes = std::move(supersedes);
    return out;
  };
  const auto report = import(file("batch.csv", write_points({point("P1", "P3"), point("P2", "P1"), point("P3", "P2"),
                                                             point("P4", "P4"), point("P5", "P1"), point("P6", "")})));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(refused(*report), (std::vector<std::string>{"2supersedes", "3supersedes", "4supersedes", "5supersedes"}));
  EXPECT_EQ(report->files[0].left[0].why, Why::kCycle);
  EXPECT_EQ(report->count(Kind::kNew), 2u);
}

TEST_F(ImportTest, CourseDaysThatCannotBeReadAreRefusedAndNotInherited) {
  const auto book = [](std::string value, std::string text) {
    return workbook_of({{"药品限支付疗程",
                         {{"药品名称", "药品编码", "限定值域", "支付范围"},
                          {"天麻素注射液", "XN07XXT050B002010104021", std::move(value), std::move(text)}},
                         {}}});
  };
  int number = 0;
  for (const auto& [value, text, good] :
       std::vector<std::tuple<std::string, std::string, bool>>{{"14天", "", true},
                                                               {"", "限急性期，支付不超过14天", true},
                                                               {"", "最多支付12个月", true},
                                                               {"两周", "", false},
                                                               {"", "支付不超过两周", false},
                                                               {"", "", false}}) {
    const auto report = import(file("b.xlsx", book(value, text)), fmt::format("2026-09-{:02}", ++number), kNoDay, true);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->any_refused(), !good) << value << text;
    if (good) continue;
    ASSERT_EQ(report->files[0].left.size(), 1u);
    EXPECT_EQ(report->files[0].left[0].column, "支付天数");
    EXPECT_EQ(report->files[0].left[0].row, 2u);
  }
}

TEST_F(ImportTest, AMissingBatchFileSaysWhatToDo) {
  ASSERT_TRUE(std::filesystem::remove(folder_.path() / "base" / base_.batches().front().file));
  const auto points = base_.points();
  ASSERT_FALSE(points.has_value());
  EXPECT_THAT(points.error().message, HasSubstr("restore it from a copy"));
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
