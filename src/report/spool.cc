#include "report/spool.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "report/columns.h"
#include "report/text.h"

namespace yishou::report {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{16} << 20;

std::string_view sql_type_of(ColumnType type) {
  switch (type) {
    case ColumnType::kText: return "VARCHAR";
    case ColumnType::kInteger: return "INTEGER";
    case ColumnType::kTime: return "TIMESTAMP";
    case ColumnType::kMoney: return "DECIMAL(18,2)";
  }
  YISHOU_CHECK(false, "a column type of ours");
}

std::string_view text_of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::kViolation: return "violation";
    case model::Verdict::kSuspicion: return "suspicion";
    case model::Verdict::kIndeterminate: return "indeterminate";
  }
  YISHOU_CHECK(false, "a verdict of ours");
}

std::string column_list() {
  std::string list;
  for (const Column& column : kColumns) {
    if (!list.empty()) list += ", ";
    list += duck::identifier(column.name);
  }
  return list;
}

// Counts and sums come as texts of whole numbers.
template <typename T>
T number(const std::string& text) {
  T value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

constexpr const char* kCounted = "verdict <> 'indeterminate'";

}  // namespace

Result<Spool> Spool::create(const std::string& file, const std::string& spill_folder, const WriterOptions& options) {
  // One thread: what is written then depends on the rows alone, to the byte.
  YISHOU_TRY(duck::Database database, duck::Database::open(file, {.threads = 1,
                                                                  .memory_bytes = options.memory_bytes,
                                                                  .spill_directory = spill_folder,
                                                                  .keep_order = true}));
  YISHOU_TRY(duck::Connection connection, database.connect());
  std::string columns;
  for (const Column& column : kColumns) {
    columns += fmt::format("{} {}, ", duck::identifier(column.name), sql_type_of(column.type));
  }
  YISHOU_CHECK_OK(
      connection.execute(fmt::format("CREATE TABLE findings (side INTEGER, {}first_bkkp_sn VARCHAR)", columns)));
  YISHOU_CHECK_OK(connection.execute(
      "CREATE TABLE lines (side INTEGER, bkkp_sn VARCHAR, rule_no INTEGER, fixmedins_code VARCHAR, fen BIGINT)"));
  // One transaction: full row groups go straight to the file instead of twice through the log.
  YISHOU_CHECK_OK(connection.execute("BEGIN TRANSACTION"));
  YISHOU_TRY(duck::Appender findings, connection.appender("findings"));
  YISHOU_TRY(duck::Appender lines, connection.appender("lines"));
  Spool spool(std::move(database), std::move(connection), std::move(findings), std::move(lines));
  for (const RuleName& rule : options.rules) spool.rules_[rule.number] = rule;
  return spool;
}

void Spool::text(std::string_view value) {
  pending_ += value.size();
  if (is_utf8(value)) return findings_.text(value);
  findings_.text(to_utf8(value));
}

void Spool::joined(const std::vector<std::string>& values) {
  if (values.size() == 1) return text(values.front());
  std::string all;
  for (const std::string& value : values) {
    if (!all.empty()) all += ';';
    all += value;
  }
  text(all);
}

Status Spool::add(const model::Finding& finding, int side) {
  const auto named = rules_.find(finding.rule_no);
  static const RuleName kUnnamed;
  const RuleName& rule = named == rules_.end() ? kUnnamed : named->second;
  findings_.int32(side);
  text(finding.finding_id);
  findings_.int32(finding.rule_no);
  text(rule.code);
  text(rule.name_zh);
  text(finding.rule_version);
  text(finding.knowledge_version);
  text(text_of(finding.verdict));
  findings_.int32(finding.sev_deg);
  text(finding.psn_no);
  text(finding.fixmedins_code);
  text(finding.mdtrt_id);
  text(finding.setl_id);
  text(finding.bilg_dr_code);
  joined(finding.bkkp_sns);
  joined(finding.related_bkkp_sns);
  findings_.timestamp(finding.begin_time);
  findings_.timestamp(finding.end_time);
  findings_.decimal2(finding.vola_amt);
  findings_.decimal2(finding.fund_amt);
  text(finding.observed);
  text(finding.limit);
  text(finding.vola_cont);
  text(finding.vola_evid);
  text(finding.bkkp_sns.empty() ? std::string_view{} : std::string_view{finding.bkkp_sns.front()});
  YISHOU_CHECK_OK(findings_.end_row());
  if (finding.verdict != model::Verdict::kIndeterminate) {
    for (std::size_t i = 0; i < finding.bkkp_sns.size(); ++i) {
      const std::string& sn = finding.bkkp_sns[i];
      lines_.int32(side);
      lines_.text(is_utf8(sn) ? std::string_view{sn} : to_utf8(sn));
      lines_.int32(finding.rule_no);
      lines_.text(is_utf8(finding.fixmedins_code) ? std::string_view{finding.fixmedins_code}
                                                  : to_utf8(finding.fixmedins_code));
      lines_.int64(i < finding.line_amounts.size() ? finding.line_amounts[i] : 0);
      YISHOU_CHECK_OK(lines_.end_row());
      pending_ += sn.size() + finding.fixmedins_code.size() + sizeof(Fen);
    }
  }
  if (pending_ >= kFlushBytes) {
    YISHOU_CHECK_OK(findings_.flush());
    YISHOU_CHECK_OK(lines_.flush());
    pending_ = 0;
  }
  return {};
}

