// Accounts, tokens, gateway settings and the log over HTTP: what an administrator and an auditor do, and what they may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/log_chain.h"
#include "running_service.h"

namespace yishou::service_tests {
namespace {

using identity::Action;
using identity::Role;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSomeAccount =
    R"({"login":"qian","display_name":"钱","role":"inspector","regions":["6101"]})";

class AdministrationTest : public testing::Test {
 protected:
  RunningService service;
  Guest admin = service.as(Role::kAdministrator);

  Reply change(const std::string& id, const std::string& etag, std::string_view body) {
    return service.ask("PATCH", "/v1/accounts/" + id, admin, body, "If-Match: " + etag + "\r\n");
  }
};

TEST_F(AdministrationTest, AccountIsMadeReadAndChangedOnlyFromItsPresentVersion) {
  const Reply made = service.ask("POST", "/v1/accounts", admin, kSomeAccount);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(service.ask("POST", "/v1/accounts", admin, kSomeAccount).status, 409);
  const std::string id = made.text("account_id"), path = "/v1/accounts/" + id;
  const Reply seen = service.get(path, admin);
  ASSERT_EQ(seen.status, 200);
  EXPECT_FALSE(seen.object().contains("one_time_password"));
  EXPECT_EQ(service.get(path, admin, "If-None-Match: " + seen.header("ETag") + "\r\n").status, 304);

  EXPECT_EQ(service.ask("PATCH", path, admin, R"({"active":false})").status, 428);
  const Reply changed = change(id, seen.header("ETag"), R"({"display_name":"钱二","regions":["61"]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.text("display_name"), "钱二");
  EXPECT_EQ(changed.object().at("regions"), json::array{"61"});
  EXPECT_EQ(changed.text("role"), "inspector");
  EXPECT_EQ(change(id, seen.header("ETag"), R"({"active":false})").status, 412);
  // A role whose scope is of another kind takes both together.
  EXPECT_EQ(change(id, changed.header("ETag"), R"({"role":"institution"})").status, 400);
  EXPECT_EQ(change(id, changed.header("ETag"), R"({"role":"institution","regions":[],"institutions":["H1"]})").status,
            200);
}

TEST_F(AdministrationTest, EveryChangeIsRecordedBeforeAndAfter) {
  const Reply made = service.ask("POST", "/v1/accounts", admin, kSomeAccount);
  auto records = service.log_records({.action = Action::kMakeAccount});
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].access.result, "begun");
  EXPECT_EQ(records[0].access.result, "ok");
  EXPECT_EQ(records[0].access.object_id, "qian");
  EXPECT_EQ(records[0].access.reason, "inspector 6101|");
  EXPECT_EQ(service.ask("POST", "/v1/accounts", admin, kSomeAccount).status, 409);
  EXPECT_EQ(service.log_records({.action = Action::kMakeAccount})[0].access.result, "conflict");
  for (const auto& record : service.log_records()) {
    EXPECT_THAT(record.access.reason, Not(HasSubstr(made.text("one_time_password"))));
  }
}

TEST_F(AdministrationTest, LastAdministratorStays) {
  const auto accounts = must(service.app().accounts->list("", 100));
  for (const auto& account : accounts) {
    if (account.login != "admin") continue;  // the first one, which nobody used: this one alone is left afterwards
    const Reply seen = service.get("/v1/accounts/" + account.account_id, admin);
    EXPECT_EQ(change(account.account_id, seen.header("ETag"), R"({"active":false})").status, 200);
  }
  const std::string own = service.get("/v1/session", admin).text("account_id");
  const Reply seen = service.get("/v1/accounts/" + own, admin);
  EXPECT_EQ(change(own, seen.header("ETag"), R"({"active":false})").status, 409);
  EXPECT_EQ(change(own, seen.header("ETag"), R"({"role":"auditor"})").status, 409);
  EXPECT_EQ(service.get("/v1/session", admin).status, 200);
}

TEST_F(AdministrationTest, RegionalAdministratorKeepsToTheRegion) {
  service.make("shaanxi", Role::kAdministrator, must(identity::Scope::make({"61"}, {})));
  const Guest regional = service.log_in("shaanxi", RunningService::kPassword);
  const auto inside = service.make("xian", Role::kInspector, must(identity::Scope::make({"6101"}, {})));
  const auto outside = service.make("beijing", Role::kInspector, must(identity::Scope::make({"11"}, {})));
  const auto nation = service.make("nation", Role::kInspector, identity::Scope::whole());
  const Reply list = service.get("/v1/accounts", regional);
  EXPECT_THAT(list.body, HasSubstr("\"xian\""));
  EXPECT_THAT(list.body, Not(HasSubstr("\"beijing\"")));
  EXPECT_THAT(list.body, Not(HasSubstr("\"nation\"")));
  const auto path = [](const identity::Account& account) { return "/v1/accounts/" + account.account_id; };
  EXPECT_EQ(service.get(path(inside), regional).status, 200);
  for (const auto* account : {&outside, &nation}) {
    EXPECT_EQ(service.get(path(*account), regional).status, 404);
    EXPECT_EQ(service.ask("POST", path(*account) + "/password", regional).status, 404);
    EXPECT_EQ(service.ask("DELETE", path(*account) + "/sessions", regional).status, 404);
    EXPECT_EQ(service.get(path(*account) + "/sessions", regional).status, 404);
    EXPECT_EQ(service.ask("PATCH", path(*account), regional, R"({"active":false})", "If-Match: *\r\n").status, 404);
  }
  const auto make = [&](std::string_view scope) {
    return service
        .ask("POST", "/v1/accounts", regional,
             fmt::format(R"({{"login":"n{}","display_name":"新","role":"inspector",{}}})",
                         std::hash<std::string_view>{}(scope), scope))
        .status;
  };
  EXPECT_EQ(make(R"("regions":["610113"])"), 201);
  EXPECT_EQ(make(R"("regions":[""])"), 403);
  EXPECT_EQ(make(R"("regions":["11"])"), 403);
  EXPECT_EQ(make(R"("regions":["6101","11"])"), 403);
  EXPECT_EQ(make(R"("regions":["6101"],"institutions":["H-elsewhere"])"), 403);
  // Neither can an account be widened beyond the region.
  EXPECT_EQ(service.ask("PATCH", path(inside), regional, R"({"regions":[""]})", "If-Match: *\r\n").status, 403);
  EXPECT_EQ(must(service.app().accounts->find(inside.account_id)).scope, inside.scope);
  // Gateway settings and tokens are of institutions named in the scope, or of all for the nation.
  EXPECT_EQ(
      service.ask("POST", "/v1/tokens", regional, R"({"institution":"H1","name":"HIS","ends_at":"2027-01-01"})").status,
      404);
  EXPECT_EQ(
      service
          .ask("PUT", "/v1/institution-settings/H1", regional, R"({"paasid":"p","token":"t"})", "If-None-Match: *\r\n")
          .status,
      404);
}

TEST_F(AdministrationTest, ListsAreReadInPages) {
  for (int i = 0; i < 7; ++i) service.make(fmt::format("p{}", i), Role::kAnalyst, identity::Scope::whole());
  std::vector<std::string> logins;
  std::string cursor;
  for (int pages = 0; pages < 20; ++pages) {
    const Reply reply = service.get("/v1/accounts?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), admin);
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json::array items = reply.items();
    EXPECT_LE(items.size(), 2u);
    for (const json::value& one : items) logins.emplace_back(one.at("login").as_string());
    if (reply.object().at("next").is_null()) break;
    cursor = reply.text("next");
  }
  std::vector<std::string> wanted;
  for (const auto& account : must(service.app().accounts->list("", 100))) wanted.push_back(account.login);
  EXPECT_EQ(logins, wanted);
}

TEST_F(AdministrationTest, HostileParametersAndBodiesAreRefused) {
  const Guest auditor = service.as(Role::kAuditor);
  for (const std::string_view query : {"limit=0", "limit=201", "limit=-1", "limit=1e3", "limit=9999999999999999999999",
                                       "limt=5", "limit=1&limit=2", "%00=1", "cursor=1&x='%20OR%201=1"}) {
    EXPECT_EQ(service.get("/v1/accounts?" + std::string{query}, admin).status, 400) << query;
  }
  for (const std::string_view query :
       {"cursor=abc", "cursor=0", "cursor=-5", "cursor=99999999999999999999", "action=sees", "object_kind=x",
        "object_id=1", "from=2026-13-01", "to=now", "from=2026-01-01%2024:00:00"}) {
    EXPECT_EQ(service.get("/v1/log?" + std::string{query}, auditor).status, 400) << query;
  }
  const Reply named = service.get("/v1/accounts?limt=5", admin);
  EXPECT_THAT(named.body, HasSubstr("limt"));
  EXPECT_EQ(service.get("/v1/tokens?cursor=k0", admin).status, 400);
  for (const std::string_view body :
       {"", "[]", "{", "null", R"({"login":"a"})", R"({"login":1,"display_name":"a","role":"auditor","regions":[""]})",
        R"({"login":"a b","display_name":"a","role":"auditor","regions":[""]})",
        R"({"login":"a","display_name":"a","role":"root","regions":[""]})",
        R"({"login":"a","display_name":"a","role":"auditor","regions":["6"]})",
        R"({"login":"a","display_name":"a","role":"auditor","regions":[6101]})",
        R"({"login":"a","display_name":"a","role":"auditor","regions":[]})",
        R"({"login":"a","display_name":"a","role":"institution","regions":["61"]})",
        R"({"login":"a","display_name":"a\u0000b","role":"auditor","regions":[""]})",
        R"({"login":"a","display_name":"a","role":"auditor","regions":[""],"active":true})",
        "{\"login\":\"a\",\"display_name\":\"\xff\",\"role\":\"auditor\",\"regions\":[\"\"]}"}) {
    const Reply reply = service.ask("POST", "/v1/accounts", admin, body, "Content-Type: application/json\r\n");
    EXPECT_EQ(reply.status, 400) << body << reply.body;
  }
  EXPECT_EQ(service.ask("POST", "/v1/accounts", admin, kSomeAccount, "Content-Type: text/plain\r\n").status, 415);
  EXPECT_EQ(service.ask("POST", "/v1/accounts", admin, std::string(1 << 20, ' ')).status, 413);
  EXPECT_EQ(service.ask("POST", "/v1/accounts", admin, std::string(50'000, '[')).status, 400);
  // SQL and HTML are text like any other.
  const Reply odd = service.ask(
      "POST", "/v1/accounts", admin,
      R"({"login":"odd","display_name":"'); DROP TABLE accounts; --<script>","role":"auditor","regions":[""]})");
  EXPECT_EQ(odd.status, 201);
  EXPECT_EQ(service.get("/v1/accounts/" + odd.text("account_id"), admin).text("display_name"),
            "'); DROP TABLE accounts; --<script>");
}

TEST_F(AdministrationTest, TokenActsForItsInstitutionUntilRevoked) {
  const Reply made = service.ask("POST", "/v1/tokens", admin,
                                 R"({"institution":"H12345678901","name":"HIS 一号","ends_at":"2027-06-30"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.text("ends_at"), "2027-06-30 00:00:00");
  const Guest program{made.text("token")};
  const Reply self = service.get("/v1/session", program);
  ASSERT_EQ(self.status, 200);
  EXPECT_TRUE(self.object().at("program").as_bool());
  EXPECT_EQ(self.object().at("institutions"), json::array{"H12345678901"});
  EXPECT_EQ(service.get("/v1/session/all", program).status, 400);
  const Reply list = service.get("/v1/tokens", admin);
  EXPECT_THAT(list.body, HasSubstr(made.text("token_id")));
  EXPECT_THAT(list.body, Not(HasSubstr(program.token)));
  EXPECT_EQ(service.ask("DELETE", "/v1/tokens/" + made.text("token_id"), admin).status, 204);
  EXPECT_EQ(service.get("/v1/session", program).status, 401);
  EXPECT_EQ(service.ask("DELETE", "/v1/tokens/k0000000000000000", admin).status, 404);
  EXPECT_EQ(
      service.ask("POST", "/v1/tokens", admin, R"({"institution":"H1","name":"HIS","ends_at":"2020-01-01"})").status,
      400);
  EXPECT_EQ(
      service.ask("POST", "/v1/tokens", admin, R"({"institution":"H1","name":"HIS","ends_at":"2099-01-01"})").status,
      400);
}

TEST_F(AdministrationTest, SecretsOfInstitutionsGoInAndNeverComeOut) {
  const std::string path = "/v1/institution-settings/H12345678901";
  EXPECT_EQ(service.get(path, admin).status, 404);
  EXPECT_EQ(service.ask("PUT", path, admin, R"({"paasid":"p1","token":"secret-one"})").status, 428);
  EXPECT_EQ(service.ask("PUT", path, admin, R"({"paasid":"p1","token":"secret-one"})", "If-Match: \"x\"\r\n").status,
            412);
  EXPECT_EQ(service.ask("PUT", path, admin, R"({"paasid":"p1"})", "If-None-Match: *\r\n").status, 400);
  const Reply made =
      service.ask("PUT", path, admin, R"({"paasid":"p1","token":"secret-one","blocks":true})", "If-None-Match: *\r\n");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(service.ask("PUT", path, admin, R"({"paasid":"p1","token":"t"})", "If-None-Match: *\r\n").status, 412);
  const Reply seen = service.get(path, admin);
  EXPECT_EQ(seen.header("ETag"), made.header("ETag"));
  EXPECT_EQ(seen.text("token"), "set");
  EXPECT_EQ(seen.text("paasid"), "set");
  EXPECT_EQ(seen.text("apikey"), "not set");
  EXPECT_THAT(seen.body + made.body + service.get("/v1/institution-settings", admin).body,
              Not(HasSubstr("secret-one")));
  // A change keeps the secrets that it does not name, and is in force at the gateway at once.
  const Reply changed = service.ask("PUT", path, admin, R"({"apikey":"key-two","language":"en"})",
                                    "If-Match: " + seen.header("ETag") + "\r\n");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_FALSE(changed.object().at("blocks").as_bool());
  const auto kept = must(service.app().institution_settings->find("H12345678901", identity::Scope::whole()));
  EXPECT_EQ(kept.token, "secret-one");
  EXPECT_EQ(kept.apikey, "key-two");
  EXPECT_EQ(service.ask("PUT", path, admin, R"({"apikey":null})", "If-Match: " + seen.header("ETag") + "\r\n").status,
            412);
  EXPECT_EQ(
      service.ask("PUT", path, admin, R"({"apikey":null})", "If-Match: " + changed.header("ETag") + "\r\n").status,
      200);
  EXPECT_EQ(service.get(path, admin).text("apikey"), "not set");
  EXPECT_EQ(
      service.ask("PUT", "/v1/institution-settings/H2", admin, R"({"paasid":"p1","token":"t"})", "If-None-Match: *\r\n")
          .status,
      409);
  for (const auto& record : service.log_records({.action = Action::kChangeInstitution})) {
    EXPECT_THAT(record.access.reason, Not(HasSubstr("secret-one")));
    EXPECT_THAT(record.access.reason, Not(HasSubstr("key-two")));
  }
}

TEST_F(AdministrationTest, ReadingTheLogIsInTheLogAndPersonsAreMasked) {
  const Guest auditor = service.as(Role::kAuditor);
  must(service.app().access_log->append({.at = server::now().beijing(),
                                         .account_id = "u1",
                                         .login = "x",
                                         .role = "inspector",
                                         .action = Action::kSeePerson,
                                         .object_kind = identity::ObjectKind::kPerson,
                                         .object_id = "610113199001011234",
                                         .reason = {},
                                         .request_id = {},
                                         .result = "ok"}));
  const Reply found = service.get("/v1/log?object_kind=person&object_id=610113199001011234&action=see_person", auditor);
  ASSERT_EQ(found.status, 200) << found.body;
  ASSERT_EQ(found.items().size(), 1u);
  EXPECT_THAT(found.body, Not(HasSubstr("610113199001011234")));
  EXPECT_THAT(found.body, HasSubstr("6101************34"));
  const auto own = service.log_records({.action = Action::kReadLog});
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].access.object_id, "610113199001011234");
  EXPECT_EQ(own[0].access.reason, "object_kind=person action=see_person");

  const Reply page = service.get("/v1/log?limit=1", auditor);
  EXPECT_EQ(page.items().at(0).at("action"), "read_log");
  const std::string next = page.text("next");
  EXPECT_EQ(service.get("/v1/log?limit=1&cursor=" + next, auditor).items().at(0).at("seq").as_int64(),
            std::stoll(next) - 1);

  service.make("regional", Role::kAuditor, must(identity::Scope::make({"61"}, {})));
  const Guest regional = service.log_in("regional", RunningService::kPassword);
  EXPECT_EQ(service.get("/v1/log", regional).status, 403);
  EXPECT_EQ(service.get("/v1/log/verification", regional).status, 403);
  EXPECT_EQ(service.log_records({.action = Action::kDenied}, 1)[0].access.result, "not_national");
}

TEST_F(AdministrationTest, VerificationSeesAChangedRecord) {
  const Guest auditor = service.as(Role::kAuditor);
  const Reply whole = service.get("/v1/log/verification", auditor);
  ASSERT_EQ(whole.status, 200) << whole.body;
  EXPECT_TRUE(whole.object().at("whole").as_bool());
  EXPECT_TRUE(whole.object().at("broken_seq").is_null());
  const auto anchor = must(identity::read_anchor(server::key_file_of(service.app().settings) + ".log-head"));
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(anchor->seq, whole.object().at("head_seq").as_int64());
  const auto triggers = must(service.app().database->query(
      "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'access_log'"));
  for (const auto& row : triggers) must(service.app().database->change("DROP TRIGGER " + row.text(0)));
  must(service.app().database->change("UPDATE access_log SET result = 'refused' WHERE seq = 2"));
  const Reply broken = service.get("/v1/log/verification", auditor);
  ASSERT_EQ(broken.status, 200) << broken.body;
  EXPECT_FALSE(broken.object().at("whole").as_bool());
  EXPECT_EQ(broken.object().at("broken_seq").as_int64(), 2);
  EXPECT_EQ(service.log_records({.action = Action::kVerifyLog}, 1)[0].access.result, "broken");
}

TEST(DemonstrationTest, IsMadeOnceAndStaysOne) {
  server::Settings settings;
  settings.demonstration = true;
  RunningService service(settings);
  const auto& made = service.app().demonstration;
  ASSERT_TRUE(made.has_value());
  EXPECT_THAT(made->logins, testing::UnorderedElementsAre("admin", "demo-inspector", "demo-reviewer", "demo-analyst",
                                                          "demo-auditor", "demo-hospital"));
  for (const std::string& login : made->logins) {
    const Guest guest = service.log_in(login, server::kDemonstrationPassword);
    EXPECT_FALSE(service.get("/v1/session", guest).object().at("must_change").as_bool()) << login;
  }
  const Guest hospital = service.log_in("demo-hospital", server::kDemonstrationPassword);
  EXPECT_EQ(service.get("/v1/session", hospital).object().at("institutions"),
            json::array{json::string(made->institution)});
  EXPECT_FALSE(made->institution_name.empty());
  const auto settings_of = must(service.app().institution_settings->find(made->institution, identity::Scope::whole()));
  EXPECT_EQ(settings_of.paasid, made->paasid);
  EXPECT_EQ(settings_of.token, made->token);
  EXPECT_TRUE(service.app().first_password.empty());

  const auto again = must(server::make_demonstration(service.app(), server::now()));
  EXPECT_EQ(again.logins, made->logins);
  EXPECT_EQ(again.institution, made->institution);
  EXPECT_EQ(must(service.app().accounts->list("", 100)).size(), 6u);
  // A start without the setting refuses a database whose passwords are public.
  const Status refused = server::refuse_demonstration(service.app());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  // One that people added accounts to stays one: it can be started again.
  service.make("person", Role::kAnalyst, identity::Scope::whole());
  EXPECT_TRUE(server::make_demonstration(service.app(), server::now()).has_value());
}

TEST(DemonstrationTest, IsNotMadeBesidePeoplesOwn) {
  RunningService service;
  service.make("person", Role::kAnalyst, identity::Scope::whole());
  const auto beside = server::make_demonstration(service.app(), server::now());
  ASSERT_FALSE(beside.has_value());
  EXPECT_EQ(beside.error().code, ErrorCode::kConflict);
  EXPECT_THAT(beside.error().message, HasSubstr("person"));
}

TEST(DemonstrationTest, LeavesAPasswordThatAPersonChose) {
  RunningService service;
  const auto at = server::now().beijing();
  const auto admin = must(service.app().accounts->list("", 10)).front();
  const auto reset = must(service.app().accounts->reset_password(admin.account_id));
  must(service.app().accounts->change_password(admin.account_id, reset.password, RunningService::kPassword, at));
  must(server::make_demonstration(service.app(), server::now()));
  EXPECT_NO_THROW(must(service.app().accounts->log_in("admin", RunningService::kPassword, at)));
  EXPECT_FALSE(service.app().accounts->log_in("admin", server::kDemonstrationPassword, at).has_value());
}

}  // namespace
}  // namespace yishou::service_tests
