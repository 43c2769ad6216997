// Taking findings, looking at them, and what a scope hides, on both databases.
#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "cases/cases_fixture.h"

namespace yishou::cases {
namespace {

using identity::Role;
using identity::Scope;

class FindingsTest : public WithCases {
 protected:
  /// Ids of all pages of `size`.
  [[nodiscard]] std::vector<std::string> walk(const FindingFilter& filter, const Scope& scope, Sort sort,
                                              bool descending, int size = 7) {
    std::vector<std::string> ids;
    std::string cursor;
    do {
      const auto page = findings_->page(filter, scope, Role::kInspector, sort, descending, cursor, size);
      if (!page.has_value()) {
        ADD_FAILURE() << page.error().message;
        return ids;
      }
      for (const auto& one : page->findings) ids.push_back(one.finding.finding_id);
      cursor = page->next;
    } while (!cursor.empty());
    return ids;
  }
  [[nodiscard]] std::size_t count(const FindingFilter& filter) {
    const auto ids = walk(filter, Scope::whole(), Sort::kTaken, false, 1000);
    const auto totals = findings_->totals(filter, Scope::whole());
    EXPECT_EQ(totals->findings, static_cast<std::int64_t>(ids.size())) << "a sum and its pages agree";
    return ids.size();
  }
};

TEST_P(FindingsTest, ComeBackAsTheyWereTaken) {
  EXPECT_EQ(take("run1", {test_finding(1)}).added, 1);
  const auto one = look("f00001");
  const auto want = test_finding(1);
  const auto& f = one.finding;
  EXPECT_EQ(std::tie(f.finding_id, f.rule_no, f.rule_version, f.knowledge_version, f.verdict, f.sev_deg, f.psn_no,
                     f.fixmedins_code, f.mdtrt_id, f.setl_id, f.bilg_dr_code, f.bkkp_sns, f.related_bkkp_sns,
                     f.begin_time, f.end_time, f.vola_amt, f.fund_amt, f.observed, f.limit, f.vola_cont, f.vola_evid),
            std::tie(want.finding_id, want.rule_no, want.rule_version, want.knowledge_version, want.verdict,
                     want.sev_deg, want.psn_no, want.fixmedins_code, want.mdtrt_id, want.setl_id, want.bilg_dr_code,
                     want.bkkp_sns, want.related_bkkp_sns, want.begin_time, want.end_time, want.vola_amt, want.fund_amt,
                     want.observed, want.limit, want.vola_cont, want.vola_evid));
  EXPECT_EQ(f.line_amounts, want.line_amounts);
  EXPECT_EQ(one.state, State::kNew);
  EXPECT_EQ(one.version, 1);
  EXPECT_EQ(one.region, "610102");
  EXPECT_EQ(one.run_id, "run1");
  EXPECT_FALSE(holds("findings", "6101021990")) << "persons are sealed";
  EXPECT_FALSE(holds("findings", "D610102")) << "doctors are sealed";
  EXPECT_TRUE(holds("findings", "f00001"));
}

TEST_P(FindingsTest, AreTakenOnceAndGoWhenNoLongerFound) {
  std::int64_t gone = 0;
  EXPECT_EQ(take("run1", test_findings(1, 20), &gone).added, 20);
  EXPECT_EQ(gone, 0);
  EXPECT_EQ(Intake::begin(*database_, *sealer_, "run1", kTestNow).error().code, ErrorCode::kConflict);
  const auto again = take("run2", test_findings(1, 20), &gone);
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.known, 20);
  EXPECT_EQ(gone, 0);
  EXPECT_EQ(take("run3", test_findings(6, 22), &gone).added, 2);
  EXPECT_EQ(gone, 5);
  EXPECT_TRUE(look("f00001").gone);
  EXPECT_EQ(count({}), 17u);
  EXPECT_EQ(count({.gone = true}), 5u);
  EXPECT_EQ(take("run4", test_findings(1, 22), &gone).returned, 5);
  EXPECT_EQ(count({}), 22u);
  const auto events = *findings_->events("f00001", Scope::whole());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].step, "gone");
  EXPECT_EQ(events[1].step, "returned");
  EXPECT_EQ(look("f00001").version, 3);
}

TEST_P(FindingsTest, ARunSpeaksOnlyOfWhatItLookedAt) {
  std::int64_t gone = 0;
  take("run1", test_findings(1, 88));
  take("rules", {}, &gone, {.rules = {5, 6}});
  EXPECT_EQ(gone, 2);
  take("region", {}, &gone, {.region = "3301"});
  EXPECT_EQ(gone, 22);
  const auto day = start_of(day_from_civil({2026, 2, 1}));
  take("january", {}, &gone, {.to = day});
  EXPECT_GT(gone, 0);
  const auto left = walk({.to = day}, Scope::whole(), Sort::kTime, false);
  EXPECT_TRUE(left.empty());
  EXPECT_FALSE(walk({.from = day}, Scope::whole(), Sort::kTime, false).empty());
}