Status Spool::seal() {
  YISHOU_CHECK_OK(findings_.finish());
  YISHOU_CHECK_OK(lines_.finish());
  return connection_.execute("COMMIT");
}

Result<FindingTotals> Spool::totals(const WriterOptions& options) {
  FindingTotals totals;
  YISHOU_CHECK_OK(
      connection_.execute("CREATE TEMP TABLE per_line AS SELECT bkkp_sn, min(fixmedins_code) AS fixmedins_code, "
                          "max(fen) AS fen FROM lines GROUP BY bkkp_sn"));
  YISHOU_TRY(
      const duck::Table whole,
      connection_.query(fmt::format(
          "SELECT count(*) FILTER (verdict = 'violation'), count(*) FILTER (verdict = 'suspicion'), "
          "count(*) FILTER (verdict = 'indeterminate'), coalesce(sum((vola_amt * 100)::BIGINT) FILTER ({0}), 0), "
          "coalesce(sum((fund_amt * 100)::BIGINT) FILTER ({0}), 0), (SELECT count(*) FROM per_line), "
          "(SELECT coalesce(sum(fen), 0) FROM per_line) FROM findings",
          kCounted)));
  const auto& w = whole.rows.front();
  totals.violations = number<std::uint64_t>(w[0]);
  totals.suspicions = number<std::uint64_t>(w[1]);
  totals.indeterminate = number<std::uint64_t>(w[2]);
  totals.findings = totals.violations + totals.suspicions;
  totals.vola_amt = number<Fen>(w[3]);
  totals.fund_amt = number<Fen>(w[4]);
  totals.lines = number<std::uint64_t>(w[5]);
  totals.vola_amt_distinct_lines = number<Fen>(w[6]);

  std::map<std::uint16_t, RuleTotal> by_rule;
  for (const RuleName& rule : options.rules) by_rule[rule.number].rule = rule;
  YISHOU_TRY(const duck::Table rules,
             connection_.query(fmt::format(
                 "SELECT rule_no, count(*) FILTER ({0}), coalesce(sum((vola_amt * 100)::BIGINT) FILTER ({0}), 0), "
                 "count(*) FILTER (NOT {0}) FROM findings GROUP BY rule_no",
                 kCounted)));
  for (const auto& row : rules.rows) {
    RuleTotal& rule = by_rule[number<std::uint16_t>(row[0])];
    rule.rule.number = number<std::uint16_t>(row[0]);
    rule.findings = number<std::uint64_t>(row[1]);
    rule.vola_amt = number<Fen>(row[2]);
    rule.indeterminate = number<std::uint64_t>(row[3]);
  }
  YISHOU_TRY(const duck::Table lines,
             connection_.query(
                 "SELECT rule_no, count(*) FROM (SELECT DISTINCT rule_no, bkkp_sn FROM lines) GROUP BY rule_no"));
  for (const auto& row : lines.rows) by_rule[number<std::uint16_t>(row[0])].lines = number<std::uint64_t>(row[1]);
  for (auto& [number, rule] : by_rule) totals.by_rule.push_back(std::move(rule));

  YISHOU_TRY(
      const duck::Table places,
      connection_.query(fmt::format(
          "WITH f AS (SELECT fixmedins_code, count(*) AS findings FROM findings WHERE {} GROUP BY fixmedins_code), "
          "l AS (SELECT fixmedins_code, count(*) AS lines, sum(fen) AS fen FROM per_line GROUP BY fixmedins_code) "
          "SELECT f.fixmedins_code, f.findings, coalesce(l.lines, 0), coalesce(l.fen, 0) AS fen FROM f "
          "LEFT JOIN l USING (fixmedins_code) ORDER BY fen DESC, f.findings DESC, f.fixmedins_code",
          kCounted)));
  for (const auto& row : places.rows) {
    InstitutionTotal place{
        row[0], {}, number<std::uint64_t>(row[1]), number<std::uint64_t>(row[2]), number<Fen>(row[3])};
    const auto found = options.institutions.find(place.code);
    if (found != options.institutions.end()) place.name = to_utf8(found->second);
    totals.by_institution.push_back(std::move(place));
  }
  return totals;
}

std::string Spool::select_sorted() const {
  return fmt::format(
      "SELECT {} FROM findings ORDER BY rule_no, psn_no, begin_time NULLS FIRST, first_bkkp_sn, finding_id",
      column_list());
}

std::string Spool::select_cases(std::span<const std::string_view> states, bool guarded) const {
  std::string columns;
  for (const Column& column : kColumns) {
    const std::string name = duck::identifier(column.name);
    columns += guarded && column.type == ColumnType::kText
                   ? fmt::format(
                         "CASE WHEN regexp_matches(f.{0}, '^[=+@\\-\\t\\r\\n]') THEN '''' || f.{0} "
                         "ELSE f.{0} END AS {0}, ",
                         name)
                   : fmt::format("f.{}, ", name);
  }
  std::string state = "CASE f.side";
  for (std::size_t i = 0; i < states.size(); ++i) state += fmt::format(" WHEN {} THEN {}", i, duck::literal(states[i]));
  // The order is that of the table's columns, not of the guarded ones.
  return fmt::format(
      "SELECT {}{} END AS state FROM findings f ORDER BY f.rule_no, f.psn_no, f.begin_time NULLS FIRST, "
      "f.first_bkkp_sn, f.finding_id",
      columns, state);
}

}  // namespace yishou::report
