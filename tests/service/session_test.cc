// Coming in over HTTP: cookies, the header against foreign pages, lockout, one-time passwords, sessions that others end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_service.h"

namespace yishou::service_tests {
namespace {

using identity::Action;
using identity::Role;
using testing::HasSubstr;

std::string credentials(std::string_view login, std::string_view password) {
  return json::serialize(json::object{{"login", login}, {"password", password}});
}

class SessionTest : public testing::Test {
 protected:
  RunningService service;
};

TEST_F(SessionTest, CookieIsHiddenFromScriptsAndChangesNothingAlone) {
  service.make("wang", Role::kInspector, identity::Scope::whole());
  const Reply in = service.ask("POST", "/v1/session", {}, credentials("Wang", RunningService::kPassword));
  ASSERT_EQ(in.status, 201) << in.body;
  const std::string set = in.header("Set-Cookie");
  EXPECT_THAT(set, testing::StartsWith("yishou_session=" + in.text("token") + ";"));
  EXPECT_THAT(set, HasSubstr("; HttpOnly"));
  EXPECT_THAT(set, HasSubstr("; SameSite=Strict"));
  EXPECT_THAT(set, testing::Not(HasSubstr("Secure")));  // plain here
  EXPECT_EQ(in.header("Cache-Control"), "no-store");

  const std::string cookie = "Cookie: a=b; yishou_session=" + in.text("token") + "\r\n";
  const Reply self = service.get("/v1/session", {}, cookie);
  EXPECT_EQ(self.status, 200) << self.body;
  EXPECT_EQ(self.text("login"), "wang");
  EXPECT_EQ(service.ask("DELETE", "/v1/session", {}, {}, cookie).status, 401);
  EXPECT_EQ(service.get("/v1/session", {}, cookie).status, 200) << "a page of another site ended the session";
  const Reply out = service.ask("DELETE", "/v1/session", {}, {}, cookie + "X-Yishou: 1\r\n");
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.header("Set-Cookie"), HasSubstr("yishou_session=; Max-Age=0"));
  EXPECT_EQ(service.get("/v1/session", {}, cookie).status, 401);
}

TEST_F(SessionTest, FailuresLockAndAreRecorded) {
  service.make("li", Role::kAnalyst, identity::Scope::whole());
  const int allowed = service.app().settings.identity.max_failed_logins;
  for (int i = 0; i < allowed; ++i) {
    EXPECT_EQ(service.ask("POST", "/v1/session", {}, credentials("li", "wrong")).status, 401);
  }
  const Reply locked = service.ask("POST", "/v1/session", {}, credentials("li", RunningService::kPassword));
  EXPECT_EQ(locked.status, 429) << "the right password does not open a locked login";
  const int left = std::stoi(locked.header("Retry-After"));
  EXPECT_LE(left, service.app().settings.identity.lockout_s);
  EXPECT_GT(left, service.app().settings.identity.lockout_s - 60) << "the seconds that are left";
  // An unknown login is told apart by nothing.
  const Reply unknown = service.ask("POST", "/v1/session", {}, credentials("nobody-here", "wrong"));
  EXPECT_EQ(unknown.status, 401);
  const auto records = service.log_records({.action = Action::kLogInFailed});
  ASSERT_EQ(records.size(), static_cast<std::size_t>(allowed) + 2);
  EXPECT_EQ(records[1].access.login, "li");
  EXPECT_EQ(records[1].access.result, "locked");
  EXPECT_EQ(records[2].access.result, "refused");

  // An administrator's reset opens the lock and gives a password that must be changed.
  const Guest admin = service.as(Role::kAdministrator);
  const Reply accounts = service.get("/v1/accounts", admin);
  ASSERT_EQ(accounts.status, 200);
  std::string id;
  for (const json::value& one : accounts.items()) {
    if (one.at("login") == "li") id = one.at("account_id").as_string();
  }
  const Reply reset = service.ask("POST", "/v1/accounts/" + id + "/password", admin);
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_EQ(service.log_in("li", reset.text("one_time_password")).token.size(), 43u);
}

TEST_F(SessionTest, OneTimePasswordOpensNothingButItsChange) {
  const Guest admin = service.as(Role::kAdministrator);
  const Reply made = service.ask("POST", "/v1/accounts", admin,
                                 R"({"login":"zhao","display_name":"赵","role":"analyst","regions":[""]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.header("Location"), "/v1/accounts/" + made.text("account_id"));
  const std::string given = made.text("one_time_password");
  const Guest guest = service.log_in("zhao", given);
  const Reply self = service.get("/v1/session", guest);
  EXPECT_TRUE(self.object().at("must_change").as_bool());
  EXPECT_TRUE(self.object().at("permissions").as_array().empty());
  const auto change = [&](std::string_view old_password, std::string_view new_password) {
    return service.ask("PUT", "/v1/session/password", guest,
                       json::serialize(json::object{{"old_password", old_password}, {"new_password", new_password}}));
  };
  EXPECT_EQ(change(given, "short").status, 400);
  EXPECT_EQ(change(given, given).status, 400);
  EXPECT_EQ(change("wrong", RunningService::kPassword).status, 403);
  EXPECT_EQ(change(given, RunningService::kPassword).status, 204);
  EXPECT_EQ(service.get("/v1/session", guest).status, 401) << "a change of the password ends the sessions";
  const Guest again = service.log_in("zhao", RunningService::kPassword);
  EXPECT_FALSE(service.get("/v1/session", again).object().at("must_change").as_bool());
  EXPECT_EQ(service.ask("POST", "/v1/session", {}, credentials("zhao", given)).status, 401);
}

TEST_F(SessionTest, SessionsAreSeenAndEndedByOneselfAndByAdministrators) {
  const auto account = service.make("sun", Role::kReviewer, identity::Scope::whole());
  const Guest first = service.log_in("sun", RunningService::kPassword);
  const Guest second = service.log_in("sun", RunningService::kPassword);
  const Guest third = service.log_in("sun", RunningService::kPassword);
  const Guest admin = service.as(Role::kAdministrator);
  const Reply own = service.get("/v1/session/all", second);
  ASSERT_EQ(own.status, 200) << own.body;
  const json::array items = own.items();
  ASSERT_EQ(items.size(), 3u);
  std::string current;
  for (const json::value& one : items) {
    EXPECT_THAT(std::string{one.at("client").as_string()}, testing::StartsWith("127.0.0.1"));
    if (one.at("current").as_bool()) current = one.at("session_id").as_string();
  }
  ASSERT_FALSE(current.empty());
  const std::string sessions = "/v1/accounts/" + account.account_id + "/sessions";
  const Reply seen = service.get(sessions, admin);
  EXPECT_EQ(seen.items().size(), 3u);
  EXPECT_EQ(service.ask("DELETE", sessions + "/" + current, admin).status, 204);
  EXPECT_EQ(service.ask("DELETE", sessions + "/" + current, admin).status, 404);
  EXPECT_EQ(service.get("/v1/session", second).status, 401);
  EXPECT_EQ(service.get("/v1/session", first).status, 200);
  EXPECT_EQ(service.ask("DELETE", "/v1/session/all", first).status, 204);
  EXPECT_EQ(service.get("/v1/session", third).status, 401);
  const Guest fourth = service.log_in("sun", RunningService::kPassword);
  EXPECT_EQ(service.ask("DELETE", sessions, admin).status, 204);
  EXPECT_EQ(service.get("/v1/session", fourth).status, 401);
  // A session of somebody else under this account's path is not there.
  const Reply admins = service.get("/v1/session/all", admin);
  const std::string foreign{admins.items().at(0).at("session_id").as_string()};
  EXPECT_EQ(service.ask("DELETE", sessions + "/" + foreign, admin).status, 404);
  EXPECT_EQ(service.get("/v1/session", admin).status, 200);
}

TEST_F(SessionTest, MalformedTokensAreNobody) {
  for (const std::string_view header :
       {"Authorization: Bearer x\r\n", "Authorization: Bearer yst_x\r\n", "Authorization: Bearer \r\n",
        "Authorization: Basic YTpi\r\n", "Cookie: yishou_session=' OR 1=1 --\r\n", "Cookie: yishou_session\r\n",
        "Cookie: xyishou_session=a\r\n"}) {
    const Reply reply = service.get("/v1/session", {}, header);
    EXPECT_EQ(reply.status, 401) << header;
    EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer");
  }
}

}  // namespace
}  // namespace yishou::service_tests
