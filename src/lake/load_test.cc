// A load from files to a lake and back, with every kind of bad input that concerns it.
#include "lake/load.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "csv/records.h"
#include "duck/duck.h"

namespace yishou::lake {
namespace {

namespace fs = std::filesystem;

const std::string kFeeHeader = "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n";
const std::string kSetlHeader =
    "setl_id,mdtrt_id,psn_no,insutype,fixmedins_code,setl_time,med_type,medfee_sumamt,fund_pay_sumamt,refd_setl_flag,init_setl_id\n";

std::string fee(int sn, int person, const std::string& time = "2024-03-01 08:00:00", const std::string& cnt = "1") {
  return fmt::format("B{:05},M1,S{},P{:04},H1,{},{},10.00,10.00,X01\n", sn, person, person, time, cnt);
}
std::string setl(int id, int person) {
  return fmt::format("S{},M1,P{:04},310,H1,2024-03-02 09:00:00,11,10,8,0,\n", id, person);
}

class LoadTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("yishou-load-{}-{}", getpid(),
                                                      testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    lake_ = (folder_ / "lake").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& content) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  Result<LoadReport> take(std::vector<std::string> paths, unsigned threads = 2, std::int64_t rows_per_part = 500'000) {
    LoadOptions options;
    options.lake = lake_;
    options.paths = std::move(paths);
    options.threads = threads;
    options.rows_per_part = rows_per_part;
    return load(options);
  }
  /// taken, skipped, replaced, refused of the only table.
  std::vector<std::int64_t> counts(const Result<LoadReport>& done) {
    if (!done.has_value()) {
      ADD_FAILURE() << done.error().message;
      return {};
    }
    const TableLoaded& t = done->tables.at(0);
    return {t.counts.taken, t.counts.skipped, t.counts.replaced, t.refused};
  }
  std::vector<std::vector<std::string>> query(const std::string& table, const std::string& select, const std::string& rest = "") {
    auto manifest = Manifest::open(lake_);
    if (!manifest) {
      ADD_FAILURE() << manifest.error().message;
      return {};
    }
    std::vector<std::string> files;
    for (const auto& f : manifest->files(lake_, table)) files.push_back(duck::literal(f));
    auto database = duck::Database::open("", {});
    auto connection = database->connect();
    auto rows = connection->query(
        fmt::format("SELECT {} FROM read_parquet([{}], file_row_number=true, filename=true) {}", select, fmt::join(files, ","), rest));
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return {};
    }
    return rows->rows;
  }
  std::vector<std::vector<std::string>> rejects(const TableLoaded& table) {
    std::ifstream in(table.rejects, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    std::vector<std::vector<std::string>> rows;
    csv::Records records(text);
    while (const csv::Record* r = records.next()) rows.emplace_back(r->fields.begin(), r->fields.end());
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }
  void expect_file_error(const std::string& content, const std::string& part_of_message) {
    const auto done = take({write("fee_list_d.csv", content)});
    ASSERT_FALSE(done.has_value()) << part_of_message;
    EXPECT_EQ(done.error().code, ErrorCode::kBadInput);
    EXPECT_NE(done.error().message.find(part_of_message), std::string::npos) << done.error().message;
    EXPECT_NE(done.error().message.find("fee_list_d"), std::string::npos) << done.error().message;
    EXPECT_FALSE(fs::exists(lake_ + "/manifest.json"));
    EXPECT_FALSE(fs::exists(lake_ + "/g000001"));
  }
  fs::path folder_;
  std::string lake_;
};

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(LoadTest, IsIdempotentAndReplaces) {
  const std::string file = write("fee_list_d-2024.csv", kFeeHeader + fee(1, 1) + fee(2, 1) + fee(3, 2));
  EXPECT_EQ(counts(take({file})), (std::vector<std::int64_t>{3, 0, 0, 0}));
  EXPECT_EQ(counts(take({file})), (std::vector<std::int64_t>{0, 3, 0, 0}));
  // The same row twice, one of other content twice, a new one.
  const std::string more = write("fee_list_d.csv", kFeeHeader + fee(1, 1) + fee(1, 1) + fee(2, 1, "2024-03-05 08:00:00", "7") +
                                                       fee(2, 1, "2024-03-05 08:00:00", "8") + fee(4, 2));
  EXPECT_EQ(counts(take({more})), (std::vector<std::int64_t>{1, 2, 2, 0}));
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, cnt", "ORDER BY bkkp_sn"),
            (std::vector<std::vector<std::string>>{{"B00001", "1.0000"}, {"B00002", "8.0000"}, {"B00003", "1.0000"}, {"B00004", "1.0000"}}));
}

