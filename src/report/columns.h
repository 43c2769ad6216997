// The columns of a finding as they go out, in the order of contract §4. The one list: spool, writers and documents follow it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace yishou::report {

enum class ColumnType { kText, kInteger, kTime, kMoney };

struct Column {
  std::string_view name;
  ColumnType type;
  double width;  ///< in a workbook, in characters
};

/// `change` stands before a finding where two judgements are compared (`rules backtest`).
inline constexpr Column kChangeColumns[] = {
    {"change", ColumnType::kText, 14},
    {"finding_id", ColumnType::kText, 20},
    {"rule_no", ColumnType::kInteger, 8},
    {"rule_code", ColumnType::kText, 14},
    {"rule_name", ColumnType::kText, 30},
    {"rule_version", ColumnType::kText, 12},
    {"knowledge_version", ColumnType::kText, 24},
    {"verdict", ColumnType::kText, 14},
    {"sev_deg", ColumnType::kInteger, 8},
    {"psn_no", ColumnType::kText, 22},
    {"fixmedins_code", ColumnType::kText, 18},
    {"mdtrt_id", ColumnType::kText, 22},
    {"setl_id", ColumnType::kText, 22},
    {"bilg_dr_code", ColumnType::kText, 18},
    {"bkkp_sns", ColumnType::kText, 28},
    {"related_bkkp_sns", ColumnType::kText, 28},
    {"begin_time", ColumnType::kTime, 20},
    {"end_time", ColumnType::kTime, 20},
    {"vola_amt", ColumnType::kMoney, 14},
    {"fund_amt", ColumnType::kMoney, 14},
    {"observed", ColumnType::kText, 18},
    {"limit", ColumnType::kText, 18},
    {"vola_cont", ColumnType::kText, 70},
    {"vola_evid", ColumnType::kText, 60},
};
inline constexpr std::span<const Column> kColumns = std::span{kChangeColumns}.subspan(1);
inline constexpr std::size_t kColumnCount = kColumns.size();

/// `state` stands behind a finding that people work on (`CaseWriter`).
inline constexpr std::array<Column, kColumnCount + 1> kCaseColumns = [] {
  std::array<Column, kColumnCount + 1> columns{};
  std::ranges::copy(kColumns, columns.begin());
  columns.back() = {"state", ColumnType::kText, 12};
  return columns;
}();

}  // namespace yishou::report