TEST_P(FindingsTest, AnInterruptedRunGoesOn) {
  auto first = *Intake::begin(*database_, *sealer_, "run1", kTestNow);
  ASSERT_TRUE(first.take(test_findings(1, 5), kTestNow).has_value());
  auto again = *Intake::begin(*database_, *sealer_, "run1", kTestNow);
  const auto taken = *again.take(test_findings(1, 9), kTestNow);
  EXPECT_EQ(taken.known, 5);
  EXPECT_EQ(taken.added, 4);
  ASSERT_TRUE(again.finish({}, kTestNow).has_value());
  EXPECT_EQ(first.finish({}, kTestNow).error().code, ErrorCode::kConflict);
}

TEST_P(FindingsTest, HostileTextsAreKeptOrRefusedWhole) {
  auto hostile = test_finding(1);
  hostile.vola_cont = "'); DROP TABLE findings; -- <script> \u202e $1";
  hostile.finding_id = "f' OR '1'='1";
  hostile.psn_no = "x'||(SELECT 1)";
  take("run1", {hostile, test_finding(2)});
  EXPECT_EQ(look("f' OR '1'='1").finding.vola_cont, hostile.vola_cont);
  EXPECT_EQ(count({.psn_no = "x'||(SELECT 1)"}), 1u);
  EXPECT_EQ(count({.text = "DROP TABLE"}), 1u);
  EXPECT_EQ(count({.text = "%"}), 0u) << "no pattern, a text";
  auto intake = *Intake::begin(*database_, *sealer_, "run2", kTestNow);
  auto wrong = test_findings(3, 5);
  wrong[1].vola_cont = std::string("a\0b", 3);
  const auto refused = intake.take(wrong, kTestNow);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(refused.error().message, ::testing::HasSubstr("f00004"));
  wrong[1] = test_finding(4);
  wrong[1].line_amounts = {1};
  EXPECT_EQ(intake.take(wrong, kTestNow).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(count({}), 2u) << "none of the batch was taken";
}

TEST_P(FindingsTest, EveryFilterIsTheSameAsLookingAtEach) {
  take("run1", test_findings(1, 100));
  take("run2", test_findings(1, 200));
  const auto all = test_findings(1, 200);
  const auto expect = [&](const FindingFilter& filter, const auto& wanted, const char* what) {
    const auto want = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), wanted));
    EXPECT_GT(want, 0u) << what;
    EXPECT_LT(want, all.size()) << what;
    EXPECT_EQ(count(filter), want) << what;
  };
  using F = model::Finding;
  expect({.rules = {7}}, [](const F& f) { return f.rule_no == 7; }, "rule");
  expect({.rules = {7, 9}}, [](const F& f) { return f.rule_no == 7 || f.rule_no == 9; }, "rules");
  expect({.family = RuleFamily::kPolicy}, [](const F& f) { return f.rule_no <= 34; }, "policy");
  expect({.family = RuleFamily::kManagement}, [](const F& f) { return f.rule_no >= 35 && f.rule_no <= 63; },
         "management");
  expect({.family = RuleFamily::kMedical}, [](const F& f) { return f.rule_no >= 64; }, "medical");
  expect({.verdict = model::Verdict::kSuspicion}, [](const F& f) { return f.verdict == model::Verdict::kSuspicion; },
         "verdict");
  expect({.sev_deg = 2}, [](const F& f) { return f.sev_deg == 2; }, "severity");
  expect({.institution = "H2"}, [](const F& f) { return f.fixmedins_code == "H2"; }, "institution");
  expect({.region = "61"}, [](const F& f) { return f.fixmedins_code != "H4"; }, "province");
  expect({.region = "6102"}, [](const F& f) { return f.fixmedins_code == "H3"; }, "city");
  expect({.region = "610102"}, [](const F& f) { return f.fixmedins_code == "H1" || f.fixmedins_code == "H2"; },
         "district");
  expect({.psn_no = "610102199001010003"}, [](const F& f) { return f.psn_no == "610102199001010003"; }, "person");
  expect({.doctor = "D61010200003"}, [](const F& f) { return f.bilg_dr_code == "D61010200003"; }, "doctor");
  const auto march = start_of(day_from_civil({2026, 3, 1})), may = start_of(day_from_civil({2026, 5, 1}));
  expect({.from = march, .to = may}, [&](const F& f) { return f.begin_time >= march && f.begin_time < may; }, "period");
  expect({.run_id = "run2"}, [](const F& f) { return f.finding_id > "f00100"; }, "run");
  expect({.text = "第 11"}, [](const F& f) { return f.vola_cont.find("第 11") != std::string::npos; }, "text");
  expect({.family = RuleFamily::kPolicy, .institution = "H2", .region = "6101"},
         [](const F& f) { return f.rule_no <= 34 && f.fixmedins_code == "H2"; }, "together");
  EXPECT_EQ(count({.least = 300, .most = 300}), 200u);
  EXPECT_EQ(count({.least = 301}), 0u);
  EXPECT_EQ(count({.assigned = "-"}), 200u);
  EXPECT_EQ(count({.states = {State::kNew, State::kAsked}}), 200u);
  EXPECT_EQ(count({.states = {State::kConfirmed}}), 0u);
  EXPECT_EQ(count({.run_id = "nowhere"}), 0u);
  for (const auto* region : {"6", "610", "6101021", "6a", "%%"})
    EXPECT_EQ(findings_->totals({.region = region}, Scope::whole()).error().code, ErrorCode::kBadCall) << region;
}

