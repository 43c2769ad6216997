// Coming in and going out: sessions and passwords of persons.
#include <memory>

#include <fmt/format.h>

#include "http/problem.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"
#include "server/recorded.h"
#include "server/session_list.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Action;

json::object about(const identity::Principal& who, std::string_view display_name) {
  json::array permissions;
  for (const identity::Permission permission : identity::all_permissions()) {
    if (identity::may(who, permission)) permissions.push_back(json::string(name_of(permission)));
  }
  json::array regions(who.scope.regions().begin(), who.scope.regions().end());
  json::array institutions(who.scope.institutions().begin(), who.scope.institutions().end());
  return {{"account_id", who.account_id},
          {"login", who.login},
          {"display_name", display_name},
          {"role", name_of(who.role)},
          {"role_name", chinese_name_of(who.role)},
          {"must_change", who.must_change},
          {"program", who.is_program},
          {"regions", std::move(regions)},
          {"institutions", std::move(institutions)},
          {"permissions", std::move(permissions)}};
}

std::string cookie(std::string_view token, bool tls) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", kSessionCookie, token, tls ? "; Secure" : "");
}

Status log_in(const Call& call, http::Response& response, http::RateLimit& rate) {
  const http::Allowance allowance = rate.take(call.request.peer);
  if (!allowance.allowed) {
    response.set_header("Retry-After", std::to_string(allowance.retry_after_seconds));
    return fail(ErrorCode::kTooMuch, "登录过于频繁，请稍后再试 · too many log-ins from here, wait");
  }
  YISHOU_TRY(const Body body, Body::parse(call.request, {"login", "password"}));
  YISHOU_TRY(const std::string login, body.text("login"));
  YISHOU_TRY(const std::string password, body.text("password"));
  const auto account = call.app.accounts->log_in(login, password, call.now.beijing());
  if (!account.has_value()) {
    identity::Access failed = call.access(Action::kLogInFailed);
    failed.login = login.substr(0, 64);
    failed.role.clear();
    failed.result = account.error().code == ErrorCode::kTooMuch ? "locked" : "refused";
    YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(failed));
    if (account.error().code == ErrorCode::kTooMuch) {
      YISHOU_TRY(const Second left, call.app.accounts->lockout_left(login, call.now.beijing()));
      response.set_header("Retry-After", std::to_string(left));
    }
    if (account.error().code != ErrorCode::kDenied) return std::unexpected(account.error());
    http::answer_problem(call.request, response, 401, account.error().message);
    return {};
  }
  YISHOU_TRY(
      const auto opened,
      call.app.sessions->open(*account, fmt::format("{} {}", call.request.peer, call.request.header("User-Agent")),
                              call.now.beijing()));
  const identity::Principal who{.account_id = account->account_id,
                                .login = account->login,
                                .role = account->role,
                                .scope = account->scope,
                                .must_change = account->must_change,
                                .session_id = opened.session_id};
  identity::Access access = identity::access_of(who, call.now.beijing(), call.request.id);
  access.action = Action::kLogIn;
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  response.add_header("Set-Cookie", cookie(opened.token, call.request.tls));
  json::object answer = about(who, account->display_name);
  answer["token"] = opened.token;
  send(response, answer, 201);
  return {};
}

Status log_out(const Call& call, http::Response& response) {
  if (call.who.is_program) return fail(ErrorCode::kBadCall, "程序令牌没有会话 · a program's token has no session");
  YISHOU_CHECK_OK(call.app.sessions->revoke(call.who.session_id, call.who.account_id));
  identity::Access access = call.access(Action::kLogOut);
  access.result = "ok";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  response.add_header("Set-Cookie", cookie("; Max-Age=0", call.request.tls));
  response.status = 204;
  return {};
}

Status change_password(const Call& call, http::Response& response) {
  if (call.who.is_program) return fail(ErrorCode::kBadCall, "程序令牌没有密码 · a program's token has no password");
  YISHOU_TRY(const Body body, Body::parse(call.request, {"old_password", "new_password"}));
  YISHOU_TRY(const std::string old_password, body.text("old_password"));
  YISHOU_TRY(const std::string new_password, body.text("new_password"));
  const Status changed =
      call.app.accounts->change_password(call.who.account_id, old_password, new_password, call.now.beijing());
  identity::Access access = call.access(Action::kChangePassword);
  access.object_kind = identity::ObjectKind::kAccount;
  access.object_id = call.who.account_id;
  access.result = changed.has_value() ? "ok" : "refused";
  YISHOU_TRY([[maybe_unused]] const auto seq, call.app.access_log->append(access));
  YISHOU_CHECK_OK(changed);
  response.status = 204;
  return {};
}

Status see_self(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  std::string display_name;
  if (!call.who.is_program) {
    YISHOU_TRY(const identity::Account account, call.app.accounts->find(call.who.account_id));
    display_name = account.display_name;
  }
  send(response, about(call.who, display_name));
  return {};
}

Status see_own_sessions(const Call& call, http::Response& response) {
  if (call.who.is_program) return fail(ErrorCode::kBadCall, "程序令牌没有会话 · a program's token has no session");
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  return send_sessions(call, call.who.account_id, response);
}

// Everywhere at once, this session among them: for somebody who lost a machine.
Status log_out_everywhere(const Call& call, http::Response& response) {
  if (call.who.is_program) return fail(ErrorCode::kBadCall, "程序令牌没有会话 · a program's token has no session");
  identity::Access access = call.access(Action::kRevokeSession);
  access.object_kind = identity::ObjectKind::kAccount;
  access.object_id = call.who.account_id;
  YISHOU_CHECK_OK(carry_out(call, access, [&] { return call.app.sessions->revoke_all(call.who.account_id); }));
  response.add_header("Set-Cookie", cookie("; Max-Age=0", call.request.tls));
  response.status = 204;
  return {};
}

}  // namespace

void add_session_endpoints(Api& api) {
  const auto rate = std::make_shared<http::RateLimit>(
      http::Rate{.per_second = api.app().settings.login_rate, .burst = 10 * api.app().settings.login_rate});
  api.add({.method = Method::kPost,
           .pattern = "/v1/session",
           .operation = "logIn",
           .entry = Entry::kPublic,
           .permission = {},
           .handle = [rate](const Call& call, http::Response& response) { return log_in(call, response, *rate); },
           .options = {.max_body = 16 * 1024, .content_type = "application/json"}});
  api.add({.method = Method::kGet,
           .pattern = "/v1/session",
           .operation = "seeSession",
           .entry = Entry::kSignedIn,
           .permission = {},
           .handle = see_self});
  api.add({.method = Method::kDelete,
           .pattern = "/v1/session",
           .operation = "logOut",
           .entry = Entry::kSignedIn,
           .permission = {},
           .handle = log_out});
  api.add({.method = Method::kGet,
           .pattern = "/v1/session/all",
           .operation = "seeOwnSessions",
           .entry = Entry::kSignedIn,
           .permission = {},
           .handle = see_own_sessions});
  api.add({.method = Method::kDelete,
           .pattern = "/v1/session/all",
           .operation = "logOutEverywhere",
           .entry = Entry::kSignedIn,
           .permission = {},
           .handle = log_out_everywhere});
  api.add({.method = Method::kPut,
           .pattern = "/v1/session/password",
           .operation = "changePassword",
           .entry = Entry::kSignedIn,
           .permission = {},
           .handle = change_password,
           .options = {.max_body = 16 * 1024, .content_type = "application/json"}});
}

}  // namespace yishou::server
