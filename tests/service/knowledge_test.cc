// Rules, knowledge and parameters of the API against the rooms they come from.
#include <gtest/gtest.h>

#include "knowledge/describe.h"
#include "rule_service.h"

namespace yishou::rule_tests {
namespace {

using identity::Role;

TEST(KnowledgeApiTest, ListsTheEightyEightRules) {
  RuleService service;
  const std::string auditor = service.as(Role::kAuditor);
  std::set<std::int64_t> numbers;
  std::string cursor;
  int pages = 0;
  do {
    const json::object page = service.get("/v1/rules?limit=30" + cursor, auditor).object();
    for (const json::value& rule : page.at("items").as_array()) numbers.insert(rule.at("number").as_int64());
    cursor = page.at("next").is_null() ? "" : fmt::format("&cursor={}", std::string_view{page.at("next").as_string()});
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(numbers.size(), 88u);
  const Reply rule = service.get("/v1/rules/46", auditor);
  ASSERT_EQ(rule.status, 200) << rule.body;
  EXPECT_EQ(rule.object().at("state"), "judging");
  EXPECT_EQ(rule.object().at("parameters").as_array().size(), 2u);
  EXPECT_EQ(service.get("/v1/rules/46", auditor, "If-None-Match: " + rule.etag + "\r\n").status, 304);
  for (const auto* target : {"/v1/rules/0", "/v1/rules/89", "/v1/rules/99999999999", "/v1/rules/4.6", "/v1/rules/x",
                             "/v1/rules/89/points", "/v1/knowledge/codes/nothing"}) {
    EXPECT_EQ(service.get(target, auditor).status, 404) << target;
  }
  for (const auto* target : {"/v1/rules?limit=0", "/v1/rules?limit=201", "/v1/rules?x=1", "/v1/rules/46?region=4x",
                             "/v1/rules/46/points?state=new", "/v1/parameters?cursor=-1"}) {
    EXPECT_EQ(service.get(target, auditor).status, 400) << target;
  }
  EXPECT_EQ(service.get("/v1/rules", "").status, 401);
}

TEST(KnowledgeApiTest, PagesThroughEveryPointOnceAndTellsEveryLimitOnACode) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const auto base = must(knowledge::KnowledgeBase::open(service.settings().base));
  const auto rows = must(base.effective(kNoDay, ""));
  std::vector<std::string> expected, told;
  std::string code;
  for (const auto& row : rows) {
    if (row.rule != 2) continue;
    expected.push_back(row.point_id);
    if (code.empty() && !row.codes.empty()) code = row.codes.front();
  }
  std::string cursor;
  do {
    const json::object page = service.get("/v1/rules/2/points?limit=200" + cursor, analyst).object();
    for (const json::value& point : page.at("items").as_array()) told.emplace_back(point.at("point_id").as_string());
    cursor = page.at("next").is_null() ? "" : fmt::format("&cursor={}", std::string_view{page.at("next").as_string()});
  } while (!cursor.empty());
  ASSERT_GT(expected.size(), 5u);
  EXPECT_EQ(told, expected);
  std::size_t limits = 0;
  for (const auto& row : rows) limits += knowledge::meets(row, code) ? 1 : 0;
  const Reply one = service.get(fmt::format("/v1/knowledge/codes/{}?limit=200", code), analyst);
  EXPECT_EQ(one.object().at("items").as_array().size(), limits);
}

TEST(KnowledgeApiTest, AParameterIsPutOnceByWhoReadWhatHolds) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst), local = service.as(Role::kAnalyst, "44"),
                    inspector = service.as(Role::kInspector);
  const std::string etag = service.get("/v1/parameters", analyst).etag;
  const std::string match = "If-Match: " + etag + "\r\n";
  const auto put = [&](const std::string& token, std::string_view body, const std::string& headers) {
    return service.ask("PUT", "/v1/parameters", token, body, headers).status;
  };
  constexpr std::string_view kRow =
      R"({"name":"rx_kinds_max","value":"3","valid_from":"2025-07-01","source":"文件, \"甲\""})";
  EXPECT_EQ(put(analyst, kRow, ""), 428);
  EXPECT_EQ(put(analyst, kRow, "If-Match: \"x\"\r\n"), 412);
  EXPECT_EQ(put(inspector, kRow, match), 403);
  EXPECT_EQ(put(local, kRow, match), 403);  // the nation's is not his to change
  for (const std::string_view bad :
       {R"({"name":"nothing","value":"1","source":"s"})", R"({"name":"rx_kinds_max","value":"-1","source":"s"})",
        R"({"name":"rx_kinds_max","value":"1","source":""})", R"({"name":"../x","value":"1","source":"s"})",
        R"({"name":"rx_kinds_max","value":"3\nchild_max_years,,,3,,","source":"s"})",
        R"({"name":"rx_kinds_max","value":"3","valid_from":"2025-13-01","source":"s"})",
        R"({"name":"rx_kinds_max","value":"3","region":"4x","source":"s"})"}) {
    EXPECT_EQ(put(analyst, bad, match), 400) << bad;
  }
  const std::string before = service.app().live->current()->snapshot->version();
  EXPECT_EQ(put(analyst, kRow, match), 200);
  EXPECT_NE(service.app().live->current()->snapshot->version(), before);
  const auto kinds_on = [&](std::string_view day) {
    return service.app().live->current()->snapshot->parameters().number("rx_kinds_max").at(*parse_day(day));
  };
  EXPECT_EQ(kinds_on("2025-06-30"), 5 * kOne);
  EXPECT_EQ(kinds_on("2025-07-01"), 3 * kOne);
  EXPECT_EQ(put(analyst, kRow, match), 412);
  // It is told, and the log knows.
  const json::array rows = service.get("/v1/parameters?name=rx_kinds_max", analyst).object().at("items").as_array();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].at("source"), "文件, \"甲\"");
  const auto log =
      must(service.app().access_log->read({.action = identity::Action::kChangeRules}, identity::Scope::whole(), 0, 10));
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].access.object_id, "rx_kinds_max");
  // A region's row is its own affair.
  const std::string now = service.get("/v1/parameters", local).etag;
  EXPECT_EQ(
      put(local, R"({"name":"rx_kinds_max","value":"4","region":"4401","source":"s"})", "If-Match: " + now + "\r\n"),
      200);
  EXPECT_EQ(kinds_on("2025-07-01"), 3 * kOne);
  EXPECT_EQ(service.get("/v1/parameters?name=rx_kinds_max&region=440106", local).object().at("items").as_array().size(),
            3u);
}

