// The access log: what is appended stays, and every change from outside is named.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <set>

#include <gmock/gmock.h>

#include "identity/identity_fixture.h"
#include "identity/log.h"

namespace yishou::identity {
namespace {

using ::testing::HasSubstr;

class LogTest : public WithIdentity {
 protected:
  void SetUp() override {
    WithIdentity::SetUp();
    if (database_) log_ = std::make_unique<AccessLog>(*database_, *sealer_);
  }
  [[nodiscard]] static Access access(int i) {
    Access one{};
    one.at = kTestNow + i;
    one.account_id = "u1";
    one.login = "wang";
    one.role = "inspector";
    one.action = Action::kSeePerson;
    one.object_kind = ObjectKind::kPerson;
    one.object_id = fmt::format("61010219900101{:04}", i % 10);
    one.reason = "稽核";
    one.request_id = fmt::format("r{}", i);
    one.result = "ok";
    return one;
  }
  void append(int count) {
    for (int i = 1; i <= count; ++i) ASSERT_EQ(log_->append(access(i)).value_or(-1), i);
  }
  /// As somebody would who owns the database.
  void tamper_freely(const std::string& statements) const {
    tamper((GetParam() == sql::Dialect::kSqlite
                ? "DROP TRIGGER access_log_no_update; DROP TRIGGER access_log_no_delete; DROP TRIGGER "
                  "access_log_no_replace; "
                : "ALTER TABLE access_log DISABLE TRIGGER ALL; GRANT ALL ON access_log TO CURRENT_USER; ") +
           statements);
  }
  std::unique_ptr<AccessLog> log_;
};

TEST_P(LogTest, IsReadBackAsItWasWritten) {
  append(25);
  const auto page = *log_->read({}, Scope::whole(), 0, 10);
  ASSERT_EQ(page.size(), 10u);
  EXPECT_EQ(page[0].seq, 25);
  EXPECT_EQ(page[0].access.object_id, "610102199001010005");
  EXPECT_EQ(page[0].access.reason, "稽核");
  EXPECT_EQ(log_->read({}, Scope::whole(), page.back().seq, 10)->front().seq, 15);
  LogFilter person{.object_kind = ObjectKind::kPerson, .object_id = "610102199001010003"};
  EXPECT_EQ(log_->read(person, Scope::whole(), 0, 100)->size(), 3u) << "found without opening anything";
  EXPECT_EQ(log_->read({.action = Action::kLogIn}, Scope::whole(), 0, 100)->size(), 0u);
  EXPECT_EQ(log_->read({.from = kTestNow + 3, .to = kTestNow + 5}, Scope::whole(), 0, 100)->size(), 2u);
  EXPECT_EQ(log_->read({.account_id = "u2"}, Scope::whole(), 0, 100)->size(), 0u);
  EXPECT_EQ(log_->read({}, regions({"61"}), 0, 10).error().code, ErrorCode::kDenied);
  EXPECT_EQ(log_->read({}, Scope::whole(), 0, 0).error().code, ErrorCode::kBadCall);
  EXPECT_FALSE(holds("access_log", "6101021990")) << "persons are sealed";
}

TEST_P(LogTest, WhatSomebodySendsNeverStopsTheRecording) {
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("\xff\xfe"), std::string(1 << 20, 'x'),
        std::string("'); DROP TABLE access_log; --"), std::string(1999, 'y') + "医", std::string{"\u202e"}}) {
    auto one = access(1);
    one.reason = one.object_id = one.request_id = one.login = text;
    ASSERT_TRUE(log_->append(one).has_value());
    one.object_kind = ObjectKind::kFinding;
    ASSERT_TRUE(log_->append(one).has_value());
  }
  const auto verdict = *log_->verify(std::nullopt);
  EXPECT_TRUE(verdict.whole) << verdict.what;
  EXPECT_EQ(verdict.records, 12);
  EXPECT_EQ(log_->read({}, Scope::whole(), 0, 100)->size(), 12u);
}

TEST_P(LogTest, RefusesChangesByTheProgram) {
  append(3);
  EXPECT_EQ(database_->change("UPDATE access_log SET login = 'x' WHERE seq = 2").error().code, ErrorCode::kDenied);
  EXPECT_EQ(database_->change("DELETE FROM access_log").error().code, ErrorCode::kDenied);
  if (GetParam() == sql::Dialect::kPostgres) {
    EXPECT_EQ(database_->change("TRUNCATE access_log").error().code, ErrorCode::kDenied);
  } else {
    EXPECT_EQ(
        database_
            ->change("INSERT OR REPLACE INTO access_log SELECT seq, at, account_id, 'x', role, action, object_kind, "
                     "object_id, object_sealed, reason, request_id, result, previous, hash FROM access_log")
            .error()
            .code,
        ErrorCode::kDenied);
  }
  EXPECT_TRUE(log_->verify(std::nullopt)->whole);
}

