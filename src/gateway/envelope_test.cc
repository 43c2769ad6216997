// The envelope: all its fields, in any order, with and without what provinces leave out.
#include "gateway/envelope.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::gateway {
namespace {

TEST(Envelope, AllFieldsInAnyOrder) {
  Message message;
  ASSERT_TRUE(message.read(
      R"({"input":{"data":{"x":1}},"sign_no":"S1","fixmedins_name":"示例医院","fixmedins_code":"H44010600001",)"
      R"("inf_time":"2026-03-02 09:15:00","opter_name":"甲","opter":1,"opter_type":"1","infver":"V1.0",)"
      R"("recer_sys_code":"YBXT","insuplc_admdvs":440100,"mdtrtarea_admvs":" 440106 ","msgid":"M1","infno":3101,)"
      R"("enc_type":"","mode":{"a":[]}})"));
  const Envelope& envelope = message.envelope();
  EXPECT_EQ(envelope.infno, "3101");
  EXPECT_EQ(envelope.msgid, "M1");
  EXPECT_EQ(envelope.mdtrtarea_admvs, "440106");
  EXPECT_EQ(envelope.insuplc_admdvs, "440100");
  EXPECT_EQ(envelope.recer_sys_code, "YBXT");
  EXPECT_EQ(envelope.infver, "V1.0");
  EXPECT_EQ(envelope.opter_type, "1");
  EXPECT_EQ(envelope.opter, "1");
  EXPECT_EQ(envelope.opter_name, "甲");
  EXPECT_EQ(envelope.inf_time, parse_second("2026-03-02 09:15:00"));
  EXPECT_EQ(envelope.fixmedins_code, "H44010600001");
  EXPECT_EQ(envelope.fixmedins_name, "示例医院");
  EXPECT_EQ(envelope.sign_no, "S1");
  const auto data = message.data();
  ASSERT_TRUE(data);
  EXPECT_NE((*data)->find("x"), nullptr);
}

TEST(Envelope, NothingOfTheMessageBeforeIsLeft) {
  Message message;
  ASSERT_TRUE(message.read(R"({"infno":"3101","msgid":"M1","inf_time":"昨天","input":{"data":{}}})"));
  EXPECT_EQ(message.notes().unreadable.size(), 1u);
  ASSERT_TRUE(message.read(R"({"infno":"3102"})"));
  EXPECT_EQ(message.envelope().infno, "3102");
  EXPECT_EQ(message.envelope().msgid, "");
  EXPECT_EQ(message.input(), nullptr);
  EXPECT_FALSE(message.data());
  EXPECT_TRUE(message.notes().unreadable.empty());
  ASSERT_TRUE(message.read(R"({"input":{"data":{}}})"));
  EXPECT_FALSE(message.read("{"));
  EXPECT_EQ(message.input(), nullptr) << "nor after a refusal";
}

TEST(Envelope, OddInputsAreNoInput) {
  Message message;
  for (const std::string_view odd : {R"({"input":""})", R"({"input":null})", R"({"input":[]})", R"({"input":[{},{}]})",
                                     R"({"input":{"data":"x"}})", R"({"input":{"data":[{},{}]}})"}) {
    ASSERT_TRUE(message.read(odd)) << odd;
    EXPECT_FALSE(message.data()) << odd;
  }
  ASSERT_TRUE(message.read(R"({"input":[{"data":[{"x":1}]}]})"));
  EXPECT_TRUE(message.data()) << "one object in an array is that object";
}

TEST(Envelope, ATooLongTextIsNamed) {
  Message message;
  const Status read = message.read(R"({"opter":")" + std::string(5000, 'x') + R"("})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kTooMuch);
  EXPECT_THAT(read.error().message, ::testing::HasSubstr("opter"));
}

}  // namespace
}  // namespace yishou::gateway
