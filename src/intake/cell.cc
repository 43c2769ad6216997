#include "intake/cell.h"

#include <limits>

namespace yishou::intake {
namespace {

using model::ColumnKind;

constexpr const char* kEmpty = "必须有值 · must not be empty";
constexpr const char* kNotDate =
    "不是 1900-01-01 至 2099-12-31 间的日期（YYYY-MM-DD） · not a date YYYY-MM-DD of 1900 to 2099";
constexpr const char* kNotTime =
    "不是 1900 至 2099 年间的时间（YYYY-MM-DD HH:MM:SS） · not a time YYYY-MM-DD HH:MM:SS of 1900 to 2099";
constexpr const char* kNotNumber = "不是数（只要数字、正负号和小数点） · not a number (digits, sign and point only)";
constexpr const char* kNotInteger = "不是整数 · not a whole number";
constexpr const char* kTooMuchMoney =
    "金额达到一亿元，不会是一笔费用 · 100 million yuan or more is no amount of a bill";
constexpr const char* kTooMany = "数量达到一亿，不会是一笔费用 · 100 million or more is no quantity of a bill";
constexpr std::string_view kOpenEnd = "9999-12-31";

constexpr bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

const char* check_bound(ColumnKind kind, std::int64_t number) noexcept {
  if (is_plausible(number, scale_of(kind))) return nullptr;
  return kind == ColumnKind::kQuantity ? kTooMany : kTooMuchMoney;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

CellRule cell_rule(const model::Table& table, const model::Column& column) {
  const bool open_end = (column.name == "enddate" && table.name.ends_with("_b")) || column.name == "endtime";
  return {column.kind, column.must_have_value, open_end};
}

int scale_of(ColumnKind kind) noexcept {
  switch (kind) {
    case ColumnKind::kMoney: return kFenScale;
    case ColumnKind::kQuantity: return kQtyScale;
    case ColumnKind::kPrice: return kMicroScale;
    default: return 0;
  }
}

const char* parse_cell(const CellRule& rule, std::string_view text, Cell& cell) noexcept {
  text = trimmed(text);
  cell.null = text.empty();
  if (cell.null) return rule.must_have_value ? kEmpty : nullptr;
  switch (rule.kind) {
    case ColumnKind::kText: cell.text = text; return nullptr;
    case ColumnKind::kDate: {
      const auto day = parse_day(text);
      if (day) {
        cell.number = *day;
        return nullptr;
      }
      cell.null = true;
      return rule.open_end && text == kOpenEnd ? nullptr : kNotDate;
    }
    case ColumnKind::kTime: {
      const auto time = parse_second(text);
      if (time) {
        cell.number = *time;
        return nullptr;
      }
      cell.null = true;
      return rule.open_end && text.starts_with(kOpenEnd) && (text.size() == 10 || text.size() == 19) ? nullptr
                                                                                                     : kNotTime;
    }
    case ColumnKind::kInteger: {
      const auto number = parse_decimal(text, kQtyScale);
      if (!number) return kNotNumber;
      cell.number = *number / kOne;
      return *number % kOne == 0 && cell.number == static_cast<std::int32_t>(cell.number) ? nullptr : kNotInteger;
    }
    default: {
      const auto number = parse_decimal(text, scale_of(rule.kind));
      if (!number) return kNotNumber;
      cell.number = *number;
      return check_bound(rule.kind, *number);
    }
  }
}

const char* check_number(const CellRule& rule, std::int64_t number, Cell& cell) noexcept {
  cell.null = false;
  cell.number = number;
  const std::int64_t day = rule.kind == ColumnKind::kTime ? day_of(number) : number;
  switch (rule.kind) {
    case ColumnKind::kDate:
    case ColumnKind::kTime: {
      if (day >= kFirstDay && day <= kLastDay) return nullptr;
      cell.null = true;
      constexpr std::int64_t kOpenDay = 2'932'896;  // 9999-12-31
      if (rule.open_end && day == kOpenDay) return nullptr;
      return rule.kind == ColumnKind::kDate ? kNotDate : kNotTime;
    }
    case ColumnKind::kInteger: return number == static_cast<std::int32_t>(number) ? nullptr : kNotInteger;
    default: return check_bound(rule.kind, number);
  }
}

}  // namespace yishou::intake
