// Trials of a base, changes that begin on a day, and what takes them back.
#include "knowledge/undo.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/confirm.h"
#include "knowledge/import.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kPoint = "REF-66-001";

Day on(std::string_view text) { return *parse_day(text); }

class UndoTest : public ::testing::Test {
 protected:
  UndoTest() : base_(*KnowledgeBase::open(folder_.path() / "base")) {}

  void import(const std::string& name, const std::string& text) {
    const auto report = import_texts(base_, {{name, text}}, {.known_since = on("2026-09-01")});
    ASSERT_TRUE(report.has_value()) << report.error().message;
    ASSERT_FALSE(report->any_refused());
  }
  [[nodiscard]] ConfirmOptions confirming(std::string_view from) const {
    return {.rule = 66,
            .points = {std::string{kPoint}},
            .region = "44",
            .known_since = on("2026-09-01"),
            .from = from.empty() ? kNoDay : on(from)};
  }
  void undo(std::set<std::size_t> batches, std::string_view from) {
    const auto report = undo_batches(
        base_, {.batches = std::move(batches), .name = "undo", .from = on(from), .known_since = on("2026-09-02")});
    ASSERT_TRUE(report.has_value()) << report.error().message;
  }
  /// Whether a confirmed row of the point holds that day, in region 4401.
  [[nodiscard]] bool judges(std::string_view id, std::string_view day) const {
    const auto rows = base_.effective(kNoDay, "4401").value();
    return std::ranges::any_of(rows, [&](const PointRow& row) {
      return row.point_id == id && row.state == State::kConfirmed &&
             (row.valid_from == kNoDay || row.valid_from <= on(day)) &&
             (row.valid_to == kNoDay || row.valid_to >= on(day));
    });
  }
  [[nodiscard]] std::string value(std::string_view name, std::string_view region, std::string_view day) const {
    return base_.parameters(kNoDay, region)->holding(name, on(day)).value;
  }
  [[nodiscard]] std::size_t last() const { return base_.batches().back().order; }

  TestFolder folder_;
  KnowledgeBase base_;
};

TEST_F(UndoTest, ATrialIsSeenByNobodyUntilItIsAdopted) {
  const auto before = base_.batches().size();
  const std::string version = base_.snapshot(kNoDay, "44")->version();
  KnowledgeBase trial = base_.trial();
  ASSERT_TRUE(confirm_points(trial, confirming("")).has_value());
  ASSERT_TRUE(import_texts(trial, {{"p.csv", "name,value\nchild_max_years,14\n"}}, {.known_since = on("2026-09-01")})
                  .has_value());
  EXPECT_EQ(trial.batches().size(), before + 2);
  EXPECT_EQ(trial.parameters(kNoDay, "")->holding("child_max_years", kNoDay).value, "14");
  EXPECT_EQ(KnowledgeBase::open(base_.folder())->batches().size(), before);
  EXPECT_EQ(base_.snapshot(kNoDay, "44")->version(), version);
  const auto adopted = base_.adopt(trial);
  ASSERT_TRUE(adopted.has_value()) << adopted.error().message;
  EXPECT_EQ(adopted->size(), 2u);
  const auto anew = *KnowledgeBase::open(base_.folder());
  EXPECT_EQ(anew.batches().size(), before + 2);
  EXPECT_EQ(anew.snapshot(kNoDay, "44")->version(), trial.snapshot(kNoDay, "44")->version());
  EXPECT_NE(anew.snapshot(kNoDay, "44")->version(), version);
}

TEST_F(UndoTest, AdoptingIsRefusedWhenTheBaseWasChangedMeanwhile) {
  KnowledgeBase trial = base_.trial();
  ASSERT_TRUE(confirm_points(trial, confirming("")).has_value());
  auto other = *KnowledgeBase::open(base_.folder());
  ASSERT_TRUE(confirm_points(other, confirming("")).has_value());
  const auto adopted = base_.adopt(trial);
  ASSERT_FALSE(adopted.has_value());
  EXPECT_EQ(adopted.error().code, ErrorCode::kBusy);
}

