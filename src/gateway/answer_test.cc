// The bytes that go out: envelope, violations, and texts that want to break them.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/analysis_answer.h"
#include "gateway/answer_envelope.h"
#include "gateway/field_values.h"
#include "gateway/json_text.h"
#include "gateway/json_tree.h"

namespace yishou::gateway {
namespace {

AnswerStamp stamp() {
  const Second second = *parse_second("2026-01-01 09:00:00");
  return {.region = "440106", .sequence = 12'345'678'901'234, .received = {second, 7}, .responded = {second + 1, 120}};
}

Reminder reminder(std::string_view jr_id, Severity severity, Fen amount) {
  return {.jr_id = jr_id,
          .rule_no = 27,
          .rule_id = "",
          .rule_name = "重复收费",
          .severity = severity,
          .content = "内容",
          .basis = "依据",
          .amount = amount,
          .patn_id = "P1",
          .mdtrt_id = "V1",
          .details = {}};
}

std::string output_of(const std::vector<Reminder>& reminders, const AnswerShape& shape = {}) {
  std::string out;
  write_analysis_output(out, reminders, "T1", shape);
  return out;
}

TEST(AnswerEnvelope, ASuccessToTheByte) {
  std::string out;
  open_answer(out, stamp());
  out += "{}";
  close_answer(out);
  EXPECT_EQ(out, R"({"infcode":0,"inf_refmsgid":"440106202601010900015678901234","refmsg_time":"20260101090000007",)"
                 R"("respond_time":"20260101090001120","err_msg":"","output":{}})");
  EXPECT_EQ(reference_message_id(stamp()).size(), 30u);
}

TEST(AnswerEnvelope, AFailureCarriesItsTextCutAt200Characters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "错";
  std::string out;
  write_failure(out, stamp(), text + "\"\n\x01");
  JsonTree tree;
  ASSERT_TRUE(tree.read(out));
  EXPECT_EQ(tree.root().find("infcode")->text, "-1");
  EXPECT_EQ(tree.root().find("infcode")->kind, JsonKind::kNumber);
  EXPECT_EQ(count_characters(tree.root().find("err_msg")->text), 200u);
  out.clear();
  write_failure(out, stamp(), "");
  ASSERT_TRUE(tree.read(out));
  EXPECT_NE(tree.root().find("err_msg")->text, "") << "a failure never looks like a success";
}

TEST(AnswerEnvelope, ARegionOfAnyLengthMakesSix) {
  AnswerStamp short_one = stamp();
  short_one.region = "44";
  EXPECT_TRUE(reference_message_id(short_one).starts_with("44000020260101"));
  short_one.region = "440106999";
  EXPECT_TRUE(reference_message_id(short_one).starts_with("44010620260101"));
}

TEST(JsonText, EscapesWhatItMust) {
  std::string out;
  append_json_text(out, std::string_view("a\"b\\c\n\r\t\x01\x1f\0</script>医😀", 27));
  EXPECT_EQ(out.find('\x01'), std::string::npos);
  EXPECT_THAT(out, ::testing::HasSubstr(R"(a\"b\\c\n\r\t\u0001\u001f\u0000</script>医)"));
}

TEST(JsonText, CutsBetweenCharacters) {
  EXPECT_EQ(first_characters("医保a", 1), "医");
  EXPECT_EQ(first_characters("医保a", 2), "医保");
  EXPECT_EQ(first_characters("医保a", 3), "医保a");
  EXPECT_EQ(first_characters("医保a", 0), "");
  EXPECT_EQ(first_characters("", 5), "");
}

TEST(AnalysisAnswer, OneViolationToTheByte) {
  Reminder one = reminder("JR1", Severity::kClear, 2005);
  one.rule_id = "GZ01";
  one.details = {
      {.jrd_id = "D1", .mdtrt_id = "V1", .rx_id = "RX\"1", .kind = DetailKind::kAccused, .amount = 2005},
      {.jrd_id = "D2", .mdtrt_id = "V0", .rx_id = "RX2", .kind = DetailKind::kEvidence, .amount = kNoNumber}};
  EXPECT_EQ(
      output_of({one}),
      R"({"result":[{"jr_id":"JR1","rule_id":"GZ01","rule_name":"重复收费","vola_cont":"内容","patn_id":"P1",)"
      R"("mdtrt_id":"V1",)"
      R"("judge_result_detail_dtos":[{"jrd_id":"D1","patn_id":"P1","mdtrt_id":"V1","rx_id":"RX\"1",)"
      R"("vola_item_type":"1",)"
      R"("vola_amt":20.05},{"jrd_id":"D2","patn_id":"P1","mdtrt_id":"V0","rx_id":"RX2","vola_item_type":"2",)"
      R"("vola_amt":0.00}],)"
      R"("vola_amt":20.05,"vola_amt_stas":"1","sev_deg":"1","vola_evid":"依据","vola_bhvr_type":"1","task_id":"T1"}]})");
}

TEST(AnalysisAnswer, TheGravestComesFirst) {
  std::vector<Reminder> reminders = {reminder("d", Severity::kSlightlySuspicious, 900),
                                     reminder("c", Severity::kClear, 100),
                                     reminder("b", Severity::kClear, 500),
                                     reminder("a", Severity::kClear, 100),
                                     reminder("e", Severity::kHighlySuspicious, 1),
                                     reminder("f", Severity::kClear, kNoNumber)};
  order_by_gravity(reminders);
  std::string order;
  for (const Reminder& one : reminders) order += one.jr_id;
  EXPECT_EQ(order, "bacfed");
}

TEST(AnalysisAnswer, TextsAreCutAt500Characters) {
  std::string content;
  for (int i = 0; i < 501; ++i) content += "长";
  Reminder one = reminder("J", Severity::kClear, 1);
  one.content = one.basis = one.rule_name = content;
  JsonTree tree;
  ASSERT_TRUE(tree.read(output_of({one})));
  const JsonNode* result = one_object(tree.root().find("result"));
  ASSERT_NE(result, nullptr);
  EXPECT_EQ(count_characters(result->find("vola_cont")->text), 500u);
  EXPECT_EQ(count_characters(result->find("vola_evid")->text), 500u);
  EXPECT_EQ(count_characters(result->find("rule_name")->text), 200u);
}

TEST(AnalysisAnswer, AnUnknownAmountSaysSo) {
  JsonTree tree;
  ASSERT_TRUE(tree.read(output_of({reminder("J", Severity::kClear, kNoNumber)})));
  const JsonNode* result = one_object(tree.root().find("result"));
  EXPECT_EQ(result->find("vola_amt")->text, "0.00");
  EXPECT_EQ(result->find("vola_amt_stas")->text, "0");
  EXPECT_EQ(result->find("rule_id")->text, "27");
  EXPECT_EQ(result->find("rule_id")->kind, JsonKind::kString);
}

TEST(AnalysisAnswer, SingleObjectModeSendsTheFirstAlone) {
  const AnswerShape shape{.single_object = true, .behaviour_type = "3"};
  EXPECT_EQ(output_of({}, shape), R"({"result":null})");
  JsonTree tree;
  ASSERT_TRUE(tree.read(output_of({reminder("J1", Severity::kClear, 1), reminder("J2", Severity::kClear, 1)}, shape)));
  ASSERT_TRUE(tree.root().find("result")->is_object());
  EXPECT_EQ(tree.root().find("result")->find("jr_id")->text, "J1");
  EXPECT_EQ(tree.root().find("result")->find("vola_bhvr_type")->text, "3");
}

}  // namespace
}  // namespace yishou::gateway
