// Every endpoint, asked by everybody: each role, nobody, a program, and somebody whose password must be changed.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "running_service.h"

namespace yishou::service_tests {
namespace {

using identity::Role;
using server::Endpoint;
using server::Entry;

struct Asker {
  std::string name;
  std::optional<Role> role;  // whose permissions hold; nobody has none
  bool must_change = false;
  Guest guest;
};

// A path that the pattern fits and behind which nothing is: who is let in gets 4xx for what was asked, not for who asks.
std::string path_of(std::string_view pattern) {
  std::string path;
  bool inside = false;
  for (const char c : pattern) {
    if (c == '{') path += "none";
    inside = c == '{' || (inside && c != '}');
    if (!inside && c != '}') path += c;
  }
  return path;
}

bool is_expected(const Endpoint& endpoint, const Asker& asker) {
  if (endpoint.entry == Entry::kPublic) return true;
  if (!asker.role.has_value()) return false;
  if (endpoint.entry == Entry::kSignedIn) return true;
  return !asker.must_change && identity::may(*asker.role, *endpoint.permission);
}

// Asks without changing anything that other rows need: no body, a path to nothing.
Reply ask(const RunningService& service, const Endpoint& endpoint, const Guest& guest) {
  std::string headers;
  if (!endpoint.options.content_type.empty()) headers = "Content-Type: " + endpoint.options.content_type + "\r\n";
  return service.ask(http::method_name(endpoint.method), path_of(endpoint.pattern), guest, {}, headers);
}

class RoleMatrix : public testing::Test {
 protected:
  std::vector<Asker> askers() {
    std::vector<Asker> all;
    for (const Role role : identity::all_roles()) {
      all.push_back({.name = std::string{name_of(role)}, .role = role, .guest = service.as(role)});
    }
    const auto at = server::now().beijing();
    const auto fresh =
        must(service.app().accounts->make({"newcomer", "新人", Role::kAdministrator, identity::Scope::whole()}, at));
    all.push_back({"must_change", Role::kAdministrator, true, service.log_in("newcomer", fresh.password)});
    const auto token = must(service.app().tokens->make("H00000000001", "HIS", fresh.account.account_id, at + 3600, at));
    all.push_back({"program", Role::kInstitution, false, Guest{token.token}});
    all.push_back({"nobody", std::nullopt, false, {}});
    return all;
  }
  // Endpoints of signing out end the session that asks, and so come with a session of their own.
  Guest fresh(const Asker& asker) {
    if (asker.name == "program" || asker.name == "nobody") return asker.guest;
    const auto accounts = must(service.app().accounts->list("", 100));
    const std::string login = asker.must_change ? "newcomer" : "test-" + asker.name;
    const auto account = std::ranges::find(accounts, login, &identity::Account::login);
    return {must(service.app().sessions->open(*account, "test", server::now().beijing())).token};
  }

