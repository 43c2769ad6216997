#include "knowledge/official_point.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "csv/small_table.h"

namespace yishou::knowledge {
namespace {

bool has(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

// The days of a limit that begins at `text`: "14天", "12个月" and "一年" (both 365, rules.md 10); nullopt for anything else.
std::optional<std::int64_t> days_at(std::string_view text) {
  while (text.starts_with(" ")) text.remove_prefix(1);
  if (text.starts_with("一年")) return 365;
  std::size_t digits = 0;
  std::int64_t number = 0;
  while (digits < text.size() && digits < 6 && text[digits] >= '0' && text[digits] <= '9') {
    number = number * 10 + (text[digits++] - '0');
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  while (text.starts_with(" ")) text.remove_prefix(1);
  if (text.starts_with("天") || text.starts_with("日")) return number;
  if (number == 12 && text.starts_with("个月")) return 365;
  if (number == 1 && text.starts_with("年")) return 365;
  return std::nullopt;
}

// The one limit of days that a text names after 不超过 or 最多支付; nullopt when it names none or several.
std::optional<std::int64_t> days_in(std::string_view text) {
  std::optional<std::int64_t> found;
  for (const std::string_view words : {"不超过", "最多支付"}) {
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
      const auto days = days_at(text.substr(at + words.size()));
      if (!days.has_value()) continue;
      if (found.has_value() && *found != *days) return std::nullopt;
      found = days;
    }
  }
  return found;
}

void derive_course(const OfficialPoint& official, PointRow& row) {
  auto days = days_in(official.text);
  if (!days.has_value()) days = days_at(official.value);
  if (!days.has_value()) return;
  row.num = *days * kOne;
  row.unit = "天";
  row.scope = Scope::kCourse;
  if (has(official.text, "单次住院") || has(official.text, "单次支付") || has(official.text, "单次最多支付"))
    row.scope = Scope::kStay;
  if (has(official.logic, "第一次使用")) row.scope = Scope::kSpan;
}

void derive_sex(const OfficialPoint& official, PointRow& row) {
  if (official.value == "男" || official.value == "女") {
    row.value = official.value;
  } else if (has(official.text, "前列腺癌")) {
    row.value = "男";  // the disease leaves no choice
  }
}

void derive_level(const OfficialPoint& official, PointRow& row) {
  if (official.value == "二级" || official.value == "三级") {
    row.value = official.value;
  } else if (has(official.text, "三级")) {
    row.value = "三级";
  } else if (has(official.text, "二级")) {
    row.value = "二级";
  }
  if (!row.value.empty() && has(official.text, "专科医院")) row.value += ";专科";
}

void derive_visit_type(const OfficialPoint& official, PointRow& row) {
  if (official.value == "住院" || (official.value.empty() && has(official.text, "住院"))) row.value = "住院";
  const bool emergency = has(official.text, "急诊") || has(official.text, "急救") || has(official.text, "抢救");
  if (!row.value.empty() && emergency) row.value += ";急诊";
}

void derive_pair(const OfficialPoint& official, PointRow& row) {
  constexpr std::array<std::pair<std::string_view, Scope>, 4> kFrequencies{
      {{"单次就诊", Scope::kVisit}, {"单日", Scope::kDay}, {"6小时", Scope::kHours6}, {"同一小时", Scope::kHour1}}};
  const auto found = std::ranges::find(kFrequencies, official.frequency, &std::pair<std::string_view, Scope>::first);
  if (found != kFrequencies.end()) row.scope = found->second;
  row.value = official.pair_code;
}

void derive_quantity(const OfficialPoint& official, PointRow& row) {
  // Items counted in hours are limited to the hours of a calendar day (24 小时): the quantity stays what it is.
  constexpr std::array<std::pair<std::string_view, Scope>, 5> kUnits{
      {{"日", Scope::kDay}, {"天", Scope::kDay}, {"小时", Scope::kDay}, {"月", Scope::kMonth}, {"年", Scope::kYear}}};
  std::string_view unit = official.unit;
  if (unit.starts_with("每")) unit.remove_prefix(std::string_view{"每"}.size());
  const auto found = std::ranges::find(kUnits, unit, &std::pair<std::string_view, Scope>::first);
  const auto limit = parse_decimal(official.quantity, kQtyScale);
  if (found == kUnits.end() || !limit.has_value() || *limit < 0) return;
  if (unit == "小时" && *limit != 24 * kOne) return;
  row.num = *limit;
  row.scope = found->second;
  if (unit == "小时") row.unit = "小时";
}

void derive_cycle(const OfficialPoint& official, PointRow& row) {
  const auto times = parse_decimal(official.times, kQtyScale);
  std::string_view days = official.cycle;
  if (days.ends_with("天")) days.remove_suffix(std::string_view{"天"}.size());
  const auto cycle = parse_decimal(days, kQtyScale);
  if (!times.has_value() || !cycle.has_value() || *times <= 0 || *cycle <= 0) return;
  row.num = *times;
  row.num2 = *cycle;
  row.unit = "天";
}

bool has_value(const PointRow& row) { return !row.value.empty() || row.num != kNoNumber || row.num2 != kNoNumber; }

bool lacks_condition(const PointRow& row) {
  if (row.codes.empty()) return true;
  if (row.rule == 25 && row.scope == Scope::kNone) return true;  // a pair whose 频度 is no word we know
  return needs_value(row.rule) && !has_value(row);
}

}  // namespace

bool needs_value(std::uint16_t rule) noexcept {
  constexpr std::array<std::uint16_t, 16> kByCodeAlone{1, 2, 3, 4, 6, 7, 16, 17, 18, 19, 29, 32, 33, 47, 65, 72};
  return !std::ranges::binary_search(kByCodeAlone, rule);
}

PointRow derive(const OfficialPoint& official) {
  PointRow row;
  row.rule = official.rule;
  row.state = State::kOfficial;
  row.name = official.name;
  row.value_name = official.pair_name;
  row.codes = official.codes;
  switch (official.rule) {
    case 7:
    case 65: row.value = "儿童"; break;
    case 10:
    case 23: derive_course(official, row); break;
    case 12:
    case 24: derive_level(official, row); break;
    case 13:
    case 22: derive_visit_type(official, row); break;
    case 15: row.value = official.value.empty() ? official.text : official.value; break;
    case 25: derive_pair(official, row); break;
    case 27: derive_quantity(official, row); break;
    case 31: derive_cycle(official, row); break;
    case 67:
    case 81: derive_sex(official, row); break;
    case 80:
      if (object_bit(official.value) != 0) row.value = official.value;
      break;
    default: break;
  }
  row.needs_condition = lacks_condition(row);
  return row;
}

void inherit(PointRow& later, const PointRow& earlier) {
  if (has_value(later)) return;
  later.value = earlier.value;
  if (later.value_name.empty()) later.value_name = earlier.value_name;
  later.num = earlier.num;
  later.num2 = earlier.num2;
  later.unit = earlier.unit;
  later.scope = earlier.scope;
  later.needs_condition = lacks_condition(later);
}

std::string natural_key(const PointRow& row) {
  const std::string code = row.codes.empty() ? std::string{} : row.codes.front();
  if (row.rule == 25 || row.rule == 15) return fmt::format("{}\t{}\t{}", row.rule, code, row.value);
  const bool one_item = row.codes.size() == 1 && code[0] >= '0' && code[0] <= '9';
  return one_item ? fmt::format("{}\t{}", row.rule, code) : fmt::format("{}\t={}", row.rule, row.name);
}

bool same_facts(const PointRow& a, const PointRow& b) {
  if (a.rule != b.rule || a.name != b.name || a.value != b.value || a.num != b.num || a.num2 != b.num2 ||
      a.scope != b.scope) {
    return false;
  }
  std::vector<std::string> mine = a.codes, theirs = b.codes;
  std::ranges::sort(mine);
  std::ranges::sort(theirs);
  return mine == theirs;
}

}  // namespace yishou::knowledge
