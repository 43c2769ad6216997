// Persons: what is at hand of one person, for who says why. Everybody sees what lies in his scope, and nothing of a person of
// whom nothing does.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "cases/cursor.h"
#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_view.h"
#include "server/json.h"
#include "server/person_facts.h"
#include "server/person_json.h"
#include "server/person_timeline.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using model::Index;

constexpr std::size_t kLeastReason = 4;
constexpr std::size_t kMostVisits = 1000;  // visits, and settlements, of one answer
constexpr int kMostFindings = 200;

Status check_reason(std::string_view reason) {
  const auto characters =
      std::ranges::count_if(reason, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) >= kLeastReason) return {};
  return refuse_param("reason", "查看该参保人的理由，至少 4 个字");
}

/// The person, after it was noted who looks and why; kNotFound when nothing lies in the scope.
struct SeenPerson {
  Places places;
  std::unique_ptr<PersonFacts> facts;
  std::vector<Index> visits, settlements, lines;
  cases::FindingPage findings;
};

// Findings are those that begin in the span.
Result<std::unique_ptr<SeenPerson>> look_at_person(const Call& call, std::string_view reason, TimeSpan span = {}) {
  YISHOU_CHECK_OK(check_reason(reason));
  const std::string_view psn_no = call.request.param("psn_no");
  auto seen =
      std::make_unique<SeenPerson>(SeenPerson{Places(call.app.live->current()->surroundings), {}, {}, {}, {}, {}});
  YISHOU_TRY(seen->facts, PersonFacts::read(call.app.facts->store(), seen->places, psn_no));
  const identity::Scope& scope = call.who.scope;
  seen->visits = seen->facts->visits(scope);
  seen->settlements = seen->facts->settlements(scope);
  seen->lines = seen->facts->lines(scope);
  YISHOU_TRY(seen->findings,
             call.app.findings->page({.psn_no = std::string{psn_no}, .from = span.from, .to = span.to}, scope,
                                     call.who.role, cases::Sort::kTime, true, "", kMostFindings));
  bool any = !seen->visits.empty() || !seen->settlements.empty() || !seen->lines.empty() ||
             !seen->findings.findings.empty() || (scope.is_national() && !seen->facts->empty());
  if (!any && !span.open()) {
    // Whether there is such a person does not depend on the span.
    YISHOU_TRY(const auto ever, call.app.findings->page({.psn_no = std::string{psn_no}}, scope, call.who.role,
                                                        cases::Sort::kTime, true, "", 1));
    any = !ever.findings.empty();
  }
  identity::Access access = call.access(identity::Action::kSeePerson);
  access.object_kind = identity::ObjectKind::kPerson;
  access.object_id = psn_no;
  access.reason = reason;
  access.result = any ? "ok" : "not_found";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  if (!any) return fail(ErrorCode::kNotFound, "没有这个参保人，或不在您的范围内 · no such person in your scope");
  return seen;
}

template <typename Show>
json::array first_of(const std::vector<Index>& rows, Show&& show) {
  json::array items;
  for (std::size_t i = 0; i < std::min(rows.size(), kMostVisits); ++i) items.push_back(show(rows[i]));
  return items;
}

// Sums of what is shown as in effect: refunds and what they undo are left in, as the bills have them.
json::object person_sums(const SeenPerson& seen) {
  Fen total = 0, fund = 0;
  for (const Index s : seen.settlements) {
    const model::Settlement& one = seen.facts->block().settlements[s];
    if (!one.valid) continue;
    if (one.total != kNoNumber) total += one.total;
    if (one.fund != kNoNumber) fund += one.fund;
  }
  return {{"visits", seen.visits.size()},
          {"settlements", seen.settlements.size()},
          {"lines", seen.lines.size()},
          {"medfee_sumamt", yuan(total)},
          {"fund_pay_sumamt", yuan(fund)}};
}

// The visits and settlements of the span; sums are of all that lies in the scope.
json::object timeline_json(const SeenPerson& seen, TimeSpan span) {
  const PersonFacts& facts = *seen.facts;
  std::vector<Index> visits, settlements;
  std::ranges::copy_if(seen.visits, std::back_inserter(visits), [&](Index v) {
    return span.touches(facts.block().visits[v].begin, facts.block().visits[v].end);
  });
  std::ranges::copy_if(seen.settlements, std::back_inserter(settlements),
                       [&](Index s) { return span.touches(facts.block().settlements[s].setl_time, kNoSecond); });
  return {{"visits", first_of(visits,
                              [&](Index v) {
    json::object one = visit_json(facts, v, seen.places);
    for (auto& [name, value] : visit_money_json(facts, v, seen.settlements)) one[name] = value;
    return one;
  })},
          {"more_visits", visits.size() > kMostVisits},
          {"settlements", first_of(settlements, [&](Index s) { return settlement_json(facts, s, seen.places); })},
          {"more_settlements", settlements.size() > kMostVisits},
          {"money_by_year", facts.empty() ? json::array{} : money_by_year_json(facts, seen.settlements)},
          {"dispensings", facts.empty() ? json::object{{"lanes", json::array{}}, {"more", false}}
                                        : dispensings_json(facts, seen.lines, span)}};
}

