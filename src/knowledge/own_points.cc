#include "knowledge/own_points.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/code_range.h"
#include "knowledge/official_rules.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kColumns[] = {"rule_no", "point_id", "code",  "name",           "value",      "value_name",
                                         "num",     "num2",     "unit",  "scope",          "valid_from", "valid_to",
                                         "region",  "basis",    "state", "needs_condition"};
constexpr std::int64_t kFirstOwnRule = 1001, kLastOwnRule = 1999;

struct Bad {
  std::string_view column;
  std::string_view zh, en;
  std::string text;
};

class Cells {
 public:
  Cells(const csv::SmallTable& table, const csv::SmallTable::Row& row) : table_(table), row_(row) {}
  [[nodiscard]] const std::string& operator[](std::string_view column) const {
    static const std::string kNone;
    const auto at = table_.column(column);
    return at.has_value() ? row_.fields[*at] : kNone;
  }

 private:
  const csv::SmallTable& table_;
  const csv::SmallTable::Row& row_;
};

bool is_one_of(std::uint16_t rule, std::initializer_list<std::uint16_t> rules) {
  return std::ranges::find(rules, rule) != rules.end();
}

// Rules of which several rows with one code are read together; of the others a second row of the same code contradicts.
bool rows_join(std::uint16_t rule) {
  return rule > 88 || is_one_of(rule, {5,  8,  11, 20, 21, 22, 25, 26, 30, 37, 40, 44, 64,
                                       69, 70, 71, 73, 74, 75, 78, 79, 82, 83, 84, 85, 88});
}

// What the rule cannot judge without (rules.md, "own(…)" of each rule).
std::optional<Bad> lacks(const PointRow& row) {
  if (row.needs_condition) return std::nullopt;
  if (is_one_of(row.rule, {39, 54, 67, 81, 87}) && row.value != "男" && row.value != "女") {
    return Bad{"value", "须为 男 或 女", "must be 男 or 女", row.value};
  }
  if (is_one_of(row.rule, {12, 24}) && !row.value.starts_with("二级") && !row.value.starts_with("三级")) {
    return Bad{"value", "须为 二级 或 三级", "must be 二级 or 三级", row.value};
  }
  const bool value = is_one_of(row.rule, {5,  8,  11, 13, 15, 20, 21, 22, 25, 26, 30, 37, 40, 64,
                                          70, 71, 73, 74, 75, 78, 79, 80, 82, 83, 84, 85, 88});
  if (value && row.value.empty()) return Bad{"value", "该规则必须填写", "this rule cannot judge without it", {}};
  const bool number = is_one_of(row.rule, {10, 14, 23, 27, 28, 31, 34, 45, 68, 77, 86});
  if (number && row.num == kNoNumber) return Bad{"num", "该规则必须填写", "this rule cannot judge without it", {}};
  // A limit of nothing would accuse every line.
  if (is_one_of(row.rule, {10, 14, 23, 27, 28, 31, 34, 45, 68, 77, 86}) && row.num <= 0)
    return Bad{"num", "须大于零", "must be above zero", "0"};
  if (row.rule == 31 && row.num2 == 0) return Bad{"num2", "须大于零", "must be above zero", "0"};
  if (row.rule == 31 && row.num2 == kNoNumber)
    return Bad{"num2", "该规则必须填写（周期天数）", "this rule needs the days of its cycle", {}};
  if (row.rule == 26 && row.num == 0) return Bad{"num", "须大于零", "must be above zero", "0"};
  if (row.rule == 68 && row.unit.empty()) return Bad{"unit", "该规则必须填写", "this rule cannot judge without it", {}};
  if (is_one_of(row.rule, {9, 43, 48}) && row.num == 0) return Bad{"num", "须大于零", "must be above zero", "0"};
  if (row.rule == 9 && row.num2 == 0) return Bad{"num2", "须大于零", "must be above zero", "0"};
  if (row.rule == 55 && row.num == kNoNumber && row.num2 == kNoNumber) {
    return Bad{"num", "num（最小年龄）与 num2（最大年龄）至少填一个", "num (least age) or num2 (greatest age) must be given", {}};
  }
  if (row.rule == 55 && row.num != kNoNumber && row.num2 != kNoNumber && row.num > row.num2) {
    return Bad{"num", "不得大于 num2（最大年龄）", "must not exceed num2 (the greatest age)",
               format_trimmed(row.num, kQtyScale)};
  }
  if (row.rule == 9 && row.num == kNoNumber && row.num2 == kNoNumber) {
    return Bad{"num", "num 与 num2 至少填一个", "num or num2 must be given", {}};
  }
  return std::nullopt;
}

