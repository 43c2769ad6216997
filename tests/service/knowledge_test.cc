// Rules, knowledge and parameters of the API against the rooms they come from.
#include <algorithm>
#include <map>

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
  EXPECT_EQ(rule.object().at("state"), "on");
  EXPECT_EQ(rule.object().at("parameters").as_array().size(), 2u);
  EXPECT_EQ(service.get("/v1/rules/46", auditor, "If-None-Match: " + rule.etag + "\r\n").status, 304);
  for (const auto* target : {"/v1/rules/0", "/v1/rules/89", "/v1/rules/99999999999", "/v1/rules/4.6", "/v1/rules/x",
                             "/v1/rules/89/points", "/v1/knowledge/codes/nothing"}) {
    EXPECT_EQ(service.get(target, auditor).status, 404) << target;
  }
  for (const auto* target : {"/v1/rules?limit=0", "/v1/rules?limit=201", "/v1/rules?x=1", "/v1/rules/sql?x=1",
                             "/v1/rules/46?region=4x", "/v1/rules/46/points?state=new", "/v1/parameters?cursor=-1"}) {
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

TEST(KnowledgeApiTest, FindsLimitsByCodeNameAndId) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const auto base = must(knowledge::KnowledgeBase::open(service.settings().base));
  const auto rows = must(base.effective(kNoDay, ""));
  const auto found = std::ranges::find_if(rows, [](const knowledge::PointRow& row) {
    return row.state == knowledge::State::kOfficial && row.name.size() >= 12 && !row.codes.empty();
  });
  ASSERT_NE(found, rows.end());
  const auto encoded = [](std::string_view text) {
    std::string out;
    for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out;
  };
  const auto ids_of = [&](std::string_view q, std::string_view more = "") {
    std::vector<std::string> ids;
    std::string cursor;
    do {
      const Reply reply =
          service.get(fmt::format("/v1/knowledge/points?limit=200&q={}{}{}", encoded(q), more, cursor), analyst);
      if (reply.status != 200) throw std::runtime_error(reply.body);
      const json::object page = reply.object();
      for (const json::value& one : page.at("items").as_array()) ids.emplace_back(one.at("point_id").as_string());
      cursor =
          page.at("next").is_null() ? "" : fmt::format("&cursor={}", std::string_view{page.at("next").as_string()});
    } while (!cursor.empty());
    return ids;
  };
  const auto expected = [&](auto&& fits) {
    std::vector<std::string> ids;
    for (const auto& row : rows) {
      if (fits(row)) ids.push_back(row.point_id);
    }
    return ids;
  };
  const std::string part = found->name.substr(3, 6);  // two characters inside the name
  const auto by_name = [&](const knowledge::PointRow& row) {
    return row.name.contains(part) || row.value_name.contains(part);
  };
  EXPECT_EQ(ids_of(part), expected(by_name));
  EXPECT_EQ(ids_of(part, fmt::format("&rule={}", found->rule)),
            expected([&](const knowledge::PointRow& row) { return row.rule == found->rule && by_name(row); }));
  const std::string begin = found->codes.front().substr(0, 6);
  EXPECT_EQ(ids_of(begin), expected([&](const knowledge::PointRow& row) {
    return std::ranges::any_of(row.codes, [&](const std::string& code) { return code.starts_with(begin); });
  }));
  EXPECT_GE(std::ranges::count(ids_of(found->point_id), found->point_id), 1);
  EXPECT_TRUE(ids_of("无此名称之药").empty());
  for (const auto* target : {"/v1/knowledge/points", "/v1/knowledge/points?q=", "/v1/knowledge/points?q=x&rule=89"}) {
    EXPECT_EQ(service.get(target, analyst).status, 400) << target;
  }
}

