// Pre-check traffic: what was asked before the bill, what was answered, and what the doctors did. Persons are told apart by the
// begin of a blind index only.
#include <fmt/format.h>

#include "cases/cursor.h"
#include "gateway/feedback.h"
#include "identity/masking.h"
#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_view.h"
#include "server/json.h"
#include "server/places.h"
#include "server/query_params.h"
#include "server/traffic_summary.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownIndex = 8;       // hex digits
constexpr std::size_t kMostLooked = 20'000;  // requests read for one page
constexpr std::int64_t kMostMinutes = 24 * 60, kUsualMinutes = 60;

json::object reminder_json(const LoggedReminder& one) {
  return {{"jr_id", one.jr_id},
          {"rule_no", one.rule_no},
          {"rule_name", rule_name(one.rule_no)},
          {"sev_deg", one.severity},
          {"vola_amt", yuan(one.amount)}};
}

json::object request_json(const LoggedRequest& request, const Call& call, const Places& places) {
  json::array reminders;
  for (const LoggedReminder& one : request.reminders) reminders.push_back(reminder_json(one));
  return {{"number", request.number},
          {"at", time_text(request.at)},
          {"transaction", request.transaction},
          {"trig_scen", request.scene},
          {"fixmedins_code", request.institution},
          {"fixmedins_name", places.name_of(request.institution)},
          {"dr_code", identity::shown(call.who.role, identity::Sensitive::kDoctorCode, request.doctor)},
          {"person", request.person_index.substr(0, kShownIndex)},
          {"mdtrt_id", request.mdtrt_id},
          {"lines", request.lines},
          {"history_lines", request.history_lines},
          {"verdict_us", request.verdict_us},
          {"total_us", request.total_us == 0 ? json::value(nullptr) : json::value(request.total_us)},
          {"failed", request.failed},
          {"undecided", request.undecided},
          {"reminders", std::move(reminders)}};
}

Status record_traffic(const Call& call, std::string_view institution, std::string_view what, std::string_view result) {
  identity::Access access = call.access(identity::Action::kSeeTraffic);
  if (!institution.empty()) {
    access.object_kind = identity::ObjectKind::kInstitution;
    access.object_id = institution;
  }
  access.reason = what;
  access.result = result;
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

Status list_traffic(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params,
             QueryParams::read(call.request, {"institution", "reminders", "limit", "cursor"}));
  const std::string_view institution = params.text("institution");
  YISHOU_TRY(const bool only_reminders, params.flag("reminders"));
  YISHOU_TRY(const int limit, params.limit());
  const std::string search = fmt::format("traffic\n{}\n{}", only_reminders, institution);
  std::uint64_t before = 0;
  if (params.has("cursor")) {
    const auto place = cases::read_cursor(*call.app.sealer, search, params.text("cursor"));
    if (!place) return refuse_param("cursor", "上一页给出的游标，且查询条件不变");
    before = static_cast<std::uint64_t>(place->id);
  }
  const Places places(call.app.live->current()->surroundings);
  json::array items;
  std::size_t looked = 0;
  std::uint64_t last = 0;
  bool more = false;
  YISHOU_CHECK_OK(call.app.reminders->each(before, [&](const LoggedRequest& request) {
    // A page ends when it is full, or after much that did not fit: the next one goes on from there.
    more = items.size() == static_cast<std::size_t>(limit) || looked == kMostLooked;
    if (more) return false;
    ++looked;
    last = request.number;
    const bool wanted = (institution.empty() || request.institution == institution) &&
                        (!only_reminders || !request.reminders.empty()) &&
                        places.sees(call.who.scope, request.institution);
    if (wanted) items.push_back(request_json(request, call, places));
    return true;
  }));
  YISHOU_CHECK_OK(record_traffic(call, institution, only_reminders ? "requests with reminders" : "requests", "ok"));
  const std::string next =
      more ? cases::write_cursor(*call.app.sealer, search, {"", static_cast<std::int64_t>(last)}) : std::string{};
  send(response, json::object{{"items", std::move(items)}, {"next", next_json(next)}});
  return {};
}

// Institutions in the scope that may ask at the gateway and did not.
Result<json::array> silent_institutions(const Call& call, const TrafficSummary& summary, const Places& places) {
  YISHOU_TRY(const auto settings, call.app.institution_settings->all());
  json::array silent;
  for (const identity::InstitutionSettings& one : settings) {
    if (!one.active || summary.has(one.institution) || !places.sees(call.who.scope, one.institution)) continue;
    silent.push_back(
        json::object{{"fixmedins_code", one.institution}, {"fixmedins_name", places.name_of(one.institution)}});
  }
  return silent;
}

