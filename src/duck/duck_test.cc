#include "duck/duck.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>

namespace yishou::duck {
namespace {

Connection connect() {
  auto database = Database::open("", {});
  EXPECT_TRUE(database.has_value());
  auto connection = database->connect();
  EXPECT_TRUE(connection.has_value());
  return *connection;
}

TEST(Duck, StreamsColumnsWithNullsAndTexts) {
  Connection c = connect();
  auto stream = c.stream(
      "SELECT i::BIGINT, CASE WHEN i % 2 = 0 THEN 'a text that is not inlined ' || i END FROM range(5000) t(i)");
  ASSERT_TRUE(stream.has_value());
  std::int64_t next = 0;
  for (;;) {
    auto chunk = stream->next();
    ASSERT_TRUE(chunk.has_value());
    if (chunk->rows() == 0) break;
    for (std::size_t r = 0; r < chunk->rows(); ++r, ++next) {
      EXPECT_EQ(chunk->data<std::int64_t>(0)[r], next);
      EXPECT_EQ(chunk->valid(1, r), next % 2 == 0);
      if (next % 2 == 0) {
        EXPECT_EQ(chunk->text(1, r), "a text that is not inlined " + std::to_string(next));
      }
    }
  }
  EXPECT_EQ(next, 5000);
}

TEST(Duck, FeedsEveryChunkInOrderAndEndsAtTheFirstError) {
  Connection c = connect();
  std::int64_t next = 0;
  const auto status = c.feed("i, 'text ' || i", "range(5000) t(i)", [&](const Chunk& chunk) -> Status {
    for (std::size_t r = 0; r < chunk.rows(); ++r, ++next) {
      if (chunk.data<std::int64_t>(0)[r] != next || chunk.text(1, r) != "text " + std::to_string(next)) {
        return fail(ErrorCode::kBadInput, "order");
      }
    }
    return {};
  });
  EXPECT_TRUE(status.has_value());
  EXPECT_EQ(next, 5000);
  const auto stopped =
      c.feed("i", "range(5000) t(i)", [](const Chunk&) -> Status { return fail(ErrorCode::kBusy, "enough"); });
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().message, "enough");
}

TEST(Duck, CodersAnswerTheirNullCodeForNull) {
  Connection c = connect();
  ASSERT_TRUE(c.register_coder("coded", [](std::string_view text) { return static_cast<std::int32_t>(text.size()); }));
  const std::string file = testing::TempDir() + "duck-coder.parquet";
  ASSERT_TRUE(
      c.execute("COPY (SELECT NULL::VARCHAR AS never, CASE WHEN i % 3 = 0 THEN 'abc' END AS often "
                "FROM range(5000) t(i)) TO " +
                literal(file) + " (FORMAT parquet)"));
  for (const std::string& from :
       {std::string{"(SELECT NULL::VARCHAR AS never, CASE WHEN i % 3 = 0 THEN 'abc' END AS often "
                    "FROM range(5000) t(i))"},
        "read_parquet(" + literal(file) + ")"}) {
    auto table = c.query(
        "SELECT count(*) FILTER (coded(never) <> -1), count(*) FILTER (coded(often) = -1), sum(coded(often)) FROM " +
        from);
    ASSERT_TRUE(table.has_value()) << table.error().message;
    EXPECT_EQ(table->rows[0], (std::vector<std::string>{"0", "3333", "1668"})) << from;
    std::int64_t never = 0, often = 0;
    const auto status = c.feed("coded(never), coded(often)", from, [&](const Chunk& chunk) -> Status {
      for (std::size_t r = 0; r < chunk.rows(); ++r) {
        EXPECT_TRUE(chunk.valid(0, r) && chunk.valid(1, r));
        never += chunk.data<std::int32_t>(0)[r] == kNullCode ? 1 : 0;
        often += chunk.data<std::int32_t>(1)[r] == kNullCode ? 1 : 0;
      }
      return {};
    });
    EXPECT_TRUE(status.has_value());
    EXPECT_EQ(never, 5000) << from;
    EXPECT_EQ(often, 3333) << from;
  }
  std::remove(file.c_str());
}

class Numbers : public Producer {
 public:
  const std::vector<Column>& columns() const override { return columns_; }
  unsigned max_threads() const override { return 1; }
  std::unique_ptr<Worker> open_worker() override {
    struct Count : Worker {
      int chunks = 0;
      Status produce(ChunkWriter& out) override {
        if (chunks == 3) return {};
        for (std::size_t r = 0; r < 10; ++r) {
          out.data<std::int64_t>(0)[r] = 1234;
          if (r == 0) out.set_null(1, r);
          else out.set_text(1, r, "x");
        }
        out.set_size(10);
        ++chunks;
        return {};
      }
    };
    return std::make_unique<Count>();
  }

 private:
  std::vector<Column> columns_{{"money", Kind::kDecimal2}, {"name", Kind::kText}};
};

TEST(Duck, ReadsProducedTables) {
  Connection c = connect();
  ASSERT_TRUE(c.register_table("numbers", std::make_shared<Numbers>()).has_value());
  auto table = c.query("SELECT count(*), sum(money), count(name) FROM numbers()");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->rows[0], (std::vector<std::string>{"30", "370.20", "27"}));
}

TEST(Duck, ErrorsComeBackAsOneSentence) {
  Connection c = connect();
  const auto status = c.execute("SELEC 1");
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().message.find('\n'), std::string::npos);
}

TEST(Duck, AppenderWritesMoneyDatesAndNulls) {
  Connection c = connect();
  ASSERT_TRUE(c.execute("CREATE TABLE t (m DECIMAL(18,2), d DATE, s TIMESTAMP, x VARCHAR)").has_value());
  auto appender = c.appender("t");
  ASSERT_TRUE(appender.has_value());
  appender->decimal2(-1234);
  appender->date(kNoDay);
  appender->timestamp(86399);
  appender->text("it's");
  ASSERT_TRUE(appender->end_row().has_value());
  ASSERT_TRUE(appender->finish().has_value());
  auto table = c.query("SELECT * FROM t");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->rows[0], (std::vector<std::string>{"-12.34", "", "1970-01-01 23:59:59", "it's"}));
}

TEST(Duck, AQuestionMarkInAPathIsPartOfTheName) {
  const auto folder = std::filesystem::temp_directory_path() / ("yishou?duck-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  {
    auto database = Database::open((folder / "a.db").string(), {});
    ASSERT_TRUE(database.has_value()) << database.error().message;
    auto connection = database->connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE t AS SELECT 42 AS i").has_value());
    EXPECT_EQ(*connection->query_text("SELECT i FROM t"), "42");
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "a.db"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace yishou::duck
