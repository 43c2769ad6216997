// For tests: a whole 3101 with any part of it replaced.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gateway/analysis_request.h"

namespace yishou::gateway {

inline const std::string kOneOrder =
    R"({"rx_id":"RX1","rxno":"CF1","hilist_type":"101","chrg_type":"09","drord_bhvr":"0","hilist_code":"XN01",)"
    R"("hilist_lv":"02",)"
    R"("cnt":2,"pric":10.5,"sumamt":21,"ownpay_amt":0,"drord_begn_date":"2026-03-02 09:10:00","drord_dept_codg":"D01",)"
    R"("drord_dr_codg":"DR1","curr_drord_flag":"1"})";

/// A visit with these orders, written as JSON; `more` are further fields, each ending in a comma.
inline std::string visit_json(std::string_view orders, std::string_view id = "V1", std::string_view more = "") {
  return fmt::format(
      R"({{{}"mdtrt_id":"{}","medins_id":"H1","medins_lv":"05","adm_date":"2026-03-02 09:00:00",)"
      R"("dscg_date":"2026-03-02 09:00:00","dscg_main_dise_codg":"I63.900","dr_codg":"DR1","adm_dept_codg":"d01",)"
      R"("med_type":"11","insutype":"310","medfee_sumamt":"21.00",)"
      R"("fsi_diagnose_dtos":[{{"dise_codg":"i63.900","maindise_flag":"1"}}],"fsi_operation_dtos":"",)"
      R"("fsi_order_dtos":{}}})",
      more, id, orders);
}
inline std::string patient_json(std::string_view visits, std::string_view current = "V1") {
  return fmt::format(R"({{"patn_id":"P1","patn_name":"测试甲","gend":"1","brdy":"1960-01-01","curr_mdtrt_id":"{}",)"
                     R"("fsi_encounter_dtos":{}}})",
                     current, visits);
}
inline std::string request_json(std::string_view patients) {
  return fmt::format(
      R"({{"infno":"3101","msgid":"M1","fixmedins_code":"H9","input":{{"data":{{"task_id":"T1","trig_scen":"2",)"
      R"("rule_ids":[],"patient_dtos":{}}}}}}})",
      patients);
}
inline std::string with_orders(std::string_view orders) {
  return request_json("[" + patient_json("[" + visit_json(orders) + "]") + "]");
}

/// A parser with its message; `ask` fails the test when the request is refused.
class Asking {
 public:
  const AnalysisRequest& ask(std::string_view body) {
    const Status read = message.read(body);
    EXPECT_TRUE(read) << read.error().message;
    const auto request = parser.read(message);
    if (request) return **request;
    ADD_FAILURE() << request.error().message;
    return none_;
  }
  /// The only visit of the only patient.
  const model::ProposedVisit& ask_visit(std::string_view body) {
    const AnalysisRequest& request = ask(body);
    EXPECT_EQ(request.patients.size(), 1u);
    EXPECT_EQ(request.patients[0].proposal.visits.size(), 1u);
    return request.patients[0].proposal.visits[0];
  }
  /// The Error of a request that must be refused.
  Error refusal(std::string_view body) {
    const Status read = message.read(body);
    if (!read) return read.error();
    const auto request = parser.read(message);
    if (!request) return request.error();
    ADD_FAILURE() << "taken";
    return {};
  }

  Message message;
  AnalysisParser parser;

 private:
  AnalysisRequest none_;
};

}  // namespace yishou::gateway
