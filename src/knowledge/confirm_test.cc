// A region confirms reference points and gives them back.
#include "knowledge/confirm.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/files.h"
#include "knowledge/import.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kQuinolones = "REF-66-001";

class ConfirmTest : public ::testing::Test {
 protected:
  ConfirmTest() : base_(*KnowledgeBase::open(folder_.path() / "base")) {}

  static ConfirmOptions options(std::vector<std::string> points, std::string region, std::uint16_t rule = 66) {
    ConfirmOptions out;
    out.rule = rule;
    out.points = std::move(points);
    out.region = std::move(region);
    out.known_since = *parse_day("2026-09-01");
    return out;
  }
  // Who stands behind a point in a region: one word for each row that holds.
  std::vector<std::string> states(std::string_view id, std::string_view region, Day as_known = kNoDay) {
    std::vector<std::string> out;
    const auto rows = base_.effective(as_known, region);
    EXPECT_TRUE(rows.has_value());
    for (const PointRow& row : *rows) {
      if (row.point_id == id) out.emplace_back(state_word(row.state));
    }
    return out;
  }

  TestFolder folder_;
  KnowledgeBase base_;
};

using Words = std::vector<std::string>;

TEST_F(ConfirmTest, ConfirmedPointsJudgeInTheirRegionOnly) {
  const auto report = confirm_points(base_, options({std::string{kQuinolones}}, "44"));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  ASSERT_EQ(report->rows.size(), 1u);
  EXPECT_EQ(report->rows[0].state, State::kConfirmed);
  EXPECT_EQ(report->rows[0].region, "44");
  EXPECT_EQ(report->batch, "confirm-66-44");
  EXPECT_EQ(states(kQuinolones, "440100"), Words{"confirmed"});
  EXPECT_EQ(states(kQuinolones, "430100"), Words{"reference"});
  EXPECT_EQ(states(kQuinolones, "440100", *parse_day("2026-08-31")), Words{"reference"});  // not known before
  const Batch& batch = base_.batches().back();
  EXPECT_EQ(batch.name, "confirm-66-44");
  EXPECT_EQ(batch.known_since, *parse_day("2026-09-01"));
  // Again: nothing to do, and nothing is written.
  const auto again = confirm_points(base_, options({std::string{kQuinolones}}, "44"));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->already, 1u);
  EXPECT_TRUE(again->rows.empty());
  EXPECT_TRUE(again->batch.empty());
  EXPECT_EQ(base_.batches().size(), kShippedBatches + 1);
}

TEST_F(ConfirmTest, TheDifferenceIsAChangeOfThePoint) {
  const auto before = *base_.effective(kNoDay, "44");
  ASSERT_TRUE(confirm_points(base_, options({}, "44")).has_value());
  const auto differences = compare(before, *base_.effective(kNoDay, "44"));
  ASSERT_FALSE(differences.empty());
  for (const PointDifference& difference : differences) {
    EXPECT_EQ(difference.kind, PointDifference::Kind::kChanged) << difference.after.point_id;
    EXPECT_EQ(difference.before.state, State::kReference);
    EXPECT_EQ(difference.after.state, State::kConfirmed);
    EXPECT_EQ(difference.after.rule, 66);
  }
}

TEST_F(ConfirmTest, WithdrawnPointsNoLongerJudgeAndMayBeConfirmedAgain) {
  ASSERT_TRUE(confirm_points(base_, options({}, "44")).has_value());
  const auto withdrawn = withdraw_points(base_, options({std::string{kQuinolones}}, "44"));
  ASSERT_TRUE(withdrawn.has_value()) << withdrawn.error().message;
  EXPECT_EQ(withdrawn->rows.size(), 1u);
  EXPECT_EQ(withdrawn->batch, "withdraw-66-44");
  EXPECT_EQ(states(kQuinolones, "440100"), Words{"reference"});
  EXPECT_EQ(states("REF-66-003", "440100"), Words{"confirmed"});
  const auto again = confirm_points(base_, options({}, "44"));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  ASSERT_EQ(again->rows.size(), 1u);
  EXPECT_EQ(again->rows[0].point_id, kQuinolones);
  EXPECT_EQ(again->batch, "confirm-66-44-2");
  EXPECT_EQ(states(kQuinolones, "440100"), Words{"confirmed"});
}

