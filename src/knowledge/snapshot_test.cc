// A snapshot finds the points of a billed code, on both sides, longest code first.
#include "knowledge/snapshot.h"

#include <gtest/gtest.h>

#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kPoints =
    "rule_no,point_id,code,name,value,num,scope,valid_from,valid_to,region\n"
    "67,P1,XA01,甲,男,,,,,\n"
    "67,P1,XA02,甲,男,,,,,\n"
    "67,P2,XA01BB,乙,女,,,2024-01-01,2024-12-31,\n"
    "25,P3,0011,主项,0022;0033,,day,,,\n"
    "27,P4,0022,丙,,1.5,day,,,\n"
    "27,P5,0022,丙,,2,day,,,44\n";

TEST(SnapshotTest, FindsEveryPrefixLongestFirst) {
  const auto snapshot = snapshot_from_csv(kPoints, "", "");
  ASSERT_TRUE(snapshot.has_value()) << snapshot.error().message;
  ASSERT_EQ(snapshot->points().size(), 4u);
  const ItemKnowledge item = snapshot->resolve("XA01BBC999");
  ASSERT_EQ(item.groups.size(), 1u);
  EXPECT_EQ(item.groups[0].rule, 67);
  EXPECT_EQ(item.groups[0].side, Side::kCode);
  ASSERT_EQ(item.groups[0].count, 2u);
  EXPECT_EQ(snapshot->point(item.points[0].point).point_id, "P2");
  EXPECT_EQ(item.points[0].code_length, 6);
  EXPECT_EQ(snapshot->point(item.points[1].point).point_id, "P1");
  EXPECT_EQ(item.points[1].code_length, 4);
  EXPECT_TRUE(snapshot->resolve("XA0").groups.empty());
  EXPECT_TRUE(snapshot->resolve("").groups.empty());
  EXPECT_EQ(snapshot->resolve("XA02").groups.size(), 1u);
  EXPECT_TRUE(snapshot->has_points(67));
  EXPECT_FALSE(snapshot->has_points(66));
  EXPECT_FALSE(snapshot->has_points(999));
}

TEST(SnapshotTest, ValueSideOnlyForRulesOfBilledCodes) {
  const auto snapshot = snapshot_from_csv(kPoints, "", "");
  ASSERT_TRUE(snapshot.has_value());
  const ItemKnowledge item = snapshot->resolve("002299");
  ASSERT_EQ(item.groups.size(), 2u);
  EXPECT_EQ(item.groups[0].rule, 25);
  EXPECT_EQ(item.groups[0].side, Side::kValue);
  EXPECT_EQ(item.groups[1].rule, 27);
  EXPECT_EQ(snapshot->point(item.points[1].point).num, 15000);
  EXPECT_TRUE(snapshot->resolve("男").groups.empty());
}

TEST(SnapshotTest, WordsBecomeBitsAndDatesBound) {
  const auto snapshot = snapshot_from_csv(kPoints, "", "");
  ASSERT_TRUE(snapshot.has_value());
  const Point& male = snapshot->point(0);
  EXPECT_EQ(male.objects, kMale);
  ASSERT_EQ(snapshot->values(male).size(), 1u);
  EXPECT_EQ(snapshot->values(male)[0], "男");
  const Point& female = snapshot->point(1);
  EXPECT_FALSE(female.in_force(*parse_day("2023-12-31")));
  EXPECT_TRUE(female.in_force(*parse_day("2024-01-01")));
  EXPECT_TRUE(female.in_force(*parse_day("2024-12-31")));
  EXPECT_FALSE(female.in_force(*parse_day("2025-01-01")));
  EXPECT_EQ(snapshot->point(2).scope, Scope::kDay);
}

TEST(SnapshotTest, RegionIsAPrefix) {
  const auto here = snapshot_from_csv(kPoints, "", "440100");
  ASSERT_TRUE(here.has_value());
  EXPECT_EQ(here->points().size(), 5u);
  const auto there = snapshot_from_csv(kPoints, "", "430100");
  ASSERT_TRUE(there.has_value());
  EXPECT_EQ(there->points().size(), 4u);
  EXPECT_NE(here->version(), there->version());
}

TEST(SnapshotTest, VersionIsAFunctionOfContent) {
  const auto once = snapshot_from_csv(kPoints, "", "");
  const auto again = snapshot_from_csv(kPoints, "", "");
  ASSERT_TRUE(once.has_value() && again.has_value());
  EXPECT_EQ(once->version(), again->version());
  const auto other = snapshot_from_csv(kPoints, "name,value\nchild_max_years,14\n", "");
  ASSERT_TRUE(other.has_value());
  EXPECT_NE(once->version(), other->version());
}

TEST(SnapshotTest, EmptyKnowledgeAnswersNothing) {
  const auto snapshot = snapshot_from_csv("", "", "");
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_TRUE(snapshot->resolve("XA01").groups.empty());
}

}  // namespace
}  // namespace yishou::knowledge
