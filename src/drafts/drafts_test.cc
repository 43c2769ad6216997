// Drafts in both databases: steps, hands, scopes, versions, and what stays as it was written.
#include "drafts/drafts.h"

#include <gtest/gtest.h>

#include "drafts/schema.h"
#include "sql/database_fixture.h"

namespace yishou::drafts {
namespace {

using identity::Principal;
using identity::Role;

constexpr Second kTestNow = 1'790'000'000;

class DraftsTest : public sql::OnBothDatabases {
 protected:
  void SetUp() override {
    OnBothDatabases::SetUp();
    if (!database_) return;
    const std::vector<sql::Schema> mine{schema()};
    const auto migrated = sql::migrate(*database_, mine, kTestNow);
    ASSERT_TRUE(migrated.has_value()) << migrated.error().message;
    drafts_ = std::make_unique<Drafts>(*database_);
  }
  static Principal person(const std::string& id, const std::string& region = "") {
    return {.account_id = id,
            .login = id,
            .role = Role::kAnalyst,
            .scope = identity::Scope::make({region}, {}).value(),
            .session_id = "s"};
  }
  Draft made(const Principal& who, std::string_view region = "") {
    return drafts_->make(who, "标题", region, "{}", kTestNow).value();
  }
  static SeenDraft seen(const Draft& draft) { return {draft.draft_no, draft.version}; }
  static PutInForce putting(int& times) {
    return [&times]() -> Result<std::vector<std::string>> {
      ++times;
      return std::vector<std::string>{"draft-1", "confirm-66"};
    };
  }