  RunningService service;
};

TEST_F(RoleMatrix, LetsInWhomThePermissionTableNames) {
  const auto everybody = askers();
  for (const Endpoint& endpoint : service.api().endpoints()) {
    for (const Asker& asker : everybody) {
      SCOPED_TRACE(endpoint.operation + " as " + asker.name);
      const Reply reply = ask(service, endpoint, fresh(asker));
      ASSERT_GT(reply.status, 0);
      if (is_expected(endpoint, asker)) {
        // Signing in without a body is 400 for everybody; 401 and 403 say who may not come in.
        EXPECT_NE(reply.status, 401) << reply.body;
        EXPECT_NE(reply.status, 403) << reply.body;
        EXPECT_NE(reply.status, 500) << reply.body;
        continue;
      }
      EXPECT_EQ(reply.status, asker.role.has_value() ? 403 : 401) << reply.body;
      EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
      if (!asker.role.has_value()) continue;
      const auto denied = service.log_records({.action = identity::Action::kDenied}, 1);
      ASSERT_EQ(denied.size(), 1u);
      EXPECT_EQ(denied[0].access.reason, endpoint.operation);
      EXPECT_EQ(denied[0].access.request_id, reply.header("X-Request-Id"));
      EXPECT_EQ(denied[0].access.result, asker.must_change ? "must_change_password" : "not_permitted");
    }
  }
}

// The table as people read it in a review. YISHOU_WRITE_MATRIX=1 writes it anew.
TEST_F(RoleMatrix, IsTheOneInTheRepository) {
  std::string text =
      "Who may call what. Written by test_service with YISHOU_WRITE_MATRIX=1; a change here is a change of rights.\n"
      "A administrator, I inspector, R reviewer, N analyst, H institution, U auditor; P a program's token, C an "
      "account whose password must\n"
      "be changed (here an administrator's), 0 nobody. A letter: let in; a dot: turned away.\n\n";
  const auto row = [](const Endpoint& endpoint) {
    std::string letters;
    constexpr std::string_view kLetters = "AIRNHU";
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
      letters += is_expected(endpoint, {.name = {}, .role = identity::all_roles()[i], .guest = {}}) ? kLetters[i] : '.';
    }
    letters += is_expected(endpoint, {.name = {}, .role = Role::kInstitution, .guest = {}}) ? 'P' : '.';
    letters +=
        is_expected(endpoint, {.name = {}, .role = Role::kAdministrator, .must_change = true, .guest = {}}) ? 'C' : '.';
    letters += is_expected(endpoint, {.name = {}, .role = {}, .guest = {}}) ? '0' : '.';
    const std::string needs = endpoint.entry == Entry::kPublic     ? "public"
                              : endpoint.entry == Entry::kSignedIn ? "signed_in"
                                                                   : std::string{name_of(*endpoint.permission)};
    return fmt::format("{}  {:<20} {:<6} {}\n", letters, needs, http::method_name(endpoint.method), endpoint.pattern);
  };
  std::vector<std::string> rows;
  for (const Endpoint& endpoint : service.api().endpoints()) rows.push_back(row(endpoint));
  // By path, then by method.
  std::ranges::sort(rows, {}, [](const std::string& line) { return line.substr(39) + line.substr(32, 6); });
  for (const std::string& line : rows) text += line;
  const fs::path file = fs::path(YISHOU_SOURCE_DIR) / "tests/service/role_matrix.txt";
  if (std::getenv("YISHOU_WRITE_MATRIX") != nullptr) std::ofstream(file, std::ios::binary) << text;
  EXPECT_EQ(http::read_file(file.string()), text);
}

TEST_F(RoleMatrix, NamesEveryOperationOnceAndOnePermissionForEach) {
  std::set<std::string> names;
  for (const Endpoint& endpoint : service.api().endpoints()) {
    EXPECT_TRUE(names.insert(endpoint.operation).second) << endpoint.operation;
    EXPECT_EQ(endpoint.permission.has_value(), endpoint.entry == Entry::kPermitted) << endpoint.operation;
  }
}

// The document says of every endpoint that it is there, and of none that is not.
TEST_F(RoleMatrix, EndpointsAreThoseOfTheOpenApiDocument) {
  const Reply reply = service.get("/openapi.json");
  ASSERT_EQ(reply.status, 200);
  std::set<std::string> documented, served;
  const json::object document = reply.object();
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method == "parameters" || operation.as_object().contains("x-gateway")) continue;
      std::string upper;
      for (const char c : std::string_view{method}) upper += static_cast<char>(std::toupper(c));
      const json::value* security = operation.as_object().if_contains("security");
      documented.insert(fmt::format("{} {} {} {}", upper, std::string_view{path},
                                    std::string_view{operation.at("operationId").as_string()},
                                    security != nullptr && security->as_array().empty() ? "public" : "signed in"));
    }
  }
  for (const Endpoint& endpoint : service.api().endpoints()) {
    served.insert(fmt::format("{} {} {} {}", http::method_name(endpoint.method), endpoint.pattern, endpoint.operation,
                              endpoint.entry == Entry::kPublic ? "public" : "signed in"));
  }
  EXPECT_EQ(documented, served);
}

}  // namespace
}  // namespace yishou::service_tests