TEST_P(LogTest, EveryFieldOfEveryRecordIsProved) {
  append(7);
  const std::string untouched = "CREATE TABLE kept AS SELECT * FROM access_log";
  tamper_freely(untouched);
  for (const auto* column : {"at", "account_id", "login", "role", "action", "object_kind", "object_id", "object_sealed",
                             "reason", "request_id", "result", "previous", "hash"})
    for (const int seq : {1, 4, 7}) {
      tamper(fmt::format("UPDATE access_log SET {0} = {1} WHERE seq = {2}", column,
                         std::string_view{column} == "at" ? "at + 1" : fmt::format("{} || 'x'", column), seq));
      const auto verdict = *log_->verify(std::nullopt);
      EXPECT_FALSE(verdict.whole) << column;
      EXPECT_EQ(verdict.broken_seq, seq) << column << ": " << verdict.what;
      tamper("DELETE FROM access_log; INSERT INTO access_log SELECT * FROM kept");
    }
  EXPECT_TRUE(log_->verify(std::nullopt)->whole);
}

TEST_P(LogTest, AnotherKindOfValueIsSeenInItsRecord) {
  if (GetParam() == sql::Dialect::kPostgres) return;  // its columns hold their own kind only
  append(5);
  tamper_freely("UPDATE access_log SET at = 'noon' WHERE seq = 4");
  const auto verdict = log_->verify(std::nullopt);
  ASSERT_TRUE(verdict.has_value()) << verdict.error().message;
  EXPECT_EQ(verdict->broken_seq, 4);
  EXPECT_EQ(log_->read({}, Scope::whole(), 0, 10).error().code, ErrorCode::kBadInput) << "whoever reads is told";
}

TEST_P(LogTest, MovedBytesBetweenFieldsAreSeen) {
  append(3);
  tamper_freely("UPDATE access_log SET login = 'wan', role = 'ginspector' WHERE seq = 2");
  EXPECT_EQ(log_->verify(std::nullopt)->broken_seq, 2);
}

TEST_P(LogTest, MissingReorderedAndInsertedAreSeen) {
  append(9);
  const auto anchor = *log_->head();
  tamper_freely("CREATE TABLE kept AS SELECT * FROM access_log");
  const std::string back = "; DELETE FROM access_log; INSERT INTO access_log SELECT * FROM kept";
  tamper("DELETE FROM access_log WHERE seq = 5");
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 5);
  tamper("UPDATE access_log SET seq = seq - 1 WHERE seq > 5");
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 5);
  tamper("SELECT 1" + back +
         "; UPDATE access_log SET seq = 100 WHERE seq = 3; UPDATE access_log SET seq = 3 WHERE seq = 4; "
         "UPDATE access_log SET seq = 4 WHERE seq = 100");
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 3);
  tamper("SELECT 1" + back + "; DELETE FROM access_log WHERE seq > 7");
  const auto cut = *log_->verify(std::nullopt);
  EXPECT_EQ(cut.broken_seq, 8) << cut.what;
  tamper("SELECT 1" + back +
         "; INSERT INTO access_log SELECT 10, at, account_id, login, role, action, object_kind, object_id, "
         "object_sealed, reason, request_id, result, previous, hash FROM kept WHERE seq = 9");
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 10);
  tamper("DELETE FROM access_log");
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 1);
}

TEST_P(LogTest, ACutTailWithItsHeadIsSeenByTheSignatureAndTheAnchor) {
  append(5);
  const auto old_head = *database_->query("SELECT seq, hash, signature FROM access_log_head");
  append(0);
  for (int i = 6; i <= 9; ++i) ASSERT_TRUE(log_->append(access(i)).has_value());
  const auto anchor = *log_->head();
  tamper_freely(
      "DELETE FROM access_log WHERE seq > 5; UPDATE access_log_head SET seq = 5, hash = (SELECT hash FROM access_log "
      "WHERE seq = 5)");
  EXPECT_THAT(log_->verify(std::nullopt)->what, HasSubstr("not signed"));
  // An older copy put back has a good signature; the anchor is what tells.
  tamper(fmt::format("UPDATE access_log_head SET signature = '{}'", old_head[0].text(2)));
  EXPECT_TRUE(log_->verify(std::nullopt)->whole);
  const auto verdict = *log_->verify(anchor);
  EXPECT_EQ(verdict.broken_seq, 6) << verdict.what;
  // Going on from there does not heal it.
  for (int i = 6; i <= 12; ++i) ASSERT_TRUE(log_->append(access(i + 100)).has_value());
  EXPECT_TRUE(log_->verify(std::nullopt)->whole);
  EXPECT_EQ(log_->verify(anchor)->broken_seq, 9);
}

TEST_P(LogTest, TheAnchorFileComesBackOrIsRefused) {
  const auto path = (folder_ / "anchor").string();
  EXPECT_EQ(*read_anchor(path), std::nullopt);
  ASSERT_TRUE(write_anchor(path, *log_->head()).has_value());
  EXPECT_EQ(**read_anchor(path), LogHead{}) << "of an empty log";
  append(3);
  ASSERT_TRUE(write_anchor(path, *log_->head()).has_value());
  EXPECT_EQ(**read_anchor(path), *log_->head());
  EXPECT_TRUE(log_->verify(*read_anchor(path))->whole);
  std::string text;
  std::getline(std::ifstream(path), text);
  for (std::size_t size = 0; size <= text.size(); ++size) {
    std::ofstream(path) << text.substr(0, size);
    EXPECT_EQ(read_anchor(path).error().code, ErrorCode::kBadInput) << size;
  }
  EXPECT_EQ(write_anchor((folder_ / "no" / "anchor").string(), {}).error().code, ErrorCode::kIo);
}

