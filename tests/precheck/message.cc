#include "message.h"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace yishou::precheck_tests {
namespace {

namespace json = boost::json;

json::value code(int number) {
  return number < 0 ? json::value("") : json::value(json::string(fmt::format("{:02}", number)));
}
json::value flag(bool set) { return set ? "1" : "0"; }
json::value decimal(std::int64_t value, int scale) { return json::string(format_decimal(value, scale)); }
json::value time(Second at) {
  return at == kNoSecond ? json::value(nullptr) : json::value(json::string(format_second(at)));
}
json::value text(std::string_view value) { return json::string(value); }

json::object order_of(const model::ProposedLine& line) {
  return {
      {"rx_id", text(line.id)},
      {"rxno", text(line.rx)},
      {"hilist_type", line.list_type < 0 ? json::value("") : json::value(json::string(std::to_string(line.list_type)))},
      {"chrg_type", code(line.charge_type)},
      {"drord_bhvr", flag(line.take_home)},
      {"hilist_code", text(line.item)},
      {"hilist_name", "名称"},
      {"hilist_lv", code(line.chrgitm_lv)},
      {"cnt", decimal(line.cnt, kQtyScale)},
      {"pric", decimal(line.pric, kMicroScale)},
      {"sumamt", decimal(line.amount, kFenScale)},
      {"ownpay_amt", line.self_paid == kNoNumber ? json::value("-") : decimal(line.self_paid, kFenScale)},
      {"selfpay_amt", ""},
      {"drord_begn_date", time(line.time)},
      {"drord_stop_date", nullptr},
      {"drord_dept_codg", text(line.department)},
      {"drord_dr_codg", text(line.doctor)},
      {"curr_drord_flag", flag(line.current)}};
}

json::object encounter_of(const model::ProposedVisit& visit) {
  json::array diagnoses, orders, operations;
  for (const model::ProposedDiagnosis& diagnosis : visit.diagnoses) {
    diagnoses.push_back(json::object{{"dise_codg", text(diagnosis.code)},
                                     {"maindise_flag", diagnosis.main_known ? flag(diagnosis.main) : json::value("")}});
  }
  for (const model::ProposedOperation& operation : visit.operations) {
    operations.push_back(
        json::object{{"oprn_code", text(operation.code)},
                     {"main_oprn_flag", operation.main_known ? flag(operation.main) : json::value("")},
                     {"oprn_date", operation.date == kNoDay ? json::value("")
                                                            : json::value(json::string(format_day(operation.date)))}});
  }
  for (const model::ProposedLine& line : visit.lines) orders.push_back(order_of(line));
  return {{"mdtrt_id", text(visit.mdtrt_id)},
          {"medins_id", text(visit.institution)},
          {"medins_lv", code(visit.level)},
          {"adm_date", time(visit.begin)},
          {"dscg_date", time(visit.end)},
          {"dscg_main_dise_codg", text(visit.main_diagnosis)},
          {"med_type", json::string(std::to_string(visit.med_type))},
          {"insutype", text(visit.insutype)},
          {"dise_no", text(visit.disease)},
          {"medfee_sumamt", decimal(visit.total, kFenScale)},
          {"fsi_diagnose_dtos", std::move(diagnoses)},
          {"fsi_order_dtos", std::move(orders)},
          {"fsi_operation_dtos", std::move(operations)}};
}

}  // namespace

std::string message_of(const model::Proposal& proposal) {
  json::array encounters;
  for (const model::ProposedVisit& visit : proposal.visits) encounters.push_back(encounter_of(visit));
  const std::string_view sex = proposal.sex == model::Sex::kMale     ? "1"
                               : proposal.sex == model::Sex::kFemale ? "2"
                                                                     : "9";
  json::object patient{
      {"patn_id", text(proposal.psn_no)},
      {"gend", text(sex)},
      {"brdy", proposal.birth == kNoDay ? json::value("") : json::value(json::string(format_day(proposal.birth)))},
      {"curr_mdtrt_id", text(proposal.visits[proposal.current].mdtrt_id)},
      {"fsi_encounter_dtos", std::move(encounters)}};
  return json::serialize(json::object{
      {"infno", "3101"},
      {"fixmedins_code", text(proposal.visits[proposal.current].institution)},
      {"input",
       json::object{{"data", json::object{{"task_id", "T1"}, {"patient_dtos", json::array{std::move(patient)}}}}}}});
}

}  // namespace yishou::precheck_tests
