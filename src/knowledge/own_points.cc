// Own points: rules.md's one CSV for all rules → rows.
#include <map>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kColumns[] = {"rule_no", "point_id", "code", "name", "value", "value_name", "num", "num2", "unit",
                                         "scope", "valid_from", "valid_to", "region", "basis", "state",
                                         "needs_condition"};

std::unexpected<Error> bad(std::string_view file, std::size_t row, std::string_view column, std::string_view what,
                           std::string_view value) {
  return fail(ErrorCode::kBadInput, fmt::format("{}: {} row {} column {}: {}", what, file, row, column, value.substr(0, 60)));
}

}  // namespace

Result<std::vector<PointRow>> read_own_points(std::string_view text, std::string_view file) {
  YISHOU_TRY(const csv::SmallTable table, csv::read_small_table(text, file));
  for (const std::string_view needed : {"rule_no", "code"}) {
    if (!table.column(needed).has_value()) {
      return fail(ErrorCode::kBadInput, fmt::format("own points need the columns rule_no and code: {} row 1 lacks {}", file, needed));
    }
  }
  std::vector<PointRow> rows;
  std::map<std::string, std::size_t> places;  // all columns but the code → place in rows
  for (const auto& fields : table.rows) {
    const auto cell = [&](std::string_view column) -> std::string {
      const auto at = table.column(column);
      return at.has_value() ? fields.fields[*at] : std::string{};
    };
    PointRow row;
    const auto state = parse_state(cell("state"));
    if (!state.has_value()) return bad(file, fields.number, "state", "must be official, confirmed or reference", cell("state"));
    row.state = *state;
    if (const std::string flag = cell("needs_condition"); !flag.empty() && flag != "0" && flag != "1") {
      return bad(file, fields.number, "needs_condition", "must be 0 or 1", flag);
    }
    row.needs_condition = cell("needs_condition") == "1";
    const auto rule = parse_decimal(cell("rule_no"), 0);
    if (!rule.has_value() || *rule < 1 || *rule > 65535 || cell("rule_no").find('.') != std::string::npos) {
      return bad(file, fields.number, "rule_no", "must be the number of a rule", cell("rule_no"));
    }
    row.rule = static_cast<std::uint16_t>(*rule);
    const std::string code = cell("code");
    if (code.empty() || code.size() > 255) {
      return bad(file, fields.number, "code", "must have 1 to 255 bytes", code);
    }
    for (const auto& [column, target] : {std::pair{"num", &row.num}, std::pair{"num2", &row.num2}}) {
      const std::string number = cell(column);
      if (number.empty()) continue;
      const auto parsed = parse_decimal(number, kQtyScale);
      if (!parsed.has_value() || *parsed < 0) return bad(file, fields.number, column, "must be a plain number, not negative", number);
      *target = *parsed;
    }
    for (const auto& [column, target] : {std::pair{"valid_from", &row.valid_from}, std::pair{"valid_to", &row.valid_to}}) {
      const std::string date = cell(column);
      if (date.empty()) continue;
      const auto parsed = parse_day(date);
      if (!parsed.has_value()) return bad(file, fields.number, column, "must be a date YYYY-MM-DD", date);
      *target = *parsed;
    }
    if (row.valid_from != kNoDay && row.valid_to != kNoDay && row.valid_to < row.valid_from) {
      return bad(file, fields.number, "valid_to", "must not lie before valid_from", cell("valid_to"));
    }
    const auto scope = parse_scope(cell("scope"));
    if (!scope.has_value()) return bad(file, fields.number, "scope", "is no scope we know (docs/formats/own-points.md)", cell("scope"));
    row.scope = *scope;
    row.name = cell("name");
    row.value = cell("value");
    row.value_name = cell("value_name");
    row.unit = cell("unit");
    row.region = cell("region");
    row.basis = cell("basis");
    row.point_id = cell("point_id");
    std::string key;
    for (const std::string_view column : kColumns) {
      if (column != "code") key += cell(column) + '\0';
    }
    // Without an id of its own every row is its own point, named by rule and code.
    if (row.point_id.empty()) {
      row.point_id = fmt::format("own-{}-{}", row.rule, code);
      key += code;
    }
    const auto [place, fresh] = places.emplace(std::move(key), rows.size());
    if (fresh) rows.push_back(std::move(row));
    rows[place->second].codes.push_back(code);
  }
  return rows;
}

Result<Snapshot> snapshot_from_csv(std::string_view points_csv, std::string_view parameters_csv, std::string_view region) {
  std::vector<ParameterRow> parameter_rows;
  if (!csv::trim(parameters_csv).empty()) {
    YISHOU_TRY(parameter_rows, read_parameters(parameters_csv, "parameters"));
  }
  YISHOU_TRY(Parameters parameters, Parameters::build(std::move(parameter_rows), region));
  Snapshot::Builder builder;
  if (!csv::trim(points_csv).empty()) {
    YISHOU_TRY(const std::vector<PointRow> rows, read_own_points(points_csv, "points"));
    for (const PointRow& row : rows) {
      if (region.starts_with(row.region)) YISHOU_CHECK_OK(builder.add(row));
    }
  }
  return std::move(builder).build(std::move(parameters));
}

}  // namespace yishou::knowledge