std::optional<Bad> read_row(const Cells& cell, PointRow& row) {
  const auto rule = parse_decimal(cell["rule_no"], 0);
  if (!rule.has_value() || *rule < 1 || *rule > 65535 || cell["rule_no"].find('.') != std::string::npos) {
    return Bad{"rule_no", "须为规则编号", "must be the number of a rule", cell["rule_no"]};
  }
  row.rule = static_cast<std::uint16_t>(*rule);
  const std::string& code = cell["code"];
  if (code.empty() || code.size() > 255 || code.find(';') != std::string::npos) {
    return Bad{"code", "须为一个编码（1 至 255 字节，不含分号）",
               "must be one code of 1 to 255 bytes without semicolons", code};
  }
  for (const auto& [column, target] : {std::pair{"num", &row.num}, std::pair{"num2", &row.num2}}) {
    if (cell[column].empty()) continue;
    const auto number = parse_decimal(cell[column], kQtyScale);
    if (!number.has_value() || *number < 0) {
      return Bad{column, "须为不小于零的普通小数", "must be a plain number, not negative", cell[column]};
    }
    *target = *number;
  }
  for (const auto& [column, target] :
       {std::pair{"valid_from", &row.valid_from}, std::pair{"valid_to", &row.valid_to}}) {
    if (cell[column].empty()) continue;
    const auto day = parse_day(cell[column]);
    if (!day.has_value()) return Bad{column, "须为日期 YYYY-MM-DD", "must be a date YYYY-MM-DD", cell[column]};
    *target = *day;
  }
  if (row.valid_from != kNoDay && row.valid_to != kNoDay && row.valid_to < row.valid_from) {
    return Bad{"valid_to", "不得早于 valid_from", "must not lie before valid_from", cell["valid_to"]};
  }
  const auto scope = parse_scope(cell["scope"]);
  if (!scope.has_value()) return Bad{"scope", "不是认识的范围", "is no scope we know", cell["scope"]};
  row.scope = *scope;
  const auto state = parse_state(cell["state"]);
  if (!state.has_value())
    return Bad{"state", "须为 official、listed、confirmed 或 reference",
               "must be official, listed, confirmed or reference", cell["state"]};
  row.state = *state;
  const std::string& flag = cell["needs_condition"];
  if (!flag.empty() && flag != "0" && flag != "1") return Bad{"needs_condition", "须为 0 或 1", "must be 0 or 1", flag};
  row.needs_condition = flag == "1";
  row.region = cell["region"];
  if (!std::ranges::all_of(row.region, [](char c) { return c >= '0' && c <= '9'; })) {
    return Bad{"region", "须为行政区划代码的前几位", "must be the first digits of a 行政区划 code", row.region};
  }
  row.name = cell["name"];
  row.value = cell["value"];
  row.value_name = cell["value_name"];
  row.unit = cell["unit"];
  row.basis = cell["basis"];
  row.point_id = cell["point_id"];
  return std::nullopt;
}

// The codes that the `code` column means; ranges in `value` become lists.
std::optional<Bad> read_codes(const std::string& code, const CodesOfPoint& codes_of, PointRow& row,
                              std::vector<std::string>& codes) {
  if (codes_of && code.starts_with("KP-")) {
    const std::vector<std::string>* known = codes_of(row.rule, code);
    if (known == nullptr || known->empty()) {
      return Bad{"code", "库中没有该规则的这个知识点：请核对编号（yishou knowledge show）",
                 "the base has no such point of this rule: check the id (yishou knowledge show)", code};
    }
    codes = *known;
  } else if (auto range = expand_range(code); range.has_value()) {
    codes = *std::move(range);
  } else {
    return Bad{"code", "范围的止码不得小于起码", "a range must not end before it begins", code};
  }
  auto value = expand_ranges(row.value);
  if (!value.has_value()) return Bad{"value", "范围的止码不得小于起码", "a range must not end before it begins", row.value};
  row.value = *std::move(value);
  return std::nullopt;
}

bool overlap(const PointRow& a, const PointRow& b) {
  const bool a_before_b = a.valid_to != kNoDay && b.valid_from != kNoDay && a.valid_to < b.valid_from;
  const bool b_before_a = b.valid_to != kNoDay && a.valid_from != kNoDay && b.valid_to < a.valid_from;
  return !a_before_b && !b_before_a;
}

}  // namespace

