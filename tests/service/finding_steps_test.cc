// Steps on findings over HTTP: who may, versions against overwriting, the record in the same transaction, many at once.
#include "find_service.h"

#include "cases/state.h"

namespace yishou::find_tests {
namespace {

// Findings of the institution user's institution, from the end: other tests look at those from the begin.
const model::Finding& finding_from_end(std::size_t number) {
  const auto& all = city().findings();
  for (auto f = all.rbegin(); f != all.rend(); ++f) {
    if (f->fixmedins_code == city().institution && number-- == 0) return *f;
  }
  throw std::runtime_error("the city has too few findings");
}

Reply step(std::string_view id, std::string_view login, const json::object& body, std::string_view etag) {
  const std::string header = etag.empty() ? "" : fmt::format("If-Match: {}\r\n", etag);
  return city().ask("POST", fmt::format("/v1/findings/{}/steps", id), login, json::serialize(body), header);
}
std::string etag_of(std::string_view id, std::string_view login) {
  return city().get(fmt::format("/v1/findings/{}", id), login).raw.header("ETag");
}
json::object seen(std::string_view id, std::int64_t version) { return {{"finding_id", id}, {"version", version}}; }

TEST(FindingStepsTest, GoFromQuestionToDecision) {
  const std::string& id = finding_from_end(0).finding_id;
  const Reply asked = step(id, "inspector", {{"step", "ask"}, {"text", "请说明"}}, etag_of(id, "inspector"));
  ASSERT_EQ(asked.status(), 200) << asked.raw.body;
  EXPECT_EQ(text_of(asked.object(), "state"), "asked");
  EXPECT_EQ(asked.raw.header("ETag"), etag_of(id, "inspector"));
  const Reply answered =
      step(id, "institution", {{"step", "answer"}, {"text", "系误录，张三"}}, etag_of(id, "institution"));
  ASSERT_EQ(answered.status(), 200) << answered.raw.body;
  ASSERT_EQ(step(id, "reviewer", {{"step", "note"}, {"text", "内部意见"}}, etag_of(id, "reviewer")).status(), 200);
  const Reply confirmed = step(id, "reviewer", {{"step", "confirm"}}, etag_of(id, "reviewer"));
  ASSERT_EQ(confirmed.status(), 200) << confirmed.raw.body;
  EXPECT_EQ(text_of(confirmed.object(), "state"), "confirmed");
  const auto changes = must(city().app().access_log->read(
      {.action = identity::Action::kChangeFinding, .object_kind = identity::ObjectKind::kFinding, .object_id = id},
      identity::Scope::whole(), 0, 100));
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[0].access.login, "reviewer");
  EXPECT_EQ(changes[3].access.login, "inspector");

  const auto steps_of = [&](std::string_view login) {
    std::vector<std::string> steps;
    for (const json::value& event : city().get(fmt::format("/v1/findings/{}/events", id), login).items()) {
      steps.push_back(text_of(event, "step"));
    }
    return steps;
  };
  using Steps = std::vector<std::string>;
  EXPECT_EQ(steps_of("inspector"), (Steps{"ask", "answer", "note", "confirm"}));
  EXPECT_EQ(steps_of("institution"), (Steps{"ask", "answer", "confirm"})) << "notes of the bureau are its own";
  EXPECT_EQ(city().get(fmt::format("/v1/findings/{}/events", id), "auditor").raw.body.find("张三"), std::string::npos);
  EXPECT_EQ(city().all("/v1/findings?state=confirmed", "inspector").size(), 1u);
}

TEST(FindingStepsTest, NeedTheVersionThatWasSeen) {
  const std::string& id = finding_from_end(1).finding_id;
  const std::string etag = etag_of(id, "inspector");
  const json::object note{{"step", "note"}, {"text", "看过"}};
  EXPECT_EQ(step(id, "inspector", note, "").status(), 428);
  EXPECT_EQ(step(id, "inspector", note, "\"0123\"").status(), 412);
  EXPECT_EQ(step(id, "inspector", {{"step", "note"}, {"text", " \t\n　"}}, etag).status(), 400) << "blanks say nothing";
  EXPECT_EQ(step(id, "inspector", note, etag).status(), 200);
  EXPECT_EQ(step(id, "inspector", note, etag).status(), 412);
  EXPECT_EQ(step(id, "inspector", {{"step", "reopen"}, {"text", "再看"}}, "*").status(), 409);
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kChangeFinding);
  EXPECT_EQ(record.access.result, "conflict");
  EXPECT_EQ(city().get(fmt::format("/v1/findings/{}/events", id), "inspector").items().size(), 1u);
}

TEST(FindingStepsTest, AreOfTheRolesThatMay) {
  const std::string& id = finding_from_end(2).finding_id;
  const std::map<std::string, std::set<std::string>> may{{"administrator", {}},
                                                         {"inspector", {"ask", "confirm", "dismiss", "assign", "note"}},
                                                         {"reviewer", {"ask", "confirm", "dismiss", "assign", "note"}},
                                                         {"analyst", {"note"}},
                                                         {"institution", {"note"}},
                                                         {"auditor", {}}};
  for (const auto& [login, steps] : may) {
    for (const std::string_view one : {"ask", "answer", "confirm", "dismiss", "assign", "note"}) {
      // Only whether the role may: a text that is too long is looked at afterwards.
      const Reply reply = step(id, login, {{"step", one}, {"text", std::string(5000, 'x')}}, "*");
      EXPECT_EQ(reply.status(),
                steps.contains(std::string{one}) || (login == "institution" && one == "answer") ? 400 : 403)
          << login << " " << one << reply.raw.body;
    }
  }
  EXPECT_TRUE(city().get(fmt::format("/v1/findings/{}/events", id), "inspector").items().empty());
}

