// The facts a check may read: one bit for each column of the extracts that the engine knows. A rule declares its facts; the
// engine reads the union of the declared ones and withholds every other.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

namespace yishou::model {

/// FACT(identifier, table, column). Order is free; nothing here is stored.
// clang-format off
#define YISHOU_FACTS(FACT)                                     \
  FACT(kLineTime, "fee_list_d", "fee_ocur_time")               \
  FACT(kLineCnt, "fee_list_d", "cnt")                          \
  FACT(kLinePric, "fee_list_d", "pric")                        \
  FACT(kLineAmount, "fee_list_d", "det_item_fee_sumamt")       \
  FACT(kLinePricLimit, "fee_list_d", "pric_uplmt_amt")         \
  FACT(kLineInscp, "fee_list_d", "inscp_amt")                  \
  FACT(kLineChrgitmLv, "fee_list_d", "chrgitm_lv")             \
  FACT(kLineListType, "fee_list_d", "list_type")               \
  FACT(kLineItem, "fee_list_d", "med_list_codg")               \
  FACT(kLineInstitution, "fee_list_d", "fixmedins_code")       \
  FACT(kLineDoctor, "fee_list_d", "bilg_dr_code")              \
  FACT(kLineRx, "fee_list_d", "rx_drord_no")                   \
  FACT(kLineTakeHome, "fee_list_d", "dscg_tkdrug_flag")        \
  FACT(kLineDays, "fee_list_d", "prd_days")                    \
  FACT(kLineOriginal, "fee_list_d", "init_feedetl_sn")         \
  FACT(kLineDisease, "fee_list_d", "dise_codg")                \
  FACT(kLineValid, "fee_list_d", "vali_flag")                  \
  FACT(kLineDepartment, "fee_list_d", "bilg_dept_codg")        \
  FACT(kLineCreated, "fee_list_d", "crte_time")                \
  FACT(kLineChargeType, "fee_list_d", "med_chrgitm_type")      \
  FACT(kLineDose, "fee_list_d", "sin_dos_dscr")                \
  FACT(kLineFrequency, "fee_list_d", "used_frqu_dscr")         \
  FACT(kSetlSex, "setl_d", "gend")                             \
  FACT(kSetlBirth, "setl_d", "brdy")                           \
  FACT(kSetlInsutype, "setl_d", "insutype")                    \
  FACT(kSetlInstitution, "setl_d", "fixmedins_code")           \
  FACT(kSetlLevel, "setl_d", "hosp_lv")                        \
  FACT(kSetlTime, "setl_d", "setl_time")                       \
  FACT(kSetlMedType, "setl_d", "med_type")                     \
  FACT(kSetlTotal, "setl_d", "medfee_sumamt")                  \
  FACT(kSetlFund, "setl_d", "fund_pay_sumamt")                 \
  FACT(kSetlRefund, "setl_d", "refd_setl_flag")                \
  FACT(kSetlOriginal, "setl_d", "init_setl_id")                \
  FACT(kSetlValid, "setl_d", "vali_flag")                      \
  FACT(kSetlBegin, "setl_d", "begndate")                       \
  FACT(kSetlEnd, "setl_d", "enddate")                          \
  FACT(kSetlAccount, "setl_d", "acct_pay")                     \
  FACT(kSetlCash, "setl_d", "cash_payamt")                     \
  FACT(kSetlDisease, "setl_d", "dise_no")                      \
  FACT(kVisitSex, "mdtrt_d", "gend")                           \
  FACT(kVisitBirth, "mdtrt_d", "brdy")                         \
  FACT(kVisitLevel, "mdtrt_d", "hosp_lv")                      \
  FACT(kVisitBegin, "mdtrt_d", "begntime")                     \
  FACT(kVisitEnd, "mdtrt_d", "endtime")                        \
  FACT(kVisitMedType, "mdtrt_d", "med_type")                   \
  FACT(kVisitChiefDiag, "mdtrt_d", "chfpdr_code")              \
  FACT(kVisitMainDiag, "mdtrt_d", "dscg_maindiag_code")        \
  FACT(kVisitNewborn, "mdtrt_d", "nwb_flag")                   \
  FACT(kVisitValid, "mdtrt_d", "vali_flag")                    \
  FACT(kVisitInstitution, "mdtrt_d", "fixmedins_code")         \
  FACT(kVisitDischargeWay, "mdtrt_d", "dscg_way")              \
  FACT(kVisitDisease, "mdtrt_d", "dise_no")                    \
  FACT(kVisitGestation, "mdtrt_d", "geso_val")                 \
  FACT(kDiagCode, "setl_list_diag_d", "diag_code")             \
  FACT(kDiagMain, "setl_list_diag_d", "maindiag_flag")         \
  FACT(kDiagAdmission, "setl_list_diag_d", "adm_cond_type")    \
  FACT(kOprnCode, "setl_list_oprn_d", "oprn_oprt_code")        \
  FACT(kOprnMain, "setl_list_oprn_d", "main_oprn_flag")        \
  FACT(kOprnDate, "setl_list_oprn_d", "oprn_oprt_date")        \
  FACT(kOprnBegin, "setl_list_oprn_d", "oprn_oprt_begntime")   \
  FACT(kOprnEnd, "setl_list_oprn_d", "oprn_oprt_endtime")      \
  FACT(kStaffGrade, "medins_staff_b", "antb_lv")               \
  FACT(kPersonSex, "psn_info_b", "gend")                       \
  FACT(kPersonBirth, "psn_info_b", "brdy")                     \
  FACT(kInstitutionLevel, "fixmedins_b", "hosp_lv")            \
  FACT(kInstitutionType, "fixmedins_b", "fixmedins_type")
// clang-format on

enum class Fact : std::size_t {
#define YISHOU_FACT_NAME(identifier, table, column) identifier,
  YISHOU_FACTS(YISHOU_FACT_NAME)
#undef YISHOU_FACT_NAME
      kCount
};

inline constexpr std::size_t kFactCount = static_cast<std::size_t>(Fact::kCount);
using FactSet = std::bitset<kFactCount>;

/// The set of the named facts.
template <typename... Facts>
[[nodiscard]] FactSet facts(Facts... wanted) {
  FactSet set;
  (set.set(static_cast<std::size_t>(wanted)), ...);
  return set;
}

struct FactColumn {
  std::string_view table;
  std::string_view column;
};
/// The table and column of a fact.
[[nodiscard]] FactColumn column_of(Fact fact) noexcept;

}  // namespace yishou::model
