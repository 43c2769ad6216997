// The access log: read, which is itself recorded, and proved.
#include <fmt/format.h>

#include "identity/masking.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using identity::Action;
using identity::LogEntry;
using identity::ObjectKind;
using identity::Permission;

json::object entry_json(const LogEntry& entry, identity::Role role) {
  const identity::Access& access = entry.access;
  return {{"seq", entry.seq},
          {"at", time_text(access.at)},
          {"account_id", access.account_id},
          {"login", access.login},
          {"role", access.role},
          {"action", name_of(access.action)},
          {"object_kind", name_of(access.object_kind)},
          {"object_id", access.object_kind == ObjectKind::kPerson
                            ? identity::shown(role, identity::Sensitive::kPersonNumber, access.object_id)
                            : access.object_id},
          {"reason", access.reason},
          {"request_id", access.request_id},
          {"result", access.result}};
}

// The log tells of everybody. An auditor of a part is refused, and that is recorded.
Status needs_nation(const Call& call, std::string_view operation) {
  if (call.who.scope.is_national()) return {};
  identity::Access denied = call.access(Action::kDenied);
  denied.reason = operation;
  denied.result = "not_national";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(denied));
  return fail(ErrorCode::kDenied, "访问日志须有全国范围才能查看 · the access log is read with a national scope");
}

Result<identity::LogFilter> filter_of(const QueryParams& parameters) {
  identity::LogFilter filter;
  filter.account_id = parameters.text("account_id");
  filter.object_id = parameters.text("object_id");
  if (const std::string_view name = parameters.text("action"); !name.empty()) {
    filter.action = identity::action_of(name);
    if (!filter.action) return fail(ErrorCode::kBadCall, fmt::format("没有这种操作：{} · no such action", name));
  }
  if (const std::string_view name = parameters.text("object_kind"); !name.empty()) {
    filter.object_kind = identity::object_kind_of(name);
    if (!filter.object_kind)
      return fail(ErrorCode::kBadCall, fmt::format("没有这类对象：{} · no such kind of object", name));
  }
  if (!filter.object_id.empty() && !filter.object_kind) {
    return fail(ErrorCode::kBadCall, "object_id 须与 object_kind 同用 · object_id needs object_kind");
  }
  YISHOU_TRY(filter.from, parameters.time("from"));
  YISHOU_TRY(filter.to, parameters.time("to"));
  return filter;
}

// What was looked for. A person's number stands in the record as a sealed object, never in its text.
identity::Access reading(const Call& call, const identity::LogFilter& filter) {
  identity::Access access = call.access(Action::kReadLog);
  const bool of_person = filter.object_kind == ObjectKind::kPerson && !filter.object_id.empty();
  access.object_kind = of_person ? ObjectKind::kPerson : ObjectKind::kFilter;
  if (of_person) access.object_id = filter.object_id;
  for (const http::Field& field : call.request.query) {
    if (of_person && field.name == "object_id") continue;
    access.reason += fmt::format("{}{}={}", access.reason.empty() ? "" : " ", field.name, field.value);
  }
  access.result = "ok";
  return access;
}

Status read_log(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams parameters,
             QueryParams::read(call.request,
                               {"account_id", "action", "object_kind", "object_id", "from", "to", "limit", "cursor"}));
  YISHOU_TRY(const int limit, parameters.limit());
  YISHOU_TRY(const std::int64_t before, parameters.number_from_one("cursor"));
  YISHOU_TRY(const identity::LogFilter filter, filter_of(parameters));
  YISHOU_CHECK_OK(needs_nation(call, "readLog"));
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(reading(call, filter)));
  YISHOU_TRY(auto entries, call.app.access_log->read(filter, call.who.scope, before, limit + 1));
  std::string next;
  if (std::ssize(entries) > limit) {
    entries.pop_back();
    next = std::to_string(entries.back().seq);
  }
  json::array items;
  for (const LogEntry& entry : entries) items.push_back(entry_json(entry, call.who.role));
  send(response, page(std::move(items), next));
  return {};
}

Status verify(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_CHECK_OK(needs_nation(call, "verifyLog"));
  YISHOU_TRY(const identity::LogVerdict verdict, verify_log(call.app.settings, *call.app.access_log));
  identity::Access access = call.access(Action::kVerifyLog);
  access.reason = verdict.what;
  access.result = verdict.whole ? "ok" : "broken";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  send(response, json::object{{"whole", verdict.whole},
                              {"records", verdict.records},
                              {"broken_seq", verdict.whole ? json::value(nullptr) : json::value(verdict.broken_seq)},
                              {"what", verdict.what},
                              {"head_seq", verdict.head.seq},
                              {"head_hash", verdict.head.hash}});
  return {};
}

}  // namespace

void add_log_endpoints(Api& api) {
  const auto add = [&](std::string_view pattern, std::string_view operation, auto handle) {
    api.add({.method = http::Method::kGet,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = Permission::kReadLog,
             .handle = handle});
  };
  add("/v1/log", "readLog", read_log);
  add("/v1/log/verification", "verifyLog", verify);
}

}  // namespace yishou::server
