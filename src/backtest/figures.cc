#include "backtest/figures.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "report/text.h"

namespace yishou::backtest {
namespace {

using Row = std::vector<std::string>;

// Counts and sums come as texts of whole numbers; "" is NULL, nothing to add up.
std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Measure measure(const Row& row, std::size_t at) {
  return {number(row[at]), number(row[at + 1]), number(row[at + 2]), number(row[at + 3]), number(row[at + 4])};
}

/// By rule; 0 is the total.
using ByRule = std::map<std::uint16_t, Figures>;

class Adder {
 public:
  explicit Adder(duck::Connection& connection) : connection_(connection) {}

  /// `rule` is what to add up by: the column rule_no, or 0 for all.
  Status add(const char* rule) {
    YISHOU_CHECK_OK(findings(rule));
    YISHOU_CHECK_OK(entities(rule, "psn_no", &Figures::persons));
    YISHOU_CHECK_OK(entities(rule, "fixmedins_code", &Figures::institutions));
    return lines(rule);
  }
  [[nodiscard]] const ByRule& figures() const { return figures_; }

 private:
  template <typename Take>
  Status each(const std::string& sql, Take&& take) {
    YISHOU_TRY(const duck::Table table, connection_.query(sql));
    for (const Row& row : table.rows) take(row, figures_[static_cast<std::uint16_t>(number(row[0]))]);
    return {};
  }

  static std::string sums_of(const char* column) {
    return fmt::format(
        "sum({0}) FILTER (side = 0), sum({0}) FILTER (side = 1), sum({0}) FILTER (change = 'added'), "
        "sum({0}) FILTER (change = 'dropped'), coalesce(sum({0}) FILTER (change = 'changed_to'), 0) - "
        "coalesce(sum({0}) FILTER (change = 'changed_from'), 0)",
        column);
  }

  Status findings(const char* rule) {
    return each(
        fmt::format("SELECT {} AS r, count(*) FILTER (side = 0), count(*) FILTER (side = 1), "
                    "count(*) FILTER (change = 'added'), count(*) FILTER (change = 'dropped'), "
                    "count(*) FILTER (change = 'changed_to'), {}, {} FROM (SELECT *, (vola_amt * 100)::BIGINT AS vola, "
                    "(fund_amt * 100)::BIGINT AS fund FROM judged) GROUP BY r",
                    rule, sums_of("vola"), sums_of("fund")),
        [](const Row& row, Figures& figures) {
      figures.findings = measure(row, 1);
      figures.vola = measure(row, 6);
      figures.fund = measure(row, 11);
    });
  }

  Status entities(const char* rule, const char* key, Measure Figures::* target) {
    return each(fmt::format("SELECT r, count(*) FILTER (n), count(*) FILTER (d), count(*) FILTER (d AND NOT n), "
                            "count(*) FILTER (n AND NOT d), count(*) FILTER (n AND d AND c) FROM ("
                            "SELECT {} AS r, {}, bool_or(side = 0) AS n, bool_or(side = 1) AS d, "
                            "bool_or(change IS NOT NULL) AS c FROM judged WHERE {} <> '' GROUP BY ALL) GROUP BY r",
                            rule, key, key),
                [&](const Row& row, Figures& figures) { figures.*target = measure(row, 1); });
  }

  Status lines(const char* rule) {
    return each(fmt::format("SELECT r, count(n), count(d), count(*) FILTER (n IS NULL), count(*) FILTER (d IS NULL), "
                            "count(*) FILTER (n <> d), sum(n), sum(d), sum(d) FILTER (n IS NULL), "
                            "sum(n) FILTER (d IS NULL), sum(d - n) FROM ("
                            "SELECT {} AS r, bkkp_sn, max(fen) FILTER (side = 0) AS n, max(fen) FILTER (side = 1) AS d "
                            "FROM lines GROUP BY ALL) GROUP BY r",
                            rule),
                [](const Row& row, Figures& figures) {
      figures.lines = measure(row, 1);
      figures.line_money = measure(row, 6);
    });
  }

