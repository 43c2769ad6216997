// A1–A12 where the golden files and the oracles do not reach: returns of money alone, returns larger than what is left, codes.
#include "rules/common_ground.h"

#include <chrono>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "claims.h"
#include "model/plain_code.h"

namespace yishou::rule_checks {
namespace {

struct Net {
  Qty cnt;
  Fen amount;
  bool effective;
};

/// The net values of the lines of P1: (sn, time of day, cnt, amount, named original).
class ReturnsTest : public testing::Test {
 protected:
  void line(const std::string& sn, int hour, const std::string& cnt, const std::string& amount,
            const std::string& original = "") {
    claims_["fee_list_d"].push_back({{"bkkp_sn", sn},
                                     {"fee_ocur_time", fmt::format("2024-03-01 {:02}:00:00", hour)},
                                     {"cnt", cnt},
                                     {"det_item_fee_sumamt", amount},
                                     {"med_list_codg", "X1"},
                                     {"init_feedetl_sn", original}});
  }
  Net net(const std::string& sn) {
    fill_defaults(claims_);
    Blocks blocks{claims_};
    const model::ClaimBlock block = blocks.block_of({"P1"});
    for (model::Index i = 0; i < block.lines.size(); ++i) {
      if (block.lines.sn[i] == sn)
        return {block.lines.net_cnt[i], block.lines.net_amount[i], block.lines.effective[i] != 0};
    }
    ADD_FAILURE() << "no line " << sn;
    return {};
  }
  Claims claims_;
};

TEST_F(ReturnsTest, MoneyAloneGoesBackByAmount) {
  line("L1", 8, "1", "10.00");
  line("L2", 9, "1", "3.00");
  line("R1", 10, "0", "-5.00");
  EXPECT_EQ(net("L2").amount, 0);
  EXPECT_EQ(net("L2").cnt, kOne);
  EXPECT_EQ(net("L1").amount, 800);
  EXPECT_FALSE(net("R1").effective);
}

TEST_F(ReturnsTest, WhatExceedsEveryEarlierLineIsLost) {
  line("L1", 8, "2", "20.00");
  line("R1", 9, "-5", "-50.00");
  line("L2", 10, "1", "10.00");
  EXPECT_EQ(net("L1").cnt, 0);
  EXPECT_EQ(net("L1").amount, 0);
  EXPECT_FALSE(net("L1").effective);
  EXPECT_EQ(net("L2").cnt, kOne);
}

TEST_F(ReturnsTest, AmountsOfASplitReturnAddUpExactly) {
  line("L1", 8, "1", "10.00");
  line("L2", 9, "1", "10.00");
  line("L3", 10, "1", "10.00");
  line("R1", 11, "-3", "-10.00");
  EXPECT_EQ(net("L1").amount + net("L2").amount + net("L3").amount, 2000);
  EXPECT_EQ(net("L3").amount, 667);
  EXPECT_EQ(net("L2").amount, 666);
}

TEST_F(ReturnsTest, NamedReturnLowersItsLineAndNoOther) {
  line("L1", 8, "1", "10.00");
  line("L2", 9, "1", "10.00");
  line("R1", 10, "-2", "-20.00", "L2");
  line("R2", 11, "-1", "-10.00", "unknown");
  EXPECT_EQ(net("L2").cnt, -kOne);
  EXPECT_FALSE(net("L2").effective);
  EXPECT_EQ(net("L1").cnt, kOne);
  EXPECT_TRUE(net("L1").effective);
}

TEST_F(ReturnsTest, NegativeAmountAloneMakesAReturn) {
  line("L1", 8, "3", "30.00");
  line("R1", 9, "1", "-10.00");
  EXPECT_EQ(net("L1").cnt, 2 * kOne);
  EXPECT_EQ(net("L1").amount, 2000);
  EXPECT_FALSE(net("R1").effective);
}

// A quadratic walk over 60,000 lines takes minutes; a linear one far less than this bound, sanitizers included.
TEST_F(ReturnsTest, ManyReturnsOfOnePersonAreLinear) {
  for (int i = 0; i < 30'000; ++i) {
    line(fmt::format("L{:06}", i), 8, "1", "10.00");
    line(fmt::format("R{:06}", i), 9, i % 2 == 0 ? "0" : "-1", "-0.01");
  }
  fill_defaults(claims_);
  Blocks blocks{claims_};
  model::ClaimBlock block = blocks.block_of({"P1"});
  const auto begin = std::chrono::steady_clock::now();
  rules::lay_ground(block);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5});
}

