// A draft laid over a base: settings, rows of a parameter file, own points, reference points; the base itself stays as it is.
#include "knowledge/draft.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/own_points.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;

Day day(std::string_view text) { return *parse_day(text); }

// A base whose folder has a parameters.csv of its own.
KnowledgeBase base_with(const std::filesystem::path& folder, std::string_view parameters) {
  auto base = KnowledgeBase::open(folder);
  EXPECT_TRUE(base.has_value()) << base.error().message;
  std::ofstream(folder / "parameters.csv") << parameters;
  return *std::move(base);
}

Draft settings(std::initializer_list<std::string_view> texts) {
  Draft draft;
  for (const std::string_view text : texts) {
    auto row = parse_setting(text);
    EXPECT_TRUE(row.has_value()) << row.error().message;
    draft.settings.push_back(*std::move(row));
  }
  return draft;
}

std::int64_t years(const KnowledgeBase& base, std::string_view region, Draft draft, std::string_view on) {
  const auto snapshot = draft_snapshot(base, kNoDay, region, std::move(draft));
  EXPECT_TRUE(snapshot.has_value()) << snapshot.error().message;
  return snapshot->parameters().number("child_max_years").at(day(on)) / kOne;
}

TEST(DraftTest, AnEmptyDraftIsTheBaseItself) {
  const TestFolder test;
  const KnowledgeBase base = base_with(test.path() / "b", "name,region,value\nchild_max_years,44,16\n");
  const auto snapshot = base.snapshot(kNoDay, "4401");
  const auto draft = draft_snapshot(base, kNoDay, "4401", {});
  ASSERT_TRUE(snapshot.has_value() && draft.has_value());
  EXPECT_EQ(draft->version(), snapshot->version());
}

TEST(DraftTest, ASettingHoldsAgainstLaterDatesAndEveryRegion) {
  const TestFolder test;
  const KnowledgeBase base = base_with(test.path() / "b",
                                       "name,region,valid_from,value\nchild_max_years,44,,16\n"
                                       "child_max_years,4401,2025-01-01,14\nchild_max_years,,2026-01-01,12\n");
  EXPECT_EQ(years(base, "4401", {}, "2025-06-01"), 14);
  EXPECT_EQ(years(base, "4401", settings({"child_max_years=10"}), "2020-01-01"), 10);
  EXPECT_EQ(years(base, "4401", settings({"child_max_years=10"}), "2026-06-01"), 10);
  const auto later = settings({"child_max_years=10@2025-03-01", "child_max_years=9@2025-07-01"});
  EXPECT_EQ(years(base, "4401", later, "2024-12-31"), 16);
  EXPECT_EQ(years(base, "4401", later, "2025-02-28"), 14);
  EXPECT_EQ(years(base, "4401", later, "2025-03-01"), 10);
  EXPECT_EQ(years(base, "4401", later, "2026-06-01"), 9);
  EXPECT_EQ(years(base, "", settings({"child_max_years=10@2025-03-01"}), "2025-02-28"), 18);
  EXPECT_EQ(years(base, "", settings({"child_max_years=10@2025-03-01"}), "2026-06-01"), 10);
}

TEST(DraftTest, SettingsAreRefusedWithTheRemedy) {
  const auto refused = [](std::string_view text) {
    const auto row = parse_setting(text);
    EXPECT_FALSE(row.has_value()) << text;
    if (row.has_value()) return std::string{};
    EXPECT_EQ(row.error().code, ErrorCode::kBadCall);
    return row.error().message;
  };
  EXPECT_THAT(refused("child_max_years"), HasSubstr("name=value"));
  EXPECT_THAT(refused("=3"), HasSubstr("name=value"));
  EXPECT_THAT(refused("child_max_year=3"), HasSubstr("such as child_max_years"));
  EXPECT_THAT(refused("child_max_years=31"), HasSubstr("between 1 and 30"));
  EXPECT_THAT(refused("child_max_years=abc"), HasSubstr("plain decimal"));
  EXPECT_THAT(refused("child_max_years=14@2025-02-30"), HasSubstr("YYYY-MM-DD"));
  const auto codes = parse_setting("cycle_diags=C00-D48;N18@2025-01-01");
  ASSERT_TRUE(codes.has_value());
  EXPECT_EQ(codes->value, "C00-D48;N18");
  EXPECT_EQ(codes->from, day("2025-01-01"));
}

// The ids of the points of rule 27 that may judge a code on a day.
std::vector<std::string> judging(const Snapshot& snapshot, std::string_view code) {
  std::vector<std::string> ids;
  const ItemKnowledge item = snapshot.resolve(code);
  for (const CodeGroup& group : item.groups) {
    for (std::uint32_t i = 0; i < group.count; ++i) {
      const Point& point = snapshot.point(item.points[group.begin + i].point);
      if (point.rule == 27 && point.state != State::kReference) ids.emplace_back(point.point_id);
    }
  }
  return ids;
}

TEST(DraftTest, OwnPointsJoinAndReferencePointsJudgeWhenAsked) {
  const TestFolder test;
  const KnowledgeBase base = base_with(test.path() / "b", "name,value\nchild_max_years,16\n");
  const auto own = read_own_points(
      "rule_no,point_id,code,num,scope,state\n27,A,999000000000001,1,day,\n27,B,999000000000002,1,day,reference\n",
      "own", OwnCheck::kMeaning);
  ASSERT_TRUE(own.has_value() && own->left.empty());
  const auto without = draft_snapshot(base, kNoDay, "", {.points = own->rows, .parameters = {}, .settings = {}});
  const auto with =
      draft_snapshot(base, kNoDay, "", {.points = own->rows, .parameters = {}, .settings = {}, .with_reference = true});
  const auto plain = base.snapshot(kNoDay, "");
  ASSERT_TRUE(without.has_value() && with.has_value() && plain.has_value());
  EXPECT_THAT(judging(*plain, "999000000000001"), ::testing::IsEmpty());
  EXPECT_THAT(judging(*without, "999000000000001"), ::testing::ElementsAre("A"));
  EXPECT_THAT(judging(*without, "999000000000002"), ::testing::IsEmpty());
  EXPECT_THAT(judging(*with, "999000000000002"), ::testing::ElementsAre("B"));
}

}  // namespace
}  // namespace yishou::knowledge