TEST_F(LoadTest, ThePlatformsColumnsAreAllThereWithTheirTypes) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const auto described = connection->query(fmt::format("DESCRIBE SELECT * FROM '{}/current/fee_list_d/*.parquet'", lake_));
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

TEST_F(LoadTest, BadValuesAreRefusedWithRowColumnAndReason) {
  const std::string content = kFeeHeader + fee(1, 1) +                                                          // line 2
                              "B2,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,\"1,234.5\",X01\n"                       // 3
                              "B3,M1,S1,P1,H1,2024-03-01 08:00:00,-,10,10,X01\n"                                // 4
                              "B4,M1,S1,P1,H1,2024-03-01 08:00:00,NaN,10,10,X01\n"                              // 5
                              "B5,M1,S1,P1,H1,2024-03-01 08:00:00,1,1e99,10,X01\n"                              // 6
                              "B6,M1,S1,P1,H1,0000-00-00,1,10,10,X01\n"                                         // 7
                              "B7,M1,S1,P1,H1,9999-12-31 00:00:00,1,10,10,X01\n"                                // 8
                              ",M1,S1,P1,H1,2024-03-01 08:00:00,1,10,10,X01\n"                                  // 9
                              "B9,M1,S1,P1,H1,2024-03-01 08:00:00,-2.5,10,-25,X01\n"                            // 10, a return: legal
                              "B10,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,10\n"                                   // 11
                              "B11,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,\"10\"x,X01\n"                          // 12
                              "\"B;\"\"12\"\"\",M1,S1,P1,H1,,1,10.0000005,10.005,\" X;\"\"01\"\" \"\n"           // 13: legal
                              "B13,M1,S1,P1,\xff\xff,2024-03-01 08:00:00,1,10,10,X01\n";                        // 14
  const auto done = take({write("fee_list_d.csv", content)});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{3, 0, 0, 10}));
  std::vector<std::pair<std::string, std::string>> places;
  for (const auto& row : rejects(done->tables[0])) {
    ASSERT_EQ(row.size(), 6u);
    EXPECT_FALSE(row[4].empty());
    EXPECT_FALSE(row[5].empty()) << "the row itself is kept";
    places.emplace_back(row[1], row[2]);
  }
  std::ranges::sort(places, {}, [](const auto& p) { return std::stoi(p.first); });
  EXPECT_EQ(places, (std::vector<std::pair<std::string, std::string>>{{"3", "det_item_fee_sumamt"},
                                                                      {"4", "cnt"},
                                                                      {"5", "cnt"},
                                                                      {"6", "pric"},
                                                                      {"7", "fee_ocur_time"},
                                                                      {"8", "fee_ocur_time"},
                                                                      {"9", "bkkp_sn"},
                                                                      {"11", ""},
                                                                      {"12", "det_item_fee_sumamt"},
                                                                      {"14", ""}}));
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, cnt, pric, det_item_fee_sumamt, med_list_codg, fee_ocur_time", "WHERE bkkp_sn IN ('B9','B;\"12\"') ORDER BY 1"),
            (std::vector<std::vector<std::string>>{{"B9", "-2.5000", "10.000000", "-25.00", "X01", "2024-03-01 08:00:00"},
                                                   {"B;\"12\"", "1.0000", "10.000001", "10.01", "X;\"01\"", ""}}));
}

TEST_F(LoadTest, AnOpenEndIsNoDateAndNoError) {
  const auto done = take({write("fixmedins_b.csv", "fixmedins_code,begndate,enddate\nH1,2020-01-01,9999-12-31\nH2,9999-12-31,\n")});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 0, 0, 1}));
  EXPECT_EQ(query("fixmedins_b", "fixmedins_code, enddate IS NULL"), (std::vector<std::vector<std::string>>{{"H1", "true"}}));
}

