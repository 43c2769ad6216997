// The overview: what was billed and what is in dispute in a period, what changed, where, and what to look at first.
#include <fmt/format.h>

#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_query.h"
#include "server/finding_view.h"
#include "server/json.h"
#include "server/overview_ranks.h"
#include "server/period.h"
#include "server/traffic_summary.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr Day kOverviewDays = 90;
constexpr Day kMostDaysByWeek = 190;  // longer periods are shown by month
constexpr std::size_t kMostInstitutions = 10, kMostRegions = 100;
constexpr int kMostGrave = 10;
constexpr std::uint8_t kGrave = 1;  // sev_deg

/// What the overview is about: the period, and the one before of equal length.
struct Sight {
  Period period, before;
  cases::FindingFilter filter;  ///< of the period

  [[nodiscard]] cases::FindingFilter filter_of(Period of) const {
    cases::FindingFilter out = filter;
    out.from = start_of(of.from);
    out.to = start_of(of.to);
    return out;
  }
};

std::vector<cases::State> open_states() { return {cases::State::kNew, cases::State::kAsked, cases::State::kAnswered}; }

// What may be recovered: clear violations that nobody dismissed.
cases::FindingFilter recoverable(cases::FindingFilter filter) {
  filter.verdict = model::Verdict::kViolation;
  filter.states = open_states();
  filter.states.push_back(cases::State::kConfirmed);
  return filter;
}

json::object group_json(const cases::DisputeGroup& group) {
  return {{"findings", group.findings}, {"lines", group.lines}, {"vola_amt_distinct_lines", yuan(group.vola_lines)}};
}

Result<json::array> dispute_groups(const Call& call, const Sight& sight, cases::GroupBy by) {
  YISHOU_TRY(const auto groups, call.app.findings->disputes(sight.filter, call.who.scope, by));
  json::array items;
  for (const cases::DisputeGroup& group : groups) {
    json::object one = group_json(group);
    one["key"] = group_key_shown(group.key, by);
    items.push_back(std::move(one));
  }
  return items;
}

// The begin of the week (Monday) or month that holds the day, and of the one after.
Period span_of(Day day, bool by_week) {
  if (by_week) {
    const Day monday = day - (day % 7 + 7 + 3) % 7;  // day 0 was a Thursday
    return {monday, monday + 7};
  }
  CivilDate date = civil_from_day(day);
  date.day = 1;
  const Day from = day_from_civil(date);
  date.month += 1;
  if (date.month > 12) date = {date.year + 1, 1, 1};
  return {from, day_from_civil(date)};
}

Result<json::object> trend(const Call& call, const Sight& sight, const ClaimsSeen& claims) {
  const bool by_week = sight.period.days() <= kMostDaysByWeek;
  const auto by = by_week ? cases::GroupBy::kWeek : cases::GroupBy::kMonth;
  YISHOU_TRY(const auto groups, call.app.findings->disputes(sight.filter, call.who.scope, by));
  std::map<std::string_view, const cases::DisputeGroup*> by_key;
  for (const cases::DisputeGroup& group : groups) by_key[group.key] = &group;
  json::array items;
  for (Day day = sight.period.from; day < sight.period.to;) {
    const Period span = span_of(day, by_week);
    const Period shown{day, std::min(span.to, sight.period.to)};
    const std::string first = format_day(span.from);
    const std::string key = by_week ? first : first.substr(0, 7);
    const auto group = by_key.find(key);
    json::object one = group_json(group == by_key.end() ? cases::DisputeGroup{} : *group->second);
    one["key"] = key;
    one["from"] = format_day(shown.from);
    one["to"] = format_day(shown.to);
    one["claims"] = claims.sums_json(shown);
    items.push_back(std::move(one));
    day = span.to;
  }
  return json::object{{"by", by_week ? "week" : "month"}, {"items", std::move(items)}};
}

