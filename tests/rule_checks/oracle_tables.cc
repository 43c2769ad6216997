#include "oracle_tables.h"

#include <algorithm>

#include <fmt/format.h>

namespace yishou::rule_checks {
namespace {

constexpr std::size_t kRowsOfAnInsert = 2000;

std::string sql_text(std::string_view text) { return text.empty() ? "NULL" : duck::literal(text); }
std::string sql_day(Day day) { return day == kNoDay ? "NULL" : duck::literal(format_day(day)); }
std::string sql_number(std::int64_t number) { return number == kNoNumber ? "NULL" : format_decimal(number, kQtyScale); }

// Collects rows and inserts many at once.
class Inserter {
 public:
  Inserter(duck::Connection& connection, std::string table) : connection_(connection), table_(std::move(table)) {}
  [[nodiscard]] Status add(const std::string& row) {
    values_ += values_.empty() ? row : "," + row;
    return ++rows_ < kRowsOfAnInsert ? Status{} : flush();
  }
  [[nodiscard]] Status flush() {
    if (values_.empty()) return {};
    const Status status = connection_.execute("INSERT INTO " + table_ + " VALUES " + values_);
    values_.clear();
    rows_ = 0;
    return status;
  }

 private:
  duck::Connection& connection_;
  std::string table_, values_;
  std::size_t rows_ = 0;
};

Status fill_points(duck::Connection& connection, const std::vector<knowledge::PointRow>& points) {
  Inserter inserter(connection, "points");
  for (std::size_t i = 0; i < points.size(); ++i) {
    const knowledge::PointRow& row = points[i];
    if (row.state == knowledge::State::kReference) continue;
    for (const std::string& code : row.codes) {
      YISHOU_CHECK_OK(inserter.add(fmt::format(
          "({},{},{},{},{},{},{},{},{},{},{},{},{},{})", i, row.rule, sql_text(row.point_id), sql_text(code),
          sql_text(row.name), sql_text(row.value), sql_text(row.value_name), sql_number(row.num), sql_number(row.num2),
          sql_text(knowledge::scope_word(row.scope)), sql_day(row.valid_from), sql_day(row.valid_to),
          row.needs_condition ? "true" : "false", sql_text(row.unit))));
    }
  }
  return inserter.flush();
}

Status fill_parameters(duck::Connection& connection, const knowledge::Parameters& parameters) {
  Inserter numbers(connection, "parameters");
  Inserter codes(connection, "parameter_codes");
  for (const knowledge::ParameterDefinition& definition : knowledge::Parameters::definitions()) {
    std::vector<Day> begins{kNoDay};
    for (const knowledge::ParameterRow& row : parameters.rows()) {
      if (row.name == definition.name && row.from != kNoDay) begins.push_back(row.from);
    }
    std::ranges::sort(begins);
    for (std::size_t i = 0; i < begins.size(); ++i) {
      const std::string span = fmt::format("{},{},{}", duck::literal(definition.name), sql_day(begins[i]),
                                           i + 1 < begins.size() ? sql_day(begins[i + 1]) : "NULL");
      if (!definition.is_codes) {
        const std::int64_t value = parameters.number(definition.name).at(begins[i]);
        YISHOU_CHECK_OK(numbers.add(fmt::format("({},{})", span, sql_number(value))));
        continue;
      }
      for (const std::string& code : parameters.codes(definition.name).at(begins[i])) {
        YISHOU_CHECK_OK(codes.add(fmt::format("({},{})", span, duck::literal(code))));
      }
    }
  }
  YISHOU_CHECK_OK(numbers.flush());
  return codes.flush();
}

}  // namespace

Status create_knowledge_tables(duck::Connection& connection) {
  return connection.execute(
      "CREATE TABLE points (point_no INTEGER, rule_no INTEGER, point_id VARCHAR, code VARCHAR, name VARCHAR, value "
      "VARCHAR, "
      "value_name VARCHAR, num DECIMAL(18,4), num2 DECIMAL(18,4), scope VARCHAR, valid_from DATE, valid_to DATE, "
      "needs_condition BOOLEAN, unit VARCHAR);"
      "CREATE TABLE parameters (name VARCHAR, valid_from DATE, valid_to DATE, value DECIMAL(18,4));"
      "CREATE TABLE parameter_codes (name VARCHAR, valid_from DATE, valid_to DATE, code VARCHAR)");
}

Status fill_knowledge_tables(duck::Connection& connection, const std::vector<knowledge::PointRow>& points,
                             const knowledge::Parameters& parameters) {
  YISHOU_CHECK_OK(connection.execute("DELETE FROM points; DELETE FROM parameters; DELETE FROM parameter_codes"));
  YISHOU_CHECK_OK(fill_points(connection, points));
  return fill_parameters(connection, parameters);
}

}  // namespace yishou::rule_checks