TEST_P(LogTest, EightThreadsAppendOneChain) {
  std::vector<std::thread> threads;
  std::vector<std::set<std::int64_t>> mine(8);
  for (std::size_t t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i)
        if (const auto seq = log_->append(access(i))) mine[t].insert(*seq);
    });
  for (auto& thread : threads) thread.join();
  std::set<std::int64_t> all;
  for (const auto& some : mine) all.insert(some.begin(), some.end());
  EXPECT_EQ(all.size(), 320u);
  EXPECT_EQ(*all.rbegin(), 320);
  const auto verdict = *log_->verify(std::nullopt);
  EXPECT_TRUE(verdict.whole) << verdict.what;
  EXPECT_EQ(verdict.records, 320);
}

TEST_P(LogTest, TwoProcessesAppendOneChain) {
  const auto other = open();
  AccessLog theirs{*other, *sealer_};
  std::thread thread{[&] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(theirs.append(access(i)).has_value());
  }};
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(log_->append(access(i)).has_value());
  thread.join();
  EXPECT_EQ(log_->verify(std::nullopt)->records, 100);
}

TEST_P(LogTest, InAChangeItIsRecordedIfTheChangeIs) {
  append(1);
  {
    auto transaction = *database_->begin();
    EXPECT_EQ(*log_->append_in(transaction, access(2)), 2);
  }
  EXPECT_EQ(log_->head()->seq, 1);
  auto transaction = *database_->begin();
  EXPECT_EQ(*log_->append_in(transaction, access(2)), 2);
  ASSERT_TRUE(transaction.commit().has_value());
  EXPECT_EQ(log_->verify(std::nullopt)->records, 2);
}

TEST_P(LogTest, VerifyingWhileOthersAppend) {
  append(5);
  std::atomic<bool> stop = false;
  std::thread thread{[&] {
    for (int i = 0; !stop; ++i) EXPECT_TRUE(log_->append(access(i)).has_value());
  }};
  for (int i = 0; i < 20; ++i) {
    const auto verdict = *log_->verify(std::nullopt);
    EXPECT_TRUE(verdict.whole) << verdict.what;
  }
  stop = true;
  thread.join();
}

// The child tells each seq that was answered; then it is killed at whatever it is doing.
TEST_P(LogTest, KilledAtAnyMomentWhatWasAnsweredIsThere) {
  std::int64_t answered = 0;
  for (int round = 0; round < 40; ++round) {
    int line[2];
    ASSERT_EQ(pipe(line), 0);
    const pid_t child = fork();
    if (child == 0) {
      const auto mine = open(2);
      AccessLog theirs{*mine, *sealer_};
      for (int i = 0;; ++i) {
        const auto seq = theirs.append(access(i));
        if (!seq.has_value() || write(line[1], &*seq, sizeof *seq) != sizeof *seq) _exit(1);
      }
    }
    close(line[1]);
    std::int64_t seq = 0;
    const int before_kill = 1 + round % 7;
    for (int i = 0; i < before_kill; ++i) ASSERT_EQ(read(line[0], &seq, sizeof seq), static_cast<ssize_t>(sizeof seq));
    usleep(static_cast<useconds_t>(round * 137 % 2000));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(line[0], &seq, sizeof seq) == static_cast<ssize_t>(sizeof seq)) {
    }
    close(line[0]);
    answered = std::max(answered, seq);
    const auto verdict = *log_->verify(std::nullopt);
    ASSERT_TRUE(verdict.whole) << verdict.what;
    ASSERT_GE(verdict.records, answered);
  }
  EXPECT_GT(answered, 40);
}

TEST_P(LogTest, TheServerRestartsAndTheChainGoesOn) {
  if (GetParam() == sql::Dialect::kSqlite) return;  // has no server
  append(3);
  sql::PostgresServer::one().stop();
  EXPECT_EQ(log_->append(access(4)).error().code, ErrorCode::kIo);
  sql::PostgresServer::one().start();
  EXPECT_EQ(*log_->append(access(4)), 4);
  EXPECT_TRUE(log_->verify(std::nullopt)->whole);
}

TEST(LogWords, ComeBack) {
  for (int i = 0; i <= static_cast<int>(Action::kDenied); ++i)
    EXPECT_EQ(action_of(name_of(static_cast<Action>(i))), static_cast<Action>(i));
  for (int i = 0; i <= static_cast<int>(ObjectKind::kFilter); ++i)
    EXPECT_EQ(object_kind_of(name_of(static_cast<ObjectKind>(i))), static_cast<ObjectKind>(i));
  EXPECT_EQ(action_of("drop"), std::nullopt);
}

YISHOU_ON_BOTH_DATABASES(LogTest);

}  // namespace
}  // namespace yishou::identity
