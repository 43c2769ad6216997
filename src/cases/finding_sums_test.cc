// Sums and groups of findings: each line once, groups in their order, doctors as the role sees them.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "cases/cases_fixture.h"

namespace yishou::cases {
namespace {

using identity::Role;
using identity::Scope;

class FindingSumsTest : public WithCases {};

TEST_P(FindingSumsTest, EachLineCountsOnceInTotals) {
  auto one = test_finding(4), two = test_finding(8), other = test_finding(5);  // H1, H1, H2
  two.bkkp_sns = {one.bkkp_sns[0], one.bkkp_sns[0], "z"};
  two.line_amounts = {150, 90, 7};
  other.bkkp_sns = {one.bkkp_sns[0]};  // another institution's line of the same number
  other.line_amounts = {11};
  auto no_lines = test_finding(12);
  no_lines.bkkp_sns.clear();
  no_lines.line_amounts.clear();
  auto no_amounts = test_finding(16);
  no_amounts.line_amounts.clear();
  take("run1", {one, two, other, no_lines, no_amounts});
  const auto totals = *findings_->totals({}, Scope::whole());
  EXPECT_EQ(totals.findings, 5);
  EXPECT_EQ(totals.vola, 1500);
  EXPECT_EQ(totals.fund, 1000);
  EXPECT_EQ(totals.lines, 6);
  EXPECT_EQ(totals.vola_lines, 150 + 200 + 7 + 11);
  const auto h1 = *findings_->totals({.institution = "H1"}, Scope::whole());
  EXPECT_EQ(h1.vola_lines, 357);
  const auto none = *findings_->totals({.institution = "H7"}, Scope::whole());
  EXPECT_EQ(none.findings + none.vola + none.lines + none.vola_lines, 0);
}

TEST_P(FindingSumsTest, AreGrouped) {
  auto all = test_findings(1, 24);
  all[0].begin_time = kNoSecond;
  all[3].vola_amt = 100'000;
  take("run1", all);
  const auto by_institution = *findings_->groups({}, Scope::whole(), GroupBy::kInstitution);
  ASSERT_EQ(by_institution.size(), 4u);
  EXPECT_EQ(by_institution[0].key, "H1") << "the largest first";
  EXPECT_EQ(by_institution[0].vola, 100'000 + 5 * 300);
  EXPECT_EQ(by_institution[0].findings, 6);
  const auto months = *findings_->groups({}, Scope::whole(), GroupBy::kMonth);
  EXPECT_EQ(months.front().key, "");
  EXPECT_EQ(months[1].key, "2026-01");
  EXPECT_EQ(findings_->groups({}, Scope::whole(), GroupBy::kCity)->size(), 3u);
  EXPECT_EQ(findings_->groups({.rules = {7}}, Scope::whole(), GroupBy::kRule)->at(0).key, "7");
  EXPECT_EQ(findings_->groups({}, Scope::whole(), GroupBy::kState)->at(0).key, "new");
}

TEST_P(FindingSumsTest, AreGroupedByWeekFamilyVerdictDoctorAndDepartment) {
  auto all = test_findings(1, 24);
  all[0].begin_time = kNoSecond;
  all[1].begin_time = start_of(day_from_civil({2026, 11, 29})) + 86'399;  // a Sunday
  all[2].begin_time = start_of(day_from_civil({2026, 11, 30}));           // a Monday
  for (auto& f : all) f.bilg_dept_codg = f.fixmedins_code == "H1" ? "A01" : "";
  take("run1", all);
  const auto keys = [&](GroupBy by, const FindingFilter& filter = {}, Role role = Role::kAuditor) {
    std::vector<std::pair<std::string, std::int64_t>> found;
    const auto groups = *findings_->groups(filter, Scope::whole(), by, role);
    for (const auto& group : groups) found.emplace_back(group.key, group.findings);
    return found;
  };
  const auto weeks = keys(GroupBy::kWeek);
  EXPECT_EQ(weeks.front().first, "") << "without a time";
  EXPECT_THAT(weeks, ::testing::Contains(std::pair(std::string{"2026-11-23"}, std::int64_t{1})));
  // With two of the fifth of December.
  EXPECT_THAT(weeks, ::testing::Contains(std::pair(std::string{"2026-11-30"}, std::int64_t{3})));
  EXPECT_EQ(keys(GroupBy::kFamily), (std::vector<std::pair<std::string, std::int64_t>>{{"policy", 24}}));
  EXPECT_EQ(keys(GroupBy::kVerdict), (std::vector<std::pair<std::string, std::int64_t>>{{"0", 16}, {"1", 8}}));
  // H1 has the findings 4, 8 … 24: the doctors 4, 8, 2, 6, 0, 4.
  const auto doctors = keys(GroupBy::kDoctor, {.institution = "H1"});
  ASSERT_EQ(doctors.size(), 5u);
  EXPECT_EQ(doctors.front(), std::pair(std::string{"D61010200004"}, std::int64_t{2}));
  EXPECT_EQ(keys(GroupBy::kDoctor, {.institution = "H1"}, Role::kAdministrator).front().first, "D610******04");
  EXPECT_EQ(keys(GroupBy::kDepartment, {.institution = "H1"}),
            (std::vector<std::pair<std::string, std::int64_t>>{{"A01", 6}}));
  for (const auto by : {GroupBy::kDoctor, GroupBy::kDepartment}) {
    EXPECT_EQ(findings_->groups({}, Scope::whole(), by).error().code, ErrorCode::kBadCall);
  }
  EXPECT_TRUE(findings_->groups({.institution = "H1"}, *Scope::make({"33"}, {}), GroupBy::kDoctor)->empty());
}

TEST_P(FindingSumsTest, EachLineCountsOnceInADisputeGroup) {
  auto one = test_finding(4), two = test_finding(8), other = test_finding(12);  // H1: 5, 9 policy; verdicts 0, 0, 1
  two.bkkp_sns = {one.bkkp_sns[0], "z"};
  two.line_amounts = {150, 7};
  other.rule_no = 70;
  other.bkkp_sns = {one.bkkp_sns[0]};
  other.line_amounts = {500};
  auto no_lines = test_finding(5);  // H2
  no_lines.bkkp_sns.clear();
  no_lines.line_amounts.clear();
  take("run1", {one, two, other, no_lines});
  const auto families = *findings_->disputes({}, Scope::whole(), GroupBy::kFamily);
  ASSERT_EQ(families.size(), 2u);
  EXPECT_EQ(families[0].key, "policy");
  EXPECT_EQ(families[0].findings, 3);
  EXPECT_EQ(families[0].lines, 3);
  EXPECT_EQ(families[0].vola_lines, 150 + 200 + 7);
  EXPECT_EQ(families[1].key, "medical");
  EXPECT_EQ(families[1].vola_lines, 500);
  const auto institutions = *findings_->disputes({}, Scope::whole(), GroupBy::kInstitution);
  ASSERT_EQ(institutions.size(), 2u);
  EXPECT_EQ(institutions[0].key, "H1");
  EXPECT_EQ(institutions[0].vola_lines, findings_->totals({.institution = "H1"}, Scope::whole())->vola_lines);
  EXPECT_EQ(institutions[1].findings, 1);
  EXPECT_EQ(institutions[1].lines + institutions[1].vola_lines, 0);
}

TEST_P(FindingSumsTest, AreSummedByRuleAndStateAndByVersion) {
  auto all = test_findings(1, 24);  // f00001 is of rule 2 and H2
  for (auto& one : all) one.rule_no = 7;
  for (auto& one : all) one.rule_version = "7@1";
  all[3].rule_version = "7@2";
  take("run1", all);
  ASSERT_TRUE(database_->change("UPDATE findings SET state = 'confirmed' WHERE finding_id IN ('f00001', 'f00002')"));
  const auto states = *findings_->rule_states({}, Scope::whole());
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[0].state, State::kConfirmed);
  EXPECT_EQ(states[0].findings, 2);
  EXPECT_EQ(states[0].vola, 600);
  EXPECT_EQ(states[1].state, State::kNew);
  EXPECT_EQ(states[1].rule_no, 7);
  EXPECT_EQ(states[1].findings, 22);
  EXPECT_EQ(states[1].fund, 22 * 200);
  EXPECT_EQ(findings_->rule_states({}, regions({"99"}))->size(), 0u);
  const auto versions = *findings_->rule_versions(7, Scope::whole());
  ASSERT_EQ(versions.size(), 2u);
  std::int64_t sum = 0;
  for (const auto& one : versions) sum += one.findings;
  EXPECT_EQ(sum, 24);
  EXPECT_EQ(findings_->rule_versions(7, regions({"3301"}))->front().findings, 6);
  EXPECT_TRUE(findings_->rule_versions(8, Scope::whole())->empty());
}

YISHOU_ON_BOTH_DATABASES(FindingSumsTest);

}  // namespace
}  // namespace yishou::cases
