// 3507 over HTTP: an institution withdraws what it reported itself, and is told what there was.
#include <gtest/gtest.h>

#include "rule_service.h"

namespace yishou::rule_tests {
namespace {

std::string stock_message(std::string_view number, std::string_view institution, std::string_view node,
                          const json::value& items) {
  return json::serialize(
      json::object{{"infno", number}, {"fixmedins_code", institution}, {"input", json::object{{node, items}}}});
}

TEST(StockReportsTest, ADeletionTellsWhatItFoundAndStaysWithItsInstitution) {
  RuleService service;
  const auto sale = [](std::string_view batch) {
    return json::object{{"med_list_codg", "XN01"},  {"fixmedins_hilist_id", "L1"},
                        {"fixmedins_bchno", batch}, {"sel_retn_cnt", 1},
                        {"rtal_docno", batch},      {"sel_retn_time", "2026-03-02 09:20:00"},
                        {"drug_trac_codg", "T1"}};
  };
  const auto said = [&](std::string_view path, const std::string& message) {
    const Reply reply = service.ask("POST", path, {}, message);
    const json::object answer = reply.object();
    if (answer.at("infcode") != 0) return std::string{answer.at("err_msg").as_string()};
    const json::object result = answer.at("output").at("result").as_object();
    return fmt::format("{} {}", std::string_view{result.at("retRslt").as_string()},
                       std::string_view{result.at("msgRslt").as_string()});
  };
  const auto deletion = [](std::string_view batch, std::string_view type = "4") {
    return json::object{{"fixmedins_bchno", batch}, {"inv_data_type", type}};
  };
  for (const auto* batch : {"B1", "B2"}) {
    EXPECT_EQ(said("/3505", stock_message("3505", "H9", "selinfo", sale(batch))), "1 受理成功");
  }
  EXPECT_EQ(said("/3507", stock_message("3507", "H8", "data", deletion("B1"))),
            "1 受理成功；1 个批次没有可删除的上报记录 · nothing is reported under 1 of the batches: B1")
      << "it is another institution's";
  EXPECT_EQ(said("/3507", stock_message("3507", "H9", "data", deletion("B1"))), "1 受理成功");
  EXPECT_EQ(said("/3507A", stock_message("3507A", "H9", "dataDetail",
                                         json::array{deletion("B1"), deletion("B2"), deletion("B2", "3")})),
            "1 受理成功；2 个批次没有可删除的上报记录 · nothing is reported under 2 of the batches: B1、B2")
      << "B1 went before, and B2 is no purchase";
  const std::string refused = said("/3507", stock_message("3507", "H9", "data", deletion("B2", "9")));
  EXPECT_TRUE(refused.starts_with("0 受理 0 条，拒收 1 条")) << refused;
}

}  // namespace
}  // namespace yishou::rule_tests
