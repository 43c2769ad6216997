#include "cases/intake.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cases/conditions.h"
#include "cases/finding_places.h"
#include "cases/state.h"
#include "cases/succession.h"
#include "sql/text.h"

namespace yishou::cases {
namespace {

constexpr std::size_t kMaxFindingTextBytes = 64 * 1024;

// The system's own steps stand in the events beside those of persons.
constexpr std::string_view kGoneStep = "gone", kReturnedStep = "returned";

std::int64_t month_of(Second time) {
  if (time == kNoSecond) return 0;
  const auto date = civil_from_day(day_of(time));
  return date.year * 100 + date.month;
}

Status check_finding(const model::Finding& finding) {
  const std::string_view texts[] = {finding.finding_id, finding.rule_version,   finding.knowledge_version,
                                    finding.psn_no,     finding.fixmedins_code, finding.mdtrt_id,
                                    finding.setl_id,    finding.bilg_dr_code,   finding.bilg_dept_codg,
                                    finding.observed,   finding.limit,          finding.vola_cont,
                                    finding.vola_evid};
  for (const auto text : texts)
    if (text.size() > kMaxFindingTextBytes || !sql::is_storable(text))
      return fail(ErrorCode::kBadInput,
                  fmt::format("a finding holds a text that is not UTF-8, has a NUL or is longer than {} "
                              "bytes; look at the extract: {}",
                              kMaxFindingTextBytes, finding.finding_id.substr(0, 80)));
  if (finding.finding_id.empty() || finding.finding_id.size() > 128)
    return fail(ErrorCode::kBadInput,
                "a finding has no id, or one longer than 128 bytes; look at the run that made it");
  if (!finding.line_amounts.empty() && finding.line_amounts.size() != finding.bkkp_sns.size())
    return fail(ErrorCode::kBadInput,
                fmt::format("a finding has not one amount for each of its lines; look at the run that "
                            "made it: {}",
                            finding.finding_id));
  return {};
}

Result<std::int64_t> take_numbers(sql::Transaction& transaction, std::string_view counter, std::int64_t count) {
  YISHOU_TRY(
      const auto rows,
      transaction.query("UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value", {counter, count}));
  if (rows.empty())
    return fail(ErrorCode::kBadInput,
                fmt::format("a counter is missing; restore the database from its backup: {}", counter));
  return rows[0].number(0) - count + 1;
}

}  // namespace

Result<Intake> Intake::begin(sql::Database& database, const crypto::Sealer& sealer, std::string_view run_id,
                             Second now) {
  if (run_id.empty() || run_id.size() > 128)
    return fail(ErrorCode::kBadCall, "a run has an id of 1 to 128 bytes; give one");
  YISHOU_TRY(auto transaction, database.begin());
  // The number is taken first: it holds the counter, so that two beginners of one run do not both make it.
  YISHOU_TRY(const auto number, take_numbers(transaction, "run", 1));
  YISHOU_TRY(const auto rows,
             transaction.query("SELECT run_no, finished_at FROM finding_runs WHERE run_id = $1", {run_id}));
  if (!rows.empty() && !rows[0][1].is_null())
    return fail(ErrorCode::kConflict, fmt::format("the findings of this run were taken already: {}", run_id));
  if (!rows.empty()) return Intake{database, sealer, rows[0].number(0)};
  YISHOU_CHECK_OK(transaction.change("INSERT INTO finding_runs VALUES ($1, $2, $3, NULL)", {number, run_id, now}));
  YISHOU_CHECK_OK(transaction.commit());
  return Intake{database, sealer, number};
}

Result<Taken> Intake::take(std::span<const model::Finding> findings, Second now) {
  for (const auto& finding : findings) YISHOU_CHECK_OK(check_finding(finding));
  Taken taken;
  YISHOU_TRY(auto transaction, database_->begin());
  YISHOU_TRY(auto id, take_numbers(transaction, "finding", static_cast<std::int64_t>(findings.size())));
  for (const auto& finding : findings) {
    YISHOU_TRY(
        const auto there,
        transaction.query("UPDATE findings SET last_run_no = CASE WHEN last_run_no < $2 THEN $2 ELSE last_run_no END, "
                          "department = $3 WHERE finding_id = $1 RETURNING id, gone",
                          {finding.finding_id, run_no_, finding.bilg_dept_codg}));
    if (there.empty()) {
      YISHOU_CHECK_OK(insert(transaction, finding, id, now));
      YISHOU_TRY(const bool succeeded, succeed(transaction, *sealer_, finding, id++, run_no_, now));
      taken.succeeded += succeeded ? 1 : 0;
      ++taken.added;
      continue;
    }
    ++taken.known;
    if (!there[0].truth(1)) continue;
    YISHOU_CHECK_OK(revive(transaction, there[0].number(0), now));
    YISHOU_TRY(const bool succeeded, succeed(transaction, *sealer_, finding, there[0].number(0), run_no_, now));
    taken.succeeded += succeeded ? 1 : 0;
    ++taken.returned;
  }
  YISHOU_CHECK_OK(transaction.commit());
  return taken;
}

Status Intake::insert(sql::Transaction& transaction, const model::Finding& finding, std::int64_t id, Second now) {
  YISHOU_TRY(const auto institution,
             transaction.query("SELECT admdvs FROM institutions WHERE code = $1", {finding.fixmedins_code}));
  const std::string admdvs = institution.empty() ? "" : institution[0].text(0);
  const auto& f = finding;
  YISHOU_CHECK_OK(
      transaction.change("INSERT INTO findings VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                         "$14, $15, $16, $17, $18, $19, "
                         "$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, 'new', '', 0, 1, $30, $30, $31)",
                         {id,
                          f.finding_id,
                          run_no_,
                          f.rule_no,
                          f.rule_version,
                          f.knowledge_version,
                          static_cast<int>(f.verdict),
                          f.sev_deg,
                          sealer_->blind_index("person", f.psn_no),
                          sealer_->seal(f.psn_no, person_place(f.finding_id)),
                          sealer_->blind_index("doctor", f.bilg_dr_code),
                          sealer_->seal(f.bilg_dr_code, doctor_place(f.finding_id)),
                          f.fixmedins_code,
                          admdvs.substr(0, 2),
                          admdvs.substr(0, 4),
                          admdvs,
                          f.mdtrt_id,
                          f.setl_id,
                          f.begin_time,
                          f.end_time,
                          month_of(f.begin_time),
                          f.vola_amt,
                          f.fund_amt,
                          f.observed,
                          f.limit,
                          f.vola_cont,
                          f.vola_evid,
                          fmt::format("{}", fmt::join(f.bkkp_sns, ";")),
                          fmt::format("{}", fmt::join(f.related_bkkp_sns, ";")),
                          now,
                          f.bilg_dept_codg}));
  std::map<std::string_view, Fen> lines;
  for (std::size_t i = 0; i < f.bkkp_sns.size(); ++i) {
    auto& amount = lines[f.bkkp_sns[i]];
    if (i < f.line_amounts.size()) amount = std::max(amount, f.line_amounts[i]);
  }
  for (const auto& [line, amount] : lines)
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO finding_lines VALUES ($1, $2, $3, $4)", {id, f.fixmedins_code, line, amount}));
  return {};
}

Status Intake::revive(sql::Transaction& transaction, std::int64_t id, Second now) {
  YISHOU_CHECK_OK(transaction.change(
      "UPDATE findings SET gone = 0, version = version + 1, changed_at = $2 WHERE id = $1", {id, now}));
  YISHOU_CHECK_OK(
      transaction.change("INSERT INTO finding_events SELECT id, version, $2, '', $3, state, state, '', assigned, '' "
                         "FROM findings WHERE id = $1",
                         {id, now, kReturnedStep}));
  return {};
}

Result<std::int64_t> Intake::finish(const Coverage& coverage, Second now) {
  Conditions gone;
  gone.text = "gone = 0";
  gone.add("last_run_no <", run_no_);
  add_region(gone, coverage.region, "");
  if (coverage.from != kNoSecond) gone.add("begin_time >=", coverage.from);
  if (coverage.to != kNoSecond) gone.add("end_time <", coverage.to);
  if (!coverage.rules.empty()) {
    std::vector<std::string> places;
    for (const auto rule : coverage.rules) places.push_back(gone.place(rule));
    gone.text += fmt::format(" AND rule_no IN ({})", fmt::join(places, ", "));
  }
  YISHOU_TRY(auto transaction, database_->begin());
  YISHOU_TRY(const auto ended,
             transaction.change("UPDATE finding_runs SET finished_at = $2 WHERE run_no = $1 AND finished_at IS NULL",
                                {run_no_, now}));
  if (ended == 0) return fail(ErrorCode::kConflict, "this run was finished already");
  const auto at = gone.place(now);
  YISHOU_TRY(const auto rows,
             transaction.query(fmt::format("UPDATE findings SET gone = 1, version = version + 1, changed_at = "
                                           "{} WHERE {} RETURNING id",
                                           at, gone.text),
                               gone.values));
  for (const auto& row : rows)
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO finding_events SELECT id, version, $2, '', $3, state, state, '', assigned, '' "
                           "FROM findings WHERE id = $1",
                           {row.number(0), now, kGoneStep}));
  // What the planner knows of the tables; without it SQLite takes every index for as good as another.
  YISHOU_CHECK_OK(transaction.change("ANALYZE findings"));
  YISHOU_CHECK_OK(transaction.commit());
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace yishou::cases
