// The same promises on both databases; and their bad days.
#include <sys/mount.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>

#include <gmock/gmock.h>

#include "sql/database_fixture.h"
#include "sql/text.h"

namespace yishou::sql {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DatabaseTest : public OnBothDatabases {
 protected:
  void SetUp() override {
    OnBothDatabases::SetUp();
    if (!database_) return;
    ASSERT_TRUE(database_
                    ->change("CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
                             "parent BIGINT REFERENCES things (id), CHECK (id < 1000000))")
                    .has_value());
  }
  [[nodiscard]] Result<std::int64_t> add(std::int64_t id, const Value& name, const Value& parent = {}) {
    return database_->change("INSERT INTO things (name, id, parent) VALUES ($2, $1, $3)", {id, name, parent});
  }
  [[nodiscard]] std::int64_t count() {
    return database_->query("SELECT CAST(count(*) AS BIGINT) FROM things").value().at(0).number(0);
  }
};

TEST_P(DatabaseTest, ValuesComeBackAsTheyWent) {
  ASSERT_TRUE(add(-5, "一").has_value());
  ASSERT_EQ(*database_->change("INSERT INTO things VALUES ($1, $2, $1)", {INT64_MIN, ""}), 1);
  const auto rows = *database_->query("SELECT id, name, parent FROM things ORDER BY id");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].number(0), INT64_MIN);
  EXPECT_EQ(rows[0].text(1), "");
  EXPECT_EQ(rows[0].number(2), INT64_MIN) << "one value may stand in two places";
  EXPECT_EQ(rows[1].text(1), "一");
  EXPECT_TRUE(rows[1][2].is_null());
  EXPECT_EQ(*database_->change("UPDATE things SET parent = NULL WHERE id < $1", {100}), 2);
  EXPECT_EQ(*database_->change("DELETE FROM things WHERE id = $1", {77}), 0);
}

TEST_P(DatabaseTest, HostileTextIsKeptOrRefusedWhole) {
  std::int64_t id = 0;
  ASSERT_TRUE(database_->change("CREATE TABLE texts (id BIGINT, body TEXT)").has_value());
  const auto keep = [&](const std::string& text) {
    return database_->change("INSERT INTO texts VALUES ($1, $2)", {++id, text});
  };
  const std::vector<std::string> kept = {"'); DROP TABLE things; --",
                                         "\" OR 1=1",
                                         "$1 $2 %s %n",
                                         "\\x00 \\",
                                         "\u202e\u2066right to left\u2069",
                                         "\U0001F600",
                                         "\x01\x1f\x7f",
                                         "\xef\xbf\xbf",
                                         "<script>alert(1)</script>",
                                         std::string(1 << 20, '\''),
                                         "e\u0301"};
  for (const auto& text : kept) {
    ASSERT_TRUE(keep(text).has_value()) << text.substr(0, 40);
    EXPECT_EQ(database_->query("SELECT body FROM texts WHERE id = $1", {id}).value().at(0).text(0), text);
    EXPECT_EQ(database_->query("SELECT id FROM texts WHERE body = $1", {text}).value().at(0).number(0), id);
  }
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("\0", 1), std::string("\xff"), std::string("\xc0\x80"),
        std::string("\xed\xa0\x80"), std::string("\xe4\xb8"), std::string("\xf4\x90\x80\x80")}) {
    const auto refused = keep(text);
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::kBadInput);
    EXPECT_THAT(refused.error().message, HasSubstr("UTF-8"));
  }
  EXPECT_EQ(database_->query("SELECT id FROM texts")->size(), kept.size());
  EXPECT_EQ(count(), 0) << "the table that was to be dropped is there";
}

