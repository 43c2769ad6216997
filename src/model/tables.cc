#include "model/tables.h"

namespace yishou::model {
namespace {

using enum ColumnKind;

// name, kind, must exist, must have a value, part of the key

// clang-format off
constexpr Column kSetlD[] = {
    {"setl_id", kText, true, true, true},
    {"mdtrt_id", kText, true, true, false},
    {"psn_no", kText, true, true, false},
    {"gend", kText, false, false, false},
    {"brdy", kDate, false, false, false},
    {"age", kQuantity, false, false, false},
    {"insutype", kText, true, false, false},
    {"psn_type", kText, false, false, false},
    {"insu_admdvs", kText, false, false, false},
    {"fixmedins_code", kText, true, false, false},
    {"fixmedins_name", kText, false, false, false},
    {"hosp_lv", kText, false, false, false},
    {"fix_blng_admdvs", kText, false, false, false},
    {"begndate", kDate, false, false, false},
    {"enddate", kDate, false, false, false},
    {"setl_time", kTime, true, false, false},
    {"mdtrt_cert_type", kText, false, false, false},
    {"mdtrt_cert_no", kText, false, false, false},
    {"med_type", kText, true, false, false},
    {"setl_type", kText, false, false, false},
    {"medfee_sumamt", kMoney, true, true, false},
    {"fulamt_ownpay_amt", kMoney, false, false, false},
    {"overlmt_selfpay", kMoney, false, false, false},
    {"preselfpay_amt", kMoney, false, false, false},
    {"inscp_amt", kMoney, false, false, false},
    {"hifp_pay", kMoney, false, false, false},
    {"fund_pay_sumamt", kMoney, true, true, false},
    {"acct_pay", kMoney, false, false, false},
    {"cash_payamt", kMoney, false, false, false},
    {"refd_setl_flag", kText, false, false, false},
    {"init_setl_id", kText, false, false, false},
    {"dise_no", kText, false, false, false},
    {"dise_name", kText, false, false, false},
    {"mid_setl_flag", kText, false, false, false},
    {"vali_flag", kText, false, false, false},
};

constexpr Column kMdtrtD[] = {
    {"mdtrt_id", kText, true, true, true},
    {"psn_no", kText, true, true, false},
    {"gend", kText, false, false, false},
    {"brdy", kDate, false, false, false},
    {"age", kQuantity, false, false, false},
    {"insutype", kText, false, false, false},
    {"fixmedins_code", kText, true, false, false},
    {"fixmedins_name", kText, false, false, false},
    {"hosp_lv", kText, false, false, false},
    {"fix_blng_admdvs", kText, false, false, false},
    {"insu_admdvs", kText, false, false, false},
    {"begntime", kTime, true, false, false},
    {"endtime", kTime, false, false, false},
    {"med_type", kText, true, false, false},
    {"ipt_otp_no", kText, false, false, false},
    {"chfpdr_code", kText, false, false, false},
    {"chfpdr_name", kText, false, false, false},
    {"adm_dept_codg", kText, false, false, false},
    {"adm_dept_name", kText, false, false, false},
    {"dscg_dept_codg", kText, false, false, false},
    {"dscg_dept_name", kText, false, false, false},
    {"adm_bed", kText, false, false, false},
    {"dscg_maindiag_code", kText, false, false, false},
    {"dscg_maindiag_name", kText, false, false, false},
    {"dscg_way", kText, false, false, false},
    {"dise_no", kText, false, false, false},
    {"dise_name", kText, false, false, false},
    {"die_date", kDate, false, false, false},
    {"ipt_days", kQuantity, false, false, false},
    {"matn_type", kText, false, false, false},
    {"geso_val", kQuantity, false, false, false},
    {"fetus_cnt", kInteger, false, false, false},
    {"nwb_flag", kText, false, false, false},
    {"mdtrt_cert_type", kText, false, false, false},
    {"vali_flag", kText, false, false, false},
};

constexpr Column kFeeListD[] = {
    {"bkkp_sn", kText, true, true, true},
    {"mdtrt_id", kText, true, true, false},
    {"setl_id", kText, true, true, false},
    {"psn_no", kText, true, true, false},
    {"fixmedins_code", kText, true, false, false},
    {"fee_ocur_time", kTime, true, false, false},
    {"med_type", kText, false, false, false},
    {"cnt", kQuantity, true, true, false},
    {"pric", kPrice, true, true, false},
    {"det_item_fee_sumamt", kMoney, true, true, false},
    {"pric_uplmt_amt", kPrice, false, false, false},
    {"selfpay_prop", kQuantity, false, false, false},
    {"fulamt_ownpay_amt", kMoney, false, false, false},
    {"overlmt_selfpay", kMoney, false, false, false},
    {"preselfpay_amt", kMoney, false, false, false},
    {"inscp_amt", kMoney, false, false, false},
    {"chrgitm_lv", kText, false, false, false},
    {"list_type", kText, false, false, false},
    {"med_list_codg", kText, true, false, false},
    {"medins_list_codg", kText, false, false, false},
    {"medins_list_name", kText, false, false, false},
    {"hilist_name", kText, false, false, false},
    {"med_chrgitm_type", kText, false, false, false},
    {"spec", kText, false, false, false},
    {"dosform_name", kText, false, false, false},
    {"bilg_dept_codg", kText, false, false, false},
    {"bilg_dept_name", kText, false, false, false},
    {"bilg_dr_code", kText, false, false, false},
    {"bilg_dr_name", kText, false, false, false},
    {"acord_dr_code", kText, false, false, false},
    {"rx_drord_no", kText, false, false, false},
    {"tcmdrug_used_way", kText, false, false, false},
    {"dscg_tkdrug_flag", kText, false, false, false},
    {"lmt_used_flag", kText, false, false, false},
    {"hosp_appr_flag", kText, false, false, false},
    {"sin_dos_dscr", kText, false, false, false},
    {"used_frqu_dscr", kText, false, false, false},
    {"prd_days", kInteger, false, false, false},
    {"medc_way_dscr", kText, false, false, false},
    {"init_feedetl_sn", kText, false, false, false},
    {"crte_time", kTime, false, false, false},
    {"dise_codg", kText, false, false, false},
    {"rx_circ_flag", kText, false, false, false},
    {"vali_flag", kText, false, false, false},
};

constexpr Column kSetlListDiagD[] = {
    {"setl_id", kText, true, true, true},
    {"mdtrt_id", kText, true, true, false},
    {"psn_no", kText, true, true, false},
    {"diag_code", kText, true, false, true},
    {"diag_type", kText, false, false, true},
    {"maindiag_flag", kText, false, false, false},
    {"diag_name", kText, false, false, false},
    {"adm_cond_type", kText, false, false, false},
};

constexpr Column kSetlListOprnD[] = {
    {"setl_id", kText, true, true, true},
    {"mdtrt_id", kText, true, true, false},
    {"psn_no", kText, true, true, false},
    {"oprn_oprt_code", kText, true, false, true},
    {"oprn_oprt_name", kText, false, false, false},
    {"main_oprn_flag", kText, false, false, false},
    {"oprn_oprt_date", kDate, false, false, true},
    {"oprn_oprt_begntime", kTime, false, false, true},
    {"oprn_oprt_endtime", kTime, false, false, false},
    {"oper_dr_code", kText, false, false, false},
    {"anst_way", kText, false, false, false},
    {"anst_dr_code", kText, false, false, false},
    {"anst_begntime", kTime, false, false, false},
    {"anst_endtime", kTime, false, false, false},
};

constexpr Column kPsnInfoB[] = {
    {"psn_no", kText, true, true, true},
    {"gend", kText, false, false, false},
    {"brdy", kDate, false, false, false},
    {"insutype", kText, false, false, false},
    {"psn_type", kText, false, false, false},
    {"insu_admdvs", kText, false, false, false},
    {"die_date", kDate, false, false, false},
    {"fml_no", kText, false, false, false},
    {"tel", kText, false, false, false},
    {"lng", kPrice, false, false, false},
    {"lat", kPrice, false, false, false},
};

constexpr Column kFixmedinsB[] = {
    {"fixmedins_code", kText, true, true, true},
    {"fixmedins_name", kText, false, false, false},
    {"fixmedins_type", kText, false, false, false},
    {"hosp_lv", kText, false, false, false},
    {"admdvs", kText, false, false, false},
    {"aprv_bed_cnt", kInteger, false, false, false},
    {"lng", kPrice, false, false, false},
    {"lat", kPrice, false, false, false},
    {"begndate", kDate, false, false, false},
    {"enddate", kDate, false, false, false},
};

constexpr Column kMedinsStaffB[] = {
    {"prac_psn_code", kText, true, true, true},
    {"fixmedins_code", kText, true, false, true},
    {"prac_psn_name", kText, false, false, false},
    {"prac_psn_type", kText, false, false, false},
    {"caty", kText, false, false, false},
    {"pro_tech_duty", kText, false, false, false},
    {"antb_lv", kText, false, false, false},
    {"begndate", kDate, false, false, false},
    {"enddate", kDate, false, false, false},
};

constexpr Column kInvinfoD[] = {
    {"fixmedins_code", kText, true, false, true},
    {"med_list_codg", kText, true, false, true},
    {"cnt", kQuantity, true, false, false},
    {"inv_time", kTime, true, false, true},
    {"fixmedins_bchno", kText, false, false, true},
    {"fixmedins_hilist_id", kText, false, false, true},
    {"manu_lotnum", kText, false, false, true},
    {"pric", kPrice, false, false, false},
    {"setl_id", kText, false, false, false},
    {"bkkp_sn", kText, false, false, false},
    {"psn_no", kText, false, false, false},
    {"mdtrt_setl_type", kText, false, false, false},
    {"trdn_flag", kText, false, false, false},
    {"sel_retn_flag", kText, false, false, false},
    {"spler_name", kText, false, false, false},
    {"purc_invo_no", kText, false, false, false},
    {"crte_time", kTime, false, false, false},
};

constexpr Column kPurcinfoD[] = {
    {"fixmedins_code", kText, true, false, true},
    {"med_list_codg", kText, true, false, true},
    {"cnt", kQuantity, true, false, false},
    {"purc_time", kTime, true, false, true},
    {"fixmedins_bchno", kText, false, false, true},
    {"fixmedins_hilist_id", kText, false, false, true},
    {"manu_lotnum", kText, false, false, true},
    {"pric", kPrice, false, false, false},
    {"setl_id", kText, false, false, false},
    {"bkkp_sn", kText, false, false, false},
    {"psn_no", kText, false, false, false},
    {"mdtrt_setl_type", kText, false, false, false},
    {"trdn_flag", kText, false, false, false},
    {"sel_retn_flag", kText, false, false, false},
    {"spler_name", kText, false, false, false},
    {"purc_invo_no", kText, false, false, true},
    {"crte_time", kTime, false, false, false},
};

constexpr Column kSelinfoD[] = {
    {"fixmedins_code", kText, true, false, true},
    {"med_list_codg", kText, true, false, true},
    {"cnt", kQuantity, true, false, false},
    {"sel_time", kTime, true, false, true},
    {"fixmedins_bchno", kText, false, false, true},
    {"fixmedins_hilist_id", kText, false, false, true},
    {"manu_lotnum", kText, false, false, true},
    {"pric", kPrice, false, false, false},
    {"setl_id", kText, false, false, true},
    {"bkkp_sn", kText, false, false, true},
    {"psn_no", kText, false, false, true},
    {"mdtrt_setl_type", kText, false, false, false},
    {"trdn_flag", kText, false, false, false},
    {"sel_retn_flag", kText, false, false, true},
    {"spler_name", kText, false, false, false},
    {"purc_invo_no", kText, false, false, false},
    {"crte_time", kTime, false, false, false},
};

constexpr Column kInvchgD[] = {
    {"fixmedins_code", kText, true, false, true},
    {"med_list_codg", kText, true, false, true},
    {"cnt", kQuantity, true, false, false},
    {"chg_time", kTime, true, false, true},
    {"fixmedins_bchno", kText, false, false, true},
    {"fixmedins_hilist_id", kText, false, false, true},
    {"manu_lotnum", kText, false, false, true},
    {"pric", kPrice, false, false, false},
    {"setl_id", kText, false, false, false},
    {"bkkp_sn", kText, false, false, false},
    {"psn_no", kText, false, false, false},
    {"mdtrt_setl_type", kText, false, false, false},
    {"trdn_flag", kText, false, false, false},
    {"sel_retn_flag", kText, false, false, false},
    {"spler_name", kText, false, false, false},
    {"purc_invo_no", kText, false, false, false},
    {"crte_time", kTime, false, false, false},
};

constexpr Column kDrugTracD[] = {
    {"drug_trac_codg", kText, true, true, true},
    {"fixmedins_code", kText, true, false, true},
    {"scan_time", kTime, true, false, true},
    {"scan_type", kText, true, false, true},
    {"med_list_codg", kText, false, false, false},
    {"setl_id", kText, false, false, false},
    {"bkkp_sn", kText, false, false, false},
    {"psn_no", kText, false, false, false},
    {"trdn_flag", kText, false, false, false},
};

constexpr Table kTables[] = {
    {"setl_d", Layout::kByPerson, "setl_time, setl_id", kSetlD},
    {"mdtrt_d", Layout::kByPerson, "begntime, mdtrt_id", kMdtrtD},
    {"fee_list_d", Layout::kByPerson, "fee_ocur_time, bkkp_sn", kFeeListD},
    {"setl_list_diag_d", Layout::kByPerson, "setl_id, diag_code", kSetlListDiagD},
    {"setl_list_oprn_d", Layout::kByPerson, "setl_id, oprn_oprt_code", kSetlListOprnD},
    {"psn_info_b", Layout::kByPerson, "", kPsnInfoB},
    {"fixmedins_b", Layout::kWhole, "", kFixmedinsB},
    {"medins_staff_b", Layout::kWhole, "", kMedinsStaffB},
    {"invinfo_d", Layout::kByInstitution, "med_list_codg, inv_time", kInvinfoD},
    {"purcinfo_d", Layout::kByInstitution, "med_list_codg, purc_time", kPurcinfoD},
    {"selinfo_d", Layout::kByInstitution, "med_list_codg, sel_time", kSelinfoD},
    {"invchg_d", Layout::kByInstitution, "med_list_codg, chg_time", kInvchgD},
    {"drug_trac_d", Layout::kByInstitution, "drug_trac_codg, scan_time", kDrugTracD},
};
// clang-format on

}  // namespace

std::span<const Table> tables() { return kTables; }

const Table* find_table(std::string_view name) {
  for (const Table& table : kTables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

}  // namespace yishou::model
