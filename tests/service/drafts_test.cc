// Drafts over HTTP: from one person through another into force and back, as an audit by the command sees it.
#include <algorithm>

#include <gtest/gtest.h>

#include "identity/masking.h"
#include "knowledge/draft.h"
#include "knowledge/test_workbook.h"
#include "rule_service.h"

namespace yishou::rule_tests {
namespace {

using identity::Role;

constexpr std::string_view kPoint = "REF-66-001";

std::string if_match(const Reply& reply) { return "If-Match: " + reply.etag + "\r\n"; }
std::string path_of(const Reply& reply) {
  return fmt::format("/v1/drafts/{}", reply.object().at("draft_no").as_int64());
}
std::string state_of(const Reply& reply) { return std::string{reply.object().at("state").as_string()}; }

class DraftsApiTest : public ::testing::Test {
 protected:
  Reply make(const json::object& changes, std::string_view region = "") {
    return service_.post("/v1/drafts", analyst_,
                         json::object{{"title", "试改"}, {"region", region}, {"changes", changes}});
  }
  Reply step(const Reply& draft, std::string_view name, std::string_view token, const json::value& body = nullptr) {
    const std::string target = fmt::format("{}/{}", path_of(draft), name);
    if (body.is_null()) return service_.ask("POST", target, token, {}, if_match(draft));
    return service_.post(target, token, body, if_match(draft));
  }
  Reply published(const Reply& draft, std::string_view from = "2025-01-01") {
    const Reply proposed = step(draft, "propose", analyst_);
    EXPECT_EQ(proposed.status, 200) << proposed.body;
    const Reply done = step(proposed, "publish", inspector_, json::object{{"effective_from", from}});
    EXPECT_EQ(done.status, 200) << done.body;
    return done;
  }
  static json::object parameter(std::string_view name, std::string_view value) {
    return {{"name", name}, {"value", value}, {"source", "某文件第一条"}};
  }
  Reply upload(const Reply& draft, std::string_view name, std::string_view bytes, std::string_view more = "") {
    http::Client client(service_.port());
    const http::Answer answer = client.ask(
        fmt::format("POST {}/files?name={}{} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\nContent-Type: "
                    "application/octet-stream\r\nIf-Match: {}\r\nContent-Length: {}\r\n\r\n{}",
                    path_of(draft), name, more, analyst_, draft.etag, bytes.size(), bytes));
    return {.status = answer.status, .body = answer.body, .etag = answer.header("ETag")};
  }
  [[nodiscard]] knowledge::KnowledgeBase base() const {
    return must(knowledge::KnowledgeBase::open(service_.settings().base));
  }
  [[nodiscard]] std::size_t batches() const { return base().batches().size(); }
  [[nodiscard]] std::string in_force() { return service_.app().live->current()->snapshot->version(); }