TEST_F(UndoTest, ConfirmedFromADayAndGivenBackFromAnotherJudgesBetween) {
  ASSERT_TRUE(confirm_points(base_, confirming("2026-10-01")).has_value());
  EXPECT_FALSE(judges(kPoint, "2026-09-30"));
  EXPECT_TRUE(judges(kPoint, "2026-10-01"));
  ASSERT_TRUE(withdraw_points(base_, confirming("2026-11-01")).has_value());
  EXPECT_TRUE(judges(kPoint, "2026-10-31"));
  EXPECT_FALSE(judges(kPoint, "2026-11-01"));
  // And once more: what was judged before stays judged.
  const auto again = confirm_points(base_, confirming("2026-12-01"));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->rows.size(), 2u);
  EXPECT_TRUE(judges(kPoint, "2026-10-15"));
  EXPECT_FALSE(judges(kPoint, "2026-11-15"));
  EXPECT_TRUE(judges(kPoint, "2026-12-01"));
  EXPECT_EQ(confirm_points(base_, confirming("2027-01-01"))->already, 1u);
}

TEST_F(UndoTest, AConfirmationIsTakenBackFromADay) {
  ASSERT_TRUE(confirm_points(base_, confirming("2026-10-01")).has_value());
  undo({last()}, "2026-11-01");
  EXPECT_TRUE(judges(kPoint, "2026-10-31"));
  EXPECT_FALSE(judges(kPoint, "2026-11-01"));
}

TEST_F(UndoTest, AWithdrawalIsTakenBackFromADay) {
  ASSERT_TRUE(confirm_points(base_, confirming("")).has_value());
  ASSERT_TRUE(withdraw_points(base_, confirming("2026-10-01")).has_value());
  undo({last()}, "2026-11-01");
  EXPECT_TRUE(judges(kPoint, "2026-09-30"));
  EXPECT_FALSE(judges(kPoint, "2026-10-31"));
  EXPECT_TRUE(judges(kPoint, "2026-11-01"));
}

TEST_F(UndoTest, ParametersReturnToWhatWouldHoldWithoutTheBatch) {
  import("province.csv", "name,region,valid_from,value\nchild_max_years,44,,16\nchild_max_years,44,2027-01-01,15\n");
  import("city.csv",
         "name,region,valid_from,value\nchild_max_years,4401,2026-10-01,12\nchild_max_years,4401,2026-12-01,11\n");
  undo({last()}, "2026-11-01");
  EXPECT_EQ(value("child_max_years", "4401", "2026-09-30"), "16");
  EXPECT_EQ(value("child_max_years", "4401", "2026-10-31"), "12");
  EXPECT_EQ(value("child_max_years", "4401", "2026-11-01"), "16");
  EXPECT_EQ(value("child_max_years", "4401", "2026-12-01"), "16");
  EXPECT_EQ(value("child_max_years", "4401", "2027-01-01"), "15");
  EXPECT_EQ(value("child_max_years", "4402", "2026-12-01"), "16");
}

TEST_F(UndoTest, OwnPointsReturnToTheirEarlierRows) {
  constexpr std::string_view kHeader = "rule_no,point_id,code,name,region,state\n";
  import("old.csv", std::string{kHeader} + "66,OWN-1,XA01,甲,44,confirmed\n");
  import("new.csv", std::string{kHeader} + "66,OWN-1,XA02,甲,44,confirmed\n66,OWN-2,XB01,乙,44,confirmed\n");
  undo({last()}, "2026-11-01");
  const auto codes_on = [&](std::string_view id, std::string_view day) {
    std::vector<std::string> codes;
    const auto held = base_.effective(kNoDay, "44").value();
    for (const PointRow& row : held) {
      if (row.point_id != id || row.state != State::kConfirmed) continue;
      if ((row.valid_from == kNoDay || row.valid_from <= on(day)) &&
          (row.valid_to == kNoDay || row.valid_to >= on(day)))
        codes.insert(codes.end(), row.codes.begin(), row.codes.end());
    }
    return codes;
  };
  EXPECT_EQ(codes_on("OWN-1", "2026-10-31"), std::vector<std::string>{"XA02"});
  EXPECT_EQ(codes_on("OWN-1", "2026-11-01"), std::vector<std::string>{"XA01"});
  EXPECT_EQ(codes_on("OWN-2", "2026-10-31"), std::vector<std::string>{"XB01"});
  EXPECT_TRUE(codes_on("OWN-2", "2026-11-01").empty());
}

