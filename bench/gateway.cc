// The gateway's share of one request, on one core: a 3101 of ten lines read, and its answer written.
//   BM_Request        message, envelope, transaction, proposal, empty answer
//   BM_Violations     the same with five violations in the answer
//   BM_Signature      the x-tif check of one request
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/check.h"
#include "gateway/analysis_answer.h"
#include "gateway/analysis_request.h"
#include "gateway/answer_envelope.h"
#include "gateway/signature.h"
#include "gateway/transaction.h"

namespace {

using namespace yishou;
using namespace yishou::gateway;

// All fields of the interface, as a hospital system sends them; about 9 KB.
std::string ten_lines() {
  std::string orders;
  for (int i = 0; i < 10; ++i) {
    orders += fmt::format(
        R"({}{{"rx_id":"RX202603020915{:04}","rxno":"CF20260302{:04}","grpno":"","long_drord_flag":"0",)"
        R"("hilist_type":"101",)"
        R"("chrg_type":"09","drord_bhvr":"0","hilist_code":"XN01BBA064B0020101787{:02}","hilist_name":"示例注射液",)"
        R"("hilist_dosform":"","hilist_lv":"02","hilist_pric":10.0,"lv1_hosp_item_pric":"","lv2_hosp_item_pric":"",)"
        R"("lv3_hosp_item_pric":"","hilist_memo":"","hosplist_code":"LOCAL{:04}","hosplist_name":"示例注射液",)"
        R"("hosplist_dosform":"注射剂","cnt":2,"pric":10.05,"sumamt":20.10,"ownpay_amt":0,"selfpay_amt":2.0,)"
        R"("spec":"10ml:100mg","spec_unt":"支","drord_begn_date":"2026-03-02 09:10:00","drord_stop_date":"",)"
        R"("drord_dept_codg":"D01","drord_dept_name":"内科","drord_dr_codg":"D440106000001","drord_dr_name":"测试医生",)"
        R"("drord_dr_profttl":"3","curr_drord_flag":"1"}})",
        i == 0 ? "" : ",", i, i, i, i);
  }
  return R"({"infno":"3101","msgid":"H44010600001202603020915000001","mdtrtarea_admvs":"440106",)"
         R"("insuplc_admdvs":"440100",)"
         R"("recer_sys_code":"YBXT","dev_no":"","dev_safe_info":"","cainfo":"","signtype":"","infver":"V1.0",)"
         R"("opter_type":"1",)"
         R"("opter":"op01","opter_name":"测试操作员","inf_time":"2026-03-02 09:15:00","fixmedins_code":"H44010600001",)"
         R"("fixmedins_name":"示例医院","sign_no":"","input":{"data":{"syscode":"HIS","task_id":"T0001","rule_ids":[],)"
         R"("trig_scen":"2","patient_dtos":[{"patn_id":"P0001","patn_name":"测试甲","gend":"1","brdy":"1960-01-01",)"
         R"("poolarea":"440100","curr_mdtrt_id":"V0001","fsi_his_data_dto":"",)"
         R"("fsi_encounter_dtos":[{"mdtrt_id":"V0001",)"
         R"("medins_id":"H44010600001","medins_name":"示例医院","medins_admdvs":"440106","medins_type":"A1",)"
         R"("medins_lv":"05",)"
         R"("wardarea_codg":"","wardno":"","bedno":"","adm_date":"2026-03-02 09:00:00",)"
         R"("dscg_date":"2026-03-02 09:00:00",)"
         R"("dscg_main_dise_codg":"I63.900","dscg_main_dise_name":"脑梗死","fsi_diagnose_dtos":[{"dise_id":"DX1",)"
         R"("inout_dise_type":"1","maindise_flag":"1","dias_srt_no":"1","dise_codg":"I63.900","dise_name":"脑梗死",)"
         R"("dise_date":"2026-03-02 09:00:00"}],"dr_codg":"D440106000001","adm_dept_codg":"D01","adm_dept_name":"内科",)"
         R"("dscg_dept_codg":"D01","dscg_dept_name":"内科","med_mdtrt_type":"1","med_type":"11","fsi_order_dtos":[)" +
         orders +
         R"(],"matn_stas":"0","medfee_sumamt":201.0,"ownpay_amt":0,"selfpay_amt":20.0,"acct_payamt":"","ma_amt":"",)"
         R"("hifp_payamt":"","setl_totlnum":1,"insutype":"310","reim_flag":"1","out_setl_flag":"0",)"
         R"("fsi_operation_dtos":[]}]}]}}})";
}

struct Desk {
  Message message;
  AnalysisParser parser;
  std::string answer;

  const AnalysisRequest& read(std::string_view body) {
    YISHOU_CHECK(message.read(body).has_value(), "the request is JSON");
    YISHOU_CHECK(resolve_transaction("/3101", message.envelope().infno).has_value(), "the request is a 3101");
    const auto request = parser.read(message);
    YISHOU_CHECK(request.has_value() && (*request)->patients.size() == 1, "the request has one patient");
    return **request;
  }
  void write(const AnalysisRequest& request, const std::vector<Reminder>& reminders) {
    const Second second = start_of(20'514);
    answer.clear();
    open_answer(answer, {.region = message.envelope().mdtrtarea_admvs,
                         .sequence = 1,
                         .received = {second, 1},
                         .responded = {second, 2}});
    write_analysis_output(answer, reminders, request.task_id, {});
    close_answer(answer);
  }
};

void BM_Request(benchmark::State& state) {
  const std::string body = ten_lines();
  Desk desk;
  YISHOU_CHECK(desk.read(body).patients[0].proposal.visits[0].lines.size() == 10, "ten lines are read");
  for (auto _ : state) {
    desk.write(desk.read(body), {});
    benchmark::DoNotOptimize(desk.answer.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}
BENCHMARK(BM_Request);

void BM_Violations(benchmark::State& state) {
  const std::string body = ten_lines();
  Desk desk;
  const std::vector<Reminder> five(
      5, Reminder{.jr_id = "YS20260302000000000001",
                  .rule_no = 27,
                  .rule_id = "",
                  .rule_name = "重复收费",
                  .severity = Severity::kClear,
                  .content = "患者本次就诊开具的【示例注射液】超出医保限定支付范围，请核对适应症。",
                  .basis = "国家医保药品目录限定支付范围",
                  .amount = 2010,
                  .patn_id = "P0001",
                  .mdtrt_id = "V0001",
                  .details = {{.jrd_id = "YS20260302000000000001-1",
                               .mdtrt_id = "V0001",
                               .rx_id = "RX2026030209150001",
                               .kind = DetailKind::kAccused,
                               .amount = 2010}}});
  for (auto _ : state) {
    desk.write(desk.read(body), five);
    benchmark::DoNotOptimize(desk.answer.data());
  }
}
BENCHMARK(BM_Violations);

void BM_Signature(benchmark::State& state) {
  const InstitutionAccess access{
      .paasid = "app1", .token = "0123456789abcdef0123456789abcdef", .apikey = "", .institutions = {}};
  const std::string nonce = "a3f1c2d4e5b60718293a4b5c6d7e8f90";
  const std::string signature = x_tif_signature("1767229200", access.token, nonce);
  for (auto _ : state) {
    const auto verdict =
        verify_x_tif({.paasid = "app1", .timestamp = "1767229200", .nonce = nonce, .signature = signature}, access,
                     1'767'229'200, 300);
    YISHOU_CHECK(verdict == SignatureVerdict::kValid, "the signature is valid");
  }
}
BENCHMARK(BM_Signature);

}  // namespace
