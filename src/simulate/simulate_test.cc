#include "simulate/simulate.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "duck/duck.h"
#include "simulate/catalogue.h"
#include "simulate/random.h"

namespace yishou::simulate {
namespace {

namespace fs = std::filesystem;

class City : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    root_ = fs::temp_directory_path() / fmt::format("yishou_city_{}", static_cast<long>(::getpid()));
    fs::remove_all(root_);
    make("planted", true, false, 2);
    make("honest", true, true, 2);
  }
  static void TearDownTestSuite() { fs::remove_all(root_); }

  // Two partitions, so that threads and the order of partitions matter.
  static void make(const std::string& name, bool parquet, bool honest, unsigned threads) {
    const auto made = simulate_city({.persons = 3200,
                                     .months = 6,
                                     .seed = 11,
                                     .out = (root_ / name).string(),
                                     .parquet = parquet,
                                     .honest = honest,
                                     .threads = threads},
                                    {});
    ASSERT_TRUE(made.has_value()) << made.error().message;
  }
  static std::map<std::string, std::string> files(const std::string& name) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::directory_iterator(root_ / name)) {
      std::ifstream file(entry.path(), std::ios::binary);
      out[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return out;
  }
  static std::string ask(const std::string& sql) {
    auto database = duck::Database::open("", {});
    auto connection = database->connect();
    auto answer = connection->query_text(sql);
    EXPECT_TRUE(answer.has_value()) << answer.error().message << "\n" << sql;
    return answer.value_or("");
  }
  static std::string table(const std::string& city, const std::string& name) {
    return fmt::format("read_parquet('{}/{}*.parquet')", (root_ / city).string(), name);
  }
  static std::string truth(const std::string& city) {
    return fmt::format("read_csv('{}/truth.csv', all_varchar = true)", (root_ / city).string());
  }
  static fs::path root_;
};
fs::path City::root_;

TEST_F(City, SameSeedSameBytesForAnyNumberOfThreads) {
  make("again", true, false, 1);
  const auto first = files("planted"), second = files("again");
  ASSERT_EQ(first.size(), second.size());
  for (const auto& [name, bytes] : first) EXPECT_TRUE(second.at(name) == bytes) << name;
}

TEST_F(City, CsvHoldsTheSameLines) {
  make("csv", false, false, 2);
  const std::string csv = fmt::format("read_csv('{}/fee_list_d-*.csv', all_varchar = true)", (root_ / "csv").string());
  EXPECT_EQ(ask("SELECT count(*) || ' ' || sum(det_item_fee_sumamt::DECIMAL(18,2)) FROM " + csv),
            ask("SELECT count(*) || ' ' || sum(det_item_fee_sumamt) FROM " + table("planted", "fee_list_d")));
}

TEST_F(City, KeysAreUniqueAndNeverMissing) {
  for (const auto& [name, key] : {std::pair{"fee_list_d", "bkkp_sn"},
                                  {"setl_d", "setl_id"},
                                  {"mdtrt_d", "mdtrt_id"},
                                  {"psn_info_b", "psn_no"},
                                  {"fixmedins_b", "fixmedins_code"},
                                  {"medins_staff_b", "prac_psn_code"}}) {
    EXPECT_EQ(ask(fmt::format("SELECT count(*) - count(DISTINCT {}) FROM {}", key, table("planted", name))), "0")
        << name;
  }
}

TEST_F(City, RowsHangTogether) {
  EXPECT_EQ(
      ask(fmt::format("SELECT count(*) FROM {} l WHERE NOT EXISTS (SELECT 1 FROM {} s WHERE s.setl_id = l.setl_id AND "
                      "s.mdtrt_id = l.mdtrt_id AND s.psn_no = l.psn_no)",
                      table("planted", "fee_list_d"), table("planted", "setl_d"))),
      "0");
  EXPECT_EQ(
      ask(fmt::format("SELECT count(*) FROM {} s WHERE NOT EXISTS (SELECT 1 FROM {} v WHERE v.mdtrt_id = s.mdtrt_id)",
                      table("planted", "setl_d"), table("planted", "mdtrt_d"))),
      "0");
}