TEST_P(DatabaseTest, RefusalsHaveOneCodeOnBoth) {
  ASSERT_TRUE(add(1, "一").has_value());
  EXPECT_EQ(add(1, "二").error().code, ErrorCode::kConflict);
  EXPECT_EQ(add(2, "一").error().code, ErrorCode::kConflict);
  EXPECT_EQ(add(3, "三", 99).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(add(4, Value{}).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(add(1'000'000, "百万").error().code, ErrorCode::kBadInput);
  EXPECT_EQ(database_->change("INSERT INTO nowhere VALUES (1)").error().code, ErrorCode::kEngine);
  const auto secret = add(2, "一");
  EXPECT_EQ(secret.error().message.find("一"), std::string::npos) << secret.error().message;
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, ATransactionIsWholeOrNothing) {
  {
    auto transaction = database_->begin();
    ASSERT_TRUE(transaction.has_value());
    ASSERT_TRUE(transaction->change("INSERT INTO things VALUES (1, 'a', NULL)").has_value());
    EXPECT_EQ(transaction->query("SELECT id FROM things")->size(), 1u);
    EXPECT_EQ(count(), 0) << "another connection sees nothing yet";
  }
  EXPECT_EQ(count(), 0);
  auto transaction = *database_->begin();
  const auto id = transaction.query("INSERT INTO things VALUES (2, 'b', NULL) RETURNING id");
  EXPECT_EQ(id->at(0).number(0), 2);
  ASSERT_TRUE(transaction.commit().has_value());
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, AfterAFailureNothingIsCommitted) {
  {
    auto transaction = *database_->begin();
    ASSERT_TRUE(transaction.change("INSERT INTO things VALUES (1, 'a', NULL)").has_value());
    EXPECT_EQ(transaction.change("INSERT INTO things VALUES (1, 'b', NULL)").error().code, ErrorCode::kConflict);
    EXPECT_EQ(transaction.commit().error().code, ErrorCode::kConflict);
  }
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add(1, "a").has_value()) << "the connection is good for others";
}

TEST_P(DatabaseTest, EightThreadsCountRight) {
  ASSERT_TRUE(add(1, "0").has_value());
  ASSERT_TRUE(database_->change("UPDATE things SET parent = NULL").has_value());
  ASSERT_TRUE(database_->change("CREATE TABLE counter (n BIGINT NOT NULL)").has_value());
  ASSERT_TRUE(database_->change("INSERT INTO counter VALUES (0)").has_value());
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        auto transaction = database_->begin();
        if (!transaction.has_value() || !transaction->query("UPDATE counter SET n = n + 1 RETURNING n").has_value() ||
            !transaction->commit().has_value())
          ++failures;
        if (!database_->query("SELECT n FROM counter").has_value()) ++failures;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(database_->query("SELECT n FROM counter").value().at(0).number(0), 200);
}

TEST_P(DatabaseTest, WhenAllConnectionsAreInUseItSaysSo) {
  auto small = open(1, {.busy_ms = 50});
  {
    auto held = small->begin();
    ASSERT_TRUE(held.has_value());
    const auto refused = small->query("SELECT 1");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
  }
  EXPECT_TRUE(small->query("SELECT 1").has_value());
}

TEST_P(DatabaseTest, ALockHeldByAnotherProcessIsBusy) {
  ASSERT_TRUE(add(1, "a").has_value());
  auto other = open(1), impatient = open(1, {.busy_ms = 50});
  auto holds = *other->begin();
  ASSERT_TRUE(holds.change("UPDATE things SET name = 'b' WHERE id = 1").has_value());
  EXPECT_EQ(impatient->change("UPDATE things SET name = 'c' WHERE id = 1").error().code, ErrorCode::kBusy);
  EXPECT_EQ(impatient->query("SELECT name FROM things").value().at(0).text(0), "a") << "reading never waits";
  ASSERT_TRUE(holds.commit().has_value());
  EXPECT_EQ(*impatient->change("UPDATE things SET name = 'c' WHERE id = 1"), 1);
}

TEST_P(DatabaseTest, ManyStatementsAreForgottenAndMadeAgain) {
  for (int i = 0; i < 600; ++i)
    ASSERT_EQ(database_->query(fmt::format("SELECT {} + CAST($1 AS BIGINT)", i), {1}).value().at(0).number(0), i + 1);
}

TEST_P(DatabaseTest, TheServerRestartsInTheMiddle) {
  if (GetParam() == Dialect::kSqlite) return;  // has no server
  ASSERT_TRUE(add(1, "a").has_value());
  auto in_flight = *database_->begin();
  ASSERT_TRUE(in_flight.change("INSERT INTO things VALUES (2, 'b', NULL)").has_value());
  auto idle = open(4);
  PostgresServer::one().stop();
  const auto down = idle->query("SELECT 1");
  ASSERT_FALSE(down.has_value());
  EXPECT_EQ(down.error().code, ErrorCode::kIo);
  EXPECT_THAT(down.error().message, HasSubstr("look whether"));
  PostgresServer::one().start();
  const auto lost = in_flight.commit();
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, ErrorCode::kIo) << lost.error().message;
  EXPECT_EQ(count(), 1) << "what was not committed is not there; the next request works";
  EXPECT_TRUE(idle->query("SELECT 1").has_value());
  EXPECT_TRUE(add(3, "c").has_value());
}

