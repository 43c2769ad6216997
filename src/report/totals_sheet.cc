#include "report/totals_sheet.h"

namespace yishou::report {

TotalsSheet totals_sheet(const FindingTotals& totals) {
  TotalsSheet sheet{{30, 44, 12, 14, 20, 14}, {}};
  sheet.row({Cell::title("合计 Total")});
  sheet.row({Cell::words("疑点数 findings"), Cell::count(totals.findings)});
  sheet.row({Cell::words("其中明确违规 violations"), Cell::count(totals.violations)});
  sheet.row({Cell::words("其中可疑 suspicions"), Cell::count(totals.suspicions)});
  sheet.row({Cell::words("无法判定（另计） indeterminate"), Cell::count(totals.indeterminate)});
  sheet.row({Cell::words("涉及费用明细行 lines"), Cell::count(totals.lines)});
  sheet.row({Cell::words("涉及金额（每行只计一次，元） each line once"), Cell::money(totals.vola_amt_distinct_lines)});
  sheet.row({Cell::words("逐条相加（元） sum of findings"), Cell::money(totals.vola_amt)});
  sheet.row({Cell::words("其中统筹基金（元） fund share"), Cell::money(totals.fund_amt)});
  sheet.row({});
  sheet.row({Cell::title("按规则 By rule")});
  sheet.heads(
      {"规则编号 rule_no", "规则 rule", "疑点 findings", "涉及行 lines", "涉及金额（元） amount", "无法判定 indet."});
  for (const RuleTotal& rule : totals.by_rule) {
    sheet.row({Cell::number(rule.rule.number), Cell::words(rule.rule.name_zh), Cell::count(rule.findings),
               Cell::count(rule.lines), Cell::money(rule.vola_amt), Cell::count(rule.indeterminate)});
  }
  sheet.row({});
  sheet.row({Cell::title("按机构（每行只计一次） By institution (each line once)")});
  sheet.heads(
      {"机构编码 fixmedins_code", "机构 institution", "疑点 findings", "涉及行 lines", "涉及金额（元） amount"});
  for (const InstitutionTotal& place : totals.by_institution) {
    sheet.row({Cell::words(place.code), Cell::words(place.name), Cell::count(place.findings), Cell::count(place.lines),
               Cell::money(place.vola_amt)});
  }
  return sheet;
}

}  // namespace yishou::report
