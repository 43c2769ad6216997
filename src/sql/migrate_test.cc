// Migrations: from nothing, again, changed, newer, broken half-way, and by several processes at once.
#include <atomic>

#include <gmock/gmock.h>

#include "sql/database_fixture.h"
#include "sql/migrate.h"

namespace yishou::sql {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kFirst = "CREATE TABLE a (x BIGINT);\nCREATE TABLE b (y TEXT);\n";
constexpr std::string_view kSecond =
    "-- @sqlite\nCREATE TABLE kind AS SELECT 'sqlite' AS name;\n-- @postgresql\n"
    "CREATE TABLE kind AS SELECT 'postgresql'::text AS name;\n-- @both\nINSERT INTO b SELECT name FROM kind;\n";
constexpr Second kNow = 1'790'000'000;

class MigrateTest : public OnBothDatabases {
 protected:
  [[nodiscard]] Status go(std::vector<std::pair<std::string_view, std::string_view>> files) {
    const Schema schemas[] = {schema_of("cases", std::move(files))};
    return migrate(*database_, schemas, kNow);
  }
  [[nodiscard]] std::int64_t applied() {
    return database_->query("SELECT CAST(count(*) AS BIGINT) FROM schema_migrations").value().at(0).number(0);
  }
};

TEST_P(MigrateTest, FromNothingThenOneMoreThenAgain) {
  ASSERT_TRUE(go({{"0001_first.sql", kFirst}}).has_value());
  ASSERT_TRUE(go({{"0002_second.sql", kSecond}, {"0001_first.sql", kFirst}}).has_value());
  ASSERT_TRUE(go({{"0001_first.sql", kFirst}, {"0002_second.sql", kSecond}}).has_value());
  const auto rows = *database_->query("SELECT y FROM b");
  ASSERT_EQ(rows.size(), 1u) << "applied once";
  EXPECT_EQ(rows[0].text(0), GetParam() == Dialect::kSqlite ? "sqlite" : "postgresql");
  EXPECT_EQ(applied(), 2);
}

TEST_P(MigrateTest, AChangedOrMissingOneIsRefused) {
  ASSERT_TRUE(go({{"0001_first.sql", kFirst}, {"0002_second.sql", kSecond}}).has_value());
  const auto changed = go({{"0001_first.sql", "CREATE TABLE a (x TEXT);"}, {"0002_second.sql", kSecond}});
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(changed.error().message, HasSubstr("0001_first.sql"));
  tamper("DELETE FROM schema_migrations WHERE number = 1");
  EXPECT_EQ(go({{"0001_first.sql", kFirst}, {"0002_second.sql", kSecond}}).error().code, ErrorCode::kUnsupported);
}

TEST_P(MigrateTest, ANewerDatabaseIsLeftAlone) {
  ASSERT_TRUE(go({{"0001_first.sql", kFirst}, {"0002_second.sql", kSecond}}).has_value());
  const auto newer = go({{"0001_first.sql", kFirst}});
  ASSERT_FALSE(newer.has_value());
  EXPECT_EQ(newer.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(newer.error().message, HasSubstr("newer version"));
  EXPECT_EQ(applied(), 2);
}

TEST_P(MigrateTest, OneThatFailsHalfWayLeavesNothing) {
  EXPECT_FALSE(
      go({{"0001_first.sql", kFirst}, {"0002_bad.sql", "CREATE TABLE c (x BIGINT); INSERT INTO nowhere VALUES (1);"}})
          .has_value());
  EXPECT_FALSE(database_->query("SELECT * FROM a").has_value());
  EXPECT_FALSE(database_->query("SELECT * FROM schema_migrations").has_value());
  ASSERT_TRUE(go({{"0001_first.sql", kFirst}}).has_value());
}

TEST_P(MigrateTest, FourProcessesAtOnceApplyOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto mine = open(1);
      const Schema schemas[] = {schema_of("cases", {{"0001_first.sql", kFirst}, {"0002_second.sql", kSecond}})};
      if (!mine || !migrate(*mine, schemas, kNow).has_value()) ++failures;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(database_->query("SELECT y FROM b")->size(), 1u);
}

YISHOU_ON_BOTH_DATABASES(MigrateTest);

}  // namespace
}  // namespace yishou::sql