bool is_own_header(const std::vector<std::string>& header) {
  return std::ranges::find(header, "rule_no") != header.end() || std::ranges::find(header, "code") != header.end();
}

Result<OwnPoints> read_own_points(std::string_view text, std::string_view file, OwnCheck check,
                                  const CodesOfPoint& codes_of) {
  YISHOU_TRY(const csv::SmallTable table, csv::read_small_table(text, file));
  for (const std::string_view column : {"rule_no", "code"}) {
    if (table.column(column).has_value()) continue;
    return fail(ErrorCode::kBadInput,
                fmt::format("own points need the columns rule_no and code; add the column {}: {} row 1", column, file));
  }
  OwnPoints out;
  std::unordered_map<std::string, std::size_t> places;             // all columns but the code → place in rows
  std::unordered_map<std::string, std::vector<PointRow>> by_code;  // rows of one rule, code, scope and region
  const auto leave = [&](std::size_t row, std::string_view column, Why why, std::string_view what, std::string_view zh,
                         std::string_view en) {
    out.left.push_back({std::string{file}, {}, row, std::string{column}, why, std::string{shortened(what)}, zh, en});
  };
  for (const auto& fields : table.rows) {
    const Cells cell(table, fields);
    PointRow row;
    auto bad = read_row(cell, row);
    const std::string& code = cell["code"];
    std::vector<std::string> codes;
    if (!bad.has_value()) bad = read_codes(code, codes_of, row, codes);
    if (!bad.has_value() && check == OwnCheck::kMeaning) {
      if (rule_name(row.rule).empty() && (row.rule < kFirstOwnRule || row.rule > kLastOwnRule)) {
        bad = Bad{"rule_no", "没有这条规则（1–88，自有规则自 1001 起）",
                  "no rule has this number (1–88, own checks from 1001)", cell["rule_no"]};
      } else {
        bad = lacks(row);
      }
    }
    if (bad.has_value()) {
      leave(fields.number, bad->column, Why::kBadValue, bad->text, bad->zh, bad->en);
      continue;
    }
    if (check == OwnCheck::kMeaning) {
      auto& earlier = by_code[fmt::format("{}\t{}\t{}\t{}", row.rule, code, scope_word(row.scope), row.region)];
      const auto same = [&](const PointRow& other) {
        return other.value == row.value && other.num == row.num && other.num2 == row.num2;
      };
      const auto meets = std::ranges::find_if(
          earlier, [&](const PointRow& other) { return overlap(other, row) && (same(other) || !rows_join(row.rule)); });
      if (meets != earlier.end()) {
        leave(fields.number, "code", same(*meets) ? Why::kRepeated : Why::kContradicts, code, {}, {});
        continue;
      }
      if (!rows_join(row.rule)) earlier.push_back(row);
    }
    std::string key;
    for (const std::string_view column : kColumns) {
      if (column != "code") key += cell[column] + '\0';
    }
    // Without an id of its own every row is its own point, named by rule and code.
    if (row.point_id.empty()) {
      row.point_id = fmt::format("own-{}-{}", row.rule, code);
      key += code;
    }
    const auto [place, fresh] = places.emplace(std::move(key), out.rows.size());
    if (fresh) out.rows.push_back(std::move(row));
    std::vector<std::string>& all = out.rows[place->second].codes;
    for (std::string& one : codes) {
      if (all.empty() || all.back() != one) all.push_back(std::move(one));
    }
  }
  return out;
}

Result<Snapshot> snapshot_from_csv(std::string_view points_csv, std::string_view parameters_csv,
                                   std::string_view region) {
  std::vector<ParameterRow> parameter_rows;
  if (!csv::trim(parameters_csv).empty()) {
    YISHOU_TRY(parameter_rows, read_parameters(parameters_csv, "parameters"));
  }
  YISHOU_TRY(Parameters parameters, Parameters::build(std::move(parameter_rows), region));
  Snapshot::Builder builder;
  if (!csv::trim(points_csv).empty()) {
    YISHOU_TRY(const OwnPoints own, read_own_points(points_csv, "points", OwnCheck::kForm));
    for (const LeftOut& left : own.left) {
      if (!is_refusal(left.why)) continue;
      return fail(ErrorCode::kBadInput, fmt::format("{}: {} row {} column {}: {}", left.need_en, left.file, left.row,
                                                    left.column, left.text));
    }
    for (const PointRow& row : own.rows) {
      if (region.starts_with(row.region)) YISHOU_CHECK_OK(builder.add(row));
    }
  }
  return std::move(builder).build(std::move(parameters));
}

}  // namespace yishou::knowledge
