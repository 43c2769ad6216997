#include "server/api.h"

#include <algorithm>

#include <fmt/format.h>

#include "http/problem.h"

namespace yishou::server {
namespace {

// The value of a cookie; empty when it is not there.
std::string_view cookie_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view one = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
      return one.substr(name.size() + 1);
  }
  return {};
}

bool is_safe(http::Method method) {
  return method == http::Method::kGet || method == http::Method::kHead || method == http::Method::kOptions;
}

}  // namespace

Api::Api(App& app)
    : app_(app), rate_({.per_second = app.settings.request_rate, .burst = 4 * app.settings.request_rate}) {}

void Api::add(Endpoint endpoint) { endpoints_.push_back(std::move(endpoint)); }

void Api::connect(http::Router& router) {
  for (const Endpoint& endpoint : endpoints_) {
    router.add(endpoint.method, endpoint.pattern,
               [this, &endpoint](const http::Request& request, http::Response& response) {
      answer(endpoint, request, response);
    }, endpoint.options);
  }
}

// A bearer token (of a session, or of a program: yst_…), or the session's cookie. A cookie alone changes nothing: a page of another
// site could send it, but not the header.
Result<identity::Principal> Api::identify(const http::Request& request, const Moment& now) const {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = request.header("Authorization");
  if (authorization.starts_with(kBearer)) {
    const std::string_view token = authorization.substr(kBearer.size());
    return token.starts_with("yst_") ? app_.tokens->find(token, now.beijing())
                                     : app_.sessions->find(token, now.beijing());
  }
  const std::string_view cookie = cookie_of(request.header("Cookie"), kSessionCookie);
  if (cookie.empty()) return fail(ErrorCode::kDenied, "请先登录 · sign in first");
  if (!is_safe(request.method) && request.header("X-Yishou").empty()) {
    return fail(ErrorCode::kDenied,
                "用 Cookie 登录的修改请求须带 X-Yishou 头 · changes by cookie need the header X-Yishou");
  }
  return app_.sessions->find(cookie, now.beijing());
}

void Api::answer(const Endpoint& endpoint, const http::Request& request, http::Response& response) {
  const Moment at = now();
  identity::Principal who{.account_id = {},
                          .login = {},
                          .role = identity::Role::kAuditor,
                          .scope = identity::Scope::whole(),
                          .session_id = {}};
  if (endpoint.entry != Entry::kPublic) {
    auto found = identify(request, at);
    if (!found.has_value()) {
      if (found.error().code != ErrorCode::kDenied) return http::answer_error(request, response, found.error());
      response.set_header("WWW-Authenticate", "Bearer");
      return http::answer_problem(request, response, 401, found.error().message);
    }
    who = std::move(*found);
    const http::Allowance allowance = rate_.take(who.account_id);
    if (!allowance.allowed) {
      response.set_header("Retry-After", std::to_string(allowance.retry_after_seconds));
      return http::answer_problem(request, response, 429, "请求过于频繁，请稍后再试 · too many requests, slow down");
    }
  }
  const Call call{app_, request, who, at};
  if (endpoint.entry == Entry::kPermitted && !identity::may(who, *endpoint.permission)) {
    identity::Access denied = call.access(identity::Action::kDenied);
    denied.reason = endpoint.operation;
    denied.result = who.must_change ? "must_change_password" : "not_permitted";
    if (const auto logged = app_.access_log->append(denied); !logged.has_value()) {
      return http::answer_error(request, response, logged.error());
    }
    return http::answer_problem(request, response, 403,
                                who.must_change ? "请先修改初始密码 · change the password you were given first"
                                                : "您的角色无此权限 · your role may not do this");
  }
  if (const Status status = endpoint.handle(call, response); !status.has_value()) {
    http::answer_error(request, response, status.error());
  }
}

}  // namespace yishou::server