TEST_P(FindingsTest, PagesHoldEachOnceInOrder) {
  auto all = test_findings(1, 60);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].vola_amt = static_cast<Fen>(i % 5) * 100;
  all[10].begin_time = kNoSecond;
  take("run1", all);
  for (const auto sort : {Sort::kTaken, Sort::kAmount, Sort::kTime, Sort::kRule, Sort::kInstitution}) {
    const auto up = walk({}, Scope::whole(), sort, false);
    auto down = walk({}, Scope::whole(), sort, true);
    EXPECT_EQ(std::set<std::string>(up.begin(), up.end()).size(), 60u);
    EXPECT_EQ(up.size(), 60u);
    std::reverse(down.begin(), down.end());
    EXPECT_EQ(up, down);
  }
  const auto page = *findings_->page({}, Scope::whole(), Role::kInspector, Sort::kAmount, true, "", 10);
  for (const auto& one : page.findings) EXPECT_EQ(one.finding.vola_amt, 400);
}

TEST_P(FindingsTest, PagesDoNotShiftWhenFindingsAreAdded) {
  take("run1", test_findings(1, 20));
  const auto first = *findings_->page({}, Scope::whole(), Role::kInspector, Sort::kRule, false, "", 10);
  auto more = test_findings(1, 20);
  for (int i = 100; i < 110; ++i) {
    more.push_back(test_finding(i));
    more.back().rule_no = 1;
  }
  take("run2", more);
  const auto second = *findings_->page({}, Scope::whole(), Role::kInspector, Sort::kRule, false, first.next, 10);
  std::set<std::string> ids;
  for (const auto* page : {&first, &second})
    for (const auto& one : page->findings) EXPECT_TRUE(ids.insert(one.finding.finding_id).second);
  EXPECT_EQ(second.findings.front().finding.finding_id, "f00011") << "what was added before does not push it back";
}