// Numbers of a rule are those of the caller's scope, and of nobody without the right.
TEST(KnowledgeApiTest, ARuleTellsWhatBecameOfItsFindings) {
  RuleService service;
  const std::string inspector = service.as(Role::kInspector), analyst = service.as(Role::kAnalyst);
  ASSERT_EQ(service.run_job(inspector, "audit", {}).at("state"), "done");
  const auto rows = must(service.app().findings->groups({}, identity::Scope::whole(), cases::GroupBy::kRule));
  ASSERT_GE(rows.size(), 2u);
  std::map<std::string, cases::FindingGroup> expected;
  for (const auto& row : rows) expected[row.key] = row;
  const std::string number = rows.front().key;
  // Two of them are judged.
  const auto some =
      must(service.app().findings->page({.rules = {static_cast<std::uint16_t>(std::stoi(number))}},
                                        identity::Scope::whole(), Role::kInspector, cases::Sort::kTaken, false, "", 2));
  ASSERT_EQ(some.findings.size(), 2u);
  const auto judge = [&](const cases::CaseFinding& one, cases::Change change) {
    const identity::Principal who{.account_id = "u",
                                  .login = "u",
                                  .role = Role::kInspector,
                                  .scope = identity::Scope::whole(),
                                  .session_id = "s"};
    must(service.app().changes->make(who, {one.finding.finding_id, one.version}, change, server::now().beijing()));
  };
  judge(some.findings[0], {.step = cases::Step::kConfirm});
  judge(some.findings[1], {.step = cases::Step::kDismiss, .reason = "R3", .text = "临床需要"});
  const json::object listed = service.get("/v1/rules?limit=200", analyst).object();
  for (const json::value& rule : listed.at("items").as_array()) {
    const std::string key = std::to_string(rule.at("number").as_int64());
    const json::object& findings = rule.at("findings").as_object();
    EXPECT_EQ(findings.at("count"), expected.contains(key) ? expected[key].findings : 0) << key;
    EXPECT_EQ(std::string_view{findings.at("vola_amt").as_string()},
              format_decimal(expected.contains(key) ? expected[key].vola : 0, kFenScale))
        << key;
    EXPECT_EQ(findings.at("confirmed"), key == number ? 1 : 0);
    if (key == number) {
      EXPECT_EQ(findings.at("confirmed_share").to_number<double>(), 0.5);
    } else {
      EXPECT_TRUE(findings.at("dismissed_share").is_null());
    }
  }
  const json::object rule = service.get("/v1/rules/" + number, inspector).object();
  ASSERT_EQ(rule.at("versions").as_array().size(), 1u);
  EXPECT_EQ(rule.at("versions").at(0).at("version"), rule.at("version"));
  EXPECT_EQ(rule.at("versions").at(0).at("findings"), rows.front().findings);
  const json::object elsewhere = service.get("/v1/rules/" + number, service.as(Role::kInspector, "11")).object();
  EXPECT_EQ(elsewhere.at("findings").at("count"), 0);
  const json::object blind = service.get("/v1/rules/" + number, service.as(Role::kAdministrator)).object();
  EXPECT_TRUE(blind.at("findings").is_null() && blind.at("reminders").is_null() &&
              blind.at("versions").as_array().empty());
}

TEST(KnowledgeApiTest, ARuleCarriesItsCasesItsSqlAndTheHistoryOfItsParameters) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const json::object rule = service.get("/v1/rules/46", analyst).object();
  EXPECT_TRUE(std::string_view{rule.at("sql").as_string()}.contains("parameter('rx_kinds_max', day)"));
  EXPECT_GT(rule.at("cases").as_array().size(), 5u);
  bool hit = false;
  for (const json::value& one : rule.at("cases").as_array()) hit = hit || one.at("outcome") == "hit";
  EXPECT_TRUE(hit);
  const json::object parameter = rule.at("parameters").at(0).as_object();
  EXPECT_EQ(parameter.at("name"), "rx_kinds_max");
  EXPECT_EQ(parameter.at("value"), "5");
  EXPECT_EQ(parameter.at("history").as_array().size(), 1u);
  EXPECT_FALSE(parameter.at("source").as_string().empty());
  const json::object shared = service.get("/v1/rules/sql", analyst).object();
  EXPECT_TRUE(std::string_view{shared.at("common_ground").as_string()}.contains("CREATE"));
  EXPECT_EQ(service.ask("POST", "/v1/knowledge/reload", analyst).status, 200);
}

}  // namespace
}  // namespace yishou::rule_tests
