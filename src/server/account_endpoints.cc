// Accounts of persons: who may come in, with which role and scope, and their sessions.
#include <fmt/format.h>

#include "http/conditional.h"
#include "server/account_scope.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"
#include "server/recorded.h"
#include "server/session_list.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Account;
using identity::Action;
using identity::ObjectKind;
using identity::Permission;

constexpr std::size_t kAccountBodyBytes = 64 * 1024;  // 500 institutions of 40 letters

json::object account_json(const Account& account) {
  json::array regions(account.scope.regions().begin(), account.scope.regions().end());
  json::array institutions(account.scope.institutions().begin(), account.scope.institutions().end());
  return {{"account_id", account.account_id},
          {"login", account.login},
          {"display_name", account.display_name},
          {"role", name_of(account.role)},
          {"role_name", chinese_name_of(account.role)},
          {"regions", std::move(regions)},
          {"institutions", std::move(institutions)},
          {"active", account.active},
          {"must_change", account.must_change},
          {"created_at", time_text(account.created_at)},
          {"version", account.version}};
}

std::string account_etag(const Account& account) {
  return http::etag_of(fmt::format("account {} {}", account.account_id, account.version));
}

std::unexpected<Error> no_such_account() {
  return fail(ErrorCode::kNotFound, "没有这个账户 · there is no such account");
}

// The account of the path; one outside the caller's scope is as if it were not there.
Result<Account> account_of(const Call& call) {
  auto account = call.app.accounts->find(call.request.param("id"));
  if (!account.has_value()) {
    if (account.error().code == ErrorCode::kNotFound) return no_such_account();
    return account;
  }
  YISHOU_TRY(const bool inside, covers(call.who.scope, account->scope, *call.app.institutions));
  if (!inside) return no_such_account();
  return account;
}

identity::Access account_access(const Call& call, Action action, std::string_view object) {
  identity::Access access = call.access(action);
  access.object_kind = ObjectKind::kAccount;
  access.object_id = object;
  return access;
}

Result<identity::Role> role_in(const Body& body) {
  YISHOU_TRY(const std::string name, body.text("role"));
  const auto role = identity::role_of(name);
  if (!role.has_value()) {
    return fail(ErrorCode::kBadCall,
                "role 应为 administrator、inspector、reviewer、analyst、institution 或 auditor · role is one of these");
  }
  return *role;
}

// The scope as the body gives it; kDenied when it is wider than the caller's.
Result<identity::Scope> scope_in(const Call& call, const Body& body, const identity::Scope* before) {
  YISHOU_TRY(auto regions, body.texts("regions"));
  YISHOU_TRY(auto institutions, body.texts("institutions"));
  if (before != nullptr && !body.has("regions")) regions = before->regions();
  if (before != nullptr && !body.has("institutions")) institutions = before->institutions();
  YISHOU_TRY(auto scope, identity::Scope::make(std::move(regions), std::move(institutions)));
  YISHOU_TRY(const bool inside, covers(call.who.scope, scope, *call.app.institutions));
  if (!inside) {
    return fail(ErrorCode::kDenied, "不能授予比自己更大的范围 · you cannot give a scope wider than your own");
  }
  return scope;
}

Status list_accounts(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams parameters, QueryParams::read(call.request, {"limit", "cursor"}));
  YISHOU_TRY(const int limit, parameters.limit());
  std::string after{parameters.text("cursor")};
  json::array items;
  // Of an administrator of a region, accounts of others are passed over, so one page may take several reads.
  for (bool more = true; more;) {
    YISHOU_TRY(const auto accounts, call.app.accounts->list(after, limit + 1));
    more = std::ssize(accounts) > limit;
    for (const Account& account : accounts) {
      YISHOU_TRY(const bool inside, covers(call.who.scope, account.scope, *call.app.institutions));
      if (inside && std::ssize(items) == limit) {
        send(response, page(std::move(items), after));
        return {};
      }
      if (inside) items.push_back(account_json(account));
      after = account.login;
    }
  }
  send(response, page(std::move(items), ""));
  return {};
}

Status make_account(const Call& call, http::Response& response) {
  YISHOU_TRY(const Body body, Body::parse(call.request, {"login", "display_name", "role", "regions", "institutions"}));
  YISHOU_TRY(const std::string login, body.text("login"));
  YISHOU_TRY(const std::string display_name, body.text("display_name"));
  YISHOU_TRY(const identity::Role role, role_in(body));
  YISHOU_TRY(const identity::Scope scope, scope_in(call, body, nullptr));
  identity::Access access = account_access(call, Action::kMakeAccount, login);
  access.reason = fmt::format("{} {}", name_of(role), scope.text());
  YISHOU_TRY(const auto made, carry_out(call, access, [&] {
    return call.app.accounts->make({login, display_name, role, scope}, call.now.beijing());
  }));
  json::object answer = account_json(made.account);
  answer["one_time_password"] = made.password;
  response.set_header("Location", "/v1/accounts/" + made.account.account_id);
  response.set_header("ETag", account_etag(made.account));
  send(response, answer, 201);
  return {};
}

