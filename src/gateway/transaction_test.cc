// The three ways of addressing, and what happens when they contradict each other.
#include "gateway/transaction.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::gateway {
namespace {

using ::testing::HasSubstr;

std::string resolved(std::string_view path, std::string_view infno) {
  const auto transaction = resolve_transaction(path, infno);
  return transaction ? transaction_number(*transaction) : transaction.error().message;
}

TEST(Transaction, ByNumberInThePath) {
  EXPECT_EQ(resolved("/3101", ""), "3101");
  EXPECT_EQ(resolved("/hsa/api/3102/", "3102"), "3102");
  EXPECT_EQ(resolved("/3505A", "3505A"), "3505A");
  EXPECT_EQ(resolved("/3505a?x=3101", ""), "3505A");
  EXPECT_EQ(resolved("/fsi/api/3103", ""), "3103");
}

TEST(Transaction, ByServicePath) {
  const std::pair<const char*, const char*> paths[] = {
      {"riskConService/beforeAnalyze", "3101"},  {"riskConService/courseAnalyze", "3102"},
      {"goodsService/goodsUpload", "3501"},      {"goodsService/goodsUpdate", "3502"},
      {"goodsService/goodsBuy", "3503"},         {"goodsService/goodsBuyReturn", "3504"},
      {"goodsService/goodsSell", "3505"},        {"goodsService/goodsSellReturn", "3506"},
      {"goodsService/goodsInfoDelete", "3507"},  {"goodsService/goodsSellA", "3505A"},
      {"goodsService/goodsInfoDeleteA", "3507A"}};
  for (const auto& [path, number] : paths) {
    for (const std::string prefix : {"", "/gateway/ebus/fsi", "gateway/ebus/x/y"}) {
      EXPECT_EQ(resolved(prefix + "/fsi/api/" + path, ""), number) << path;
      EXPECT_EQ(resolved(prefix + "/fsi/api/" + path + "/", number), number) << path;
    }
  }
  EXPECT_EQ(resolved("/fsi/api/goodsService/goodsSell", "3505A"), "3505A")
      << "the path does not say whether it is a batch";
}

TEST(Transaction, ByInfnoAlone) {
  EXPECT_EQ(resolved("/", "3101"), "3101");
  EXPECT_EQ(resolved("", "3506A"), "3506A");
  EXPECT_EQ(resolved("/hsssvc/callService", "3103"), "3103");
}

TEST(Transaction, AContradictionIsToldWithBothNumbers) {
  for (const char* path : {"/3101", "/fsi/api/riskConService/beforeAnalyze"}) {
    const auto transaction = resolve_transaction(path, "3102");
    ASSERT_FALSE(transaction);
    EXPECT_EQ(transaction.error().code, ErrorCode::kBadCall);
    EXPECT_THAT(transaction.error().message, HasSubstr("地址为 3101，infno 为 3102"));
  }
  EXPECT_THAT(resolved("/3505", "3505A"), HasSubstr("不一致"));
  EXPECT_THAT(resolved("/fsi/api/goodsService/goodsSellA", "3505"), HasSubstr("不一致"));
}

TEST(Transaction, WhatIsNotServedIsNamed) {
  for (const auto& [path, infno] :
       std::initializer_list<std::pair<const char*, const char*>>{{"/1101", ""},
                                                                  {"/", "2207"},
                                                                  {"/", "3101A"},
                                                                  {"/", "3103B"},
                                                                  {"/", "3505B"},
                                                                  {"/", "310"},
                                                                  {"/", "3101 "},
                                                                  {"/3508", "3505"},
                                                                  {"/fsi/api/fsiPsnInfoService/queryPsnInfo", "3101"},

                                                                  {"/", "'; DROP"}}) {
    const auto transaction = resolve_transaction(path, infno);
    ASSERT_FALSE(transaction) << path << " " << infno;
    EXPECT_EQ(transaction.error().code, ErrorCode::kUnsupported) << path << " " << infno;
  }
  EXPECT_THAT(resolved("/1101", ""), HasSubstr("1101"));
  const auto nothing = resolve_transaction("/", "");
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::kBadCall);
  EXPECT_LT(resolved("/", std::string(100'000, 'x')).size(), 500u) << "a name without end is cut";
  EXPECT_THAT(resolved("/fsi/api/\xFF\x01医", ""), HasSubstr("/fsi/api/?????")) << "an answer stays UTF-8";
}

}  // namespace
}  // namespace yishou::gateway