TEST_F(LoadTest, FilesThatAreNoExtractAsAWholeAreNamed) {
  expect_file_error("", "is empty");
  expect_file_error("\n\n", "no header");
  expect_file_error("bkkp_sn,mdtrt_id,setl_id,person,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n",
                    "must have: psn_no; it has columns that fee_list_d does not know: person (renamed?)");
  expect_file_error("cnt," + kFeeHeader, "the column cnt is there twice (columns 1 and 8)");
  std::string semicolons = kFeeHeader;
  std::ranges::replace(semicolons, ',', ';');
  expect_file_error(semicolons, "separated by semicolons");
  expect_file_error("\xff\xfe" "b\0k\0", "UTF-16");
  expect_file_error("PK\x03\x04zipzip", "workbook");
  expect_file_error("PAR1 not really", "Parquet");
  std::string wide = "a";
  for (int i = 0; i < 1'000'000; ++i) wide += ",a";
  expect_file_error(wide + "\n", "1 MiB");
  expect_file_error(wide.substr(0, 100'000) + "\n", "columns");
}

TEST_F(LoadTest, AHeaderAloneIsATableWithoutRows) {
  EXPECT_EQ(counts(take({write("fee_list_d.csv", kFeeHeader)})), (std::vector<std::int64_t>{0, 0, 0, 0}));
  EXPECT_EQ(Manifest::open(lake_)->rows("fee_list_d"), 0);
}

TEST_F(LoadTest, EncodingsCaseAndOrderOfColumns) {
  const std::string header = "PSN_NO,NAME_OF_NOBODY,Gend,insutype\n";
  ASSERT_TRUE(take({write("a/PSN_INFO_B.csv", "\xef\xbb\xbf" + header + "P1,张三,1,310\r\nP2,x,2,\xd6\xb0\xb9\xa4\r\n")}).has_value());
  EXPECT_EQ(query("psn_info_b", "psn_no, gend, insutype", "ORDER BY 1"),
            (std::vector<std::vector<std::string>>{{"P1", "1", "310"}, {"P2", "2", "职工"}}));
}

TEST_F(LoadTest, ALineOf100MegabytesIsRefusedAndTheRestIsTaken) {
  std::string content = kFeeHeader + fee(1, 1) + std::string(100'000'000, 'x') + "\n" + fee(2, 1);
  const auto done = take({write("fee_list_d.csv", content)});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{2, 0, 0, 1}));
  EXPECT_EQ(rejects(done->tables[0]).at(0).at(1), "3");
  EXPECT_EQ(rejects(done->tables[0]).at(0).at(5).size(), 1000u);
}