Status see_account(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_TRY(const Account account, account_of(call));
  if (http::answer_not_modified(call.request, response, account_etag(account))) return {};
  send(response, account_json(account));
  return {};
}

Status change_account(const Call& call, http::Response& response) {
  YISHOU_TRY(Account account, account_of(call));
  if (!http::matches_or_answer(call.request, response, account_etag(account))) return {};
  YISHOU_TRY(const Body body, Body::parse(call.request, {"display_name", "role", "regions", "institutions", "active"}));
  if (body.has("display_name")) {
    YISHOU_TRY(account.display_name, body.text("display_name"));
  }
  if (body.has("role")) {
    YISHOU_TRY(account.role, role_in(body));
  }
  if (body.has("regions") || body.has("institutions")) {
    YISHOU_TRY(account.scope, scope_in(call, body, &account.scope));
  }
  YISHOU_TRY(account.active, body.boolean("active", account.active));
  identity::Access access = account_access(call, Action::kChangeAccount, account.account_id);
  access.reason =
      fmt::format("{} {} {}", name_of(account.role), account.scope.text(), account.active ? "active" : "inactive");
  YISHOU_TRY(const Account changed, carry_out(call, access, [&] { return call.app.accounts->update(account); }));
  response.set_header("ETag", account_etag(changed));
  send(response, account_json(changed));
  return {};
}

Status reset_password(const Call& call, http::Response& response) {
  YISHOU_TRY(const Account account, account_of(call));
  YISHOU_TRY(const auto made, carry_out(call, account_access(call, Action::kResetPassword, account.account_id),
                                        [&] { return call.app.accounts->reset_password(account.account_id); }));
  response.set_header("ETag", account_etag(made.account));
  send(response, json::object{{"account_id", made.account.account_id}, {"one_time_password", made.password}});
  return {};
}

Status list_sessions(const Call& call, http::Response& response) {
  YISHOU_TRY([[maybe_unused]] const QueryParams none, QueryParams::read(call.request, {}));
  YISHOU_TRY(const Account account, account_of(call));
  return send_sessions(call, account.account_id, response);
}

Status end_all_sessions(const Call& call, http::Response& response) {
  YISHOU_TRY(const Account account, account_of(call));
  YISHOU_CHECK_OK(carry_out(call, account_access(call, Action::kRevokeSession, account.account_id),
                            [&] { return call.app.sessions->revoke_all(account.account_id); }));
  response.status = 204;
  return {};
}

Status end_one_session(const Call& call, http::Response& response) {
  YISHOU_TRY(const Account account, account_of(call));
  const std::string_view session = call.request.param("session_id");
  identity::Access access = call.access(Action::kRevokeSession);
  access.object_kind = ObjectKind::kSession;
  access.object_id = session;
  access.reason = account.account_id;
  YISHOU_CHECK_OK(carry_out(call, access, [&] { return call.app.sessions->revoke(session, account.account_id); }));
  response.status = 204;
  return {};
}

}  // namespace

void add_account_endpoints(Api& api) {
  const auto add = [&](Method method, std::string_view pattern, std::string_view operation, Permission permission,
                       auto handle) {
    http::RouteOptions options;
    if (method == Method::kPatch || operation == "makeAccount") {
      options = {.max_body = kAccountBodyBytes, .content_type = "application/json"};
    }
    api.add({.method = method,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPermitted,
             .permission = permission,
             .handle = handle,
             .options = std::move(options)});
  };
  add(Method::kGet, "/v1/accounts", "listAccounts", Permission::kReadAccounts, list_accounts);
  add(Method::kPost, "/v1/accounts", "makeAccount", Permission::kManageAccounts, make_account);
  add(Method::kGet, "/v1/accounts/{id}", "seeAccount", Permission::kReadAccounts, see_account);
  add(Method::kPatch, "/v1/accounts/{id}", "changeAccount", Permission::kManageAccounts, change_account);
  add(Method::kPost, "/v1/accounts/{id}/password", "resetPassword", Permission::kManageAccounts, reset_password);
  add(Method::kGet, "/v1/accounts/{id}/sessions", "listSessions", Permission::kReadAccounts, list_sessions);
  add(Method::kDelete, "/v1/accounts/{id}/sessions", "endSessions", Permission::kManageAccounts, end_all_sessions);
  add(Method::kDelete, "/v1/accounts/{id}/sessions/{session_id}", "endSession", Permission::kManageAccounts,
      end_one_session);
}

}  // namespace yishou::server
