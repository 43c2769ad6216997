// The oracles' side of a check: claims and knowledge as SQL tables.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "claims.h"
#include "knowledge/own_points.h"
#include "model/tables.h"
#include "oracle_tables.h"

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

/// A Status as a Result that must() can ask.
yishou::Result<bool> created(Status status) {
  if (!status.has_value()) return pass(status);
  return true;
}

template <typename T>
T must(yishou::Result<T> result, const std::string& what) {
  if (!result.has_value()) {
    fmt::print(stderr, "{}\n{}\n", result.error().message, what);
    std::abort();
  }
  return std::move(*result);
}

/// Findings by grain: what each accuses, and for how much.
std::map<std::string, std::map<std::string, Fen>> by_grain(const Answers& answers) {
  std::map<std::string, std::map<std::string, Fen>> out;
  for (const auto& [key, answer] : answers.accused) out[answer.grain][key] = answer.amount;
  return out;
}

/// The findings of both; what only one of them finds, or one cannot judge, is undecided.
Answers common_to(const Answers& with, const Answers& without) {
  Answers out;
  std::set<std::string> open{with.undecided.begin(), with.undecided.end()};
  open.insert(without.undecided.begin(), without.undecided.end());
  const auto first = by_grain(with), second = by_grain(without);
  const auto compare = [&](const auto& some, const auto& others, bool keep) {
    for (const auto& [grain, lines] : some) {
      const auto same = others.find(grain);
      const bool both = same != others.end() && same->second == lines;
      for (const auto& [key, amount] : lines) {
        if (both && keep) out.accused.emplace(key, Answer{amount, grain});
        // A finding without lines is undecided by its subject, which ends before what was observed.
        if (!both) open.insert(key.starts_with('@') ? key.substr(0, key.rfind('/')) : key);
      }
    }
  };
  compare(first, second, true);
  compare(second, first, false);
  out.undecided.assign(open.begin(), open.end());
  return out;
}

duck::Database open_database() { return must(duck::Database::open("", {.spill_directory = {}}), "open"); }

}  // namespace

Oracle::Oracle()
    : database_(open_database()),
      connection_(must(database_.connect(), "connect")),
      common_ground_(read_file("tests/oracle/common_ground.sql")),
      stays_(read_file("tests/oracle/stays.sql")) {
  for (const model::Table& table : model::tables()) {
    std::string columns;
    for (const model::Column& column : table.columns) {
      columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.name, sql_type(column.kind));
    }
    execute(fmt::format("CREATE TABLE {} ({})", table.name, columns));
  }
  must(created(create_knowledge_tables(connection_)), "knowledge tables");
}

void Oracle::execute(const std::string& sql) {
  const Status status = connection_.execute(sql);
  if (!status.has_value()) {
    fmt::print(stderr, "{}\n{}\n", status.error().message, sql);
    std::abort();
  }
}

void Oracle::know(const std::string& points_csv, const knowledge::Snapshot& snapshot) {
  // A rule without knowledge has no such section.
  const std::string csv = points_csv.empty() ? "rule_no,code\n" : points_csv;
  const auto own = must(knowledge::read_own_points(csv, "knowledge", knowledge::OwnCheck::kForm), points_csv);
  YISHOU_CHECK(own.left.empty(), "the knowledge of a golden file is well formed");
  must(created(fill_knowledge_tables(connection_, own.rows, snapshot.parameters())), points_csv);
}

Answers Oracle::ask(const std::string& sql, const Claims& claims, bool over_institutions) {
  for (const model::Table& table : model::tables()) {
    const std::string name{table.name};
    execute("DELETE FROM " + name);
    const std::vector<Row>& rows = claims.rows(name);
    if (rows.empty()) continue;
    // One literal for the whole table, cut apart inside the engine: binding a literal for each cell takes seconds.
    constexpr char kCellEnd = '\x1f', kRowEnd = '\x1e';
    std::string columns, cells, text;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      columns += fmt::format("{}{}", i == 0 ? "" : ", ", table.columns[i].name);
      cells += fmt::format("{}nullif(cells[{}], '')", i == 0 ? "" : ", ", i + 1);
    }
    for (const Row& row : rows) {
      if (!text.empty()) text += kRowEnd;
      for (const model::Column& column : table.columns) {
        const auto found = row.find(std::string{column.name});
        if (found != row.end()) text += found->second;
        text += kCellEnd;
      }
    }
    execute(
        fmt::format("INSERT INTO {} ({}) SELECT {} FROM (SELECT string_split(unnest(string_split({}, chr(30))), "
                    "chr(31)) AS cells)",
                    name, columns, cells, duck::literal(text)));
  }
  const Answers without = ask_in_world(sql, false);
  if (over_institutions) return without;
  const duck::Table doubtful = must(connection_.query("SELECT count(*)::VARCHAR FROM doubtful"), "doubtful");
  return doubtful.rows[0][0] == "0" ? without : common_to(ask_in_world(sql, true), without);
}

Answers Oracle::ask_in_world(const std::string& sql, bool has_doubtful) {
  execute(fmt::format("CREATE OR REPLACE TABLE world AS SELECT {} AS has_doubtful", has_doubtful));
  execute(common_ground_);
  if (sql.find("paid_") != std::string::npos) execute(stays_);
  // Lines with the same grain form one finding, named by its first line.
  const duck::Table table =
      must(connection_.query("SELECT bkkp_sn, answer, vola_fen::BIGINT, min(bkkp_sn) OVER (PARTITION BY "
                             "answer, grain) FROM (" +
                             sql + ") ORDER BY 1"),
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