TEST_F(LoadTest, PackedFilesAndCutOnes) {
  std::string text = kFeeHeader;
  for (int i = 0; i < 30'000; ++i) text += fee(i, i % 100);
  const std::string packed = gzip(text);
  EXPECT_EQ(counts(take({write("fee_list_d.csv.gz", packed)})), (std::vector<std::int64_t>{30'000, 0, 0, 0}));
  EXPECT_EQ(counts(take({write("fee_list_d.csv", gzip(kFeeHeader + fee(1, 1)) + gzip(fee(50'000, 1)))})),
            (std::vector<std::int64_t>{1, 1, 0, 0}))
      << "two members, named as if plain";
  fs::remove_all(lake_);
  expect_file_error(packed.substr(0, packed.size() / 2), "cut off");
  expect_file_error(packed.substr(0, packed.size() - 4), "cut off");
  std::string damaged = packed;
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 100; ++i) damaged[i] = 'x';
  expect_file_error(damaged, "damaged");
  // Zstandard by DuckDB's hand.
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string zstd = (folder_ / "fee_list_d.csv.zst").string();
  ASSERT_TRUE(connection->execute(fmt::format("COPY (SELECT * FROM read_csv('{}', all_varchar=true)) TO '{}' (FORMAT csv, COMPRESSION zstd)",
                                              write("plain.csv", text), zstd)).has_value());
  EXPECT_EQ(counts(take({zstd})), (std::vector<std::int64_t>{30'000, 0, 0, 0}));
  std::ifstream in(zstd, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  fs::remove_all(lake_);
  expect_file_error(bytes.substr(0, bytes.size() / 2), "cut off");
}

TEST_F(LoadTest, ParquetWithOtherTypes) {
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string file = (folder_ / "fee_list_d.parquet").string();
  ASSERT_TRUE(connection->execute(fmt::format(
      "COPY (SELECT * FROM (VALUES "
      "('B1', 1::BIGINT, DATE '2024-01-01', 1.5::DOUBLE, 0.00001::DOUBLE, 12.345::DECIMAL(10,3), true),"
      "('B2', 2, DATE '2024-01-02', 'NaN'::DOUBLE, 1, 1, false),"
      "('B3', 3, DATE '2024-01-03', -3, 1e99, 1, true),"
      "(NULL, 4, DATE '2024-01-03', 1, 1, 1, true))"
      " t(bkkp_sn, psn_no, fee_ocur_time, cnt, pric, DET_ITEM_FEE_SUMAMT, lmt_used_flag),"
      " (VALUES ('M', 'S', 'H', 'X', TIMESTAMP '2024-05-05 10:11:12.9', TIMESTAMPTZ '2024-05-05 20:00:00+00'))"
      " u(mdtrt_id, setl_id, fixmedins_code, med_list_codg, crte_time, nobody)) TO '{}' (FORMAT parquet)", file)).has_value());
  const auto done = take({file});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 0, 0, 3}));
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, psn_no, fee_ocur_time, cnt, pric, det_item_fee_sumamt, lmt_used_flag, crte_time"),
            (std::vector<std::vector<std::string>>{
                {"B1", "1", "2024-01-01 00:00:00", "1.5000", "0.000010", "12.35", "1", "2024-05-05 10:11:12"}}));
  std::set<std::pair<std::string, std::string>> places;
  for (const auto& row : rejects(done->tables[0])) places.emplace(row[1], row[2]);
  EXPECT_EQ(places, (std::set<std::pair<std::string, std::string>>{{"2", "cnt"}, {"3", "pric"}, {"4", "bkkp_sn"}}));
}

TEST_F(LoadTest, AnInstantIsReadOnTheClockOfTheBill) {
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string file = (folder_ / "fee_list_d.parquet").string();
  ASSERT_TRUE(connection->execute(fmt::format(
      "COPY (SELECT 'B' bkkp_sn, 'M' mdtrt_id, 'S' setl_id, 'P' psn_no, 'H' fixmedins_code, make_timestamp(1714924800000000)::TIMESTAMPTZ "
      "AS fee_ocur_time, 1 cnt, 1 pric, 1 det_item_fee_sumamt, 'X' med_list_codg) TO '{}' (FORMAT parquet)", file)).has_value());
  ASSERT_TRUE(take({file}).has_value());
  EXPECT_EQ(query("fee_list_d", "fee_ocur_time")[0][0], "2024-05-06 00:00:00") << "2024-05-05 16:00 UTC";
}

TEST_F(LoadTest, OrphansAreKeptAndCounted) {
  auto done = take({write("fee_list_d.csv", kFeeHeader + fee(1, 1) + fee(2, 2))});
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->lines_without_settlement, 2);
  done = take({write("setl_d.csv", kSetlHeader + setl(1, 1) + "R1,M1,P0001,310,H1,2024-03-02 09:00:00,11,-10,-8,1,S77\n")});
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->lines_without_settlement, 1);
  EXPECT_EQ(done->refunds_of_unknown, 1);
  EXPECT_EQ(done->manifest.rows("fee_list_d"), 2);
}

TEST_F(LoadTest, FoldersSkipWhatIsNoTable) {
  write("in/fee_list_d.csv", kFeeHeader + fee(1, 1));
  write("in/truth.csv", "x\n");
  write("in/deeper/setl_d-1.csv", kSetlHeader + setl(1, 1));
  write("in/.hidden/setl_d.csv", "broken");
  const auto done = take({(folder_ / "in").string()});
  ASSERT_TRUE(done.has_value()) << done.error().message;
  EXPECT_EQ(done->tables.size(), 2u);
  EXPECT_EQ(done->skipped_files, std::vector<std::string>{(folder_ / "in/truth.csv").string()});
  EXPECT_EQ(take({(folder_ / "in/truth.csv").string()}).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(take({(folder_ / "nothing").string()}).error().code, ErrorCode::kNotFound);
  lake_ = (folder_ / "in").string();
  EXPECT_EQ(take({(folder_ / "in/fee_list_d.csv").string()}).error().code, ErrorCode::kBadCall) << "a folder of files is no lake";
}

TEST_F(LoadTest, APersonsRowsLieTogetherAndInOrderForAnyNumberOfParts) {
  std::string fees = kFeeHeader, setls = kSetlHeader;
  for (int i = 0; i < 6000; ++i) {
    const int mixed = i * 7919 % 6000;
    fees += fee(mixed, mixed % 250, mixed % 11 == 0 ? "" : fmt::format("2024-{:02}-{:02} 08:00:00", mixed % 12 + 1, mixed % 28 + 1));
  }
  for (int p = 0; p < 250; ++p) setls += setl(p, p);
  const std::vector<std::string> files{write("fee_list_d.csv", fees), write("setl_d.csv", setls)};
  std::string digest;
  for (const unsigned threads : {1u, 2u, 5u}) {
    for (const std::int64_t rows_per_part : {100, 1000, 100'000}) {
      fs::remove_all(lake_);
      const auto done = take(files, threads, rows_per_part);
      ASSERT_TRUE(done.has_value()) << done.error().message;
      EXPECT_EQ(done->manifest.person_parts, rows_per_part == 100 ? 64u : rows_per_part == 1000 ? 8u : 1u);
      EXPECT_EQ(format_day(done->manifest.first_fee_day), "2024-01-01");
      EXPECT_EQ(done->lines_without_settlement, 0);
      // Sorted in each part; each person in one part; both tables cut alike.
      const auto bad = query("fee_list_d", "count(*) FROM (SELECT (psn_no, fee_ocur_time IS NOT NULL, fee_ocur_time, bkkp_sn) < lag((psn_no, "
                             "fee_ocur_time IS NOT NULL, fee_ocur_time, bkkp_sn)) OVER (PARTITION BY filename ORDER BY file_row_number) AS wrong",
                             ") WHERE wrong");
      ASSERT_EQ(bad.size(), 1u);
      EXPECT_EQ(bad[0][0], "0");
      EXPECT_EQ(query("fee_list_d", "max(n) FROM (SELECT count(DISTINCT filename) n", "GROUP BY psn_no)")[0][0], "1");
      for (const auto& row : query("setl_d", "psn_no, filename")) {
        const auto name = fmt::format("part-{:04}.", part_of(owner_hash(row[0]), done->manifest.person_parts));
        EXPECT_NE(row[1].find(name), std::string::npos);
      }
      const std::string now = query("fee_list_d", "count(*) || ' ' || sum(hash(bkkp_sn, psn_no, fee_ocur_time, cnt)::HUGEINT)")[0][0];
      if (digest.empty()) digest = now;
      EXPECT_EQ(now, digest);
    }
  }
}

TEST_F(LoadTest, GrowsItsPartsAndKeepsEveryRow) {
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

TEST_F(LoadTest, AKeyUnderAnotherPersonIsTheSameKey) {
  std::string fees = kFeeHeader;
  for (int i = 0; i < 2000; ++i) fees += fee(i, i % 100);
  ASSERT_TRUE(take({write("fee_list_d.csv", fees)}, 2, 100).has_value());
  // Two keys of the lake, and one twice within the load, under other persons.
  const auto done = take({write("fee_list_d.csv", kFeeHeader + fee(5, 77) + fee(6, 78) + fee(7000, 1) + fee(7000, 2) + fee(8, 8))}, 2, 100);
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 1, 3, 0}));
  EXPECT_EQ(done->manifest.rows("fee_list_d"), 2001);
  EXPECT_EQ(query("fee_list_d", "bkkp_sn, psn_no", "WHERE bkkp_sn IN ('B00005', 'B00006', 'B07000') ORDER BY 1"),
            (std::vector<std::vector<std::string>>{{"B00005", "P0077"}, {"B00006", "P0078"}, {"B07000", "P0002"}}));
}

TEST_F(LoadTest, WhoReadsTheLakeWhileALoadEndsKeepsReading) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  const auto before = Manifest::open(lake_);
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).has_value());
  for (const auto& file : before->files(lake_, "fee_list_d")) EXPECT_TRUE(fs::exists(file)) << "until the next load";
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(3, 1))}).has_value());
  for (const auto& file : before->files(lake_, "fee_list_d")) EXPECT_FALSE(fs::exists(file));
}

