#include "knowledge/describe.h"

#include <algorithm>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/left_out.h"
#include "knowledge/official_rules.h"

namespace yishou::knowledge {
namespace {

std::string_view scope_zh(Scope scope) noexcept {
  switch (scope) {
    case Scope::kNone: return "";
    case Scope::kVisit: return "一次就诊";
    case Scope::kDay: return "每日";
    case Scope::kMonth: return "每月";
    case Scope::kYear: return "每年";
    case Scope::kLife: return "终身";
    case Scope::kStay: return "一次住院";
    case Scope::kCourse: return "一个疗程";
    case Scope::kSpan: return "自首次使用起";
    case Scope::kHours6: return "6 小时内";
    case Scope::kHour1: return "1 小时内";
    case Scope::kPrescription: return "一张处方";
    case Scope::kRank1: return "一级机构";
    case Scope::kRank2: return "二级机构";
    case Scope::kRank3: return "三级机构";
  }
  return "";
}

std::string number(std::int64_t value) { return format_trimmed(value, kQtyScale); }

}  // namespace

std::string describe_limit(const PointRow& row) {
  if (row.needs_condition) return "只有文字条件，待结构化，不判定违规";
  switch (row.rule) {
    case 1:
    case 16: return "限工伤保险";
    case 2:
    case 17: return "限生育保险";
    case 3: return "单方、复方均不予支付";
    case 4: return "单方使用不予支付";
    case 7:
    case 65: return "限儿童";
    case 10:
    case 23: return fmt::format("不超过 {} 天（{}）", number(row.num), scope_zh(row.scope));
    case 15: return fmt::format("同组手术折价：{}", row.value);
    case 25: return fmt::format("{}已包含 {} {}", scope_zh(row.scope), row.value, row.value_name);
    case 27:
      return fmt::format("{}不超过 {} {}", scope_zh(row.scope), number(row.num), row.unit.empty() ? "次" : row.unit);
    case 29: return "限法定就业年龄段";
    case 31: return fmt::format("{} 天内不超过 {} 次", number(row.num2), number(row.num));
    case 47: return "互联网医院不予支付";
    default: break;
  }
  // A long list of codes says less than its beginning, or than its name.
  constexpr std::size_t kLong = 60;
  std::string value = row.value;
  if (value.size() > kLong) {
    value = row.value_name.empty() || row.value_name == row.name ? fmt::format("{}…", shortened(value, kLong))
                                                                 : row.value_name;
  }
  std::string out = value.empty() ? std::string{} : fmt::format("限 {}", value);
  if (row.num != kNoNumber)
    out += fmt::format("{}{}{}", out.empty() ? "" : "，", number(row.num), row.unit.empty() ? "" : " " + row.unit);
  if (row.num2 != kNoNumber) out += fmt::format("，{}", number(row.num2));
  if (row.scope != Scope::kNone) out += fmt::format("（{}）", scope_zh(row.scope));
  return out.empty() ? std::string{rule_name(row.rule)} : out;
}

std::string describe_validity(const PointRow& row) {
  if (row.valid_from == kNoDay && row.valid_to == kNoDay) return "不限";
  if (row.valid_to == kNoDay) return format_day(row.valid_from) + " 起";
  if (row.valid_from == kNoDay) return "至 " + format_day(row.valid_to);
  return format_day(row.valid_from) + " 至 " + format_day(row.valid_to);
}

std::string_view describe_state(State state) noexcept {
  switch (state) {
    case State::kOfficial: return "国家公布";
    case State::kConfirmed: return "地方确认";
    case State::kReference: return "仅供参考，不判定";
    case State::kListed: return "规则原文所列";
  }
  return {};
}

std::string_view describe_state_en(State state) noexcept {
  switch (state) {
    case State::kOfficial: return "official, published";
    case State::kConfirmed: return "confirmed by a region";
    case State::kReference: return "reference, does not judge";
    case State::kListed: return "listed in the rule itself";
  }
  return {};
}

bool meets(const PointRow& row, std::string_view code) {
  if (std::ranges::any_of(row.codes, [&](const std::string& prefix) { return code.starts_with(prefix); })) return true;
  if (!has_value_side(row.rule)) return false;
  for (std::string_view rest = row.value; !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view prefix = csv::trim(rest.substr(0, end));
    if (!prefix.empty() && code.starts_with(prefix)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace yishou::knowledge
