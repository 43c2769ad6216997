// Loads of every kind of bad input (issue: bad input): the sentence, the place, and nothing lost.
#include "lake/load_fixture.h"

#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace yishou::lake {
namespace {

using BadInput = LoadTest;

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

TEST_F(BadInput, BadValuesAreRefusedWithRowColumnAndReason) {
  const std::string content = kFeeHeader + fee(1, 1) +                                     // line 2
                              "B2,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,\"1,234.5\",X01\n"  // 3
                              "B3,M1,S1,P1,H1,2024-03-01 08:00:00,-,10,10,X01\n"           // 4
                              "B4,M1,S1,P1,H1,2024-03-01 08:00:00,NaN,10,10,X01\n"         // 5
                              "B5,M1,S1,P1,H1,2024-03-01 08:00:00,1,1e99,10,X01\n"         // 6
                              "B6,M1,S1,P1,H1,0000-00-00,1,10,10,X01\n"                    // 7
                              "B7,M1,S1,P1,H1,9999-12-31 00:00:00,1,10,10,X01\n"           // 8
                              ",M1,S1,P1,H1,2024-03-01 08:00:00,1,10,10,X01\n"             // 9
                              "B9,M1,S1,P1,H1,2024-03-01 08:00:00,-2.5,10,-25,X01\n"       // 10, a return: legal
                              "B10,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,10\n"              // 11
                              "B11,M1,S1,P1,H1,2024-03-01 08:00:00,1,10,\"10\"x,X01\n"     // 12
                              "\"B;\"\"12\"\"\",M1,S1,P1,H1,,1,10.0000005,10.005,\" X;\"\"01\"\" \"\n"  // 13: legal
                              "B13,M1,S1,P1,\xff\xff,2024-03-01 08:00:00,1,10,10,X01\n";                // 14
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
  EXPECT_EQ(
      query("fee_list_d", "bkkp_sn, cnt, pric, det_item_fee_sumamt, med_list_codg, fee_ocur_time",
            "WHERE bkkp_sn IN ('B9','B;\"12\"') ORDER BY 1"),
      (std::vector<std::vector<std::string>>{{"B9", "-2.5000", "10.000000", "-25.00", "X01", "2024-03-01 08:00:00"},
                                             {"B;\"12\"", "1.0000", "10.000001", "10.01", "X;\"01\"", ""}}));
}

TEST_F(BadInput, AnOpenEndIsNoDateAndNoError) {
  const auto done =
      take({write("fixmedins_b.csv", "fixmedins_code,begndate,enddate\nH1,2020-01-01,9999-12-31\nH2,9999-12-31,\n")});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 0, 0, 1}));
  EXPECT_EQ(query("fixmedins_b", "fixmedins_code, enddate IS NULL"),
            (std::vector<std::vector<std::string>>{{"H1", "true"}}));
}

TEST_F(BadInput, FilesThatAreNoExtractAsAWholeAreNamed) {
  expect_file_error("", "is empty");
  expect_file_error("\n\n", "no header");
  expect_file_error(
      "bkkp_sn,mdtrt_id,setl_id,person,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n",
      "must have: psn_no; it has columns that fee_list_d does not know: person (renamed?)");
  expect_file_error("cnt," + kFeeHeader, "the column cnt is there twice (columns 1 and 8)");
  std::string semicolons = kFeeHeader;
  std::ranges::replace(semicolons, ',', ';');
  expect_file_error(semicolons, "separated by semicolons");
  expect_file_error(
      "\xff\xfe"
      "b\0k\0",
      "UTF-16");
  expect_file_error("PK\x03\x04zipzip", "workbook");
  expect_file_error("PAR1 not really", "Parquet");
  std::string wide = "a";
  for (int i = 0; i < 1'000'000; ++i) wide += ",a";
  expect_file_error(wide + "\n", "1 MiB");
  expect_file_error(wide.substr(0, 100'000) + "\n", "columns");
}

TEST_F(BadInput, AHeaderAloneIsATableWithoutRows) {
  EXPECT_EQ(counts(take({write("fee_list_d.csv", kFeeHeader)})), (std::vector<std::int64_t>{0, 0, 0, 0}));
  EXPECT_EQ(Manifest::open(lake_)->rows("fee_list_d"), 0);
}

TEST_F(BadInput, EncodingsCaseAndOrderOfColumns) {
  const std::string header = "PSN_NO,NAME_OF_NOBODY,Gend,insutype\n";
  ASSERT_TRUE(
      take({write("a/PSN_INFO_B.csv", "\xef\xbb\xbf" + header + "P1,张三,1,310\r\nP2,x,2,\xd6\xb0\xb9\xa4\r\n")})
          .has_value());
  EXPECT_EQ(query("psn_info_b", "psn_no, gend, insutype", "ORDER BY 1"),
            (std::vector<std::vector<std::string>>{{"P1", "1", "310"}, {"P2", "2", "职工"}}));
}

TEST_F(BadInput, ALineOf100MegabytesIsRefusedAndTheRestIsTaken) {
  std::string content = kFeeHeader + fee(1, 1) + std::string(100'000'000, 'x') + "\n" + fee(2, 1);
  const auto done = take({write("fee_list_d.csv", content)});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{2, 0, 0, 1}));
  EXPECT_EQ(rejects(done->tables[0]).at(0).at(1), "3");
  EXPECT_EQ(rejects(done->tables[0]).at(0).at(5).size(), 1000u);
}