Result<json::object> sums_of(const Call& call, const Sight& sight, const ClaimsSeen& claims, Period period) {
  const cases::FindingFilter filter = sight.filter_of(period);
  YISHOU_TRY(const auto dispute, call.app.findings->totals(filter, call.who.scope));
  YISHOU_TRY(const auto clear, call.app.findings->totals(recoverable(filter), call.who.scope));
  return json::object{
      {"from", format_day(period.from)},
      {"to", format_day(period.to)},
      {"claims", claims.sums_json(period)},
      {"dispute", totals_json(dispute)},
      {"recoverable",
       json::object{{"findings", clear.findings}, {"lines", clear.lines}, {"amount", yuan(clear.vola_lines)}}}};
}

Result<json::array> gravest(const Call& call, const Sight& sight, const Places& places) {
  cases::FindingFilter filter = sight.filter;
  filter.sev_deg = kGrave;
  filter.states = open_states();
  YISHOU_TRY(const auto page,
             call.app.findings->page(filter, call.who.scope, call.who.role, cases::Sort::kTaken, true, "", kMostGrave));
  json::array items;
  for (const cases::CaseFinding& one : page.findings) items.push_back(finding_json(one, places));
  return items;
}

// Of today, for who may see traffic; else null.
Result<json::value> traffic_today(const Call& call, const Places& places) {
  if (!identity::may(call.who, identity::Permission::kReadTraffic)) return json::value(nullptr);
  const Second since = start_of(day_of(call.now.beijing()));
  YISHOU_TRY(SummedTraffic summed, sum_traffic(*call.app.reminders, places, call.who.scope, since, ""));
  json::object out = summed.summary.sums_json();
  out["since"] = time_text(since);
  out["complete"] = summed.complete;
  return out;
}

Result<Sight> read_sight(const Call& call) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"from", "to", "region"}));
  YISHOU_TRY(const Period period, read_period(call, params, kOverviewDays));
  Sight sight{.period = period, .before = {period.from - period.days(), period.from}, .filter = {}};
  sight.filter.region = params.text("region");
  sight.filter = sight.filter_of(period);
  return sight;
}

Status see_overview(const Call& call, http::Response& response) {
  YISHOU_TRY(const Sight sight, read_sight(call));
  const Places places(call.app.live->current()->surroundings);
  const ClaimsSeen claims(call.app.volumes->current(), places, call.who.scope, sight.filter.region);
  json::object answer{{"region", sight.filter.region}, {"volumes_counted_at", claims.counted_at()}};
  YISHOU_TRY(answer["now"], sums_of(call, sight, claims, sight.period));
  YISHOU_TRY(answer["before"], sums_of(call, sight, claims, sight.before));
  YISHOU_TRY(answer["by_verdict"], dispute_groups(call, sight, cases::GroupBy::kVerdict));
  YISHOU_TRY(answer["by_family"], dispute_groups(call, sight, cases::GroupBy::kFamily));
  YISHOU_TRY(answer["trend"], trend(call, sight, claims));
  YISHOU_TRY(const auto disputed,
             call.app.findings->disputes(recoverable(sight.filter), call.who.scope, cases::GroupBy::kInstitution));
  const OverviewRanks ranks(disputed, claims, sight.period, places);
  answer["institutions"] = ranks.institutions(kMostInstitutions);
  answer["regions"] = ranks.regions(kMostRegions);
  YISHOU_TRY(answer["gravest"], gravest(call, sight, places));
  YISHOU_TRY(answer["traffic"], traffic_today(call, places));
  identity::Access access = call.access(identity::Action::kSearchFindings);
  describe_search(call, sight.filter, access);
  access.result = "ok";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  send(response, answer);
  return {};
}

}  // namespace

void add_overview_endpoint(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/overview",
           .operation = "seeOverview",
           .permission = identity::Permission::kReadFindings,
           .handle = see_overview});
}

}  // namespace yishou::server
