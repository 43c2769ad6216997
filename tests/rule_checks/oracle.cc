// The oracles' side of a check: claims and knowledge as SQL tables.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/check.h"
#include "claims.h"
#include "knowledge/own_points.h"
#include "knowledge/snapshot_builder.h"
#include "model/tables.h"

namespace yishou::rule_checks {

namespace {

std::string_view sql_type(model::ColumnKind kind) {
  switch (kind) {
    case model::ColumnKind::kText: return "VARCHAR";
    case model::ColumnKind::kDate: return "DATE";
    case model::ColumnKind::kTime: return "TIMESTAMP";
    case model::ColumnKind::kMoney: return "DECIMAL(18,2)";
    case model::ColumnKind::kQuantity: return "DECIMAL(18,4)";
    case model::ColumnKind::kPrice: return "DECIMAL(18,6)";
    case model::ColumnKind::kInteger: return "INTEGER";
  }
  return "";
}

std::string sql_text(std::string_view text) { return text.empty() ? "NULL" : duck::literal(text); }
std::string sql_day(Day day) { return day == kNoDay ? "NULL" : duck::literal(format_day(day)); }
std::string sql_number(std::int64_t number) { return number == kNoNumber ? "NULL" : format_decimal(number, kQtyScale); }

template <typename T>
T must(yishou::Result<T> result, const std::string& what) {
  if (!result.has_value()) {
    fmt::print(stderr, "{}\n{}\n", result.error().message, what);
    std::abort();
  }
  return std::move(*result);
}

duck::Database open_database() { return must(duck::Database::open("", {.spill_directory = {}}), "open"); }

}  // namespace

Oracle::Oracle()
    : database_(open_database()), connection_(must(database_.connect(), "connect")), common_ground_(read_file("tests/oracle/common_ground.sql")) {
  for (const model::Table& table : model::tables()) {
    std::string columns;
    for (const model::Column& column : table.columns) {
      columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.name, sql_type(column.kind));
    }
    execute(fmt::format("CREATE TABLE {} ({})", table.name, columns));
  }
  execute("CREATE TABLE points (point_no INTEGER, rule_no INTEGER, point_id VARCHAR, code VARCHAR, name VARCHAR, value VARCHAR, "
          "value_name VARCHAR, num DECIMAL(18,4), num2 DECIMAL(18,4), scope VARCHAR, valid_from DATE, valid_to DATE, "
          "needs_condition BOOLEAN)");
  execute("CREATE TABLE parameters (name VARCHAR, valid_from DATE, valid_to DATE, value DECIMAL(18,4))");
  execute("CREATE TABLE parameter_codes (name VARCHAR, valid_from DATE, valid_to DATE, code VARCHAR)");
}

void Oracle::execute(const std::string& sql) {
  const Status status = connection_.execute(sql);
  if (!status.has_value()) {
    fmt::print(stderr, "{}\n{}\n", status.error().message, sql);
    std::abort();
  }
}

void Oracle::know(const std::string& points_csv, const knowledge::Snapshot& snapshot) {
  execute("DELETE FROM points; DELETE FROM parameters; DELETE FROM parameter_codes");
  const auto own = must(knowledge::read_own_points(points_csv, "knowledge", knowledge::OwnCheck::kForm), points_csv);
  YISHOU_CHECK(own.left.empty(), "the knowledge of a golden file is well formed");
  const std::vector<knowledge::PointRow>& rows = own.rows;
  std::string values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const knowledge::PointRow& row = rows[i];
    if (row.state == knowledge::State::kReference) continue;
    for (const std::string& code : row.codes) {
      values += fmt::format("{}({},{},{},{},{},{},{},{},{},{},{},{},{})", values.empty() ? "" : ",", i, row.rule,
                            sql_text(row.point_id), sql_text(code), sql_text(row.name), sql_text(row.value),
                            sql_text(row.value_name), sql_number(row.num), sql_number(row.num2),
                            sql_text(knowledge::scope_word(row.scope)), sql_day(row.valid_from), sql_day(row.valid_to),
                            row.needs_condition ? "true" : "false");
    }
  }
  if (!values.empty()) execute("INSERT INTO points VALUES " + values);
  const knowledge::Parameters& parameters = snapshot.parameters();
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
        execute(fmt::format("INSERT INTO parameters VALUES ({},{})", span, sql_number(value)));
        continue;
      }
      for (const std::string& code : parameters.codes(definition.name).at(begins[i])) {
        execute(fmt::format("INSERT INTO parameter_codes VALUES ({},{})", span, duck::literal(code)));
      }
    }
  }
}

Answers Oracle::ask(const std::string& sql, const Claims& claims) {
  for (const model::Table& table : model::tables()) {
    const std::string name{table.name};
    execute("DELETE FROM " + name);
    const std::vector<Row>& rows = claims.rows(name);
    if (rows.empty()) continue;
    std::string columns, values;
    for (const model::Column& column : table.columns) {
      columns += fmt::format("{}{}", columns.empty() ? "" : ", ", column.name);
    }
    for (const Row& row : rows) {
      std::string cells;
      for (const model::Column& column : table.columns) {
        const auto found = row.find(std::string{column.name});
        cells += fmt::format("{}{}", cells.empty() ? "" : ",", found == row.end() ? "NULL" : sql_text(found->second));
      }
      values += fmt::format("{}({})", values.empty() ? "" : ",", cells);
    }
    execute(fmt::format("INSERT INTO {} ({}) VALUES {}", name, columns, values));
  }
  execute(common_ground_);
  // Lines with the same grain form one finding, named by its first line.
  const duck::Table table = must(connection_.query("SELECT bkkp_sn, answer, vola_fen::BIGINT, min(bkkp_sn) OVER (PARTITION BY "
                                                   "answer, grain) FROM (" + sql + ") ORDER BY 1"),
                                 sql);
  Answers answers;
  for (const std::vector<std::string>& row : table.rows) {
    if (row[1] == "accused") {
      const bool fresh = answers.accused.emplace(row[0], Answer{std::stoll(row[2]), row[3]}).second;
      if (!fresh) answers.undecided.push_back("accused twice: " + row[0]);
    } else {
      answers.undecided.push_back(row[0]);
    }
  }
  std::ranges::sort(answers.undecided);
  return answers;
}

}  // namespace yishou::rule_checks