TEST_F(LoadTest, ALakeOfAnotherVersionIsLeftAlone) {
  fs::create_directories(lake_);
  std::ofstream(lake_ + "/manifest.json") << R"({"format": 99, "generation": 3})";
  const auto done = take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(done.error().message.find("format 99"), std::string::npos);
}

TEST_F(LoadTest, ASecondProcessIsTurnedAway) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  const int held = open((lake_ + "/lock").c_str(), O_RDWR);
  ASSERT_EQ(flock(held, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).error().code, ErrorCode::kBusy);
  close(held);
  EXPECT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).has_value());
}

TEST_F(LoadTest, AFullDiskLeavesTheLakeAsItWas) {
  const std::string small = (folder_ / "small").string();
  fs::create_directories(small);
  if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=3m") != 0) GTEST_SKIP() << "needs the right to mount a small disk";
  lake_ = small + "/lake";
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  std::string fees = kFeeHeader;
  for (int i = 0; i < 100'000; ++i) fees += fee(i, i % 100, fmt::format("2024-01-{:02} 08:{:02}:{:02}", i % 28 + 1, i % 60, i % 59));
  const auto done = take({write("fee_list_d.csv", fees)});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kNoSpace) << done.error().message;
  EXPECT_EQ(query("fee_list_d", "count(*)")[0][0], "1");
  EXPECT_FALSE(fs::exists(lake_ + "/g000002"));
  EXPECT_EQ(counts(take({write("fee_list_d.csv", kFeeHeader + fee(9, 1))})), (std::vector<std::int64_t>{1, 0, 0, 0}));
  umount(small.c_str());
}

