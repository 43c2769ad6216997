// Findings of one accusation under changing knowledge: what persons decided stays with it.
#include <gtest/gtest.h>

#include "cases/cases_fixture.h"

namespace yishou::cases {
namespace {

class SuccessionTest : public WithCases {
 protected:
  /// The same accusation as test_finding(i), judged by other knowledge.
  static model::Finding under(const std::string& knowledge, int i) {
    model::Finding f = test_finding(i);
    f.knowledge_version = knowledge;
    f.finding_id = fmt::format("{}-{}", f.finding_id, knowledge);
    return f;
  }
  void step(const std::string& id, Step step, std::string_view reason = "") {
    const auto seen = look(id);
    const auto made = changes_->make(inspector(), {id, seen.version},
                                     {.step = step, .reason = std::string{reason}, .text = "理由"}, kTestNow);
    ASSERT_TRUE(made.has_value()) << made.error().message;
  }
  std::int64_t in_force() { return findings_->totals({}, identity::Scope::whole())->findings; }
  std::vector<std::string> steps(const std::string& id) {
    std::vector<std::string> names;
    const auto events = findings_->events(id, identity::Scope::whole());
    for (const auto& event : *events) names.push_back(event.step);
    return names;
  }
};

TEST_P(SuccessionTest, StateAssigneeAndLinkCarryOver) {
  take("r1", test_findings(0, 3));
  const auto id = [](int i) { return test_finding(i).finding_id; };
  step(id(0), Step::kConfirm);
  step(id(1), Step::kAsk);
  step(id(2), Step::kDismiss, "R2");
  std::int64_t gone = -1;
  const Taken taken = take("r2", {under("k2", 0), under("k2", 1), under("k2", 2), under("k2", 3)}, &gone);
  EXPECT_EQ(taken.added, 4);
  EXPECT_EQ(taken.succeeded, 4);
  EXPECT_EQ(gone, 0) << "all have their successors";
  EXPECT_EQ(in_force(), 4);
  const State wanted[] = {State::kConfirmed, State::kAsked, State::kDismissed, State::kNew};
  for (int i = 0; i < 4; ++i) {
    const auto later = look(under("k2", i).finding_id), earlier = look(id(i));
    EXPECT_EQ(later.state, wanted[i]) << i;
    EXPECT_FALSE(later.gone);
    EXPECT_EQ(later.succeeds, id(i));
    EXPECT_EQ(later.succeeded_by, "");
    EXPECT_EQ(earlier.state, wanted[i]) << "its own history is left alone";
    EXPECT_TRUE(earlier.gone);
    EXPECT_EQ(earlier.succeeded_by, later.finding.finding_id);
  }
  EXPECT_EQ(steps(id(0)), (std::vector<std::string>{"confirm", "succeeded"}));
  EXPECT_EQ(steps(under("k2", 0).finding_id), (std::vector<std::string>{"succeeds"}));
  EXPECT_EQ(steps(under("k2", 3).finding_id), (std::vector<std::string>{})) << "nobody had touched it";
  // Work goes on at the later one, and only there.
  step(under("k2", 0).finding_id, Step::kReopen);
  const auto old = look(id(0));
  const auto refused =
      changes_->make(inspector(), {id(0), old.version}, {.step = Step::kReopen, .reason = {}, .text = "x"}, kTestNow);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("took its place"), std::string::npos);
}

TEST_P(SuccessionTest, ADismissalHoldsForWhatWasDismissed) {
  take("r1", test_findings(0, 3));
  for (int i = 0; i < 4; ++i) step(test_finding(i).finding_id, Step::kDismiss, "R2");
  auto amount = under("k2", 0), observed = under("k2", 1), limit = under("k2", 2), words = under("k2", 3);
  amount.vola_amt = 299;
  observed.observed = "3 次";
  limit.limit = "0 次";
  words.vola_cont = "换了说法";
  words.vola_evid = "另一依据";
  EXPECT_EQ(take("r2", {amount, observed, limit, words}).succeeded, 4);
  for (const auto& f : {amount, observed, limit}) {
    EXPECT_EQ(look(f.finding_id).state, State::kNew) << f.finding_id;
    EXPECT_FALSE(look(f.finding_id).succeeds.empty());
  }
  EXPECT_EQ(look(words.finding_id).state, State::kDismissed);
}

TEST_P(SuccessionTest, OnlyTheSameAccusationSucceeds) {
  take("r1", {test_finding(0)});
  step(test_finding(0).finding_id, Step::kConfirm);
  std::vector<model::Finding> others(5, under("k2", 0));
  others[0].rule_no = 77;
  others[1].psn_no = "610102199001019999";
  others[2].fixmedins_code = "H2";
  others[3].bkkp_sns = {"b0-1", "b0-3"};
  others[4].end_time += 60;
  for (std::size_t i = 0; i < others.size(); ++i) others[i].finding_id = fmt::format("other-{}", i);
  std::int64_t gone = -1;
  EXPECT_EQ(take("r2", others, &gone).succeeded, 0);
  EXPECT_EQ(gone, 1);
  for (const auto& f : others) EXPECT_EQ(look(f.finding_id).state, State::kNew) << f.finding_id;
  // Lines in another order are the same lines; and what was gone for a while still has its history.
  auto back = under("k3", 0);
  std::ranges::reverse(back.bkkp_sns);
  std::ranges::reverse(back.line_amounts);
  EXPECT_EQ(take("r3", {back}).succeeded, 1);
  EXPECT_EQ(look(back.finding_id).state, State::kConfirmed);
  auto other_facts = back;  // the same versions: so it is another finding
  other_facts.finding_id = "other-facts";
  EXPECT_EQ(take("r4", {other_facts}).succeeded, 0);
  EXPECT_EQ(look("other-facts").state, State::kNew);
}

TEST_P(SuccessionTest, KnowledgeThatComesBackTakesItsPlaceAgainWithoutACircle) {
  const auto x = under("k0", 0), a = test_finding(0), b = under("k2", 0), c = under("k3", 0);
  take("r0", {x});
  take("r1", {a});
  step(a.finding_id, Step::kAsk);
  take("r2", {b});
  take("r3", {c});
  step(c.finding_id, Step::kConfirm);
  const Taken again = take("r4", {a});
  EXPECT_EQ(again.known, 1);
  EXPECT_EQ(again.returned, 1);
  EXPECT_EQ(again.succeeded, 1);
  EXPECT_EQ(in_force(), 1);
  const auto now = look(a.finding_id);
  EXPECT_EQ(now.state, State::kConfirmed);
  EXPECT_FALSE(now.gone);
  EXPECT_EQ(now.succeeded_by, "");
  std::vector<std::string> chain;
  for (auto at = now; !at.succeeds.empty() && chain.size() < 9; at = look(at.succeeds)) chain.push_back(at.succeeds);
  EXPECT_EQ(chain, (std::vector<std::string>{c.finding_id, b.finding_id, x.finding_id}));
  EXPECT_EQ(take("r5", {a}).succeeded, 0) << "the same run again changes nothing";
}

TEST_P(SuccessionTest, OfTwoOfOneRuleEachFindsItsOwn) {
  auto one = test_finding(0), two = test_finding(0);
  two.finding_id = "two";
  two.limit = "5 次";
  take("r1", {one, two});
  step(one.finding_id, Step::kConfirm);
  step("two", Step::kDismiss, "R3");
  auto later_one = under("k2", 0), later_two = two;
  later_two.finding_id = "two-k2";
  later_two.knowledge_version = "k2";
  EXPECT_EQ(take("r2", {later_two, later_one}).succeeded, 2);
  EXPECT_EQ(look(later_one.finding_id).state, State::kConfirmed);
  EXPECT_EQ(look("two-k2").state, State::kDismissed);
  EXPECT_EQ(in_force(), 2);
}

YISHOU_ON_BOTH_DATABASES(SuccessionTest);

}  // namespace
}  // namespace yishou::cases
