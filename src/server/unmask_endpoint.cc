// Unmasking: the sensitive values of a person, for who says why; each look is counted and recorded with its reason.
#include <algorithm>
#include <memory>

#include "http/rate_limit.h"
#include "lake/person_record.h"
#include "server/api.h"
#include "server/json.h"
#include "server/person_facts.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr std::ptrdiff_t kLeastReasonCharacters = 5, kMostReasonCharacters = 200;
constexpr double kSecondsPerHour = 3600;

Result<std::string> read_unmask_reason(const Call& call) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  YISHOU_TRY(const Body body, Body::parse(call.request, {"reason"}));
  YISHOU_TRY(std::string reason, body.text("reason"));
  const auto characters =
      std::ranges::count_if(reason, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (characters >= kLeastReasonCharacters && characters <= kMostReasonCharacters) return reason;
  return fail(ErrorCode::kBadCall, "理由须为 5 至 200 个字 · the reason has 5 to 200 characters");
}

Status record_unmask(const Call& call, std::string_view reason, std::string_view result) {
  identity::Access access = call.access(identity::Action::kUnmaskPerson);
  access.object_kind = identity::ObjectKind::kPerson;
  access.object_id = call.request.param("psn_no");
  access.reason = reason;
  access.result = result;
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

// Whether anything of the person lies in the scope: only then there is such a person.
Result<bool> is_seen(const Call& call, const Places& places) {
  const std::string_view psn_no = call.request.param("psn_no");
  const identity::Scope& scope = call.who.scope;
  YISHOU_TRY(const auto facts, PersonFacts::read(call.app.facts->store(), places, psn_no));
  if (facts->empty()) return false;
  return scope.is_national() || !facts->visits(scope).empty() || !facts->settlements(scope).empty() ||
         !facts->lines(scope).empty();
}

json::value text_json(std::string_view text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

Status unmask_person(const Call& call, http::Response& response, http::RateLimit& rate) {
  YISHOU_TRY(const std::string reason, read_unmask_reason(call));
  const http::Allowance allowance = rate.take(call.who.account_id);
  if (!allowance.allowed) {
    YISHOU_CHECK_OK(record_unmask(call, reason, "too_many"));
    response.set_header("Retry-After", std::to_string(allowance.retry_after_seconds));
    return fail(ErrorCode::kTooMuch,
                "一小时内查看的敏感信息过多，请稍后再试 · too many persons unmasked within the hour; try again later");
  }
  const Places places(call.app.live->current()->surroundings);
  YISHOU_TRY(const bool seen, is_seen(call, places));
  if (!seen) {
    YISHOU_CHECK_OK(record_unmask(call, reason, "not_found"));
    return fail(ErrorCode::kNotFound, "没有这个参保人，或不在您的范围内 · no such person in your scope");
  }
  const std::string_view psn_no = call.request.param("psn_no");
  YISHOU_TRY(const lake::PersonRecord record, lake::read_person_record(call.app.settings.lake, psn_no));
  YISHOU_CHECK_OK(record_unmask(call, reason, "ok"));
  json::array certificates;
  for (const lake::Certificate& one : record.certificates) {
    if (!places.sees(call.who.scope, one.institution)) continue;
    certificates.push_back(json::object{
        {"mdtrt_cert_type", text_json(one.type)}, {"mdtrt_cert_no", one.number}, {"fixmedins_code", one.institution}});
  }
  send(response, json::object{{"psn_no", psn_no},
                              {"tel", text_json(record.tel)},
                              {"insu_admdvs", text_json(record.insu_admdvs)},
                              {"certificates", std::move(certificates)}});
  return {};
}

}  // namespace

void add_unmask_endpoint(Api& api) {
  const double per_hour = api.app().settings.unmask_per_hour;
  const auto rate =
      std::make_shared<http::RateLimit>(http::Rate{.per_second = per_hour / kSecondsPerHour, .burst = per_hour});
  api.add(
      {.method = http::Method::kPost,
       .pattern = "/v1/persons/{psn_no}/unmask",
       .operation = "unmaskPerson",
       .permission = identity::Permission::kUnmaskPersons,
       .handle = [rate](const Call& call, http::Response& response) { return unmask_person(call, response, *rate); }});
}

}  // namespace yishou::server
