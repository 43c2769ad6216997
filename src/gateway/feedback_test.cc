// 3103: what is taken, and how a refusal names the reminder.
#include "gateway/feedback.h"

#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::gateway {
namespace {

using ::testing::HasSubstr;

std::string feedback_json(std::string_view warns, std::string_view type = "\"1\"") {
  return fmt::format(R"({{"infno":"3103","input":{{"data":{{"warn_type":{},"warns":{}}}}}}})", type, warns);
}

class FeedbackTest : public ::testing::Test {
 protected:
  Result<Feedback> read(const std::string& body) {
    const Status read = message_.read(body);
    EXPECT_TRUE(read) << body;
    return read_feedback(message_);
  }
  std::string refusal(const std::string& body) {
    const auto feedback = read(body);
    return feedback ? "taken" : feedback.error().message;
  }

 private:
  Message message_;
};

TEST_F(FeedbackTest, TakesOneOrMany) {
  const auto many = read(feedback_json(
      R"([{"warn_rslt_id":"J1","dspo_way":"1","dspo_way_rea":"病情需要"},{"warn_rslt_id":"J2","dspo_way":2}])", "2"));
  ASSERT_TRUE(many);
  EXPECT_EQ(many->stage, WarnStage::kCourse);
  ASSERT_EQ(many->warns.size(), 2u);
  EXPECT_EQ(many->warns[0].reason, "病情需要");
  EXPECT_EQ(many->warns[0].disposal, Disposal::kGoOn);
  EXPECT_EQ(many->warns[1].warn_rslt_id, "J2");
  EXPECT_EQ(many->warns[1].disposal, Disposal::kChange);
  const auto one = read(feedback_json(R"({"warn_rslt_id":"J1","dspo_way":"2","dspo_way_rea":null})", "null"));
  ASSERT_TRUE(one);
  EXPECT_EQ(one->warns.size(), 1u);
  EXPECT_EQ(one->stage, WarnStage::kUnknown);
}

TEST_F(FeedbackTest, GoingOnNeedsAReason) {
  for (const char* reason :
       {"", R"(,"dspo_way_rea":"")", R"(,"dspo_way_rea":null)", R"(,"dspo_way_rea":" - ")", R"(,"dspo_way_rea":{})"}) {
    const std::string said = refusal(feedback_json(
        fmt::format(R"([{{"warn_rslt_id":"J2","dspo_way":"2"}},{{"warn_rslt_id":"J7","dspo_way":"1"{}}}])", reason)));
    EXPECT_THAT(said, HasSubstr("必须填写处理原因")) << reason;
    EXPECT_THAT(said, HasSubstr("J7")) << reason;
  }
}

TEST_F(FeedbackTest, AReasonHasAtMost500Characters) {
  std::string reason;
  for (int i = 0; i < 500; ++i) reason += "因";
  const auto body = [&] {
    return feedback_json(R"({"warn_rslt_id":"J1","dspo_way":"1","dspo_way_rea":")" + reason + "\"}");
  };
  EXPECT_EQ(refusal(body()), "taken");
  reason += "因";
  EXPECT_THAT(refusal(body()), HasSubstr("超过 500 字"));
}

TEST_F(FeedbackTest, WhatMustBeThereIsNamed) {
  EXPECT_THAT(refusal(feedback_json(R"([{"warn_rslt_id":"J1","dspo_way":"2"},{"dspo_way":"2"}])")),
              HasSubstr("warns[1]"));
  for (const char* way : {"\"3\"", "null", "\"\"", "0", "[]"}) {
    EXPECT_THAT(refusal(feedback_json(fmt::format(R"([{{"warn_rslt_id":"J1","dspo_way":{}}}])", way))), HasSubstr("J1"))
        << way;
  }
  for (const char* warns : {"[]", "null", "\"\"", "7"})
    EXPECT_THAT(refusal(feedback_json(warns)), HasSubstr("warns")) << warns;
  EXPECT_THAT(refusal(R"({"infno":"3103"})"), HasSubstr("input.data"));
}

TEST_F(FeedbackTest, LimitsAreNamed) {
  std::string warns;
  for (std::size_t i = 0; i <= kMaxWarns; ++i) warns += R"({"warn_rslt_id":"J","dspo_way":"2"},)";
  warns.back() = ' ';
  EXPECT_THAT(refusal(feedback_json("[" + warns + "]")), HasSubstr("超过 1000 条"));
  EXPECT_THAT(refusal(feedback_json(R"({"warn_rslt_id":")" + std::string(5000, 'x') + R"(","dspo_way":"2"})")),
              HasSubstr("warn_rslt_id"));
}

}  // namespace
}  // namespace yishou::gateway