// Published points: one that superseded another, and one of its own.
TEST_F(UndoTest, PublishedPointsAreSupersededNotDeleted) {
  const auto all = base_.points().value();
  std::set<std::string_view> superseded;
  for (const StoredPoint& point : all) superseded.insert(point.supersedes);
  const auto earlier = std::ranges::find_if(all, [&](const StoredPoint& point) {
    return point.row.state == State::kOfficial && point.row.rule == 2 && !superseded.contains(point.row.point_id);
  });
  ASSERT_NE(earlier, all.end());
  StoredPoint fresh;
  fresh.row.rule = 2;
  fresh.row.state = State::kOfficial;
  fresh.row.point_id = "YP-0000000000000001";
  fresh.row.name = "新药";
  fresh.row.codes = {"XZ99"};
  fresh.batch = "later";
  fresh.published_at = on("2026-10-01");
  StoredPoint changed = *earlier;
  changed.row.point_id = "YP-0000000000000002";
  changed.row.codes.push_back("XZ98");
  changed.supersedes = earlier->row.point_id;
  changed.published_at = on("2026-10-01");
  import("later.csv", write_points({fresh, changed}));
  undo({last()}, "2026-11-01");
  const auto judged = [&](std::string_view code, std::string_view day) {
    const auto rows = base_.effective(kNoDay, "").value();
    return std::ranges::any_of(rows, [&](const PointRow& row) {
      return row.state == State::kOfficial && std::ranges::find(row.codes, code) != row.codes.end() &&
             (row.valid_from == kNoDay || row.valid_from <= on(day)) &&
             (row.valid_to == kNoDay || row.valid_to >= on(day));
    });
  };
  EXPECT_TRUE(judged("XZ99", "2026-10-31"));
  EXPECT_FALSE(judged("XZ99", "2026-11-01"));
  EXPECT_TRUE(judged("XZ98", "2026-10-31"));
  EXPECT_FALSE(judged("XZ98", "2026-11-01"));
  EXPECT_TRUE(judged(earlier->row.codes.front(), "2026-11-01"));
}

TEST_F(UndoTest, WhatALaterBatchReplacedIsLeftAlone) {
  ASSERT_TRUE(confirm_points(base_, confirming("")).has_value());
  const std::size_t confirmed = last();
  ASSERT_TRUE(withdraw_points(base_, confirming("2026-10-01")).has_value());
  ASSERT_TRUE(confirm_points(base_, confirming("2026-10-05")).has_value());
  const auto report = undo_batches(
      base_, {.batches = {confirmed}, .name = "undo", .from = on("2026-11-01"), .known_since = on("2026-09-02")});
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->left, 1u);
  EXPECT_EQ(report->points, 0u);
  EXPECT_TRUE(judges(kPoint, "2026-11-01"));
}

// A batch file that brings again one of two rows of an own id must not lose the other.
TEST_F(UndoTest, ABatchFileReplacesAnOwnIdAsAWhole) {
  constexpr std::string_view kHeader = "rule_no,point_id,code,name,region,state\n";
  import("two.csv", std::string{kHeader} + "66,OWN-1,XA01,甲,44,confirmed\n");
  auto points = base_.points().value();
  std::erase_if(points, [](const StoredPoint& point) { return point.row.point_id != "OWN-1"; });
  ASSERT_EQ(points.size(), 1u);
  StoredPoint second = points.front();
  second.row.codes = {"XA02"};
  second.row.valid_from = on("2027-01-01");
  points.push_back(second);
  import("batch.csv", write_points(points));
  std::vector<std::string> codes;
  const auto held = base_.effective(kNoDay, "44").value();
  for (const PointRow& row : held) {
    if (row.point_id == "OWN-1") codes.insert(codes.end(), row.codes.begin(), row.codes.end());
  }
  EXPECT_THAT(codes, ::testing::UnorderedElementsAre("XA01", "XA02"));
}

}  // namespace
}  // namespace yishou::knowledge