TEST(KnowledgeApiTest, AReferencePointJudgesOnceConfirmedAndNoLongerOnceWithdrawn) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const auto base = must(knowledge::KnowledgeBase::open(service.settings().base));
  std::string id;
  int rule = 0;
  for (const auto& row : must(base.effective(kNoDay, ""))) {
    if (row.state != knowledge::State::kReference) continue;
    id = row.point_id;
    rule = row.rule;
    break;
  }
  ASSERT_FALSE(id.empty());
  const auto confirmed = [&] {
    const Reply reply = service.get(fmt::format("/v1/rules/{}", rule), analyst);
    return std::pair{reply.object().at("points").at("confirmed").as_int64(), reply.etag};
  };
  const auto move = [&](std::string_view verb, const std::string& etag) {
    return service.ask("POST", fmt::format("/v1/knowledge/points/{}/{}", id, verb), analyst, "{}",
                       "If-Match: " + etag + "\r\n");
  };
  const auto [before, etag] = confirmed();
  EXPECT_EQ(service.ask("POST", fmt::format("/v1/knowledge/points/{}/confirm", id), analyst, "{}").status, 428);
  const Reply made = move("confirm", etag);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.object().at("changed"), 1);
  EXPECT_EQ(confirmed().first, before + 1);
  EXPECT_EQ(move("withdraw", etag).status, 412);
  EXPECT_EQ(move("withdraw", made.etag).status, 200);
  EXPECT_EQ(confirmed().first, before);
  const std::string last = confirmed().second;
  EXPECT_EQ(
      service.ask("POST", "/v1/knowledge/points/KP-none/confirm", analyst, "{}", "If-Match: " + last + "\r\n").status,
      404);
  EXPECT_EQ(service.ask("POST", "/v1/knowledge/reload", analyst).status, 200);
}

}  // namespace
}  // namespace yishou::rule_tests
