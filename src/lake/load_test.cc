// Loads of good extracts: keys, replacing, parts and their order.
#include "lake/load_fixture.h"

#include <set>

namespace yishou::lake {
namespace {

using GoodLoad = LoadTest;

TEST_F(GoodLoad, IsIdempotentAndReplaces) {
  const std::string file = write("fee_list_d-2024.csv", kFeeHeader + fee(1, 1) + fee(2, 1) + fee(3, 2));
  EXPECT_EQ(counts(take({file})), (std::vector<std::int64_t>{3, 0, 0, 0}));
  EXPECT_EQ(counts(take({file})), (std::vector<std::int64_t>{0, 3, 0, 0}));
  // The same row twice, one of other content twice, a new one.
  const std::string more =
      write("fee_list_d.csv", kFeeHeader + fee(1, 1) + fee(1, 1) + fee(2, 1, "2024-03-05 08:00:00", "7") +
                                  fee(2, 1, "2024-03-05 08:00:00", "8") + fee(4, 2));
  EXPECT_EQ(counts(take({more})), (std::vector<std::int64_t>{1, 2, 2, 0}));
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, cnt", "ORDER BY bkkp_sn"),
            (std::vector<std::vector<std::string>>{
                {"B00001", "1.0000"}, {"B00002", "8.0000"}, {"B00003", "1.0000"}, {"B00004", "1.0000"}}));
}

TEST_F(GoodLoad, ThePlatformsColumnsAreAllThereWithTheirTypes) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const auto described =
      connection->query(fmt::format("DESCRIBE SELECT * FROM '{}/current/fee_list_d/*.parquet'", lake_));
  ASSERT_TRUE(described.has_value());
  const auto& columns = model::find_table("fee_list_d")->columns;
  ASSERT_EQ(described->rows.size(), columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    EXPECT_EQ(described->rows[c][0], columns[c].name);
    const std::string type = columns[c].kind == model::ColumnKind::kText       ? "VARCHAR"
                             : columns[c].kind == model::ColumnKind::kTime     ? "TIMESTAMP"
                             : columns[c].kind == model::ColumnKind::kMoney    ? "DECIMAL(18,2)"
                             : columns[c].kind == model::ColumnKind::kQuantity ? "DECIMAL(18,4)"
                             : columns[c].kind == model::ColumnKind::kPrice    ? "DECIMAL(18,6)"
                                                                               : "INTEGER";
    EXPECT_EQ(described->rows[c][1], type) << columns[c].name;
  }
}

TEST_F(GoodLoad, APersonsRowsLieTogetherAndInOrderForAnyNumberOfParts) {
  std::string fees = kFeeHeader, setls = kSetlHeader;
  for (int i = 0; i < 6000; ++i) {
    const int mixed = i * 7919 % 6000;
    fees += fee(mixed, mixed % 250,
                mixed % 11 == 0 ? "" : fmt::format("2024-{:02}-{:02} 08:00:00", mixed % 12 + 1, mixed % 28 + 1));
  }
  for (int p = 0; p < 250; ++p) setls += setl(p, p);
  const std::vector<std::string> files{write("fee_list_d.csv", fees), write("setl_d.csv", setls)};
  std::string digest;
  for (const unsigned threads : {1u, 5u}) {
    for (const std::int64_t rows_per_part : {400, 100'000}) {
      fs::remove_all(lake_);
      const auto done = take(files, threads, rows_per_part);
      ASSERT_TRUE(done.has_value()) << done.error().message;
      EXPECT_EQ(done->manifest.person_parts, rows_per_part == 400 ? 16u : 1u);
      EXPECT_EQ(format_day(done->manifest.first_fee_day), "2024-01-01");
      EXPECT_EQ(done->lines_without_settlement, 0);
      // Sorted in each part; each person in one part; both tables cut alike.
      const auto bad =
          query("fee_list_d",
                "count(*) FROM (SELECT (psn_no, fee_ocur_time IS NOT NULL, fee_ocur_time, bkkp_sn) < lag((psn_no, "
                "fee_ocur_time IS NOT NULL, fee_ocur_time, bkkp_sn)) OVER (PARTITION BY filename ORDER BY "
                "file_row_number) AS wrong",
                ") WHERE wrong");
      ASSERT_EQ(bad.size(), 1u);
      EXPECT_EQ(bad[0][0], "0");
      EXPECT_EQ(query("fee_list_d", "max(n) FROM (SELECT count(DISTINCT filename) n", "GROUP BY psn_no)")[0][0], "1");
      for (const auto& row : query("setl_d", "psn_no, filename")) {
        const auto name = fmt::format("part-{:04}.", part_of(owner_hash(row[0]), done->manifest.person_parts));
        EXPECT_NE(row[1].find(name), std::string::npos);
      }
      const std::string now =
          query("fee_list_d", "count(*) || ' ' || sum(hash(bkkp_sn, psn_no, fee_ocur_time, cnt)::HUGEINT)")[0][0];
      if (digest.empty()) digest = now;
      EXPECT_EQ(now, digest);
    }
  }
}

TEST_F(GoodLoad, GrowsItsPartsAndKeepsEveryRow) {
  int sn = 0;
  for (int round = 0; round < 6; ++round) {
    std::string fees = kFeeHeader, setls = kSetlHeader;
    for (int i = 0; i < 300 << round; ++i, ++sn) fees += fee(sn, sn % 500);
    for (int p = 0; p < 20; ++p) setls += setl(round * 20 + p, round * 20 + p);
    const auto done = take({write("fee_list_d.csv", fees), write("setl_d.csv", setls)}, 2, 400);
    ASSERT_TRUE(done.has_value()) << done.error().message;
    EXPECT_EQ(done->manifest.rows("fee_list_d"), sn);
    EXPECT_EQ(done->manifest.rows("setl_d"), (round + 1) * 20);
    EXPECT_EQ(query("fee_list_d", "count(DISTINCT bkkp_sn)")[0][0], std::to_string(sn));
  }
  EXPECT_GE(Manifest::open(lake_)->person_parts, 16u);
}

TEST_F(GoodLoad, AKeyUnderAnotherPersonIsTheSameKey) {
  std::string fees = kFeeHeader;
  for (int i = 0; i < 2000; ++i) fees += fee(i, i % 100);
  ASSERT_TRUE(take({write("fee_list_d.csv", fees)}, 2, 100).has_value());
  // Two keys of the lake, and one twice within the load, under other persons.
  const auto done =
      take({write("fee_list_d.csv", kFeeHeader + fee(5, 77) + fee(6, 78) + fee(7000, 1) + fee(7000, 2) + fee(8, 8))}, 2,
           100);
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 1, 3, 0}));
  EXPECT_EQ(done->manifest.rows("fee_list_d"), 2001);
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, psn_no", "WHERE bkkp_sn IN ('B00005', 'B00006', 'B07000') ORDER BY 1"),
            (std::vector<std::vector<std::string>>{{"B00005", "P0077"}, {"B00006", "P0078"}, {"B07000", "P0002"}}));
}

}  // namespace
}  // namespace yishou::lake