TEST_P(DatabaseTest, AValueOfAnotherKindThanTheTableSaysIsAnErrorAndNotTheEnd) {
  if (GetParam() == Dialect::kPostgres) return;  // its columns hold their own kind only
  ASSERT_TRUE(add(1, "whole").has_value());
  const auto refused = [&](std::string_view query) {
    const auto rows = database_->query(query);
    return !rows.has_value() && rows.error().code == ErrorCode::kBadInput &&
           rows.error().message.find("restore it from its backup") != std::string::npos;
  };
  tamper(
      "PRAGMA foreign_keys = OFF; INSERT INTO things VALUES (2, x'41', NULL), (3, 'c', 'x'), (4, 'd', 1.5), (NULL, "
      "'e', NULL)");
  EXPECT_TRUE(refused("SELECT name FROM things WHERE id = 2"));
  EXPECT_TRUE(refused("SELECT parent FROM things WHERE id = 3"));
  EXPECT_TRUE(refused("SELECT parent FROM things WHERE id = 4"));
  EXPECT_TRUE(refused("SELECT id FROM things WHERE name = 'e'")) << "a key that is missing";
  EXPECT_TRUE(refused("SELECT t.id, (SELECT parent FROM things WHERE id = 3) FROM things t WHERE t.id = 1"));
  auto transaction = database_->begin();
  ASSERT_TRUE(transaction.has_value());
  EXPECT_FALSE(transaction->query("UPDATE things SET name = 'f' WHERE id = 3 RETURNING parent").has_value());
  EXPECT_FALSE(transaction->commit().has_value());
  const auto whole = database_->query("SELECT id, name, parent FROM things WHERE id = 1");
  ASSERT_TRUE(whole.has_value()) << whole.error().message;
  EXPECT_EQ((*whole)[0].text(1), "whole");
}

YISHOU_ON_BOTH_DATABASES(DatabaseTest);

