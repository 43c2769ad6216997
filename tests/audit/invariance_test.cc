// The set of findings depends on the facts and the knowledge alone: not on threads, blocks, parts, or the order of persons.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "duck/duck.h"
#include "small_city.h"

namespace yishou::audit_tests {
namespace {

TEST(AuditInvariance, ThreadsBlocksAndParts) {
  const auto one_part = load_lake(city(), "one", 100'000'000);
  const auto many_parts = load_lake(city(), "many", 15'000);
  const auto expected = audit(one_part, 1, 8192);
  ASSERT_GT(expected.size(), 50u);                       // planted schemes and undecided lines are there to be found
  EXPECT_EQ(audit(one_part, 1, 1), expected);            // a block for each person
  EXPECT_EQ(audit(one_part, 1, 100'000'000), expected);  // one block for all
  EXPECT_EQ(audit(many_parts, 1, 500), expected);
  EXPECT_EQ(audit(many_parts, 2, 8192), expected);
  EXPECT_EQ(audit(many_parts, 8, 64), expected);
}

TEST(AuditInvariance, OrderOfPersons) {
  // The same city with every psn_no written backwards: persons come in another order and lie in other parts.
  const auto turned = scratch() / "turned";
  std::filesystem::create_directories(turned);
  auto database = duck::Database::open("", {});
  ASSERT_TRUE(database.has_value());
  auto connection = database->connect();
  ASSERT_TRUE(connection.has_value());
  for (const auto& entry : std::filesystem::directory_iterator(city())) {
    if (entry.path().extension() != ".parquet") continue;
    const std::string from = duck::literal(entry.path().string());
    const auto columns = connection->query(fmt::format("DESCRIBE SELECT * FROM read_parquet({})", from));
    ASSERT_TRUE(columns.has_value()) << columns.error().message;
    bool has_person = false;
    for (const auto& row : columns->rows) has_person = has_person || row[0] == "psn_no";
    const auto status =
        connection->execute(fmt::format("COPY (SELECT * {} FROM read_parquet({})) TO {} (FORMAT parquet)",
                                        has_person ? "REPLACE (reverse(psn_no) AS psn_no)" : "", from,
                                        duck::literal((turned / entry.path().filename()).string())));
    ASSERT_TRUE(status.has_value()) << status.error().message;
  }
  std::multiset<Row> expected, found;
  for (const auto& [row, id] : audit(load_lake(city(), "straight", 30'000), 2, 8192)) expected.insert(row);
  for (const auto& [row, id] : audit(load_lake(turned, "turned_lake", 30'000), 2, 8192)) found.insert(row);
  ASSERT_GT(expected.size(), 50u);
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace yishou::audit_tests
