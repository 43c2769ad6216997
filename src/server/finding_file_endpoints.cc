// Files of a finding: put beside it by those who work on it, the institution among them; and who has looked at the finding.
#include <algorithm>

#include <fmt/format.h>

#include "cases/finding_files.h"
#include "identity/masking.h"
#include "server/api.h"
#include "server/json.h"
#include "server/query_params.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Action;
using identity::Permission;

constexpr int kMostViews = 200;

// A file may show names; and what the bureau put there is not the institution's, as notes are not.
bool may_see(const identity::Principal& who, const cases::FindingFile& file) {
  if (file.account_id == who.account_id) return true;
  if (!identity::sees_whole(who.role, identity::Sensitive::kPersonName)) return false;
  return who.role != identity::Role::kInstitution || file.role == identity::name_of(identity::Role::kInstitution);
}

json::object file_json(const cases::FindingFile& file) {
  return {{"file_no", file.file_no}, {"account_id", file.account_id},
          {"role", file.role},       {"added_at", time_text(file.added_at)},
          {"name", file.name},       {"media_type", file.media_type},
          {"bytes", file.bytes},     {"sm3", file.sm3}};
}

identity::Access record_of(const Call& call, Action action, std::string reason) {
  identity::Access access = call.access(action);
  access.object_kind = identity::ObjectKind::kFinding;
  access.object_id = call.request.param("id");
  access.reason = std::move(reason);
  access.result = "ok";
  return access;
}

// Also what is not there: trying ids is worth seeing.
template <typename T>
Status record_look(const Call& call, std::string reason, const Result<T>& found) {
  if (!found.has_value() && found.error().code != ErrorCode::kNotFound) return {};
  identity::Access access = record_of(call, Action::kSeeFinding, std::move(reason));
  if (!found.has_value()) access.result = "not_found";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

Status add_file(const Call& call, http::Response& response) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"name"}));
  YISHOU_TRY(auto transaction, call.app.database->begin());
  YISHOU_TRY(const auto file,
             call.app.finding_files->add_in(transaction, call.who, call.request.param("id"), params.text("name"),
                                            call.request.body, call.now.beijing()));
  YISHOU_CHECK_OK(call.app.access_log->append_in(
      transaction, record_of(call, Action::kChangeFinding, fmt::format("file {} sm3 {}", file.file_no, file.sm3))));
  YISHOU_CHECK_OK(transaction.commit());
  send(response, file_json(file), 201);
  return {};
}

Status list_files(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  auto files = call.app.finding_files->list(call.request.param("id"), call.who.scope);
  YISHOU_CHECK_OK(record_look(call, std::string{call.request.route}, files));
  if (!files.has_value()) return pass(files);
  json::array items;
  for (const cases::FindingFile& file : *files) {
    if (may_see(call.who, file)) items.push_back(file_json(file));
  }
  send(response, page(std::move(items), ""));
  return {};
}

// RFC 8187: any name in ASCII.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
    if (plain) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Never shown by the browser in our name: saved, with nothing guessed about it.
Status see_file(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const auto file_no = integer_of(call.request.param("file_no"), 1, std::int64_t{1} << 53);
  if (!file_no) return fail(ErrorCode::kNotFound, "没有这个文件 · there is no such file");
  auto file = call.app.finding_files->find(call.request.param("id"), *file_no, call.who.scope);
  YISHOU_CHECK_OK(record_look(call, fmt::format("file {}", *file_no), file));
  if (!file.has_value()) return pass(file);
  if (!may_see(call.who, file->about)) return fail(ErrorCode::kNotFound, "没有这个文件 · there is no such file");
  response.content_type = file->about.media_type;
  response.set_header("Content-Disposition",
                      fmt::format("attachment; filename*=UTF-8''{}", percent_encoded(file->about.name)));
  response.set_header("Content-Security-Policy", "sandbox; default-src 'none'");
  response.body = std::move(file->content);
  return {};
}

Status list_views(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const std::string id{call.request.param("id")};
  auto found = call.app.findings->find(id, call.who.scope, call.who.role);
  YISHOU_CHECK_OK(record_look(call, std::string{call.request.route}, found));
  if (!found.has_value()) return pass(found);
  // The finding is inside the scope, so its part of the log may be seen, though the log as a whole needs the nation.
  YISHOU_TRY(const auto entries,
             call.app.access_log->read(
                 {.action = Action::kSeeFinding, .object_kind = identity::ObjectKind::kFinding, .object_id = id},
                 identity::Scope::whole(), 0, kMostViews));
  json::array items;
  for (const identity::LogEntry& entry : entries) {
    if (entry.access.result != "ok") continue;
    items.push_back(json::object{{"at", time_text(entry.access.at)},
                                 {"account_id", entry.access.account_id},
                                 {"login", entry.access.login},
                                 {"role", entry.access.role},
                                 {"what", entry.access.reason}});
  }
  send(response, page(std::move(items), ""));
  return {};
}

// To whom a finding can be given: those who may judge it and have it in their scope.
Status list_assignees(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  auto found = call.app.findings->find(call.request.param("id"), call.who.scope, call.who.role);
  YISHOU_CHECK_OK(record_look(call, std::string{call.request.route}, found));
  if (!found.has_value()) return pass(found);
  json::array items;
  std::string after;
  constexpr int kAtOnce = 200;
  for (;;) {
    YISHOU_TRY(const auto accounts, call.app.accounts->list(after, kAtOnce));
    for (const identity::Account& account : accounts) {
      const bool judges = account.active && identity::may(account.role, Permission::kJudgeFindings);
      if (!judges || !account.scope.sees(found->region, found->finding.fixmedins_code)) continue;
      items.push_back(json::object{{"account_id", account.account_id},
                                   {"login", account.login},
                                   {"display_name", account.display_name},
                                   {"role", identity::name_of(account.role)}});
    }
    if (std::ssize(accounts) < kAtOnce) break;
    after = accounts.back().account_id;
  }
  send(response, page(std::move(items), ""));
  return {};
}

}  // namespace

void add_finding_file_endpoints(Api& api) {
  const auto get = [&](std::string_view pattern, std::string_view operation, Permission permission, auto handle) {
    api.add({.method = Method::kGet,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .permission = permission,
             .handle = handle});
  };
  get("/v1/findings/{id}/files", "listFindingFiles", Permission::kReadFindings, list_files);
  get("/v1/findings/{id}/files/{file_no}", "seeFindingFile", Permission::kReadFindings, see_file);
  get("/v1/findings/{id}/views", "listFindingViews", Permission::kJudgeFindings, list_views);
  get("/v1/findings/{id}/assignees", "listAssignees", Permission::kAssignFindings, list_assignees);
  api.add({.method = Method::kPost,
           .pattern = "/v1/findings/{id}/files",
           .operation = "addFindingFile",
           .permission = Permission::kNoteFindings,
           .handle = add_file,
           .options = {.max_body = cases::FindingFiles::kMostBytes, .content_type = "application/octet-stream"}});
}

}  // namespace yishou::server
