#include "cases/succession.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "cases/state.h"

namespace yishou::cases {
namespace {

// The system's own steps stand in the events beside those of persons.
constexpr std::string_view kSucceededStep = "succeeded", kSucceedsStep = "succeeds";

struct Earlier {
  std::int64_t id = 0;
  std::string state, assigned;
  std::int64_t version = 1;
  bool same_outcome = false;  // amount, observed value and limit
  bool same_basis = false;
  bool in_force = false;
  std::int64_t last_run_no = 0;

  [[nodiscard]] auto likeness() const {
    return std::tuple{same_outcome && same_basis, in_force, same_outcome, same_basis, last_run_no, id};
  }
};

std::vector<std::string_view> sorted(std::vector<std::string_view> lines) {
  std::ranges::sort(lines);
  return lines;
}

bool same_lines(std::string_view stored, const std::vector<std::string>& accused) {
  std::vector<std::string_view> earlier;
  while (!stored.empty()) {
    const auto end = std::min(stored.find(';'), stored.size());
    earlier.push_back(stored.substr(0, end));
    stored.remove_prefix(std::min(end + 1, stored.size()));
  }
  return sorted(std::move(earlier)) == sorted({accused.begin(), accused.end()});
}

// Where several accuse of the same (one rule, two points), the most alike.
Result<std::optional<Earlier>> earlier_of(sql::Transaction& transaction, const crypto::Sealer& sealer,
                                          const model::Finding& f, std::int64_t id, std::int64_t run_no) {
  YISHOU_TRY(
      const auto rows,
      transaction.query(
          fmt::format("SELECT id, state, assigned, version, vola, observed, limit_text, vola_evid, gone, "
                      "last_run_no, bkkp_sns FROM findings f WHERE rule_no = $1 AND psn_index = $2 AND institution = "
                      "$3 AND begin_time = $4 AND end_time = $5 AND (knowledge_version <> $6 OR rule_version <> $7) "
                      "AND id <> $8 AND last_run_no < $9 AND NOT EXISTS (SELECT 1 FROM finding_successions s "
                      "WHERE s.earlier = f.id){}",
                      transaction.dialect() == sql::Dialect::kPostgres ? " FOR UPDATE" : ""),
          {f.rule_no, sealer.blind_index("person", f.psn_no), f.fixmedins_code, f.begin_time, f.end_time,
           f.knowledge_version, f.rule_version, id, run_no}));
  std::optional<Earlier> best;
  for (const auto& row : rows) {
    if (!same_lines(row.text(10), f.bkkp_sns)) continue;
    const bool same = row.number(4) == f.vola_amt && row.text(5) == f.observed && row.text(6) == f.limit;
    Earlier one{.id = row.number(0),
                .state = row.text(1),
                .assigned = row.text(2),
                .version = row.number(3),
                .same_outcome = same,
                .same_basis = row.text(7) == f.vola_evid,
                .in_force = !row.truth(8),
                .last_run_no = row.number(9)};
    if (!best || one.likeness() > best->likeness()) best = std::move(one);
  }
  return best;
}

Status add_event(sql::Transaction& transaction, std::int64_t id, std::string_view step, std::string_view state,
                 std::string_view assigned, Second now) {
  YISHOU_CHECK_OK(transaction.change(
      "INSERT INTO finding_events SELECT id, version, $2, '', $3, state, $4, '', $5, '' FROM findings "
      "WHERE id = $1",
      {id, now, step, state, assigned}));
  return {};
}

// One that comes back after others had taken its place: its own earlier one is theirs now, so that links make no circle.
Status leave_chain(sql::Transaction& transaction, std::int64_t id) {
  YISHOU_TRY(const auto before,
             transaction.query("DELETE FROM finding_successions WHERE later = $1 RETURNING earlier", {id}));
  if (before.empty()) {
    YISHOU_CHECK_OK(transaction.change("DELETE FROM finding_successions WHERE earlier = $1", {id}));
  } else {
    YISHOU_CHECK_OK(transaction.change("UPDATE finding_successions SET earlier = $2 WHERE earlier = $1",
                                       {id, before[0].number(0)}));
  }
  return {};
}

}  // namespace

Result<bool> succeed(sql::Transaction& transaction, const crypto::Sealer& sealer, const model::Finding& finding,
                     std::int64_t id, std::int64_t run_no, Second now) {
  YISHOU_TRY(const auto earlier, earlier_of(transaction, sealer, finding, id, run_no));
  if (!earlier) return false;
  YISHOU_CHECK_OK(leave_chain(transaction, id));
  YISHOU_CHECK_OK(transaction.change("INSERT INTO finding_successions VALUES ($1, $2, $3)", {id, earlier->id, now}));
  YISHOU_CHECK_OK(transaction.change(
      "UPDATE findings SET gone = 1, version = version + 1, changed_at = $2 WHERE id = $1", {earlier->id, now}));
  YISHOU_CHECK_OK(add_event(transaction, earlier->id, kSucceededStep, earlier->state, earlier->assigned, now));
  const bool untouched = earlier->version == 1;
  if (untouched) return true;
  const bool judged_anew = earlier->state == name_of(State::kDismissed) && !earlier->same_outcome;
  const std::string state{judged_anew ? name_of(State::kNew) : std::string_view{earlier->state}};
  YISHOU_CHECK_OK(
      transaction.change("UPDATE findings SET version = version + 1, changed_at = $2 WHERE id = $1", {id, now}));
  YISHOU_CHECK_OK(add_event(transaction, id, kSucceedsStep, state, earlier->assigned, now));
  YISHOU_CHECK_OK(transaction.change("UPDATE findings SET state = $2, assigned = $3 WHERE id = $1",
                                     {id, state, earlier->assigned}));
  return true;
}

}  // namespace yishou::cases
