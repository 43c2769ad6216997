// Steps of persons: the whole table of states, roles, versions, many at once; and jobs.
#include <atomic>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "cases/cases_fixture.h"
#include "cases/jobs.h"
#include "identity/accounts.h"

namespace yishou::cases {
namespace {

using identity::Role;
using identity::Scope;

class ChangesTest : public WithCases {
 protected:
  [[nodiscard]] static Change change(Step step) {
    return {.step = step, .reason = step == Step::kDismiss ? "R3" : "", .text = "理由如下，请看病历"};
  }
  Result<std::int64_t> make(Role role, const std::string& id, Step step) {
    return changes_->make(who(role, role == Role::kInstitution ? institutions({"H1", "H2"}) : Scope::whole()),
                          {id, look(id).version}, change(step), kTestNow);
  }
  /// Brings a new finding into a state, as persons would.
  void bring(const std::string& id, State state) {
    if (state == State::kAsked || state == State::kAnswered) {
      ASSERT_TRUE(make(Role::kInspector, id, Step::kAsk).has_value());
    }
    if (state == State::kAnswered) {
      ASSERT_TRUE(make(Role::kInstitution, id, Step::kAnswer).has_value());
    }
    if (state == State::kConfirmed) {
      ASSERT_TRUE(make(Role::kInspector, id, Step::kConfirm).has_value());
    }
    if (state == State::kDismissed) {
      ASSERT_TRUE(make(Role::kInspector, id, Step::kDismiss).has_value());
    }
    ASSERT_EQ(look(id).state, state);
  }
};

// Written a second time, from state to state.
const std::map<std::pair<State, Step>, State> kAllowed = {{{State::kNew, Step::kAsk}, State::kAsked},
                                                          {{State::kNew, Step::kConfirm}, State::kConfirmed},
                                                          {{State::kNew, Step::kDismiss}, State::kDismissed},
                                                          {{State::kNew, Step::kAssign}, State::kNew},
                                                          {{State::kNew, Step::kNote}, State::kNew},
                                                          {{State::kAsked, Step::kAnswer}, State::kAnswered},
                                                          {{State::kAsked, Step::kConfirm}, State::kConfirmed},
                                                          {{State::kAsked, Step::kDismiss}, State::kDismissed},
                                                          {{State::kAsked, Step::kAssign}, State::kAsked},
                                                          {{State::kAsked, Step::kNote}, State::kAsked},
                                                          {{State::kAnswered, Step::kAsk}, State::kAsked},
                                                          {{State::kAnswered, Step::kConfirm}, State::kConfirmed},
                                                          {{State::kAnswered, Step::kDismiss}, State::kDismissed},
                                                          {{State::kAnswered, Step::kAssign}, State::kAnswered},
                                                          {{State::kAnswered, Step::kNote}, State::kAnswered},
                                                          {{State::kConfirmed, Step::kReopen}, State::kNew},
                                                          {{State::kConfirmed, Step::kNote}, State::kConfirmed},
                                                          {{State::kDismissed, Step::kReopen}, State::kNew},
                                                          {{State::kDismissed, Step::kNote}, State::kDismissed}};

TEST_P(ChangesTest, EveryStepInEveryState) {
  take("run1", test_findings(1, 400));
  int next = 4;  // H1 is every fourth
  for (const auto state : all_states())
    for (const auto step : all_steps()) {
      const auto id = fmt::format("f{:05}", next);
      next += 4;
      bring(id, state);
      const auto before = look(id);
      const auto made = make(step == Step::kAnswer ? Role::kInstitution : Role::kInspector, id, step);
      const auto allowed = kAllowed.find({state, step});
      if (allowed != kAllowed.end()) {
        ASSERT_TRUE(made.has_value()) << name_of(step) << " in " << name_of(state) << ": " << made.error().message;
        EXPECT_EQ(look(id).state, allowed->second);
        EXPECT_EQ(*made, before.version + 1);
      } else {
        ASSERT_FALSE(made.has_value()) << name_of(step) << " in " << name_of(state);
        EXPECT_EQ(made.error().code, ErrorCode::kConflict);
        EXPECT_EQ(look(id).state, state);
        EXPECT_EQ(look(id).version, before.version) << "a refused step changes nothing";
      }
    }
}

TEST_P(ChangesTest, EveryRoleWithEveryStep) {
  take("run1", test_findings(1, 4));
  bring("f00004", State::kAsked);
  for (const auto role : identity::all_roles())
    for (const auto step : all_steps()) {
      if (identity::may(role, permission_of(step))) continue;
      const auto made = make(role, "f00004", step);
      ASSERT_FALSE(made.has_value()) << identity::name_of(role) << " " << name_of(step);
      EXPECT_EQ(made.error().code, ErrorCode::kDenied);
    }
  auto must_change = inspector();
  must_change.must_change = true;
  EXPECT_EQ(changes_->make(must_change, {"f00004", 2}, change(Step::kNote), kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(look("f00004").version, 2);
}

TEST_P(ChangesTest, AreRemembered) {
  take("run1", test_findings(4, 4));
  bring("f00004", State::kAnswered);
  ASSERT_TRUE(make(Role::kInspector, "f00004", Step::kDismiss).has_value());
  const auto events = *findings_->events("f00004", Scope::whole());
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].step, "answer");
  EXPECT_EQ(events[1].account_id, "u-institution");
  EXPECT_EQ(events[1].from_state, "asked");
  EXPECT_EQ(events[1].to_state, "answered");
  EXPECT_EQ(events[1].text, "理由如下，请看病历");
  EXPECT_EQ(events[2].reason, "R3");
  EXPECT_EQ(events[2].version, 4);
  EXPECT_EQ(events[2].at, kTestNow);
  EXPECT_FALSE(holds("finding_events", "病历")) << "texts may hold names: sealed";
  EXPECT_EQ(database_->change("UPDATE finding_events SET reason = 'R1'").error().code, ErrorCode::kDenied);
  EXPECT_EQ(database_->change("DELETE FROM finding_events").error().code, ErrorCode::kDenied);
}

TEST_P(ChangesTest, OfAnotherInstitutionOrRegionAreNotFound) {
  take("run1", test_findings(1, 4));  // f00003 is H4's
  bring("f00003", State::kNew);
  for (const auto& stranger : {who(Role::kInspector, regions({"61"})), who(Role::kInspector, regions({"3302"})),
                               who(Role::kInstitution, institutions({"H1"}))}) {
    const auto made = changes_->make(stranger, {"f00003", 1}, change(Step::kNote), kTestNow);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, ErrorCode::kNotFound);
  }
  EXPECT_TRUE(
      changes_->make(who(Role::kInstitution, institutions({"H4"})), {"f00003", 1}, change(Step::kNote), kTestNow)
          .has_value());
}

TEST_P(ChangesTest, NeedTheirReasons) {
  take("run1", test_findings(4, 4));
  const auto refused = [&](Change wrong) {
    const auto made = changes_->make(inspector(), {"f00004", 1}, wrong, kTestNow);
    return !made.has_value() && made.error().code == ErrorCode::kBadCall;
  };
  EXPECT_TRUE(refused({.step = Step::kDismiss, .text = "没有理由代码"}));
  EXPECT_TRUE(refused({.step = Step::kDismiss, .reason = "R9", .text = "x"}));
  EXPECT_TRUE(refused({.step = Step::kDismiss, .reason = "R1"}));
  EXPECT_TRUE(refused({.step = Step::kDismiss, .reason = "R8", .text = "九个字不够长的呀呀"}));
  EXPECT_TRUE(refused({.step = Step::kAsk}));
  EXPECT_TRUE(refused({.step = Step::kNote, .text = std::string(4001, 'x')}));
  EXPECT_TRUE(refused({.step = Step::kNote, .text = std::string("a\0b", 3)}));
  EXPECT_TRUE(refused({.step = Step::kNote, .text = "\xff"}));
  EXPECT_TRUE(refused({.step = Step::kAssign, .assignee = "unobody"}));
  EXPECT_FALSE(refused({.step = Step::kDismiss, .reason = "R8", .text = "十个字就已经足够长了"}));
}

TEST_P(ChangesTest, AreAssignedToWhoMayJudge) {
  take("run1", test_findings(4, 4));
  identity::Accounts accounts{*database_, cheap()};
  const auto judge = accounts.make({"judge", "审核", Role::kReviewer, Scope::whole()}, kTestNow)->account.account_id;
  const auto analyst = accounts.make({"analyst", "分析", Role::kAnalyst, Scope::whole()}, kTestNow)->account.account_id;
  EXPECT_EQ(
      changes_->make(inspector(), {"f00004", 1}, {.step = Step::kAssign, .assignee = analyst}, kTestNow).error().code,
      ErrorCode::kBadCall);
  ASSERT_TRUE(
      changes_->make(inspector(), {"f00004", 1}, {.step = Step::kAssign, .assignee = judge}, kTestNow).has_value());
  EXPECT_EQ(look("f00004").assigned, judge);
  EXPECT_EQ(findings_->totals({.assigned = judge}, Scope::whole())->findings, 1);
  ASSERT_TRUE(changes_->make(inspector(), {"f00004", 2}, {.step = Step::kAssign}, kTestNow).has_value());
  EXPECT_EQ(look("f00004").assigned, "");
}

TEST_P(ChangesTest, OfAGoneFindingAreNotesOnly) {
  take("run1", test_findings(4, 4));
  take("run2", {});
  EXPECT_EQ(make(Role::kInspector, "f00004", Step::kConfirm).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(make(Role::kInspector, "f00004", Step::kNote).has_value());
}

TEST_P(ChangesTest, OfEightAtOnceOneWins) {
  take("run1", test_findings(1, 20));
  for (int i = 1; i <= 20; ++i) {
    std::atomic<int> won = 0, lost = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        const auto made = changes_->make(inspector(), {fmt::format("f{:05}", i), 1}, change(Step::kNote), kTestNow);
        if (made.has_value()) ++won;
        else if (made.error().code == ErrorCode::kConflict) ++lost;
      });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 7);
  }
}

