// Who may call, and who may not: the hash is checked against one made elsewhere.
#include "gateway/signature.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/nonce_guard.h"

namespace yishou::gateway {
namespace {

constexpr std::int64_t kNow = 1'767'229'200;  // 2026-01-01 09:00:00 in Beijing
constexpr std::int64_t kWindow = 300;

// printf '1767229200tokenNONCE1767229200' | sha256sum
constexpr std::string_view kKnown = "9a0e0c9eed661a3e18a705b2d379d3f1b1b0587aa3ebd1f4762114a57018f40d";

InstitutionAccess access_of(std::string token) {
  return {.paasid = "app1", .token = std::move(token), .apikey = "key1", .institutions = {"H00000000001"}};
}
SignatureHeaders headers_at(std::string_view timestamp, std::string_view signature) {
  return {.paasid = "app1", .timestamp = timestamp, .nonce = "NONCE", .signature = signature};
}

TEST(XTifSignature, IsTheHashThatOthersMake) { EXPECT_EQ(x_tif_signature("1767229200", "token", "NONCE"), kKnown); }

TEST(XTifSignature, TakesEitherCase) {
  std::string upper{kKnown};
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(verify_x_tif(headers_at("1767229200", kKnown), access_of("token"), kNow, kWindow),
            SignatureVerdict::kValid);
  EXPECT_EQ(verify_x_tif(headers_at("1767229200", upper), access_of("token"), kNow, kWindow), SignatureVerdict::kValid);
}

TEST(XTifSignature, AWrongOneIsWrong) {
  for (std::size_t at = 0; at < kKnown.size(); ++at) {
    std::string changed{kKnown};
    changed[at] = changed[at] == '0' ? '1' : '0';
    EXPECT_EQ(verify_x_tif(headers_at("1767229200", changed), access_of("token"), kNow, kWindow),
              SignatureVerdict::kWrong);
  }
  for (const std::string& bad : std::vector<std::string>{
           std::string("x"), std::string(kKnown.substr(1)), std::string(kKnown) + "0", std::string(64, 'g'),
           "0x" + std::string(62, '0'), std::string(63, '0') + " ", "-" + std::string(63, '0')}) {
    EXPECT_EQ(verify_x_tif(headers_at("1767229200", bad), access_of("token"), kNow, kWindow), SignatureVerdict::kWrong)
        << bad;
  }
  EXPECT_EQ(verify_x_tif(headers_at("1767229201", kKnown), access_of("token"), kNow, kWindow),
            SignatureVerdict::kWrong);
  EXPECT_EQ(verify_x_tif(headers_at("1767229200", kKnown), access_of("other"), kNow, kWindow),
            SignatureVerdict::kWrong);
}

TEST(XTifSignature, AMissingHeaderIsIncomplete) {
  const SignatureHeaders whole = headers_at("1767229200", kKnown);
  for (std::string_view SignatureHeaders::* header : {&SignatureHeaders::paasid, &SignatureHeaders::timestamp,
                                                      &SignatureHeaders::nonce, &SignatureHeaders::signature}) {
    SignatureHeaders missing = whole;
    missing.*header = "";
    EXPECT_EQ(verify_x_tif(missing, access_of("token"), kNow, kWindow), SignatureVerdict::kIncomplete);
    SignatureHeaders endless = whole;
    const std::string text(1000, '1');
    endless.*header = text;
    EXPECT_EQ(verify_x_tif(endless, access_of("token"), kNow, kWindow), SignatureVerdict::kMalformed);
  }
  EXPECT_THAT(verdict_text(SignatureVerdict::kIncomplete), ::testing::StartsWith("鉴权参数不完整"));
  EXPECT_EQ(verdict_text(SignatureVerdict::kValid), "");
}

TEST(XTifSignature, TheWindowHoldsOnBothSides) {
  const auto at = [](std::int64_t now) {
    return verify_x_tif(headers_at("1767229200", kKnown), access_of("token"), now, kWindow);
  };
  EXPECT_EQ(at(kNow + kWindow), SignatureVerdict::kValid);
  EXPECT_EQ(at(kNow - kWindow), SignatureVerdict::kValid);
  EXPECT_EQ(at(kNow + kWindow + 1), SignatureVerdict::kOutsideWindow);
  EXPECT_EQ(at(kNow - kWindow - 1), SignatureVerdict::kOutsideWindow);
  for (const std::string_view bad : {"now", "-1767229200", "1767229200.5", "1767229200000", " 1767229200", "0x1"}) {
    EXPECT_EQ(verify_x_tif(headers_at(bad, kKnown), access_of("token"), kNow, kWindow), SignatureVerdict::kMalformed)
        << bad;
  }
}

TEST(XTifSignature, WithoutATokenNobodyIsLetIn) {
  const std::string made = x_tif_signature("1767229200", "", "NONCE");
  EXPECT_EQ(verify_x_tif(headers_at("1767229200", made), access_of(""), kNow, kWindow),
            SignatureVerdict::kUnknownCaller);
  SignatureHeaders other = headers_at("1767229200", kKnown);
  other.paasid = "app2";
  EXPECT_EQ(verify_x_tif(other, access_of("token"), kNow, kWindow), SignatureVerdict::kUnknownCaller);
}

TEST(Apikey, IsEqualOrNot) {
  EXPECT_EQ(verify_apikey("key1", access_of("t")), SignatureVerdict::kValid);
  EXPECT_EQ(verify_apikey("key2", access_of("t")), SignatureVerdict::kWrong);
  EXPECT_EQ(verify_apikey("key", access_of("t")), SignatureVerdict::kWrong);
  EXPECT_EQ(verify_apikey("key11", access_of("t")), SignatureVerdict::kWrong);
  EXPECT_EQ(verify_apikey("", access_of("t")), SignatureVerdict::kIncomplete);
  InstitutionAccess closed = access_of("t");
  closed.apikey = "";
  EXPECT_EQ(verify_apikey("key1", closed), SignatureVerdict::kUnknownCaller);
  EXPECT_EQ(verify_apikey(std::string(5000, 'k'), access_of("t")), SignatureVerdict::kMalformed);
}

TEST(MaySpeakFor, ItsOwnInstitutionsOnly) {
  InstitutionAccess access = access_of("t");
  EXPECT_TRUE(may_speak_for(access, "H00000000001"));
  EXPECT_FALSE(may_speak_for(access, "H00000000002"));
  EXPECT_FALSE(may_speak_for(access, "H0000000000"));
  EXPECT_FALSE(may_speak_for(access, ""));
  access.institutions = {};
  EXPECT_FALSE(may_speak_for(access, "H00000000001"));
  access.institutions = {"*"};
  EXPECT_TRUE(may_speak_for(access, "H00000000002"));
  EXPECT_FALSE(may_speak_for(access, ""));
}

TEST(NonceGuard, TakesANonceOnceUntilItsTimeIsOver) {
  NonceGuard guard(kWindow, 10);
  EXPECT_EQ(guard.remember("a", "n", kNow, kNow), NonceVerdict::kFresh);
  EXPECT_EQ(guard.remember("a", "n", kNow, kNow), NonceVerdict::kReplayed);
  EXPECT_EQ(guard.remember("b", "n", kNow, kNow), NonceVerdict::kFresh) << "another caller's nonce is another";
  EXPECT_EQ(guard.remember("a", "n", kNow, kNow + kWindow), NonceVerdict::kReplayed) << "its timestamp is still good";
  EXPECT_EQ(guard.remember("a", "n", kNow + kWindow + 1, kNow + kWindow + 1), NonceVerdict::kFresh);
  EXPECT_EQ(guard.size(), 2u);
}

TEST(NonceGuard, AFullBookRefusesAndForgetsNothing) {
  NonceGuard guard(kWindow, 3);
  for (const char* nonce : {"1", "2", "3"}) EXPECT_EQ(guard.remember("a", nonce, kNow, kNow), NonceVerdict::kFresh);
  EXPECT_EQ(guard.remember("a", "4", kNow, kNow), NonceVerdict::kFull);
  EXPECT_EQ(guard.remember("a", "1", kNow, kNow), NonceVerdict::kReplayed);
  EXPECT_EQ(guard.remember("b", "4", kNow, kNow), NonceVerdict::kFresh) << "another caller has its own share";
  EXPECT_EQ(guard.remember("a", "4", kNow + kWindow + 1, kNow + kWindow + 1), NonceVerdict::kFresh);
  EXPECT_EQ(guard.size(), 2u) << "the three of before are gone";
}

TEST(NonceGuard, OfManyThreadsOneIsFirst) {
  NonceGuard guard(kWindow, 100'000);
  std::vector<int> fresh(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < fresh.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        fresh[t] += guard.remember("a", std::to_string(i), kNow, kNow) == NonceVerdict::kFresh ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh[0] + fresh[1] + fresh[2] + fresh[3], 500);
}

}  // namespace
}  // namespace yishou::gateway