pid_t start(const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  execv(arguments[0], arguments.data());
  _exit(127);
}

TEST_F(LoadTest, KilledAtAnyMomentItIsAsBeforeOrAsAfter) {
  if (!fs::exists(YISHOU_BINARY)) GTEST_SKIP() << "the program yishou is not built";
  std::string first = kFeeHeader, second = kFeeHeader;
  for (int i = 0; i < 3000; ++i) first += fee(i, i % 100);
  for (int i = 2000; i < 40'000; ++i) second += fee(i, i % 100, "2024-04-01 00:00:00", "2");
  const std::string a = write("a/fee_list_d.csv", first), b = write("b/fee_list_d.csv", second);
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(take({a}).has_value());
  const std::string before = "3000 3000.0000", after = "40000 78000.0000";
  const auto state = [&] { return query("fee_list_d", "count(*) || ' ' || sum(cnt)")[0][0]; };
  ASSERT_EQ(state(), before);
  int as_before = 0, as_after = 0, delay_ms = 5;
  for (int round = 0; round < 14; ++round) {
    const pid_t child = start({YISHOU_BINARY, "load", "--lake", lake_, b});
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    kill(child, SIGKILL);
    int ended = 0;
    waitpid(child, &ended, 0);
    const std::string now = state();
    ASSERT_TRUE(now == before || now == after) << now << " after " << delay_ms << " ms";
    (now == before ? as_before : as_after) += 1;
    if (now == after) {
      fs::remove_all(lake_);
      ASSERT_TRUE(take({a}).has_value());
      delay_ms = delay_ms * 2 / 3;
    } else {
      delay_ms = delay_ms * 3 / 2;
    }
    if (std::chrono::steady_clock::now() - began > std::chrono::seconds(60)) break;
  }
  EXPECT_GT(as_before, 0);
  ASSERT_TRUE(take({b}).has_value());
  EXPECT_EQ(state(), after);
  std::size_t folders = 0;
  for (const auto& entry : fs::directory_iterator(lake_)) folders += entry.path().filename().string().starts_with("g0") ? 1 : 0;
  EXPECT_EQ(folders, 2u) << "this generation and the one before it, nothing of the killed ones";
  EXPECT_FALSE(fs::exists(lake_ + "/tmp"));
}

}  // namespace
}  // namespace yishou::lake