TEST(CommonGroundTest, PrefixesAndRanges) {
  using rules::matches_code;
  EXPECT_TRUE(matches_code("I63.900", "I63"));
  EXPECT_TRUE(matches_code("I63", "i63"));
  EXPECT_FALSE(matches_code("I6", "I63"));
  EXPECT_TRUE(matches_code("C00.1", "C00-C97"));
  EXPECT_TRUE(matches_code("C97.9", "C00–C97"));
  EXPECT_FALSE(matches_code("D00", "C00-C97"));
  EXPECT_FALSE(matches_code("B99", "C00-C97"));
  EXPECT_TRUE(matches_code("D07.5", "D07.4-D07.6"));
  EXPECT_FALSE(matches_code("D07.7", "D07.4-D07.6"));
  EXPECT_FALSE(matches_code("C00", ""));
}

TEST(CommonGroundTest, NationalDiagnosesHaveTheFormOfIcd10) {
  for (const char* code : {"I63", "I10.X00", "M80000/3", "U07.1+", "A01.03.01"}) {
    EXPECT_TRUE(rules::is_national_diagnosis(code)) << code;
  }
  for (const char* code : {"", "I6", "63I", "XYZD0123", "i63", "I63 9", "I63.9（旧）", "Ｉ63"}) {
    EXPECT_FALSE(rules::is_national_diagnosis(code)) << code;
  }
  EXPECT_EQ(model::plain_code(" Ｉ６３．９　"), "I63.9");
  EXPECT_EQ(model::plain_code("b18.100"), "B18.100");
  EXPECT_EQ(model::plain_code("我院01a"), "我院01A");
  EXPECT_TRUE(model::is_plain_code("I63.9"));
  EXPECT_FALSE(model::is_plain_code("i63.9"));
  EXPECT_FALSE(model::is_plain_code("Ｉ63"));
}

TEST(CommonGroundTest, GenericKeysAndVisitClasses) {
  EXPECT_EQ(rules::generic_key("XC09AAB001A001010100001"), "XC09AAB001");
  EXPECT_EQ(rules::generic_key("ZA04CAE0023010100166"), "ZA04CAE0023");
  EXPECT_EQ(rules::generic_key("003102"), "003102");
  EXPECT_EQ(rules::visit_class(28), rules::VisitClass::kInpatient);
  EXPECT_EQ(rules::visit_class(24), rules::VisitClass::kInpatient);
  EXPECT_EQ(rules::visit_class(13), rules::VisitClass::kEmergency);
  EXPECT_EQ(rules::visit_class(9901), rules::VisitClass::kOutpatient);
  EXPECT_EQ(rules::visit_class(41), rules::VisitClass::kPharmacy);
  EXPECT_EQ(rules::visit_class(-1), rules::VisitClass::kUnknown);
}

TEST(CommonGroundTest, FundShareIsAtMostWhatWasAsked) {
  Claims claims;
  claims["setl_d"].push_back({{"medfee_sumamt", "300.00"}, {"fund_pay_sumamt", "200.00"}});
  claims["fee_list_d"].push_back({{"bkkp_sn", "L1"}, {"inscp_amt", "5.00"}});
  claims["fee_list_d"].push_back({{"bkkp_sn", "L2"}});
  claims["fee_list_d"].push_back({{"bkkp_sn", "L3"}, {"setl_id", "S0"}});
  claims["setl_d"].push_back({{"setl_id", "S0"}, {"medfee_sumamt", "0"}, {"fund_pay_sumamt", "10"}});
  fill_defaults(claims);
  Blocks blocks{claims};
  const model::ClaimBlock block = blocks.block_of({"P1"});
  EXPECT_EQ(rules::fund_share(block, 0, 1000), 500);
  EXPECT_EQ(rules::fund_share(block, 1, 1000), 667);
  EXPECT_EQ(rules::fund_share(block, 2, 1000), 0);
}

}  // namespace
}  // namespace yishou::rule_checks