// To the fen, but for the look-alikes that use up the tolerance of rules 35 and 36.
TEST_F(City, MoneyOfTheHonestCityAddsUp) {
  EXPECT_EQ(ask("SELECT count(*) FROM " + table("honest", "setl_d") +
                " WHERE abs(fund_pay_sumamt + acct_pay + cash_payamt - medfee_sumamt) > 0.05 OR fund_pay_sumamt > "
                "greatest(medfee_sumamt, 0)"
                " OR abs(inscp_amt + preselfpay_amt + overlmt_selfpay + fulamt_ownpay_amt - medfee_sumamt) > 1"),
            "0");
  EXPECT_EQ(ask("SELECT count(*) FROM " + table("honest", "fee_list_d") +
                " WHERE abs(det_item_fee_sumamt - round(cnt * pric, 2)) > 0.05 OR "
                "inscp_amt + preselfpay_amt + overlmt_selfpay + fulamt_ownpay_amt <> det_item_fee_sumamt"),
            "0");
  EXPECT_EQ(ask(fmt::format(
                "SELECT count(*) FROM (SELECT setl_id, sum(det_item_fee_sumamt) AS total FROM {} WHERE vali_flag = '1' "
                "GROUP BY 1) l JOIN {} s USING (setl_id) WHERE abs(l.total - s.medfee_sumamt) > 1",
                table("honest", "fee_list_d"), table("honest", "setl_d"))),
            "0");
}

TEST_F(City, HonestRowsAreTheSameInBothCities) {
  for (const auto* name : {"fee_list_d", "setl_d", "mdtrt_d", "psn_info_b", "setl_list_diag_d"}) {
    EXPECT_EQ(ask(fmt::format("SELECT count(*) FROM (SELECT * FROM {} EXCEPT SELECT * FROM {})", table("honest", name),
                              table("planted", name))),
              "0")
        << name;
  }
}

TEST_F(City, TruthNamesLinesThatExist) {
  const std::string lines =
      fmt::format("(SELECT scheme, unnest(string_split(bkkp_sns, ';')) AS sn FROM {} WHERE bkkp_sns IS NOT NULL)",
                  truth("planted"));
  EXPECT_EQ(ask(fmt::format("SELECT count(*) FROM {} t WHERE NOT EXISTS (SELECT 1 FROM {} l WHERE l.bkkp_sn = t.sn)",
                            lines, table("planted", "fee_list_d"))),
            "0");
  EXPECT_EQ(ask("SELECT count(*) FROM " + truth("honest") + " WHERE benign_reason IS NULL"), "0");
  EXPECT_GE(std::stoi(ask("SELECT count(DISTINCT scheme) FROM " + truth("planted") + " WHERE benign_reason IS NULL")),
            45);
  // Every national rule is broken, and every one is nearly broken by somebody honest.
  for (const auto* honest : {"IS NULL", "IS NOT NULL"}) {
    EXPECT_EQ(
        ask(fmt::format("SELECT string_agg(n::VARCHAR, ' ') FROM range(1, 89) AS numbers(n) WHERE n::VARCHAR NOT IN "
                        "(SELECT rule_no FROM {} WHERE rule_no IS NOT NULL AND benign_reason {})",
                        truth("planted"), honest)),
        "")
        << "benign_reason " << honest;
  }
}

TEST_F(City, NoHonestVisitHoldsAPublishedPair) {
  const Catalogue catalogue = Catalogue::shipped();
  for (const Pair& pair : catalogue.pairs()) {
    EXPECT_EQ(
        ask(fmt::format("SELECT count(*) FROM {0} a JOIN {0} b USING (mdtrt_id) WHERE a.med_list_codg = '{1}' AND "
                        "b.med_list_codg = '{2}' AND a.fee_ocur_time::DATE = b.fee_ocur_time::DATE",
                        table("honest", "fee_list_d"), catalogue[pair.item].code, catalogue[pair.contains].code)),
        "0")
        << catalogue[pair.item].name;
  }
}

TEST_F(City, VolumesLookLikeACitys) {
  const double persons = std::stod(ask("SELECT count(*) FROM " + table("honest", "psn_info_b")));
  const double lines = std::stod(ask("SELECT count(*) FROM " + table("honest", "fee_list_d"))) / persons * 2;
  EXPECT_GT(lines, 50);
  EXPECT_LT(lines, 110);
  const double stays =
      std::stod(ask("SELECT count(*) FROM " + table("honest", "mdtrt_d") +
                    " WHERE med_type IN ('21','24','28','52') AND fixmedins_name NOT LIKE '%专科医院'")) /
      persons * 2;
  EXPECT_GT(stays, 0.14);
  EXPECT_LT(stays, 0.32);
}

TEST_F(City, RefusesAFolderThatIsNotEmpty) {
  const auto again = simulate_city({.persons = 10, .months = 1, .seed = 1, .out = (root_ / "honest").string()}, {});
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kBadCall);
  EXPECT_NE(again.error().message.find("--out"), std::string::npos);
}

TEST(Serial, IsABijection) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    EXPECT_LT(mask_serial<43>(i), std::uint64_t{1} << 43);
    seen.insert(mask_serial<43>(i));
  }
  EXPECT_EQ(seen.size(), 50'000u);
}

}  // namespace
}  // namespace yishou::simulate
