#include "cases/findings.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cases/cursor.h"
#include "cases/finding_places.h"
#include "cases/finding_rows.h"
#include "identity/masking.h"

namespace yishou::cases {
namespace {

struct Order {
  std::string_view column;
  bool is_text;
};

Order order_of(Sort sort) noexcept {
  switch (sort) {
    case Sort::kTaken: return {"id", false};
    case Sort::kAmount: return {"vola", false};
    case Sort::kTime: return {"begin_time", false};
    case Sort::kRule: return {"rule_no", false};
    case Sort::kInstitution: return {"institution", true};
  }
  return {"id", false};
}

std::string sort_key(const CaseFinding& row, std::int64_t id, Sort sort) {
  switch (sort) {
    case Sort::kTaken: return std::to_string(id);
    case Sort::kAmount: return std::to_string(row.finding.vola_amt);
    case Sort::kTime: return std::to_string(row.finding.begin_time);
    case Sort::kRule: return std::to_string(row.finding.rule_no);
    case Sort::kInstitution: return row.finding.fixmedins_code;
  }
  return {};
}

// The search in one text, for the signature of its cursor; lengths keep the parts apart.
std::string search_text(const Conditions& conditions, std::string_view order) {
  std::string text = fmt::format("{}\n{}\n", order, conditions.text);
  for (const auto& value : conditions.values) {
    const auto part = value.number() != nullptr ? std::to_string(*value.number()) : *value.text();
    text += fmt::format("{}:{}\n", part.size(), part);
  }
  return text;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

Result<CaseFinding> Findings::finding_of(const sql::Row& row, identity::Role role) const {
  CaseFinding out;
  auto& f = out.finding;
  f.finding_id = row.text(0);
  f.rule_no = static_cast<std::uint16_t>(row.number(1));
  f.rule_version = row.text(2);
  f.knowledge_version = row.text(3);
  f.verdict = static_cast<model::Verdict>(row.number(4));
  f.sev_deg = static_cast<std::uint8_t>(row.number(5));
  YISHOU_TRY(const auto person, sealer_.open(row.text(6), person_place(f.finding_id)));
  YISHOU_TRY(const auto doctor, sealer_.open(row.text(7), doctor_place(f.finding_id)));
  f.psn_no = identity::shown(role, identity::Sensitive::kPersonNumber, person);
  f.bilg_dr_code = identity::shown(role, identity::Sensitive::kDoctorCode, doctor);
  f.fixmedins_code = row.text(8);
  out.region = row.text(9);
  f.mdtrt_id = row.text(10);
  f.setl_id = row.text(11);
  f.begin_time = row.number(12);
  f.end_time = row.number(13);
  f.vola_amt = row.number(14);
  f.fund_amt = row.number(15);
  f.observed = row.text(16);
  f.limit = row.text(17);
  f.vola_cont = row.text(18);
  f.vola_evid = row.text(19);
  f.bkkp_sns = split_lines(row.text(20));
  f.related_bkkp_sns = split_lines(row.text(21));
  const auto state = state_of(row.text(22));
  if (!state)
    return fail(ErrorCode::kUnsupported,
                fmt::format("a finding is in a state that this program does not know; start the newer "
                            "version that wrote it: {}",
                            f.finding_id));
  out.state = *state;
  out.assigned = row.text(23);
  out.gone = row.truth(24);
  out.version = row.number(25);
  out.taken_at = row.number(26);
  out.changed_at = row.number(27);
  out.run_id = row.text(28);
  out.succeeds = row.text(30);
  out.succeeded_by = row.text(31);
  return out;
}

Result<FindingPage> Findings::page(const FindingFilter& filter, const identity::Scope& scope, identity::Role role,
                                   Sort sort, bool descending, std::string_view cursor, int limit) {
  if (limit < 1 || limit > 1000)
    return fail(ErrorCode::kBadCall, fmt::format("a page of findings has 1 to 1000; ask for fewer: {}", limit));
  YISHOU_TRY(auto where, conditions(filter, scope, sort));
  const auto order = order_of(sort);
  const auto direction = descending ? "DESC" : "ASC";
  const auto search = search_text(where, fmt::format("{} {}", order.column, direction));
  if (!cursor.empty()) {
    const auto place = read_cursor(sealer_, search, cursor);
    std::int64_t number = 0;
    if (place && !order.is_text) std::from_chars(place->key.data(), place->key.data() + place->key.size(), number);
    if (!place) return fail(ErrorCode::kBadCall, "this cursor is not of this search; begin again at the first page");
    const auto key = where.place(order.is_text ? sql::Value{place->key} : sql::Value{number});
    const auto id = where.place(place->id);
    where.text += fmt::format(" AND ({}, id) {} ({}, {})", order.column, descending ? "<" : ">", key, id);
  }
  const auto ordered = sort == Sort::kTaken ? fmt::format("id {}", direction)
                                            : fmt::format("{} {}, id {}", order.column, direction, direction);
  const auto most = where.place(limit + 1);
  YISHOU_TRY(const auto rows, database_.query(fmt::format("SELECT {} FROM findings f WHERE {} ORDER BY {} LIMIT {}",
                                                          kFindingColumns, where.text, ordered, most),
                                              where.values));
  FindingPage page;
  const auto count = std::min(rows.size(), static_cast<std::size_t>(limit));
  for (std::size_t i = 0; i < count; ++i) {
    YISHOU_TRY(auto finding, finding_of(rows[i], role));
    page.findings.push_back(std::move(finding));
  }
  if (rows.size() > count) {
    const auto id = rows[count - 1].number(kFindingIdColumn);
    page.next = write_cursor(sealer_, search, {sort_key(page.findings.back(), id, sort), id});
  }
  return page;
}

Result<CaseFinding> Findings::find(std::string_view finding_id, const identity::Scope& scope, identity::Role role) {
  Conditions where;
  where.add("finding_id =", finding_id);
  add_scope(where, scope, "", "");
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {} FROM findings f WHERE {}", kFindingColumns, where.text), where.values));
  if (rows.empty())
    return fail(ErrorCode::kNotFound, fmt::format("there is no such finding: {}", finding_id.substr(0, 80)));
  YISHOU_TRY(auto finding, finding_of(rows[0], role));
  YISHOU_TRY(const auto lines, database_.query("SELECT bkkp_sn, vola FROM finding_lines WHERE finding = $1",
                                               {rows[0].number(kFindingIdColumn)}));
  std::map<std::string_view, Fen> amounts;
  for (const auto& line : lines) amounts.emplace(line.text(0), line.number(1));
  for (const auto& sn : finding.finding.bkkp_sns) {
    const auto amount = amounts.find(sn);
    finding.finding.line_amounts.push_back(amount == amounts.end() ? 0 : amount->second);
  }
  return finding;
}

Result<std::vector<FindingEvent>> Findings::events(std::string_view finding_id, const identity::Scope& scope) {
  YISHOU_CHECK_OK(find(finding_id, scope, identity::Role::kAdministrator));
  YISHOU_TRY(
      const auto rows,
      database_.query("SELECT e.version, e.at, e.account_id, e.step, e.from_state, e.to_state, e.reason, e.assigned, "
                      "e.text_sealed FROM finding_events e JOIN findings f ON f.id = e.finding WHERE f.finding_id = $1 "
                      "ORDER BY e.version",
                      {finding_id}));
  std::vector<FindingEvent> events;
  for (const auto& row : rows) {
    YISHOU_TRY(auto text, sealer_.open(row.text(8), {"finding_events", "text_sealed",
                                                     fmt::format("{} {}", finding_id, row.number(0))}));
    events.push_back({row.number(0), row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                      row.text(7), std::move(text)});
  }
  return events;
}

}  // namespace yishou::cases
