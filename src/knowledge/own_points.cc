#include "knowledge/own_points.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/code_range.h"
#include "knowledge/official_rules.h"
#include "knowledge/own_checks.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kColumns[] = {"rule_no", "point_id", "code",  "name",           "value",      "value_name",
                                         "num",     "num2",     "unit",  "scope",          "valid_from", "valid_to",
                                         "region",  "basis",    "state", "needs_condition"};
constexpr std::int64_t kFirstOwnRule = 1001, kLastOwnRule = 1999;

using Bad = CellRemark;

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

// Ranges may be written with a dash (C00–C97), as in print.
std::string with_hyphens(std::string text) {
  for (const std::string_view dash : {"–", "—"}) {
    for (std::size_t at = 0; (at = text.find(dash, at)) != std::string::npos;) text.replace(at, dash.size(), "-");
  }
  return text;
}

std::optional<Bad> read_row(const Cells& cell, PointRow& row) {
  const auto rule = parse_decimal(cell["rule_no"], 0);
  if (!rule.has_value() || *rule < 1 || *rule > 65535 || cell["rule_no"].find('.') != std::string::npos) {
    return Bad{"rule_no", "须为规则编号", "must be the number of a rule", cell["rule_no"]};
  }
  row.rule = static_cast<std::uint16_t>(*rule);
  const std::string code = with_hyphens(cell["code"]);
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
  row.value = with_hyphens(cell["value"]);
  row.value_name = cell["value_name"];
  row.unit = cell["unit"];
  row.basis = cell["basis"];
  row.point_id = cell["point_id"];
  return std::nullopt;
}

// The codes that the `code` column means. Ranges in `value` stay as they are: they are tested, not looked up.
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
  for (std::string_view rest = row.value; !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = csv::trim(rest.substr(0, end));
    if (!expand_range(part).has_value())
      return Bad{"value", "范围的止码不得小于起码", "a range must not end before it begins", std::string{part}};
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
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
  std::unordered_map<std::string, std::vector<PointRow>> by_code;  // rows of one rule, code, scope, region and state
  const auto remark = [&](std::size_t row, Why why, const Bad& bad) {
    return LeftOut{
        std::string{file}, {}, row, std::string{bad.column}, why, std::string{shortened(bad.text)}, bad.zh, bad.en};
  };
  // Why a row repeats or contradicts one above it: the same rule, code, scope, region and state on overlapping dates.
  const auto meets_earlier = [&](const PointRow& row, const std::vector<std::string>& codes) -> std::optional<LeftOut> {
    // Of rules whose rows join only the same limit again is of interest: it is part of the key.
    const std::string limit = rows_join(row.rule) ? fmt::format("{}\t{}\t{}", row.value, row.num, row.num2) : "";
    const auto key_of = [&](const std::string& code) {
      return fmt::format("{}\t{}\t{}\t{}\t{}\t{}", row.rule, code, scope_word(row.scope), row.region,
                         state_word(row.state), limit);
    };
    const auto same = [&](const PointRow& other) {
      return other.value == row.value && other.num == row.num && other.num2 == row.num2;
    };
    std::size_t repeated = 0;
    for (const std::string& code : codes) {
      const auto found = by_code.find(key_of(code));
      if (found == by_code.end()) continue;
      const auto meets = std::ranges::find_if(found->second, [&](const PointRow& other) {
        return overlap(other, row) && (same(other) || !rows_join(row.rule));
      });
      if (meets == found->second.end()) continue;
      if (!same(*meets)) return remark(0, Why::kContradicts, {"code", {}, {}, code});
      ++repeated;
    }
    if (repeated == codes.size()) return remark(0, Why::kRepeated, {"code", {}, {}, codes.front()});
    for (const std::string& code : codes) by_code[key_of(code)].push_back(row);
    return std::nullopt;
  };
  for (const auto& fields : table.rows) {
    const Cells cell(table, fields);
    PointRow row;
    std::vector<std::string> codes;
    auto bad = read_row(cell, row);
    if (!bad.has_value()) bad = read_codes(with_hyphens(cell["code"]), codes_of, row, codes);
    if (!bad.has_value() && check == OwnCheck::kMeaning) {
      if (rule_name(row.rule).empty() && (row.rule < kFirstOwnRule || row.rule > kLastOwnRule)) {
        bad = Bad{"rule_no", "没有这条规则（1–88，自有规则自 1001 起）",
                  "no rule has this number (1–88, own checks from 1001)", cell["rule_no"]};
      } else if (bad = lacks(row); !bad.has_value()) {
        bad = wrong_shape(row, codes);
      }
    }
    if (bad.has_value()) {
      out.left.push_back(remark(fields.number, Why::kBadValue, *bad));
      continue;
    }
    if (check == OwnCheck::kMeaning) {
      if (auto met = meets_earlier(row, codes); met.has_value()) {
        met->row = fields.number;
        out.left.push_back(*std::move(met));
        continue;
      }
      if (const auto odd = odd_shape(row, codes); odd.has_value())
        out.warnings.push_back(remark(fields.number, Why::kOddShape, *odd));
    }
    std::string key;
    for (const std::string_view column : kColumns) {
      if (column != "code") key += cell[column] + '\0';
    }
    // Without an id of its own every row is its own point, named by rule and code.
    if (row.point_id.empty()) {
      row.point_id = fmt::format("own-{}-{}", row.rule, cell["code"]);
      key += cell["code"];
    }
    const auto [place, fresh] = places.emplace(std::move(key), out.rows.size());
    if (fresh) {
      out.rows.push_back(std::move(row));
      out.numbers.push_back(fields.number);
    }
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