TEST_P(ChangesTest, ManyAtOnceEachWithItsOutcome) {
  take("run1", test_findings(1, 10));
  std::vector<Seen> seen;
  for (int i = 10; i >= 1; --i) seen.push_back({fmt::format("f{:05}", i), i == 5 ? 9 : 1});
  seen.push_back({"nowhere", 1});
  const auto outcomes =
      *changes_->make_all(who(Role::kInspector, regions({"61"})), seen, change(Step::kConfirm), kTestNow);
  ASSERT_EQ(outcomes.size(), 11u);
  int changed = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].finding_id, seen[i].finding_id);
    if (outcomes[i].version.has_value()) ++changed;
  }
  EXPECT_EQ(outcomes[5].version.error().code, ErrorCode::kConflict) << "f00005 was seen in another version";
  EXPECT_EQ(outcomes[10].version.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(outcomes[7].version.error().code, ErrorCode::kNotFound) << "f00003 is of another region";
  EXPECT_EQ(changed, 7) << "f00003 and f00007 are H4's";
  EXPECT_EQ(findings_->totals({.states = {State::kConfirmed}}, Scope::whole())->findings, 7);
  EXPECT_EQ(changes_->make_all(inspector(), {}, change(Step::kNote), kTestNow).error().code, ErrorCode::kTooMuch);
  EXPECT_EQ(changes_->make_all(inspector(), std::vector<Seen>(1001), change(Step::kNote), kTestNow).error().code,
            ErrorCode::kTooMuch);
  EXPECT_EQ(changes_->make_all(who(Role::kAuditor, Scope::whole()), seen, change(Step::kNote), kTestNow).error().code,
            ErrorCode::kDenied);
}