TEST_F(BadInput, PackedFilesAndCutOnes) {
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
  ASSERT_TRUE(connection
                  ->execute(fmt::format(
                      "COPY (SELECT * FROM read_csv('{}', all_varchar=true)) TO '{}' (FORMAT csv, COMPRESSION zstd)",
                      write("plain.csv", text), zstd))
                  .has_value());
  EXPECT_EQ(counts(take({zstd})), (std::vector<std::int64_t>{30'000, 0, 0, 0}));
  std::ifstream in(zstd, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  fs::remove_all(lake_);
  expect_file_error(bytes.substr(0, bytes.size() / 2), "cut off");
}

TEST_F(BadInput, ParquetWithOtherTypes) {
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string file = (folder_ / "fee_list_d.parquet").string();
  ASSERT_TRUE(
      connection
          ->execute(fmt::format(
              "COPY (SELECT * FROM (VALUES "
              "('B1', 1::BIGINT, DATE '2024-01-01', 1.5::DOUBLE, 0.00001::DOUBLE, 12.345::DECIMAL(10,3), true),"
              "('B2', 2, DATE '2024-01-02', 'NaN'::DOUBLE, 1, 1, false),"
              "('B3', 3, DATE '2024-01-03', -3, 1e99, 1, true),"
              "(NULL, 4, DATE '2024-01-03', 1, 1, 1, true))"
              " t(bkkp_sn, psn_no, fee_ocur_time, cnt, pric, DET_ITEM_FEE_SUMAMT, lmt_used_flag),"
              " (VALUES ('M', 'S', 'H', 'X', TIMESTAMP '2024-05-05 10:11:12.9', TIMESTAMPTZ '2024-05-05 20:00:00+00'))"
              " u(mdtrt_id, setl_id, fixmedins_code, med_list_codg, crte_time, nobody)) TO '{}' (FORMAT parquet)",
              file))
          .has_value());
  const auto done = take({file});
  EXPECT_EQ(counts(done), (std::vector<std::int64_t>{1, 0, 0, 3}));
  EXPECT_EQ(
      query("fee_list_d", "bkkp_sn, psn_no, fee_ocur_time, cnt, pric, det_item_fee_sumamt, lmt_used_flag, crte_time"),
      (std::vector<std::vector<std::string>>{
          {"B1", "1", "2024-01-01 00:00:00", "1.5000", "0.000010", "12.35", "1", "2024-05-05 10:11:12"}}));
  std::set<std::pair<std::string, std::string>> places;
  for (const auto& row : rejects(done->tables[0])) places.emplace(row[1], row[2]);
  EXPECT_EQ(places, (std::set<std::pair<std::string, std::string>>{{"2", "cnt"}, {"3", "pric"}, {"4", "bkkp_sn"}}));
}

TEST_F(BadInput, AnInstantIsReadOnTheClockOfTheBill) {
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string file = (folder_ / "fee_list_d.parquet").string();
  ASSERT_TRUE(
      connection
          ->execute(fmt::format(
              "COPY (SELECT 'B' bkkp_sn, 'M' mdtrt_id, 'S' setl_id, 'P' psn_no, 'H' fixmedins_code, "
              "make_timestamp(1714924800000000)::TIMESTAMPTZ "
              "AS fee_ocur_time, 1 cnt, 1 pric, 1 det_item_fee_sumamt, 'X' med_list_codg) TO '{}' (FORMAT parquet)",
              file))
          .has_value());
  ASSERT_TRUE(take({file}).has_value());
  EXPECT_EQ(query("fee_list_d", "fee_ocur_time")[0][0], "2024-05-06 00:00:00") << "2024-05-05 16:00 UTC";
}

TEST_F(BadInput, OrphansAreKeptAndCounted) {
  auto done = take({write("fee_list_d.csv", kFeeHeader + fee(1, 1) + fee(2, 2))});
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->lines_without_settlement, 2);
  done = take(
      {write("setl_d.csv", kSetlHeader + setl(1, 1) + "R1,M1,P0001,310,H1,2024-03-02 09:00:00,11,-10,-8,1,S77\n")});
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->lines_without_settlement, 1);
  EXPECT_EQ(done->refunds_of_unknown, 1);
  EXPECT_EQ(done->manifest.rows("fee_list_d"), 2);
}

TEST_F(BadInput, FoldersSkipWhatIsNoTable) {
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
  EXPECT_EQ(take({(folder_ / "in/fee_list_d.csv").string()}).error().code, ErrorCode::kBadCall)
      << "a folder of files is no lake";
}

TEST_F(BadInput, LinesThatEndInALoneCr) {
  std::string content = kFeeHeader + fee(1, 1) + fee(2, 1);
  std::ranges::replace(content, '\n', '\r');
  expect_file_error(content, "CR");
}

TEST_F(BadInput, ParquetCodesAsDoubleBytesAndLists) {
  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const std::string file = (folder_ / "fee_list_d.parquet").string();
  const auto make = [&](const std::string& person, const std::string& item) {
    ASSERT_TRUE(connection->execute(fmt::format(
        "COPY (SELECT 'B1' bkkp_sn, 'M1' mdtrt_id, 'S1' setl_id, {} psn_no, 'H1' fixmedins_code, TIMESTAMP '2024-03-01 "
        "08:00:00' fee_ocur_time, 1 cnt, 1 pric, 1 det_item_fee_sumamt, {} med_list_codg) TO '{}' (FORMAT parquet)",
        person, item, file)));
  };
  make("110101199001011234.0::DOUBLE % 9000000", "encode('西药')");
  ASSERT_TRUE(take({file}).has_value());
  const auto rows = query("fee_list_d", "psn_no, med_list_codg");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0][0].find('.'), std::string::npos) << rows[0][0];
  EXPECT_EQ(rows[0][1], "西药");
  make("MAP {'a': 1}", "'X'");
  const auto done = take({file});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kBadInput);
  EXPECT_NE(done.error().message.find("psn_no"), std::string::npos) << done.error().message;
}

TEST_F(BadInput, AFolderWithLinksInACircle) {
  write("in/fee_list_d.csv", kFeeHeader + fee(1, 1));
  fs::create_directory_symlink("../in", folder_ / "in" / "again");
  fs::create_symlink("self", folder_ / "in" / "self");
  EXPECT_EQ(counts(take({(folder_ / "in").string()})), (std::vector<std::int64_t>{1, 0, 0, 0}));
}

TEST_F(BadInput, APartOfTheLakeThatIsMissingIsNamedWithTheRemedy) {
  const std::string file = write("fee_list_d.csv", kFeeHeader + fee(1, 1));
  ASSERT_TRUE(take({file}).has_value());
  fs::remove(lake_ + "/g000001/fee_list_d/part-0000.parquet");
  write("fee_list_d.csv", kFeeHeader + fee(2, 1));
  const auto done = take({file});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kBadInput);
  EXPECT_NE(done.error().message.find("part-0000.parquet"), std::string::npos) << done.error().message;
  EXPECT_NE(done.error().message.find("new lake"), std::string::npos) << done.error().message;
  EXPECT_EQ(done.error().message.find("LINE"), std::string::npos) << done.error().message;
}

}  // namespace
}  // namespace yishou::lake