TEST(FindingStepsTest, HostileBodiesChangeNothing) {
  const std::string& id = finding_from_end(3).finding_id;
  const std::string path = fmt::format("/v1/findings/{}/steps", id);
  for (const std::string& body :
       {std::string{}, std::string{"null"}, std::string{"[]"}, std::string{"{"}, std::string{"{\"step\":1}"},
        std::string{"{\"step\":\"Confirm\"}"}, std::string{"{\"step\":\"confirm\",\"force\":true}"},
        std::string{"{\"step\":\"dismiss\",\"text\":\"x\"}"},
        std::string{"{\"step\":\"dismiss\",\"reason\":\"R9\",\"text\":\"x\"}"},
        std::string{"{\"step\":\"dismiss\",\"reason\":\"R8\",\"text\":\"短\"}"},
        std::string{"{\"step\":\"note\",\"text\":\"a\\u0000b\"}"},
        std::string{"{\"step\":\"note\",\"text\":\"\\ud800\"}"}, std::string{"{\"step\":\"note\",\"text\":\"\xff\"}"},
        std::string{"{\"step\":\"note\"}"}, std::string{"{\"step\":\"assign\",\"assignee\":\"' OR 1=1\"}"},
        std::string{"{\"step\":\"assign\",\"assignee\":\"a\\u0000\"}"},
        std::string{"{\"step\":\"note\",\"text\":[\"x\"]}"}, std::string(2000, '[')}) {
    const Reply reply = city().ask("POST", path, "inspector", body, "If-Match: *\r\n");
    EXPECT_EQ(reply.status(), 400) << body.substr(0, 60) << reply.raw.body;
  }
  EXPECT_EQ(city().ask("POST", path, "inspector", std::string(1 << 20, ' '), "If-Match: *\r\n").status(), 413);
  EXPECT_EQ(city().ask("POST", path + "?x=1", "inspector", R"({"step":"confirm"})", "If-Match: *\r\n").status(), 400);
  const auto assign = fmt::format(R"({{"step":"assign","assignee":"{}"}})", city().account_of("auditor"));
  EXPECT_EQ(city().ask("POST", path, "inspector", assign, "If-Match: *\r\n").status(), 400) << "may not judge";
  EXPECT_TRUE(city().get(fmt::format("/v1/findings/{}/events", id), "inspector").items().empty());
  const json::object markup{{"step", "note"}, {"text", "<script>'; DROP TABLE findings;--</script>"}};
  ASSERT_EQ(step(id, "inspector", markup, "*").status(), 200);
  EXPECT_EQ(text_of(city().get(fmt::format("/v1/findings/{}/events", id), "inspector").items().at(0), "text"),
            "<script>'; DROP TABLE findings;--</script>");
}

TEST(FindingStepsTest, ManyAtOnceEachHaveTheirOutcome) {
  const std::string a = finding_from_end(4).finding_id, b = finding_from_end(5).finding_id;
  const json::object body{{"step", "assign"},
                          {"assignee", city().account_of("reviewer")},
                          {"findings", json::array{seen(a, 1), seen(b, 7), seen("no-such", 1)}}};
  const Reply reply = city().ask("POST", "/v1/findings/steps", "inspector", json::serialize(body));
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  std::map<std::string, std::string> outcomes;
  for (const json::value& one : reply.items()) outcomes[text_of(one, "finding_id")] = text_of(one, "outcome");
  EXPECT_EQ(outcomes, (std::map<std::string, std::string>{{a, "ok"}, {b, "conflict"}, {"no-such", "not_found"}}));
  EXPECT_EQ(city().all("/v1/findings?assigned=" + city().account_of("reviewer"), "inspector").size(), 1u);
  const auto records =
      must(city().app().access_log->read({.action = identity::Action::kChangeFinding}, identity::Scope::whole(), 0, 3));
  for (const identity::LogEntry& record : records) {
    EXPECT_EQ(record.access.result, outcomes.at(record.access.object_id)) << "each is recorded";
  }
  EXPECT_TRUE(must(city().app().access_log->verify(std::nullopt)).whole);
}

TEST(FindingStepsTest, ManyAtOnceAreRefusedWholeWhenMalformed) {
  const std::string id = finding_from_end(6).finding_id;
  const auto post = [](const json::value& findings, std::string_view step, std::string_view login = "inspector") {
    return city().ask("POST", "/v1/findings/steps", login,
                      json::serialize(json::object{{"step", step}, {"text", "t"}, {"findings", findings}}));
  };
  EXPECT_EQ(post(json::array{}, "note").status(), 400);
  EXPECT_EQ(post(nullptr, "note").status(), 400);
  EXPECT_EQ(post(json::array{seen(id, 1), seen(id, 1)}, "note").status(), 400);
  EXPECT_EQ(post(json::array{json::object{{"finding_id", id}}}, "note").status(), 400);
  EXPECT_EQ(post(json::array{seen(std::string("a\0b", 3), 1)}, "note").status(), 400);
  EXPECT_EQ(post(json::array{seen(id, 1), seen("", 1)}, "note").status(), 400);
  json::array many;
  for (int i = 0; i <= 1000; ++i) many.push_back(seen(fmt::format("f{}", i), 1));
  EXPECT_EQ(post(many, "note").status(), 400);
  many.pop_back();
  const Reply most = post(many, "note");
  EXPECT_EQ(most.status(), 200) << most.raw.body.substr(0, 200);
  EXPECT_EQ(post(json::array{seen(id, 1)}, "confirm", "analyst").status(), 403);
  EXPECT_EQ(city().last_record().access.result, "not_permitted");
  EXPECT_TRUE(city().get(fmt::format("/v1/findings/{}/events", id), "inspector").items().empty());
}

}  // namespace
}  // namespace yishou::find_tests
