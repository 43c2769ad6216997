// Jobs: runs of audit and back-tests, asked for, watched, stopped; their results.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "http/conditional.h"
#include "server/api.h"
#include "server/job_json.h"
#include "server/job_kinds.h"
#include "server/job_runner.h"
#include "server/json.h"
#include "server/path_number.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Action;

constexpr std::size_t kJobBodyBytes = std::size_t{4} << 20;  // own points come as a text

// Whoever may run audits sees those of his regions; one over everything is of the nation.
bool may_see(const identity::Principal& who, const json::value& parameters) {
  const json::value* region = parameters.as_object().if_contains("region");
  return who.scope.sees(region == nullptr || !region->is_string() ? std::string_view{} : region->as_string(), "");
}

identity::Access about_job(const Call& call, Action action, std::int64_t job_no) {
  identity::Access access = call.access(action);
  access.object_kind = identity::ObjectKind::kRun;
  if (job_no > 0) access.object_id = std::to_string(job_no);
  access.result = "ok";
  return access;
}

Result<cases::Job> find_job(const Call& call) {
  const std::string_view text = call.request.param("no");
  const auto number = path_number(text);
  const auto unknown = [&] { return fail(ErrorCode::kNotFound, fmt::format("没有这项任务：{} · no such job", text)); };
  if (!number.has_value()) return unknown();
  auto job = call.app.jobs->find(*number);
  if (!job.has_value()) return job.error().code == ErrorCode::kNotFound ? unknown() : pass(job);
  if (!may_see(call.who, job_parameters(*job))) return unknown();
  return job;
}

Status start_job(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"kind", "parameters"}));
  YISHOU_TRY(const std::string kind, body.text("kind"));
  const json::value* given = body.object().if_contains("parameters");
  json::object parameters;
  if (kind == kAuditKind) {
    YISHOU_TRY(const RunChoice choice, audit_choice_of(given == nullptr ? json::object{} : *given));
    parameters = json_of(choice);
  } else if (kind == kBacktestKind) {
    YISHOU_TRY(const BacktestChoice choice, backtest_choice_of(given == nullptr ? json::object{} : *given));
    parameters = json_of(choice);
  } else {
    return fail(ErrorCode::kBadCall, "kind 应为 audit 或 backtest · kind is audit or backtest");
  }
  if (!may_see(call.who, parameters)) {
    return fail(ErrorCode::kDenied,
                "region 须在您的管辖范围之内 · the region must lie in your scope: name one of your regions");
  }
  const std::string text = json::serialize(parameters);
  identity::Access access = about_job(call, Action::kStartRun, 0);
  access.reason = fmt::format("{} {}", kind, text);
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  YISHOU_TRY(const cases::Job job, call.app.jobs->add(kind, text, call.who.account_id, call.now.beijing()));
  call.app.runner->wake();
  response.set_header("Location", fmt::format("/v1/jobs/{}", job.job_no));
  send(response, job_json(job), 201);
  return {};
}

Status list_jobs(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"state", "limit", "cursor"}));
  YISHOU_TRY(const int limit, query.limit());
  YISHOU_TRY(std::int64_t before, query.number_from_one("cursor"));
  std::optional<cases::JobState> state;
  if (const auto name = query.text("state"); !name.empty()) {
    state = cases::job_state_of(name);
    if (!state.has_value()) {
      return fail(ErrorCode::kBadCall,
                  "state 应为 waiting、running、done、failed、cancelled 或 lost · state is one of these six");
    }
  }
  json::array items;
  std::string next;
  for (bool more = true; more && next.empty();) {
    YISHOU_TRY(const auto jobs, call.app.jobs->list(state, before, limit + 1));
    more = jobs.size() > static_cast<std::size_t>(limit);
    for (const cases::Job& job : jobs) {
      if (items.size() == static_cast<std::size_t>(limit)) {
        next = std::to_string(before);
        break;
      }
      before = job.job_no;
      if (may_see(call.who, job_parameters(job))) items.push_back(job_json(job));
    }
  }
  send(response, page(std::move(items), next));
  return {};
}

Status see_job(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams query, QueryParams::read(call.request, {}));
  YISHOU_TRY(const cases::Job job, find_job(call));
  const std::string text = json::serialize(job_json(job));
  if (http::answer_not_modified(call.request, response, http::etag_of(text))) return {};
  response.send_json(text);
  return {};
}

Status cancel_job(const Call& call, http::Response& response) {
  YISHOU_TRY(const cases::Job job, find_job(call));
  YISHOU_TRY([[maybe_unused]] const auto seq,
             call.app.access_log->append(about_job(call, Action::kCancelRun, job.job_no)));
  YISHOU_CHECK_OK(call.app.jobs->cancel(job.job_no, call.now.beijing()));
  YISHOU_TRY(const cases::Job now, call.app.jobs->find(job.job_no));
  send(response, job_json(now), 202);
  return {};
}

Status see_result(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams query, QueryParams::read(call.request, {"file"}));
  YISHOU_TRY(const cases::Job job, find_job(call));
  if (job.state != cases::JobState::kDone) {
    return fail(ErrorCode::kConflict, fmt::format("任务尚无结果（{}） · the job has no result in this state: {}",
                                                  name_of(job.state), name_of(job.state)));
  }
  const std::string_view file = query.text("file");
  if (!file.empty() && (job.kind != kBacktestKind || file != kChangesFile)) {
    return fail(ErrorCode::kNotFound, fmt::format("任务没有这个文件：{} · the job has no such file", file));
  }
  if (job.kind == kBacktestKind) {  // its samples and its file tell of persons, though without their numbers
    identity::Access access = about_job(call, Action::kExportFindings, job.job_no);
    access.reason = file.empty() ? "result" : file;
    YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  }
  if (file.empty()) {
    response.send_json(job.result);
    return {};
  }
  const std::filesystem::path folder = JobRunner::folder_of(call.app.settings, job.job_no);
  YISHOU_CHECK_OK(response.send_file((folder / kChangesFile).string()));
  response.content_type = "text/csv; charset=utf-8";
  response.set_header("Content-Disposition", fmt::format("attachment; filename=\"backtest-{}.csv\"", job.job_no));
  return {};
}

}  // namespace

void add_job_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, auto handle,
                       http::RouteOptions options = {}) {
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = identity::Permission::kRunAudits,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "/v1/jobs", "listJobs", list_jobs);
  add(Method::kPost, "/v1/jobs", "startJob", start_job,
      {.max_body = kJobBodyBytes, .content_type = "application/json"});
  add(Method::kGet, "/v1/jobs/{no}", "seeJob", see_job);
  add(Method::kPost, "/v1/jobs/{no}/cancel", "cancelJob", cancel_job);
  add(Method::kGet, "/v1/jobs/{no}/result", "seeJobResult", see_result);
}

}  // namespace yishou::server