TEST(DatabaseSetting, IsOneOfTwoAndNotRepeatedInAMessage) {
  for (const auto* wrong : {"", "sqlite:", "mysql://root:secret@x/y", "host=x password=secret"}) {
    const auto refused = Database::open({.address = wrong, .connections = 1, .waits = {}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::kBadCall);
    EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
  }
  EXPECT_EQ(Database::open({.address = "sqlite:/nonexistent/folder/x.db", .connections = 1, .waits = {}}).error().code,
            ErrorCode::kIo);
  EXPECT_EQ(Database::open({.address = "postgresql://u:secret@/x?host=/nonexistent", .connections = 1, .waits = {}})
                .error()
                .code,
            ErrorCode::kIo);
  EXPECT_EQ(Database::open({.address = "sqlite:x", .connections = 0, .waits = {}}).error().code, ErrorCode::kBadCall);
}

class SqliteFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("yishou_sqlite_{}", getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(const fs::path& file) {
    return Database::open({.address = "sqlite:" + file.string(), .connections = 2, .waits = {}});
  }
  fs::path folder_;
};

TEST_F(SqliteFile, IsItsOwnersAlone) {
  const auto file = folder_ / "store.db";
  auto database = *open(file);
  ASSERT_TRUE(database->change("CREATE TABLE t (a TEXT)").has_value());
  for (const auto* ending : {"", "-wal"}) {
    struct stat about{};
    ASSERT_EQ(stat((file.string() + ending).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u) << ending;
  }
}

TEST_F(SqliteFile, DamagedIsRefusedWithARemedy) {
  const auto file = folder_ / "store.db";
  std::ofstream(file) << std::string(5000, 'x');
  const auto no_database = open(file);
  ASSERT_FALSE(no_database.has_value());
  EXPECT_EQ(no_database.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(no_database.error().message, HasSubstr("backup"));
  fs::remove(file);
  {
    auto database = *open(file);
    ASSERT_TRUE(database->change("CREATE TABLE t (a TEXT)").has_value());
    for (int i = 0; i < 50; ++i)
      ASSERT_TRUE(database->change("INSERT INTO t VALUES ($1)", {std::string(2000, 'a')}).has_value());
  }
  std::fstream pages(file, std::ios::in | std::ios::out | std::ios::binary);
  pages.seekp(4096);
  pages << std::string(60'000, '\xee');
  pages.close();
  auto database = open(file);
  ASSERT_TRUE(database.has_value());
  const auto read = (*database)->query("SELECT a FROM t");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kBadInput) << read.error().message;
  EXPECT_THAT(read.error().message, HasSubstr("backup"));
}

TEST_F(SqliteFile, AFullDiskLosesNothingThatWasAnswered) {
  const auto disk = folder_ / "disk";
  fs::create_directories(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) return not_run("needs the right to mount a small disk");
  std::int64_t answered = 0;
  {
    auto database = *open(disk / "store.db");
    ASSERT_TRUE(database->change("CREATE TABLE t (a TEXT)").has_value());
    Error refused{ErrorCode::kIo, ""};
    for (int i = 0; i < 1000; ++i) {
      const auto done = database->change("INSERT INTO t VALUES ($1)", {std::string(4000, 'a')});
      if (!done.has_value()) {
        refused = done.error();
        break;
      }
      ++answered;
    }
    EXPECT_EQ(refused.code, ErrorCode::kNoSpace) << refused.message;
    EXPECT_GT(answered, 10);
    EXPECT_EQ(database->query("SELECT a FROM t")->size(), static_cast<std::size_t>(answered));
  }
  umount(disk.c_str());
}

TEST(Text, StorableIsUtf8WithoutNul) {
  EXPECT_TRUE(is_storable(""));
  EXPECT_EQ(printable("malformed \xFF\x01\xE5\xBA x"), "malformed ???? x");
  EXPECT_EQ(printable("\n库"), "?库");
  EXPECT_EQ(printable(std::string(5000, 'x')).size(), 300u);
  EXPECT_TRUE(is_storable("医保 \U0010FFFF \u0080 \u0800 \uFFFF"));
  for (const std::string& text : {std::string("\xc1\xbf"), std::string("\xe0\x9f\xbf"), std::string("\xf0\x8f\xbf\xbf"),
                                  std::string("\x80"), std::string("\xf5\x80\x80\x80"), std::string("a\xc3"),
                                  std::string("\xed\xbf\xbf"), std::string("\xe4\xb8\x2d"), std::string("\xfe")})
    EXPECT_FALSE(is_storable(text)) << text;
}

}  // namespace
}  // namespace yishou::sql