Status see_person(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"reason", "from", "to"}));
  TimeSpan span;
  YISHOU_TRY(span.from, params.time("from"));
  YISHOU_TRY(span.to, params.time("to"));
  if (span.from != kNoSecond && span.to != kNoSecond && span.from >= span.to) {
    return refuse_param("to", "晚于 from 的时间");
  }
  YISHOU_TRY(const auto seen, look_at_person(call, params.text("reason"), span));
  const PersonFacts& facts = *seen->facts;
  const bool known = !facts.empty();
  json::array findings;
  for (const cases::CaseFinding& one : seen->findings.findings) findings.push_back(finding_json(one, seen->places));
  json::object answer = timeline_json(*seen, span);
  answer["psn_no"] = call.request.param("psn_no");
  answer["gend"] = known ? sex_json(facts.person().sex) : json::value(nullptr);
  answer["brdy"] = known ? day_text(facts.person().birth) : json::value(nullptr);
  answer["totals"] = person_sums(*seen);
  answer["findings"] = std::move(findings);
  answer["more_findings"] = !seen->findings.next.empty();
  send(response, answer);
  return {};
}

/// Which lines of a person are asked for.
struct LineFilter {
  std::string_view mdtrt_id, setl_id;
  Second from = kNoSecond, to = kNoSecond;

  [[nodiscard]] bool takes(const model::ClaimBlock& block, Index line) const {
    const model::Lines& l = block.lines;
    const Index s = l.settlement[line], v = l.visit[line];
    if (!mdtrt_id.empty() && (v == model::kNone || block.visits[v].mdtrt_id != mdtrt_id)) return false;
    if (!setl_id.empty() && (s == model::kNone || block.settlements[s].setl_id != setl_id)) return false;
    if (from != kNoSecond && l.time[line] < from) return false;
    return to == kNoSecond || (l.time[line] != kNoSecond && l.time[line] < to);
  }
};

// Where a line stands among all of the person: by time, then number, then place, the latest first.
struct LinePlace {
  Second time;
  std::string_view sn;
  friend auto operator<=>(const LinePlace&, const LinePlace&) = default;
};

Status list_person_lines(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params,
             QueryParams::read(call.request, {"reason", "mdtrt_id", "setl_id", "from", "to", "limit", "cursor"}));
  LineFilter filter{.mdtrt_id = params.text("mdtrt_id"), .setl_id = params.text("setl_id")};
  YISHOU_TRY(filter.from, params.time("from"));
  YISHOU_TRY(filter.to, params.time("to"));
  YISHOU_TRY(const int limit, params.limit());
  const std::string search = fmt::format("person lines\n{}\n{}\n{}\n{}\n{}", call.request.param("psn_no"),
                                         filter.mdtrt_id, filter.setl_id, filter.from, filter.to);
  std::optional<cases::CursorPlace> after;
  if (params.has("cursor")) {
    after = cases::read_cursor(*call.app.sealer, search, params.text("cursor"));
    if (!after) return refuse_param("cursor", "上一页给出的游标，且查询条件不变");
  }
  YISHOU_TRY(const auto seen, look_at_person(call, params.text("reason")));
  const model::ClaimBlock& block = seen->facts->block();
  std::vector<std::pair<LinePlace, Index>> rows;
  for (const Index line : seen->lines) {
    const LinePlace place{block.lines.time[line], block.lines.sn[line]};
    if (!filter.takes(block, line) || (after && place >= LinePlace{after->id, after->key})) continue;
    rows.emplace_back(place, line);
  }
  std::ranges::sort(rows, std::greater<>{});
  const bool more = rows.size() > static_cast<std::size_t>(limit);
  if (more) rows.resize(static_cast<std::size_t>(limit));
  json::array items;
  for (const auto& [place, line] : rows) items.push_back(line_json(*seen->facts, line, seen->places));
  const std::string next =
      more ? cases::write_cursor(*call.app.sealer, search, {std::string{rows.back().first.sn}, rows.back().first.time})
           : std::string{};
  send(response, json::object{{"items", std::move(items)}, {"next", next_json(next)}});
  return {};
}

}  // namespace

void add_person_endpoints(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/persons/{psn_no}",
           .operation = "seePerson",
           .permission = identity::Permission::kReadPersons,
           .handle = see_person});
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/persons/{psn_no}/lines",
           .operation = "listPersonLines",
           .permission = identity::Permission::kReadPersons,
           .handle = list_person_lines});
}

}  // namespace yishou::server