TEST_P(FindingsTest, ACursorIsOfItsSearchAlone) {
  take("run1", test_findings(1, 30));
  const auto first =
      *findings_->page({.institution = "H1"}, Scope::whole(), Role::kInspector, Sort::kTime, false, "", 3);
  const auto refused = [&](const FindingFilter& filter, const Scope& scope, Sort sort, bool descending,
                           std::string cursor) {
    const auto page = findings_->page(filter, scope, Role::kInspector, sort, descending, cursor, 3);
    return !page.has_value() && page.error().code == ErrorCode::kBadCall;
  };
  const FindingFilter h1{.institution = "H1"};
  EXPECT_FALSE(refused(h1, Scope::whole(), Sort::kTime, false, first.next));
  EXPECT_TRUE(refused({.institution = "H2"}, Scope::whole(), Sort::kTime, false, first.next));
  EXPECT_TRUE(refused({}, Scope::whole(), Sort::kTime, false, first.next));
  EXPECT_TRUE(refused(h1, regions({"61"}), Sort::kTime, false, first.next));
  EXPECT_TRUE(refused(h1, Scope::whole(), Sort::kAmount, false, first.next));
  EXPECT_TRUE(refused(h1, Scope::whole(), Sort::kTime, true, first.next));
  for (std::size_t i = 0; i < first.next.size(); ++i) {
    auto changed = first.next;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(refused(h1, Scope::whole(), Sort::kTime, false, changed)) << i;
  }
  for (const std::string& wrong :
       {std::string{"x"}, std::string{"' OR 1=1"}, std::string(100'000, 'A'), std::string("\0", 1)})
    EXPECT_TRUE(refused(h1, Scope::whole(), Sort::kTime, false, wrong));
  EXPECT_EQ(findings_->page({}, Scope::whole(), Role::kInspector, Sort::kTime, false, "", 0).error().code,
            ErrorCode::kBadCall);
  EXPECT_EQ(findings_->page({}, Scope::whole(), Role::kInspector, Sort::kTime, false, "", 1001).error().code,
            ErrorCode::kBadCall);
}

TEST_P(FindingsTest, NothingLeaksThroughAScope) {
  auto all = test_findings(1, 80);
  all.push_back(test_finding(81));
  all.back().fixmedins_code = "H9";  // of no known region
  take("run1", all);
  const std::map<std::string, std::string> region_of{
      {"H1", "610102"}, {"H2", "610102"}, {"H3", "610200"}, {"H4", "330100"}, {"H9", ""}};
  for (const auto& scope :
       {regions({"61"}), regions({"6101"}), regions({"610200"}), regions({"6102", "33"}), institutions({"H1"}),
        institutions({"H9"}), *Scope::make({"6102"}, {"H4"}), regions({"44"}), institutions({"H"}), Scope::whole()}) {
    std::set<std::string> want;
    for (const auto& f : all)
      if (scope.sees(region_of.at(f.fixmedins_code), f.fixmedins_code)) want.insert(f.finding_id);
    const auto ids = walk({}, scope, Sort::kAmount, true);
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), want) << scope.text();
    const auto totals = *findings_->totals({}, scope);
    EXPECT_EQ(totals.findings, static_cast<std::int64_t>(want.size()));
    EXPECT_EQ(totals.lines, static_cast<std::int64_t>(want.size()) * 2);
    for (const auto by : {GroupBy::kRule, GroupBy::kInstitution, GroupBy::kMonth, GroupBy::kState, GroupBy::kCity}) {
      std::int64_t sum = 0;
      const auto groups = *findings_->groups({}, scope, by);
      for (const auto& group : groups) sum += group.findings;
      EXPECT_EQ(sum, totals.findings);
    }
    for (const auto& f : all) {
      EXPECT_EQ(findings_->find(f.finding_id, scope, Role::kInspector).has_value(), want.contains(f.finding_id));
      const auto events = findings_->events(f.finding_id, scope);
      EXPECT_EQ(events.has_value(), want.contains(f.finding_id));
      if (!events.has_value()) {
        EXPECT_EQ(events.error().code, ErrorCode::kNotFound);
      }
    }
    // A filter for what the scope hides finds nothing.
    for (const auto& [code, region] : region_of)
      if (!scope.sees(region, code)) {
        EXPECT_EQ(findings_->totals({.institution = code}, scope)->findings, 0);
      }
  }
}

TEST_P(FindingsTest, AreMaskedForTheRole) {
  take("run1", {test_finding(12)});
  EXPECT_EQ(findings_->find("f00012", Scope::whole(), Role::kAnalyst)->finding.psn_no, "6101************12");
  EXPECT_EQ(findings_->find("f00012", Scope::whole(), Role::kAdministrator)->finding.bilg_dr_code, "D610******02");
  const auto page = *findings_->page({}, Scope::whole(), Role::kAuditor, Sort::kTaken, false, "", 5);
  EXPECT_EQ(page.findings.at(0).finding.psn_no, "6101************12");
  EXPECT_EQ(page.findings[0].finding.bilg_dr_code, "D61010200002");
}

TEST_P(FindingsTest, FollowAnInstitutionThatMoves) {
  take("run1", test_findings(1, 8));
  Institutions reference{*database_};
  EXPECT_EQ(findings_->totals({}, regions({"3301"}))->findings, 2);
  const std::vector<Institution> moved{{"H1", "第一医院", "330101", "02", "1"}};
  ASSERT_TRUE(reference.put(moved).has_value());
  EXPECT_EQ(findings_->totals({}, regions({"3301"}))->findings, 4);
  EXPECT_EQ(reference.find("H1", regions({"33"}))->admdvs, "330101");
  EXPECT_EQ(reference.find("H1", regions({"61"})).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(reference.list(regions({"61"}), "", "", 100)->size(), 2u);
  EXPECT_EQ(reference.list(Scope::whole(), "第二", "", 100)->at(0).code, "H2");
  EXPECT_EQ(reference.list(Scope::whole(), "", "H2", 1)->at(0).code, "H3");
  for (const Institution& wrong :
       {Institution{"H 1", "x", "610102", "", ""}, Institution{"H1", "x", "6101", "", ""},
        Institution{"H1", std::string("\0", 1), "610102", "", ""}, Institution{"", "x", "", "", ""}})
    EXPECT_EQ(reference.put(std::vector{wrong}).error().code, ErrorCode::kBadInput);
}

YISHOU_ON_BOTH_DATABASES(FindingsTest);

}  // namespace
}  // namespace yishou::cases