TEST_F(ConfirmTest, ConditionsReplaceThePublishedPointsThatWaitForThem) {
  const auto report = confirm_points(base_, options({}, "44", 8));
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_GT(report->rows.size(), 400u);
  EXPECT_GT(report->replaced, 3000u);
  std::size_t waiting = 0, judging = 0, elsewhere = 0;
  const auto there = base_.effective(kNoDay, "440100"), beside = base_.effective(kNoDay, "430100");
  ASSERT_TRUE(there.has_value() && beside.has_value());
  for (const PointRow& row : *there) {
    if (row.rule == 8) ++(row.needs_condition ? waiting : judging);
  }
  for (const PointRow& row : *beside) {
    if (row.rule == 8 && row.needs_condition) ++elsewhere;
  }
  EXPECT_EQ(judging, report->rows.size());
  EXPECT_LT(waiting, 60u);
  EXPECT_EQ(elsewhere, 510u);
}

TEST_F(ConfirmTest, ADryRunWritesNothing) {
  ConfirmOptions dry = options({}, "44");
  dry.dry_run = true;
  const auto report = confirm_points(base_, dry);
  ASSERT_TRUE(report.has_value());
  EXPECT_FALSE(report->rows.empty());
  EXPECT_TRUE(report->batch.empty());
  EXPECT_EQ(base_.batches().size(), kShippedBatches);
  EXPECT_EQ(states(kQuinolones, "440100"), Words{"reference"});
}

TEST_F(ConfirmTest, WhatCannotBeConfirmedIsSaidWithARemedy) {
  const auto said = [&](const Result<ConfirmReport>& answer) {
    EXPECT_FALSE(answer.has_value());
    return answer.has_value() ? std::string{} : answer.error().message;
  };
  EXPECT_THAT(said(confirm_points(base_, options({"nonsense"}, "44"))), HasSubstr("knowledge list --rule 66"));
  EXPECT_THAT(said(confirm_points(base_, options({std::string{kQuinolones}}, "44", 67))), HasSubstr("give --rule 66"));
  EXPECT_THAT(said(confirm_points(base_, options({"LIST-54-1"}, "44", 54))), HasSubstr("needs no confirmation"));
  EXPECT_THAT(said(confirm_points(base_, options({}, "44", 67))), HasSubstr("no reference points of rule 67"));
  EXPECT_THAT(said(confirm_points(base_, options({}, "44", 89))), HasSubstr("--rule 1 to 88"));
  EXPECT_THAT(said(withdraw_points(base_, options({}, "44"))),
              HasSubstr("no point of rule 66 is confirmed in region 44"));
  ASSERT_TRUE(confirm_points(base_, options({std::string{kQuinolones}}, "44")).has_value());
  EXPECT_THAT(said(withdraw_points(base_, options({std::string{kQuinolones}}, "4401"))), HasSubstr("in 44: give that"));
  EXPECT_EQ(base_.batches().size(), kShippedBatches + 1);  // nothing of the refused calls
}

TEST_F(ConfirmTest, APointThatContradictsTheRegionsOwnIsRefused) {
  const auto own = folder_.path() / "own.csv";
  ASSERT_TRUE(write_file(own, "rule_no,point_id,code,num,region\n66,own-1,XJ01MA,16,44\n").has_value());
  ASSERT_TRUE(
      import_files(base_, {own}, {.published_at = kNoDay, .known_since = *parse_day("2026-09-01"), .dry_run = false})
          .has_value());
  const auto report = confirm_points(base_, options({}, "44"));
  ASSERT_FALSE(report.has_value());
  EXPECT_THAT(report.error().message, HasSubstr("withdraw own-1 first"));
  EXPECT_TRUE(confirm_points(base_, options({"REF-66-003"}, "44")).has_value());
  // What a region imported it may withdraw too.
  ASSERT_TRUE(withdraw_points(base_, options({"own-1"}, "44")).has_value());
  EXPECT_EQ(states("own-1", "44"), Words{"reference"});
  EXPECT_TRUE(confirm_points(base_, options({std::string{kQuinolones}}, "44")).has_value());
}

}  // namespace
}  // namespace yishou::knowledge
