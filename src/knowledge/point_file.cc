#include "knowledge/point_file.h"

#include <array>

#include <fmt/format.h>

#include "csv/records.h"
#include "csv/small_table.h"

namespace yishou::knowledge {
namespace {

// Order of the columns; stored, append only.
enum Column : std::size_t {
  kRule,
  kPoint,
  kName,
  kCodes,
  kValue,
  kValueName,
  kNum,
  kNum2,
  kUnit,
  kScopeColumn,
  kValidFrom,
  kValidTo,
  kRegion,
  kStateColumn,
  kNeeds,
  kBatch,
  kDocument,
  kRow,
  kPublished,
  kSupersedes,
  kBasis,
  kColumns
};
constexpr std::string_view kHeader =
    "rule_no,point_id,name,codes,value,value_name,num,num2,unit,scope,valid_from,valid_to,region,state,needs_condition,"
    "batch,"
    "document,row,published_at,supersedes,basis";

std::unexpected<Error> damaged(std::string_view file, std::size_t row, std::string_view column,
                               std::string_view value) {
  return fail(ErrorCode::kBadInput,
              fmt::format("a stored point is damaged: restore the file from a copy, or make the base anew: "
                          "{} row {} column {}: {}",
                          file, row, column, value.substr(0, 60)));
}

bool read_number(std::string_view text, std::int64_t& out) {
  if (text.empty()) return true;
  const auto number = parse_decimal(text, kQtyScale);
  if (number.has_value()) out = *number;
  return number.has_value();
}

bool read_day(std::string_view text, Day& out) {
  if (text.empty()) return true;
  const auto day = parse_day(text);
  if (day.has_value()) out = *day;
  return day.has_value();
}

}  // namespace

std::string_view point_file_header() { return kHeader; }

void append_point(std::string& out, const StoredPoint& point) {
  const PointRow& row = point.row;
  std::string codes;
  for (const std::string& code : row.codes) {
    if (!codes.empty()) codes += ';';
    codes += code;
  }
  const std::array<std::string, kColumns> fields{fmt::format("{}", row.rule),
                                                 row.point_id,
                                                 row.name,
                                                 codes,
                                                 row.value,
                                                 row.value_name,
                                                 format_trimmed(row.num, kQtyScale),
                                                 format_trimmed(row.num2, kQtyScale),
                                                 row.unit,
                                                 std::string{scope_word(row.scope)},
                                                 format_day(row.valid_from),
                                                 format_day(row.valid_to),
                                                 row.region,
                                                 std::string{state_word(row.state)},
                                                 row.needs_condition ? "1" : "",
                                                 point.batch,
                                                 point.document,
                                                 point.document_row,
                                                 format_day(point.published_at),
                                                 point.supersedes,
                                                 row.basis};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    csv::append_field(out, fields[i]);
  }
  out += '\n';
}

std::string write_points(const std::vector<StoredPoint>& points) {
  std::string out{kHeader};
  out += '\n';
  for (const StoredPoint& point : points) append_point(out, point);
  return out;
}

Result<std::vector<StoredPoint>> read_points(std::string_view text, std::string_view file) {
  csv::SmallReader reader(text, file);
  std::vector<std::string_view> fields;
  YISHOU_TRY(const bool any, reader.next(fields));
  if (!any || !text.starts_with(kHeader) || fields.size() != kColumns) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("this is no batch file of our schema, or one of another version: restore it, or "
                            "make the base anew: {} row 1",
                            file));
  }
  if (!text.ends_with('\n')) {
    return fail(ErrorCode::kBadInput,
                fmt::format("the file breaks off in its last row: restore it from a copy, or make the base "
                            "anew: {}",
                            file));
  }
  std::vector<StoredPoint> points;
  for (;;) {
    YISHOU_TRY(const bool more, reader.next(fields));
    if (!more) return points;
    const std::size_t number = reader.row();
    if (fields.size() != kColumns) return damaged(file, number, "(count)", fmt::format("{} fields", fields.size()));
    StoredPoint& point = points.emplace_back();
    PointRow& row = point.row;
    const auto rule = parse_decimal(fields[kRule], 0);
    if (!rule.has_value() || *rule < 1 || *rule > 65535) return damaged(file, number, "rule_no", fields[kRule]);
    row.rule = static_cast<std::uint16_t>(*rule);
    row.point_id = fields[kPoint];
    if (row.point_id.empty()) return damaged(file, number, "point_id", fields[kPoint]);
    row.name = fields[kName];
    for (std::string_view rest = fields[kCodes]; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      if (end == 0 || end > 255) return damaged(file, number, "codes", rest);
      row.codes.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    row.value = fields[kValue];
    row.value_name = fields[kValueName];
    if (!read_number(fields[kNum], row.num)) return damaged(file, number, "num", fields[kNum]);
    if (!read_number(fields[kNum2], row.num2)) return damaged(file, number, "num2", fields[kNum2]);
    row.unit = fields[kUnit];
    const auto scope = parse_scope(fields[kScopeColumn]);
    if (!scope.has_value()) return damaged(file, number, "scope", fields[kScopeColumn]);
    row.scope = *scope;
    if (!read_day(fields[kValidFrom], row.valid_from)) return damaged(file, number, "valid_from", fields[kValidFrom]);
    if (!read_day(fields[kValidTo], row.valid_to)) return damaged(file, number, "valid_to", fields[kValidTo]);
    row.region = fields[kRegion];
    const auto state = parse_state(fields[kStateColumn]);
    if (!state.has_value()) return damaged(file, number, "state", fields[kStateColumn]);
    row.state = *state;
    row.needs_condition = fields[kNeeds] == "1";
    point.batch = fields[kBatch];
    point.document = fields[kDocument];
    point.document_row = fields[kRow];
    if (!read_day(fields[kPublished], point.published_at))
      return damaged(file, number, "published_at", fields[kPublished]);
    point.supersedes = fields[kSupersedes];
    row.basis = fields[kBasis];
  }
}

std::string basis_of(const StoredPoint& point) {
  if (!point.row.basis.empty()) return point.row.basis;
  if (point.document.empty()) return point.row.point_id;
  return point.document_row.empty() ? fmt::format("《{}》", point.document)
                                    : fmt::format("《{}》第{}行", point.document, point.document_row);
}

}  // namespace yishou::knowledge