  duck::Connection& connection_;
  ByRule figures_;
};

Result<std::vector<Touched>> touched(duck::Connection& connection, const char* keys, const char* present,
                                     const ComparisonOptions& options) {
  const auto sum = [](std::string_view change) {
    return fmt::format("coalesce(sum((vola_amt * 100)::BIGINT) FILTER (change = '{}'), 0)", change);
  };
  YISHOU_TRY(
      const duck::Table table,
      connection.query(fmt::format(
          "SELECT {0}, count(*) FILTER (change = 'added'), count(*) FILTER (change = 'dropped'), "
          "count(*) FILTER (change = 'changed_to') AS c, {2} AS va, {3} AS vd, {4} - {5} AS vc FROM judged "
          "WHERE change IS NOT NULL AND {1} <> '' GROUP BY {0} "
          "ORDER BY va + vd + abs(vc) DESC, count(*) DESC, {0} LIMIT {6}",
          keys, present, sum("added"), sum("dropped"), sum("changed_to"), sum("changed_from"), options.touched)));
  std::vector<Touched> out;
  for (const Row& row : table.rows) {
    Touched& one = out.emplace_back();
    one.code = row[0];
    one.institution = row[1];
    one.added = number(row[2]);
    one.dropped = number(row[3]);
    one.changed = number(row[4]);
    one.vola_added = number(row[5]);
    one.vola_dropped = number(row[6]);
    one.vola_changed = number(row[7]);
    const auto found = options.institutions.find(one.institution);
    if (found != options.institutions.end()) one.name = report::to_utf8(found->second);
  }
  return out;
}

Result<std::vector<Sample>> samples(duck::Connection& connection, std::size_t wanted) {
  // The side that accuses stands for the pair; of a changed one that of the draft.
  YISHOU_TRY(
      const duck::Table table,
      connection.query(fmt::format(
          "WITH chosen AS (SELECT * FROM judged WHERE change IN ('added', 'dropped', 'changed_to') "
          "QUALIFY row_number() OVER (PARTITION BY rule_no, change ORDER BY vola_amt DESC, psn_no, "
          "begin_time NULLS FIRST, first_bkkp_sn, finding_id) <= {}) "
          "SELECT c.rule_no, c.change, c.psn_no, c.fixmedins_code, c.begin_time, c.bkkp_sns, c.observed, "
          "c.\"limit\", c.vola_cont, (c.vola_amt * 100)::BIGINT, b.bkkp_sns, b.observed, b.\"limit\", b.vola_cont, "
          "(b.vola_amt * 100)::BIGINT FROM chosen c LEFT JOIN judged b ON b.pair = c.pair AND b.change = "
          "'changed_from' "
          "ORDER BY c.rule_no, c.change, c.vola_amt DESC, c.psn_no, c.begin_time NULLS FIRST, c.first_bkkp_sn, "
          "c.finding_id",
          wanted)));
  const auto side = [](const Row& row, std::size_t at) {
    return SampleSide{row[at], row[at + 1], row[at + 2], row[at + 3], number(row[at + 4])};
  };
  std::vector<Sample> out;
  for (const Row& row : table.rows) {
    const bool changed = row[1] == "changed_to", dropped = row[1] == "dropped";
    Sample& one = out.emplace_back();
    one.rule_no = static_cast<std::uint16_t>(number(row[0]));
    one.change = changed ? "changed" : row[1];
    one.psn_no = row[2];
    one.fixmedins_code = row[3];
    one.begin_time = row[4];
    (dropped ? one.now : one.draft) = side(row, 5);
    if (changed) one.now = side(row, 10);
  }
  return out;
}

}  // namespace

Result<Outcome> add_up(duck::Connection& connection, const ComparisonOptions& options) {
  Adder adder(connection);
  YISHOU_CHECK_OK(adder.add("0"));
  YISHOU_CHECK_OK(adder.add("rule_no"));
  Outcome outcome;
  ByRule figures = adder.figures();
  outcome.total = figures[0];
  for (const report::RuleName& rule : options.rules) outcome.by_rule.push_back({rule, figures[rule.number]});
  std::ranges::sort(outcome.by_rule, {}, [](const RuleFigures& one) { return one.rule.number; });
  YISHOU_TRY(outcome.institutions, touched(connection, "fixmedins_code, fixmedins_code", "fixmedins_code", options));
  YISHOU_TRY(outcome.doctors, touched(connection, "bilg_dr_code, fixmedins_code", "bilg_dr_code", options));
  YISHOU_TRY(outcome.samples, samples(connection, options.samples));
  return outcome;
}

report::TotalsSheet outcome_sheet(const Outcome& outcome) {
  using report::Cell;
  report::TotalsSheet sheet{{10, 40, 26, 14, 14, 14, 14, 14}, {}};
  sheet.row({Cell::title("现行与拟改之比较 Now and draft")});
  sheet.heads({"规则 rule_no", "规则名称 rule", "数量 quantity", "现行 now", "拟改 draft", "新增 added", "消失 dropped",
               "改变 changed"});
  const auto rows = [&](std::int64_t number, std::string_view name, const Figures& figures, bool once) {
    const auto row = [&](std::string_view what, const Measure& of, bool money) {
      const auto cell = [&](std::int64_t value) {
        return money ? Cell::money(value) : Cell{Cell::Kind::kCount, {}, value};
      };
      sheet.row({number == 0 ? Cell::words("全部 all") : Cell::number(number), Cell::words(name), Cell::words(what),
                 cell(of.now), cell(of.draft), cell(of.added), cell(of.dropped), cell(of.changed)});
    };
    row("疑点 findings", figures.findings, false);
    row("费用行 lines", figures.lines, false);
    row("参保人 persons", figures.persons, false);
    row("机构 institutions", figures.institutions, false);
    row("涉及金额 amount", figures.vola, true);
    row("其中基金 fund", figures.fund, true);
    if (once) row("每行只计一次 each line once", figures.line_money, true);
  };
  rows(0, "合计 total", outcome.total, true);
  for (const RuleFigures& rule : outcome.by_rule) {
    if (rule.figures.findings.now != 0 || rule.figures.findings.draft != 0)
      rows(rule.rule.number, rule.rule.name_zh, rule.figures, false);
  }
  const auto people = [&](std::string_view title, const std::vector<Touched>& list) {
    if (list.empty()) return;
    sheet.row({});
    sheet.row({Cell::title(title)});
    sheet.heads(
        {"", "编码 code", "机构 institution", "新增 added", "消失 dropped", "新增金额", "消失金额", "改变金额"});
    for (const Touched& one : list) {
      sheet.row({Cell::words(""), Cell::words(one.code), Cell::words(one.name.empty() ? one.institution : one.name),
                 Cell{Cell::Kind::kCount, {}, one.added}, Cell{Cell::Kind::kCount, {}, one.dropped},
                 Cell::money(one.vola_added), Cell::money(one.vola_dropped), Cell::money(one.vola_changed)});
    }
  };
  people("涉及最多的机构 Most touched institutions", outcome.institutions);
  people("涉及最多的医师 Most touched doctors", outcome.doctors);
  return sheet;
}

}  // namespace yishou::backtest