TEST_P(ChangesTest, ManyAtOnceInOppositeOrderDoNotBlockEachOther) {
  take("run1", test_findings(1, 100));
  std::vector<Seen> up, down;
  for (int i = 1; i <= 100; ++i) up.push_back({fmt::format("f{:05}", i), 1});
  down.assign(up.rbegin(), up.rend());
  std::atomic<int> changed = 0, failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      const auto outcomes = changes_->make_all(inspector(), t % 2 == 0 ? up : down, change(Step::kNote), kTestNow);
      if (!outcomes.has_value()) ++failed;
      else
        for (const auto& one : *outcomes) changed += one.version.has_value();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(changed, 100);
}

TEST_P(ChangesTest, JobsAreGivenOutOnceAndEnd) {
  Jobs jobs{*database_};
  for (int i = 0; i < 10; ++i) ASSERT_EQ(jobs.add("audit", R"({"from": "2026-01-01"})", "u1", kTestNow)->job_no, i + 1);
  std::vector<std::thread> threads;
  std::vector<std::vector<std::int64_t>> got(4);
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      while (true) {
        const auto job = jobs.start_next(kTestNow + 1);
        if (!job.has_value() || !job->has_value()) break;
        got[t].push_back((*job)->job_no);
      }
    });
  for (auto& thread : threads) thread.join();
  std::multiset<std::int64_t> all;
  for (const auto& some : got) all.insert(some.begin(), some.end());
  EXPECT_EQ(all, (std::multiset<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_FALSE(*jobs.progress(1, 5, 10));
  ASSERT_TRUE(jobs.cancel(1, kTestNow).has_value());
  EXPECT_TRUE(*jobs.progress(1, 6, 10)) << "the runner is told to stop";
  ASSERT_TRUE(jobs.finish_cancelled(1, kTestNow + 2).has_value());
  ASSERT_TRUE(jobs.finish(2, "{}", kTestNow + 2).has_value());
  ASSERT_TRUE(jobs.fail_with(3, "磁盘已满" + std::string(3990, 'x') + "医保\xff", kTestNow + 2).has_value());
  EXPECT_EQ(jobs.finish(2, "{}", kTestNow).error().code, ErrorCode::kConflict);
  EXPECT_EQ(jobs.cancel(2, kTestNow).error().code, ErrorCode::kConflict);
  EXPECT_EQ(jobs.cancel(99, kTestNow).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(jobs.progress(2, 1, 1).error().code, ErrorCode::kConflict);
  const auto one = *jobs.find(1);
  EXPECT_EQ(one.state, JobState::kCancelled);
  EXPECT_EQ(one.done, 6);
  EXPECT_EQ(one.started_at, kTestNow + 1);
  EXPECT_EQ(one.ended_at, kTestNow + 2);
  EXPECT_EQ(*jobs.lose_running(kTestNow + 9), 7);
  EXPECT_EQ(jobs.find(4)->state, JobState::kLost);
  EXPECT_EQ(jobs.add("audit", "{}", "u1", kTestNow)->job_no, 11);
  ASSERT_TRUE(jobs.cancel(11, kTestNow).has_value());
  EXPECT_EQ(jobs.find(11)->state, JobState::kCancelled) << "a waiting one at once";
  EXPECT_EQ(*jobs.start_next(kTestNow), std::nullopt);
  EXPECT_EQ(jobs.list(std::nullopt, 0, 3)->front().job_no, 11);
  EXPECT_EQ(jobs.list(std::nullopt, 3, 10)->size(), 2u);
  EXPECT_EQ(jobs.list(JobState::kLost, 0, 100)->size(), 7u);
  EXPECT_EQ(jobs.add("", "{}", "u1", kTestNow).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(jobs.find(99).error().code, ErrorCode::kNotFound);
}

TEST_P(ChangesTest, MigratingAgainChangesNothing) {
  take("run1", test_findings(1, 3));
  const auto all = schemas();
  ASSERT_TRUE(sql::migrate(*database_, all, kTestNow).has_value());
  EXPECT_EQ(findings_->totals({}, Scope::whole())->findings, 3);
}

TEST(StateWords, ComeBack) {
  for (const auto state : all_states()) EXPECT_EQ(state_of(name_of(state)), state);
  for (const auto step : all_steps()) EXPECT_EQ(step_of(name_of(step)), step);
  EXPECT_EQ(state_of("gone"), std::nullopt);
  EXPECT_EQ(step_of("gone"), std::nullopt);
  EXPECT_EQ(job_state_of("x"), std::nullopt);
}

YISHOU_ON_BOTH_DATABASES(ChangesTest);

}  // namespace
}  // namespace yishou::cases