  const Principal author_ = person("author"), other_ = person("other");
  std::unique_ptr<Drafts> drafts_;
};

TEST_P(DraftsTest, GoesFromTheAuthorThroughASecondPersonIntoForceAndBack) {
  Draft draft = made(author_);
  EXPECT_EQ(draft.state, DraftState::kOpen);
  draft = drafts_->change(author_, seen(draft), "新标题", R"({"a":1})", kTestNow).value();
  EXPECT_EQ(draft.content_no, 2);
  EXPECT_EQ(draft.content, R"({"a":1})");
  EXPECT_EQ(drafts_->content(draft.draft_no, 1).value(), "{}");
  draft = drafts_->take(author_, seen(draft), DraftStep::kPropose, "", kTestNow).value();
  draft = drafts_->take(other_, seen(draft), DraftStep::kReject, "来源不明", kTestNow).value();
  EXPECT_EQ(draft.state, DraftState::kRejected);
  draft = drafts_->take(author_, seen(draft), DraftStep::kPropose, "", kTestNow).value();
  int times = 0;
  const Day from = *parse_day("2027-01-01");
  draft = drafts_->publish(other_, seen(draft), from, putting(times), kTestNow).value();
  EXPECT_EQ(times, 1);
  EXPECT_EQ(draft.state, DraftState::kPublished);
  EXPECT_EQ(draft.publisher, "other");
  EXPECT_EQ(draft.effective_from, from);
  EXPECT_EQ(draft.batches, (std::vector<std::string>{"draft-1", "confirm-66"}));
  draft = drafts_->roll_back(other_, seen(draft), "有误", putting(times), kTestNow).value();
  EXPECT_EQ(draft.state, DraftState::kRolledBack);
  std::string steps;
  const auto told = drafts_->events(draft.draft_no, author_.scope).value();
  for (const DraftEvent& event : told) steps += event.step + " ";
  EXPECT_EQ(steps, "make change propose reject propose publish roll_back ");
}

TEST_P(DraftsTest, NobodyPutsHisOwnDraftInForceOrTakesItBack) {
  Draft draft = made(author_);
  draft = drafts_->take(author_, seen(draft), DraftStep::kPropose, "", kTestNow).value();
  int times = 0;
  const auto own = drafts_->publish(author_, seen(draft), 1, putting(times), kTestNow);
  EXPECT_EQ(own.error().code, ErrorCode::kDenied);
  Principal program = other_;
  program.is_program = true;
  EXPECT_EQ(drafts_->publish(program, seen(draft), 1, putting(times), kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(times, 0);
  draft = drafts_->publish(other_, seen(draft), 1, putting(times), kTestNow).value();
  EXPECT_EQ(drafts_->roll_back(author_, seen(draft), "x", putting(times), kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(times, 1);
}

TEST_P(DraftsTest, OnlyTheAuthorChangesProposesAndDiscards) {
  const Draft draft = made(author_);
  EXPECT_EQ(drafts_->change(other_, seen(draft), "x", "{}", kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(drafts_->take(other_, seen(draft), DraftStep::kPropose, "", kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(drafts_->take(other_, seen(draft), DraftStep::kDiscard, "", kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(drafts_->find(draft.draft_no, author_.scope)->version, 1);
}

TEST_P(DraftsTest, WhatCannotBePutInForceIsNotPublished) {
  Draft draft = made(author_);
  int times = 0;
  EXPECT_EQ(drafts_->publish(other_, seen(draft), 1, putting(times), kTestNow).error().code, ErrorCode::kConflict);
  draft = drafts_->take(author_, seen(draft), DraftStep::kPropose, "", kTestNow).value();
  const auto failed = drafts_->publish(other_, seen(draft), 1, []() -> Result<std::vector<std::string>> {
    return fail(ErrorCode::kBusy, "the base is locked");
  }, kTestNow);
  EXPECT_EQ(failed.error().code, ErrorCode::kBusy);
  const Draft still = drafts_->find(draft.draft_no, author_.scope).value();
  EXPECT_EQ(still.state, DraftState::kProposed);
  EXPECT_EQ(still.version, draft.version);
  EXPECT_EQ(times, 0);
}

TEST_P(DraftsTest, RefusesAStaleVersionAndHidesForeignRegions) {
  const Draft draft = made(author_, "44");
  ASSERT_TRUE(drafts_->change(author_, seen(draft), "x", "{}", kTestNow).has_value());
  EXPECT_EQ(drafts_->change(author_, seen(draft), "y", "{}", kTestNow).error().code, ErrorCode::kConflict);
  const Principal stranger = person("stranger", "43"), neighbour = person("neighbour", "4401"),
                  chief = person("chief", "44");
  EXPECT_EQ(drafts_->find(draft.draft_no, stranger.scope).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(drafts_->find(draft.draft_no, neighbour.scope).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(drafts_->events(draft.draft_no, stranger.scope).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(drafts_->take(stranger, {draft.draft_no, 2}, DraftStep::kReject, "x", kTestNow).error().code,
            ErrorCode::kNotFound);
  made(author_);
  EXPECT_EQ(drafts_->list(std::nullopt, 0, 10, stranger.scope)->size(), 0u);
  EXPECT_EQ(drafts_->list(std::nullopt, 0, 10, chief.scope)->size(), 1u);
  EXPECT_EQ(drafts_->list(std::nullopt, 0, 10, author_.scope)->size(), 2u);
  EXPECT_EQ(drafts_->list(std::nullopt, 2, 10, author_.scope)->size(), 1u);
  EXPECT_EQ(drafts_->list(DraftState::kPublished, 0, 10, author_.scope)->size(), 0u);
}

TEST_P(DraftsTest, FilesBelongToTheContentThatNamesThem) {
  Draft draft = made(author_);
  const DraftFile file{.file_no = 0, .name = "公布.xlsx", .published_at = *parse_day("2026-11-01"), .content = "facts"};
  draft =
      drafts_
          ->add_file(author_, seen(draft), file, [](std::int64_t number) { return std::to_string(number); }, kTestNow)
          .value();
  EXPECT_EQ(draft.content, "1");
  const auto files = drafts_->files(draft.draft_no, {1}).value();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].name, file.name);
  EXPECT_EQ(files[0].published_at, file.published_at);
  EXPECT_EQ(files[0].content, "facts");
  EXPECT_EQ(drafts_->files(draft.draft_no, {2}).error().code, ErrorCode::kNotFound);
}

TEST_P(DraftsTest, HistoryCannotBeRewritten) {
  const Draft draft = made(author_);
  for (const auto* statement : {"UPDATE draft_events SET account_id = 'x'", "DELETE FROM draft_events",
                                "UPDATE draft_contents SET content = 'x'", "DELETE FROM draft_contents"}) {
    const auto done = database_->change(statement);
    ASSERT_FALSE(done.has_value()) << statement;
    EXPECT_EQ(done.error().code, ErrorCode::kDenied) << statement;
  }
  EXPECT_EQ(drafts_->content(draft.draft_no, 1).value(), "{}");
}

YISHOU_ON_BOTH_DATABASES(DraftsTest);

}  // namespace
}  // namespace yishou::drafts
