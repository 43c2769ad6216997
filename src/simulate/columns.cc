// The extracts' columns by table, in the order in which tables.cc fills them.
#include <array>

#include "base/check.h"
#include "simulate/tables.h"

namespace yishou::simulate {
namespace {

using duck::Kind;
using Columns = std::vector<duck::Producer::Column>;

// clang-format off
const Columns kPersonColumns{{"psn_no", Kind::kText}, {"gend", Kind::kText}, {"brdy", Kind::kDate}, {"insutype", Kind::kText},
                             {"psn_type", Kind::kText}, {"insu_admdvs", Kind::kText}, {"die_date", Kind::kDate},
                             {"fml_no", Kind::kText}, {"tel", Kind::kText}, {"lng", Kind::kDecimal6}, {"lat", Kind::kDecimal6}};
const Columns kSettlementColumns{
    {"setl_id", Kind::kText}, {"mdtrt_id", Kind::kText}, {"psn_no", Kind::kText}, {"gend", Kind::kText}, {"brdy", Kind::kDate},
    {"age", Kind::kInt32}, {"insutype", Kind::kText}, {"psn_type", Kind::kText}, {"insu_admdvs", Kind::kText},
    {"fixmedins_code", Kind::kText}, {"fixmedins_name", Kind::kText}, {"hosp_lv", Kind::kText},
    {"fix_blng_admdvs", Kind::kText}, {"begndate", Kind::kDate}, {"enddate", Kind::kDate}, {"setl_time", Kind::kTimestamp},
    {"mdtrt_cert_type", Kind::kText}, {"med_type", Kind::kText}, {"setl_type", Kind::kText},
    {"medfee_sumamt", Kind::kDecimal2}, {"fulamt_ownpay_amt", Kind::kDecimal2}, {"overlmt_selfpay", Kind::kDecimal2},
    {"preselfpay_amt", Kind::kDecimal2}, {"inscp_amt", Kind::kDecimal2}, {"hifp_pay", Kind::kDecimal2},
    {"fund_pay_sumamt", Kind::kDecimal2}, {"acct_pay", Kind::kDecimal2}, {"cash_payamt", Kind::kDecimal2},
    {"refd_setl_flag", Kind::kText}, {"init_setl_id", Kind::kText}, {"dise_no", Kind::kText}, {"dise_name", Kind::kText},
    {"mid_setl_flag", Kind::kText}, {"vali_flag", Kind::kText}};
const Columns kVisitColumns{
    {"mdtrt_id", Kind::kText}, {"psn_no", Kind::kText}, {"gend", Kind::kText}, {"brdy", Kind::kDate}, {"age", Kind::kInt32},
    {"insutype", Kind::kText}, {"fixmedins_code", Kind::kText}, {"fixmedins_name", Kind::kText}, {"hosp_lv", Kind::kText},
    {"fix_blng_admdvs", Kind::kText}, {"insu_admdvs", Kind::kText}, {"begntime", Kind::kTimestamp},
    {"endtime", Kind::kTimestamp}, {"med_type", Kind::kText}, {"ipt_otp_no", Kind::kText}, {"chfpdr_code", Kind::kText},
    {"chfpdr_name", Kind::kText}, {"adm_dept_codg", Kind::kText}, {"adm_dept_name", Kind::kText},
    {"dscg_dept_codg", Kind::kText}, {"dscg_dept_name", Kind::kText}, {"adm_bed", Kind::kText},
    {"dscg_maindiag_code", Kind::kText}, {"dscg_maindiag_name", Kind::kText}, {"dscg_way", Kind::kText},
    {"dise_no", Kind::kText}, {"dise_name", Kind::kText}, {"die_date", Kind::kDate}, {"ipt_days", Kind::kInt32},
    {"matn_type", Kind::kText}, {"geso_val", Kind::kInt32}, {"fetus_cnt", Kind::kInt32}, {"nwb_flag", Kind::kText},
    {"mdtrt_cert_type", Kind::kText}, {"vali_flag", Kind::kText}};
const Columns kLineColumns{
    {"bkkp_sn", Kind::kText}, {"mdtrt_id", Kind::kText}, {"setl_id", Kind::kText}, {"psn_no", Kind::kText},
    {"fixmedins_code", Kind::kText}, {"fee_ocur_time", Kind::kTimestamp}, {"med_type", Kind::kText}, {"cnt", Kind::kDecimal4},
    {"pric", Kind::kDecimal6}, {"det_item_fee_sumamt", Kind::kDecimal2}, {"pric_uplmt_amt", Kind::kDecimal6},
    {"selfpay_prop", Kind::kDecimal4}, {"fulamt_ownpay_amt", Kind::kDecimal2}, {"overlmt_selfpay", Kind::kDecimal2},
    {"preselfpay_amt", Kind::kDecimal2}, {"inscp_amt", Kind::kDecimal2}, {"chrgitm_lv", Kind::kText}, {"list_type", Kind::kText},
    {"med_list_codg", Kind::kText}, {"medins_list_codg", Kind::kText}, {"medins_list_name", Kind::kText},
    {"hilist_name", Kind::kText}, {"med_chrgitm_type", Kind::kText}, {"spec", Kind::kText}, {"dosform_name", Kind::kText},
    {"bilg_dept_codg", Kind::kText}, {"bilg_dept_name", Kind::kText}, {"bilg_dr_code", Kind::kText},
    {"bilg_dr_name", Kind::kText}, {"rx_drord_no", Kind::kText}, {"tcmdrug_used_way", Kind::kText},
    {"dscg_tkdrug_flag", Kind::kText}, {"lmt_used_flag", Kind::kText}, {"hosp_appr_flag", Kind::kText},
    {"sin_dos_dscr", Kind::kText}, {"used_frqu_dscr", Kind::kText}, {"prd_days", Kind::kInt32}, {"medc_way_dscr", Kind::kText},
    {"init_feedetl_sn", Kind::kText}, {"crte_time", Kind::kTimestamp}, {"rx_circ_flag", Kind::kText}, {"vali_flag", Kind::kText}};
const Columns kDiagnosisColumns{{"setl_id", Kind::kText}, {"mdtrt_id", Kind::kText}, {"psn_no", Kind::kText},
                                {"diag_type", Kind::kText}, {"maindiag_flag", Kind::kText}, {"diag_code", Kind::kText},
                                {"diag_name", Kind::kText}, {"adm_cond_type", Kind::kText}};
const Columns kOperationColumns{
    {"setl_id", Kind::kText}, {"mdtrt_id", Kind::kText}, {"psn_no", Kind::kText}, {"oprn_oprt_code", Kind::kText},
    {"oprn_oprt_name", Kind::kText}, {"main_oprn_flag", Kind::kText}, {"oprn_oprt_date", Kind::kDate},
    {"oprn_oprt_begntime", Kind::kTimestamp}, {"oprn_oprt_endtime", Kind::kTimestamp}, {"oper_dr_code", Kind::kText},
    {"anst_way", Kind::kText}, {"anst_dr_code", Kind::kText}, {"anst_begntime", Kind::kTimestamp},
    {"anst_endtime", Kind::kTimestamp}};
const Columns kSaleColumns{
    {"fixmedins_code", Kind::kText}, {"med_list_codg", Kind::kText}, {"fixmedins_bchno", Kind::kText},
    {"fixmedins_hilist_id", Kind::kText}, {"manu_lotnum", Kind::kText}, {"cnt", Kind::kDecimal4}, {"pric", Kind::kDecimal6},
    {"sel_time", Kind::kTimestamp}, {"setl_id", Kind::kText}, {"bkkp_sn", Kind::kText}, {"psn_no", Kind::kText},
    {"mdtrt_setl_type", Kind::kText}, {"trdn_flag", Kind::kText}, {"sel_retn_flag", Kind::kText}, {"crte_time", Kind::kTimestamp}};
const Columns kScanColumns{{"drug_trac_codg", Kind::kText}, {"fixmedins_code", Kind::kText}, {"med_list_codg", Kind::kText},
                           {"scan_time", Kind::kTimestamp}, {"scan_type", Kind::kText}, {"setl_id", Kind::kText},
                           {"bkkp_sn", Kind::kText}, {"psn_no", Kind::kText}, {"trdn_flag", Kind::kText}};
const Columns kInstitutionColumns{{"fixmedins_code", Kind::kText}, {"fixmedins_name", Kind::kText},
                                  {"fixmedins_type", Kind::kText}, {"hosp_lv", Kind::kText}, {"admdvs", Kind::kText},
                                  {"aprv_bed_cnt", Kind::kInt32}, {"lng", Kind::kDecimal6}, {"lat", Kind::kDecimal6},
                                  {"begndate", Kind::kDate}, {"enddate", Kind::kDate}};
const Columns kStaffColumns{{"prac_psn_code", Kind::kText}, {"fixmedins_code", Kind::kText}, {"prac_psn_name", Kind::kText},
                            {"prac_psn_type", Kind::kText}, {"caty", Kind::kText}, {"pro_tech_duty", Kind::kText},
                            {"antb_lv", Kind::kText}, {"begndate", Kind::kDate}, {"enddate", Kind::kDate}};
const Columns kStockColumns{{"fixmedins_code", Kind::kText}, {"med_list_codg", Kind::kText}, {"fixmedins_bchno", Kind::kText},
                            {"fixmedins_hilist_id", Kind::kText}, {"cnt", Kind::kDecimal4}, {"inv_time", Kind::kTimestamp}};
const Columns kPurchaseColumns{
    {"fixmedins_code", Kind::kText}, {"med_list_codg", Kind::kText}, {"fixmedins_bchno", Kind::kText},
    {"fixmedins_hilist_id", Kind::kText}, {"manu_lotnum", Kind::kText}, {"cnt", Kind::kDecimal4}, {"pric", Kind::kDecimal6},
    {"purc_time", Kind::kTimestamp}, {"spler_name", Kind::kText}, {"purc_invo_no", Kind::kText}, {"crte_time", Kind::kTimestamp}};
const Columns kChangeColumns{{"fixmedins_code", Kind::kText}, {"med_list_codg", Kind::kText}, {"cnt", Kind::kDecimal4},
                             {"chg_time", Kind::kTimestamp}, {"crte_time", Kind::kTimestamp}};
// clang-format on

}  // namespace

std::string_view table_name(Table table) {
  constexpr std::array<std::string_view, 13> kNames{
      "psn_info_b",  "setl_d",      "mdtrt_d",        "fee_list_d", "setl_list_diag_d", "setl_list_oprn_d", "selinfo_d",
      "drug_trac_d", "fixmedins_b", "medins_staff_b", "invinfo_d",  "purcinfo_d",       "invchg_d"};
  return kNames[static_cast<std::size_t>(table)];
}

const Columns& columns(Table table) {
  switch (table) {
    case Table::kPerson: return kPersonColumns;
    case Table::kSettlement: return kSettlementColumns;
    case Table::kVisit: return kVisitColumns;
    case Table::kLine: return kLineColumns;
    case Table::kDiagnosis: return kDiagnosisColumns;
    case Table::kOperation: return kOperationColumns;
    case Table::kSale: return kSaleColumns;
    case Table::kScan: return kScanColumns;
    case Table::kInstitution: return kInstitutionColumns;
    case Table::kStaff: return kStaffColumns;
    case Table::kStock: return kStockColumns;
    case Table::kPurchase: return kPurchaseColumns;
    case Table::kStockChange: return kChangeColumns;
  }
  YISHOU_CHECK(false, "every table has columns");
}

}  // namespace yishou::simulate