  RuleService service_;
  const std::string analyst_ = service_.as(Role::kAnalyst), inspector_ = service_.as(Role::kInspector);
};

TEST_F(DraftsApiTest, APublishedDraftIsInForceAtOnceAndInTheBaseForTheCommand) {
  const std::size_t before = batches();
  const std::string version = in_force();
  const auto earlier = service_.app().live->current()->snapshot;
  const Reply made = make({{"parameters", json::array{parameter("rx_kinds_max", "2")}},
                           {"confirmations", json::array{json::object{{"point_id", kPoint}}}},
                           {"rules", json::array{json::object{{"rule_no", 9}, {"on", false}, {"source", "停用"}}}}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(batches(), before);
  const Reply diff = service_.get(path_of(made) + "/diff?from=2025-01-01", inspector_);
  ASSERT_EQ(diff.status, 200) << diff.body;
  EXPECT_EQ(diff.object().at("changed").at("count"), 1);
  EXPECT_EQ(diff.object().at("parameters").at("count"), 2);
  EXPECT_EQ(diff.object().at("parameters").at("items").at(0).at("before"), "5");
  const Reply proposed = step(made, "propose", analyst_);
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  EXPECT_EQ(proposed.object().at("steps"), json::array{"reject"});  // analysts publish too, but not the author
  const json::object body{{"effective_from", "2025-01-01"}};
  EXPECT_EQ(step(proposed, "publish", analyst_, body).status, 403);
  EXPECT_EQ(batches(), before);
  const Reply done = step(proposed, "publish", inspector_, body);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(state_of(done), "published");
  EXPECT_EQ(done.object().at("batches").as_array().size(), batches() - before);
  EXPECT_NE(in_force(), version);
  const auto snapshot = must(base().snapshot(kNoDay, ""));
  EXPECT_EQ(in_force(), snapshot.version());
  EXPECT_EQ(snapshot.parameters().number("rx_kinds_max").at(*parse_day("2025-01-01")), 20'000);
  EXPECT_EQ(snapshot.parameters().number("rx_kinds_max").at(*parse_day("2024-12-31")), 50'000);
  // The engine alone, as the command runs it: rule 9 says nothing from that day on.
  const auto late = [](const knowledge::Snapshot& by) {
    return std::ranges::count_if(judged(by), [](const model::Finding& finding) {
      return finding.rule_no == 9 && day_of(finding.begin_time) >= *parse_day("2025-01-01");
    });
  };
  EXPECT_GT(late(*earlier), 0);
  EXPECT_EQ(late(snapshot), 0);
  EXPECT_EQ(service_.get("/v1/rules/9", inspector_).object().at("state"), "off");
  EXPECT_EQ(service_.get("/v1/rules/46", inspector_).object().at("state"), "on");
  // Both persons stand in the log, with what they did.
  const auto log = must(
      service_.app().access_log->read({.action = identity::Action::kChangeRules}, identity::Scope::whole(), 0, 50));
  std::string told;
  for (const auto& entry : log)
    told += fmt::format("{}|{}|{}\n", entry.access.login, entry.access.reason, entry.access.result);
  EXPECT_NE(told.find("inspector|publish from 2025-01-01|ok"), std::string::npos) << told;
  EXPECT_NE(told.find("analyst|publish from 2025-01-01|refused"), std::string::npos) << told;
}

TEST_F(DraftsApiTest, RollingBackIsAnotherDatedChangeByAnotherPerson) {
  const Reply done =
      published(make({{"parameters", json::array{parameter("rx_kinds_max", "2")}},
                      {"rules", json::array{json::object{{"rule_no", 9}, {"on", false}, {"source", "停用"}}}}}));
  const std::size_t before = batches();
  const json::object body{{"effective_from", "2025-04-01"}, {"reason", "有误"}};
  EXPECT_EQ(step(done, "roll-back", analyst_, body).status, 403);
  const Reply back = step(done, "roll-back", inspector_, body);
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(state_of(back), "rolled_back");
  EXPECT_EQ(batches(), before + 1);
  const auto snapshot = service_.app().live->current()->snapshot;
  const auto& kinds = snapshot->parameters().number("rx_kinds_max");
  EXPECT_EQ(kinds.at(*parse_day("2025-03-31")), 20'000);
  EXPECT_EQ(kinds.at(*parse_day("2025-04-01")), 50'000);
  const auto& off = snapshot->parameters().codes(knowledge::kRulesOff);
  EXPECT_EQ(off.at(*parse_day("2025-03-31")), knowledge::CodeSet{"9"});
  EXPECT_TRUE(off.at(*parse_day("2025-04-01")).empty());
  EXPECT_EQ(step(back, "roll-back", inspector_, body).status, 409);
}

TEST_F(DraftsApiTest, ABacktestOfADraftTellsWhatTheSameSettingsTell) {
  const Reply made = make({{"parameters", json::array{parameter("tcm_grams_day_max", "50")}},
                           {"rules", json::array{json::object{{"rule_no", 9}, {"on", false}, {"source", "停用"}}}}});
  const Reply started = service_.post(path_of(made) + "/backtest", analyst_, json::object{{"rules", "9,46,76"}});
  ASSERT_EQ(started.status, 201) << started.body;
  const json::object job = service_.ended(analyst_, started.object().at("job_no").as_int64());
  ASSERT_EQ(job.at("state"), "done") << job;
  EXPECT_EQ(job.at("parameters").at("draft_no"), made.object().at("draft_no"));
  const json::object told = service_.result_of(analyst_, job);
  const json::object ad_hoc =
      service_.run_job(analyst_, "backtest",
                       {{"settings", json::array{"tcm_grams_day_max=50"}}, {"rules_off", "9"}, {"rules", "9,46,76"}});
  const json::object expected = service_.result_of(analyst_, ad_hoc);
  for (const auto* member : {"total", "by_rule", "institutions", "doctors", "samples"})
    EXPECT_EQ(told.at("outcome").at(member), expected.at("outcome").at(member)) << member;
  ASSERT_GT(told.at("outcome").at("total").at("findings").at("added").to_number<double>(), 0);
  bool both = false;
  for (const json::value& sample : told.at("outcome").at("samples").as_array()) {
    EXPECT_EQ(sample.at("now").is_null(), sample.at("change") == "added");
    EXPECT_EQ(sample.at("draft").is_null(), sample.at("change") == "dropped");
    if (sample.at("change") != "changed") continue;
    both = true;
    EXPECT_NE(sample.at("now"), sample.at("draft"));
  }
  EXPECT_TRUE(both);
  const Reply seen = service_.get(path_of(made), analyst_);
  EXPECT_EQ(seen.object().at("backtest_job"), job.at("job_no"));
}

// What was asked is what is tried, whatever becomes of the draft meanwhile.
TEST_F(DraftsApiTest, AShadowOfADraftKeepsTheContentItBeganWith) {
  const Reply made = make({{"parameters", json::array{parameter("rx_kinds_max", "1")}}});
  const Reply shadow = service_.ask("POST", path_of(made) + "/shadow", analyst_);
  ASSERT_EQ(shadow.status, 201) << shadow.body;
  const std::string version{shadow.object().at("knowledge_version").as_string()};
  EXPECT_NE(version, in_force());
  const Reply seen = service_.get(path_of(made), analyst_);
  EXPECT_EQ(seen.object().at("shadow_id"), shadow.object().at("id"));
  const Reply changed = service_.ask(
      "PUT", path_of(made), analyst_,
      json::serialize(json::object{
          {"title", "再改"}, {"changes", json::object{{"parameters", json::array{parameter("rx_kinds_max", "3")}}}}}),
      if_match(seen));
  ASSERT_EQ(changed.status, 200) << changed.body;
  service_.close();
  service_.open();
  const std::string again = service_.as_again("analyst");
  const Reply still =
      service_.get(fmt::format("/v1/shadows/{}", std::string_view{shadow.object().at("id").as_string()}), again);
  ASSERT_EQ(still.status, 200) << still.body;
  EXPECT_EQ(still.object().at("draft").at("content_no"), 1);
  EXPECT_EQ(still.object().at("state"), "running");
}

TEST_F(DraftsApiTest, AFileIsComparedBeforeItCounts) {
  const std::size_t before = batches();
  const Reply made = make({});
  const Reply added = upload(made, "own.csv",
                             "rule_no,point_id,code,name,region,state\n66,OWN-1,XA01AB,甲,44,confirmed\n"
                             "66,OWN-2,,乙,44,confirmed\n");
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.object().at("kind"), "own");
  EXPECT_EQ(added.object().at("left_out").at("refused"), 1);
  EXPECT_EQ(batches(), before);
  Reply draft = service_.get(path_of(made), analyst_);
  ASSERT_EQ(draft.object().at("changes").at("files").as_array().size(), 1u);
  const Reply diff = service_.get(path_of(made) + "/diff?region=4401", analyst_);
  ASSERT_EQ(diff.status, 200) << diff.body;
  EXPECT_EQ(diff.object().at("added").at("count"), 1);
  EXPECT_EQ(diff.object().at("added").at("items").at(0).at("point_id"), "OWN-1");
  EXPECT_EQ(service_.get(path_of(made) + "/diff?region=43", analyst_).object().at("added").at("count"), 0);
  // The same once more brings nothing.
  EXPECT_EQ(
      upload(draft, "own.csv", "rule_no,point_id,code,name,region,state\n66,OWN-1,XA01AB,甲,44,confirmed\n").status,
      409);
  published(draft);
  EXPECT_EQ(batches(), before + 1);
  EXPECT_EQ(service_.get("/v1/knowledge/codes/XA01AB?region=44", inspector_).status, 200);
  EXPECT_EQ(service_.get("/v1/knowledge/points?q=own-1&region=44", inspector_).object().at("items").as_array().size(),
            1u);
}

TEST_F(DraftsApiTest, AWorkbookLeavesNothingButFacts) {
  const Reply made = make({});
  constexpr std::string_view kSentence = "支付范围说明：仅限一句不应留存的原文";
  const std::string book =
      knowledge::workbook_of({{"药品区分性别使用",
                               {{"药品名称", "药品代码", "限定性别", "支付范围"},
                                {"试验药片", "XL02BBA999A001010102180", "男", std::string{kSentence}}},
                               {}}});
  const Reply added = upload(made, "official.xlsx", book, "&published_at=2026-11-20");
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.object().at("kind"), "published");
  EXPECT_EQ(service_.count("draft_files WHERE content LIKE '%一句不应留存%'"), 0);
  const Reply done = published(service_.get(path_of(made), analyst_));
  EXPECT_EQ(service_.get("/v1/knowledge/codes/XL02BBA999A001010102180", inspector_).status, 200);
  const Reply back =
      step(done, "roll-back", inspector_, json::object{{"effective_from", "2026-12-01"}, {"reason", "误收"}});
  ASSERT_EQ(back.status, 200) << back.body;
}

TEST_F(DraftsApiTest, HostileFilesAreRefusedAndLeaveNothing) {
  const Reply made = make({});
  for (const auto& [name, bytes] :
       std::vector<std::pair<std::string, std::string>>{{"a.xlsx", "PK\x03\x04 no workbook"},
                                                        {"a.xlsx", std::string("PK\0\0\0", 5)},
                                                        {"a.csv", "what,is,this\n1,2,3\n"},
                                                        {"a.csv", std::string(100'000, '\xff')},
                                                        {"a.csv", "rule_no,code\n"},
                                                        {"a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
                                                        {"a.csv", ""}}) {
    const Reply reply = upload(made, name, bytes);
    EXPECT_TRUE(reply.status == 400 || reply.status == 409) << name << " " << reply.status << reply.body;
  }
  const std::string table = "rule_no,point_id,code,name,region,state\n66,OWN-1,XA01AB,甲,44,confirmed\n";
  for (const auto* name : {"..%2Fa.csv", "%2Fetc%2Fpasswd", "a%5Cb.csv", ".hidden", ""}) {
    EXPECT_EQ(upload(made, name, table).status, 400) << name;
  }
  EXPECT_EQ(upload(made, "a.csv", table, "&published_at=soon").status, 400);
  EXPECT_EQ(upload(made, "big.csv", std::string((std::size_t{16} << 20) + 1, 'x')).status, 413);
  EXPECT_EQ(service_.count("draft_files"), 0);
  EXPECT_EQ(service_.get(path_of(made), analyst_).object().at("version"), 1);
}

TEST_F(DraftsApiTest, WhatIsMalformedOrOutsideTheRegionIsRefused) {
  for (const auto& changes : std::vector<json::object>{
           {{"parameters", json::array{parameter("nothing", "1")}}},
           {{"parameters", json::array{parameter("rx_kinds_max", "many")}}},
           {{"parameters", json::array{parameter("rx_kinds_max", "1000")}}},
           {{"parameters", json::array{parameter("rules_off", "19")}}},
           {{"parameters", json::array{json::object{{"name", "rx_kinds_max"}, {"value", "2"}}}}},
           {{"parameters",
             json::array{json::object{{"name", "rx_kinds_max"}, {"value", "2"}, {"source", "s"}, {"region", "43"}}}}},
           {{"parameters", json::array{json::object{
                               {"name", "rx_kinds_max"}, {"value", "2"}, {"source", "s"}, {"from", "2025-02-30"}}}}},
           {{"parameters", "rx_kinds_max=2"}},
           {{"rules", json::array{json::object{{"rule_no", 89}, {"on", false}, {"source", "s"}}}}},
           {{"rules", json::array{json::object{{"rule_no", 1}, {"source", "s"}}}}},
           {{"confirmations", json::array{json::object{{"id", "x"}}}}},
           {{"files", json::array{1}}},
           {{"other", 1}}}) {
    EXPECT_EQ(make(changes, "44").status, 400) << json::serialize(changes);
  }
  EXPECT_EQ(service_.count("drafts"), 0);
  EXPECT_EQ(make({}, "440").status, 400);
  const std::string regional = service_.as(Role::kAnalyst, "44");
  EXPECT_EQ(service_.post("/v1/drafts", regional, json::object{{"title", "x"}}).status, 403);
  EXPECT_EQ(service_.post("/v1/drafts", regional, json::object{{"title", "x"}, {"region", "43"}}).status, 403);
  EXPECT_EQ(service_.post("/v1/drafts", regional, json::object{{"title", "x"}, {"region", "4401"}}).status, 201);
  const Reply national = make({});
  EXPECT_EQ(service_.get(path_of(national), regional).status, 404);
  EXPECT_EQ(service_.get(path_of(national) + "/diff", regional).status, 404);
  EXPECT_EQ(service_.get("/v1/drafts", regional).object().at("items").as_array().size(), 1u);
  EXPECT_EQ(service_.get("/v1/drafts?state=new", analyst_).status, 400);
  EXPECT_EQ(service_.get("/v1/drafts", service_.as(Role::kReviewer)).status, 403);
  // What changes nothing is neither tried nor proposed; what the base does not know is not proposed.
  EXPECT_EQ(step(national, "propose", analyst_).status, 409);
  EXPECT_EQ(service_.post(path_of(national) + "/backtest", analyst_, json::object{}).status, 409);
  const Reply unknown = make({{"confirmations", json::array{json::object{{"point_id", "REF-0"}}}}});
  EXPECT_EQ(step(unknown, "propose", analyst_).status, 409);
  EXPECT_EQ(service_.ask("POST", path_of(unknown) + "/propose", analyst_).status, 428);
  EXPECT_EQ(service_.ask("POST", path_of(unknown) + "/propose", analyst_, {}, "If-Match: \"x\"\r\n").status, 412);
}

TEST_F(DraftsApiTest, AProposedDraftIsRejectedChangedAndDiscarded) {
  Reply draft = make({{"parameters", json::array{parameter("rx_kinds_max", "2")}}});
  draft = step(draft, "propose", analyst_);
  EXPECT_EQ(step(draft, "reject", inspector_, json::object{{"reason", ""}}).status, 400);
  draft = step(draft, "reject", inspector_, json::object{{"reason", "来源不足"}});
  ASSERT_EQ(draft.status, 200) << draft.body;
  EXPECT_EQ(state_of(draft), "rejected");
  const auto events = draft.object().at("events").as_array();
  EXPECT_EQ(events.back().at("reason"), "来源不足");
  const std::size_t before = batches();
  EXPECT_EQ(step(draft, "publish", inspector_, json::object{{"effective_from", "2025-01-01"}}).status, 409);
  EXPECT_EQ(batches(), before);
  draft = step(draft, "discard", analyst_);
  ASSERT_EQ(draft.status, 200) << draft.body;
  EXPECT_EQ(state_of(draft), "discarded");
  EXPECT_EQ(draft.object().at("steps"), json::array{});
}

// Nobody who may read a back-test sees doctors' codes masked: were that to change, its result would have to mask them.
TEST(BacktestRolesTest, WhoRunsBacktestsSeesDoctorsCodesWhole) {
  for (const Role role : identity::all_roles()) {
    if (!identity::may(role, identity::Permission::kRunAudits)) continue;
    EXPECT_TRUE(identity::sees_whole(role, identity::Sensitive::kDoctorCode)) << name_of(role);
  }
}

}  // namespace
}  // namespace yishou::rule_tests