Status see_traffic_summary(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"minutes", "institution"}));
  YISHOU_TRY(const auto asked, params.integer("minutes", 1, kMostMinutes));
  const std::int64_t minutes = asked.value_or(kUsualMinutes);
  const Second since = call.now.beijing() - minutes * 60;
  const std::string_view institution = params.text("institution");
  const Places places(call.app.live->current()->surroundings);
  YISHOU_TRY(SummedTraffic summed, sum_traffic(*call.app.reminders, places, call.who.scope, since, institution));
  json::array silent;
  if (institution.empty()) {
    YISHOU_TRY(silent, silent_institutions(call, summed.summary, places));
  }
  YISHOU_CHECK_OK(record_traffic(call, institution, "summary", "ok"));
  json::object answer = summed.summary.json(places);
  answer["minutes"] = minutes;
  answer["since"] = time_text(since);
  answer["complete"] = summed.complete;
  answer["silent"] = std::move(silent);
  send(response, answer);
  return {};
}

// What the reminder said and what it rests on; null for those that were logged before this was kept.
json::value grounds_json(const LoggedReminder& one) {
  if (one.verdict == LoggedReminder::kNoVerdict) return nullptr;
  json::array orders;
  for (const LoggedOrder& order : one.orders) {
    orders.push_back(json::object{
        {"med_list_codg", order.item},
        {"time", time_text(order.time)},
        {"cnt", order.cnt == kNoNumber ? json::value(nullptr) : json::value(format_trimmed(order.cnt, kQtyScale))},
        {"det_item_fee_sumamt", yuan(order.amount)},
        {"vola_amt", yuan(order.vola)},
        {"accused", order.accused}});
  }
  return json::object{{"verdict", name_of(static_cast<model::Verdict>(one.verdict))},
                      {"vola_cont", one.content},
                      {"vola_evid", one.basis},
                      {"observed", one.observed},
                      {"limit", one.limit},
                      {"rule_version", one.rule_version},
                      {"knowledge_version", one.knowledge_version},
                      {"orders", std::move(orders)}};
}

json::value feedback_json(const LoggedFeedback& feedback) {
  const bool changed = feedback.disposal == static_cast<std::uint8_t>(gateway::Disposal::kChange);
  return json::object{{"at", time_text(feedback.at)},
                      {"warn_type", feedback.stage},
                      {"dspo_way", feedback.disposal},
                      {"heeded", changed},
                      {"reason", feedback.reason}};
}

Status see_reminder(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const std::string jr_id{call.request.param("jr_id")};
  const Places places(call.app.live->current()->surroundings);
  auto request = call.app.reminders->find_reminder(jr_id);
  if (!request.has_value() && request.error().code != ErrorCode::kNotFound) return pass(request);
  const bool seen = request.has_value() && places.sees(call.who.scope, request->institution);
  YISHOU_CHECK_OK(record_traffic(call, seen ? request->institution : std::string{}, "reminder " + jr_id,
                                 seen ? "ok" : "not_found"));
  const auto one = seen ? std::ranges::find(request->reminders, jr_id, &LoggedReminder::jr_id)
                        : decltype(request->reminders.begin()){};
  if (!seen || one == request->reminders.end()) {
    return fail(ErrorCode::kNotFound, "没有这条提醒，或不在您的范围内 · no such reminder in your scope");
  }
  json::object answer = reminder_json(*one);
  answer["grounds"] = grounds_json(*one);
  // With all reminders of the answer, this one among them.
  answer["request"] = request_json(*request, call, places);
  auto feedback = call.app.reminders->feedback_of(jr_id);
  if (!feedback.has_value() && feedback.error().code != ErrorCode::kNotFound) return pass(feedback);
  answer["feedback"] = feedback.has_value() ? feedback_json(*feedback) : json::value(nullptr);
  send(response, answer);
  return {};
}

}  // namespace

void add_traffic_endpoints(Api& api) {
  const auto add = [&](std::string pattern, std::string operation, auto handle) {
    api.add({.method = http::Method::kGet,
             .pattern = std::move(pattern),
             .operation = std::move(operation),
             .permission = identity::Permission::kReadTraffic,
             .handle = handle});
  };
  add("/v1/traffic", "listTraffic", list_traffic);
  add("/v1/traffic/summary", "seeTrafficSummary", see_traffic_summary);
  add("/v1/reminders/{jr_id}", "seeReminder", see_reminder);
}

}  // namespace yishou::server
