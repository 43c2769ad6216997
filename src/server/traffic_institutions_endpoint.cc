// Institutions at the gateway: who asks how often, who has fallen silent, whose warnings are heeded.
#include <map>

#include "gateway/feedback.h"
#include "server/api.h"
#include "server/json.h"
#include "server/places.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr Second kDaySeconds = 86'400;
constexpr std::int64_t kDays = 7;
constexpr std::size_t kMostLookedAt = 200'000;  // requests of one answer

struct Asking {
  Second last = kNoSecond;
  std::uint64_t day = 0, week = 0;  // requests in 24 hours, in 7 days
  std::uint64_t warned = 0, failed = 0, reminders = 0, answered = 0, heeded = 0;
  bool may_ask = false, switched_off = false;
};
using Askings = std::map<std::string, Asking, std::less<>>;

Status add_request(const LoggedRequest& request, const ReminderLog& log, Second now, Asking& to) {
  if (request.failed) {
    ++to.failed;
    return {};
  }
  ++to.week;
  if (request.at > now - kDaySeconds) ++to.day;
  if (!request.reminders.empty()) ++to.warned;
  for (const LoggedReminder& reminder : request.reminders) {
    ++to.reminders;
    const auto feedback = log.feedback_of(reminder.jr_id);
    if (!feedback.has_value()) {
      if (feedback.error().code != ErrorCode::kNotFound) return std::unexpected(feedback.error());
      continue;
    }
    ++to.answered;
    if (feedback->disposal == static_cast<std::uint8_t>(gateway::Disposal::kChange)) ++to.heeded;
  }
  return {};
}

// `silent`: may ask and did not for 24 hours; `off`: its settings are switched off; `unset`: it asked without settings of its own.
std::string_view state_of(const Asking& one) {
  if (one.switched_off) return "off";
  if (!one.may_ask) return "unset";
  return one.day == 0 ? "silent" : "asking";
}

json::object asking_json(const std::string& institution, const Asking& one, const Places& places) {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? json::value(nullptr) : json::value(static_cast<double>(part) / static_cast<double>(whole));
  };
  return {{"fixmedins_code", institution},
          {"fixmedins_name", places.name_of(institution)},
          {"state", state_of(one)},
          {"last_asked", time_text(one.last)},
          {"requests_24h", one.day},
          {"requests_7d", one.week},
          {"failed_7d", one.failed},
          {"warned_7d", one.warned},
          {"warned_share", share(one.warned, one.week)},
          {"reminders_7d", one.reminders},
          {"feedback_share", share(one.answered, one.reminders)},
          {"heeded_share", share(one.heeded, one.answered)}};
}

Status list_asking_institutions(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const Second now = call.now.beijing();
  const Places places(call.app.live->current()->surroundings);
  const ReminderLog& log = *call.app.reminders;
  Askings all;
  YISHOU_TRY(const auto settings, call.app.institution_settings->all());
  for (const identity::InstitutionSettings& one : settings) {
    if (!places.sees(call.who.scope, one.institution)) continue;
    (one.active ? all[one.institution].may_ask : all[one.institution].switched_off) = true;
  }
  Status added;
  std::size_t looked = 0;
  bool complete = true;
  YISHOU_CHECK_OK(log.each(0, [&](const LoggedRequest& request) {
    if (request.at <= now - kDays * kDaySeconds) return false;
    complete = looked++ < kMostLookedAt;
    if (!complete) return false;
    if (!places.sees(call.who.scope, request.institution)) return true;
    added = add_request(request, log, now, all[request.institution]);
    return added.has_value();
  }));
  YISHOU_CHECK_OK(added);
  json::array items;
  for (auto& [institution, one] : all) {
    YISHOU_TRY(one.last, log.last_asked(institution));
    items.push_back(asking_json(institution, one, places));
  }
  identity::Access access = call.access(identity::Action::kSeeTraffic);
  access.reason = "institutions";
  access.result = "ok";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  send(response, json::object{{"items", std::move(items)}, {"complete", complete}});
  return {};
}

}  // namespace

void add_traffic_institutions_endpoint(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/traffic/institutions",
           .operation = "listAskingInstitutions",
           .permission = identity::Permission::kReadTraffic,
           .handle = list_asking_institutions});
}

}  // namespace yishou::server
