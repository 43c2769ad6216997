#include <set>

#include <gtest/gtest.h>

#include "manual/about.h"
#include "manual/families.h"
#include "rules/catalogue.h"

namespace yishou::manual {
namespace {

TEST(Manual, EveryRuleStandsInOneFamily) {
  std::multiset<std::uint16_t> numbers;
  std::set<std::string_view> slugs;
  for (const Family& family : families()) {
    EXPECT_TRUE(std::ranges::is_sorted(family.numbers)) << family.slug;
    EXPECT_TRUE(slugs.insert(family.slug).second) << family.slug;
    numbers.insert(family.numbers.begin(), family.numbers.end());
  }
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    EXPECT_EQ(numbers.count(entry.number), 1u) << entry.number;
    EXPECT_NE(family_of(entry.number), nullptr);
  }
  EXPECT_EQ(numbers.size(), rules::catalogue().size());
  EXPECT_EQ(family_of(89), nullptr);
}

TEST(Manual, FactsComeByTable) {
  const auto facts = model::facts(model::Fact::kSetlSex, model::Fact::kVisitNewborn, model::Fact::kSetlBirth);
  EXPECT_EQ(facts_text(facts_of(facts)), "setl_d: gend brdy; mdtrt_d: nwb_flag");
  EXPECT_EQ(facts_text(facts_of({})), "");
}

TEST(Manual, ParametersOfARuleAreThoseThatNameIt) {
  const auto of = parameters_of(29, nullptr);
  ASSERT_EQ(of.size(), 7u);
  EXPECT_EQ(of[0]->name, "birth_placeholders");
}

TEST(Manual, ReferenceAndFreeTextDoNotJudge) {
  auto snapshot = knowledge::snapshot_from_csv(
      "rule_no,point_id,code,value,state,needs_condition\n"
      "67,A,XA,男,official,\n67,B,XB,男,reference,\n81,C,1,,official,1\n81,D,2,男,reference,\n",
      "", "");
  ASSERT_TRUE(snapshot.has_value()) << snapshot.error().message;
  const PointCounts counts = count_points(*snapshot);
  EXPECT_EQ(counts[67].all, 2u);
  EXPECT_EQ(counts[67].judging, 1u);
  EXPECT_TRUE(can_judge(67, counts));
  EXPECT_FALSE(can_judge(81, counts));
  EXPECT_TRUE(can_judge(56, counts));
  EXPECT_FALSE(can_judge(5, counts));
}

}  // namespace
}  // namespace yishou::manual
