// Shadow runs against an independent pass of two judges; and that nobody who asks can tell that one runs.
#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "gateway/analysis_request.h"
#include "gateway/envelope.h"
#include "knowledge/draft.h"
#include "precheck/judge.h"
#include "precheck/rule_choice.h"
#include "rule_service.h"

namespace yishou::rule_tests {
namespace {

using identity::Role;

constexpr std::size_t kQuestions = 300;

const std::vector<std::string>& asked() {
  static const std::vector<std::string> made = questions(kQuestions);
  return made;
}

/// What a finding is about, without the versions in its id.
using Key = std::tuple<std::uint16_t, std::string, std::vector<std::string>, std::string, std::string>;

struct Sides {
  std::int64_t now = 0, draft = 0, added = 0, dropped = 0;
  Fen money_added = 0, money_dropped = 0;
};

/// By rule: what two judges say of all questions, one of them without the rules that are off.
std::map<std::int64_t, Sides> reckoned(RuleService& service, const knowledge::Snapshot& draft,
                                       const std::set<int>& off = {}) {
  const auto live = service.app().live->current();
  // The snapshot lives as long as the caller's.
  const auto drafted = std::make_shared<precheck::Live>(
      precheck::Live{std::shared_ptr<const knowledge::Snapshot>(std::shared_ptr<void>{}, &draft), live->surroundings});
  precheck::Judge first(live, service.app().facts->store()), second(drafted, service.app().facts->store());
  gateway::Message message;
  gateway::AnalysisParser parser;
  std::map<std::int64_t, Sides> rules;
  for (const std::string& body : asked()) {
    must(message.read(body));
    const auto* request = must(parser.read(message));
    const auto all = precheck::choose_rules(precheck::Stage::kBefore, request->trig_scen, request->rule_ids);
    std::vector<const rules::Rule*> left;
    for (const auto* rule : all) {
      if (!off.contains(rule->info().number)) left.push_back(rule);
    }
    const auto findings = [&](precheck::Judge& judge, std::span<const rules::Rule* const> by) {
      std::multimap<Key, Fen> found;
      const auto answer = must(judge.judge(request->patients[0].proposal, by));
      for (const auto& f : answer.findings) {
        found.emplace(Key{f.rule_no, f.mdtrt_id, f.bkkp_sns, fmt::format("{}", f.vola_amt), f.setl_id}, f.vola_amt);
      }
      return found;
    };
    const auto now = findings(first, all), then = findings(second, left);
    for (const auto& [key, money] : now) {
      Sides& of = rules[std::get<0>(key)];
      ++of.now;
      if (then.contains(key)) continue;
      ++of.dropped;
      of.money_dropped += money;
    }
    for (const auto& [key, money] : then) {
      Sides& of = rules[std::get<0>(key)];
      ++of.draft;
      if (now.contains(key)) continue;
      ++of.added;
      of.money_added += money;
    }
  }
  return rules;
}

void ask_all(const RuleService& service, std::vector<std::string>* answers = nullptr) {
  for (const std::string& body : asked()) {
    const Reply reply = service.ask("POST", "/3101", {}, body);
    ASSERT_EQ(reply.status, 200);
    ASSERT_NE(reply.body.find("\"infcode\":0"), std::string::npos) << reply.body;
    if (answers != nullptr) answers->push_back(reply.body);
  }
}

/// Without what names the moment: the message's id and times.
std::string timeless(const std::string& answer) {
  static const std::regex moment(R"x("(inf_refmsgid|refmsg_time|respond_time)":"[^"]*")x");
  return std::regex_replace(answer, moment, "");
}

json::object outcome_when_still(const RuleService& service, const std::string& token, const std::string& id) {
  for (int i = 0; i < 6'000; ++i) {
    const json::object shadow = service.get("/v1/shadows/" + id, token).object();
    if (shadow.at("waiting") == 0) return shadow;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  throw std::runtime_error("the shadow does not come to rest");
}

std::string start(const RuleService& service, const std::string& token, const json::object& draft) {
  const Reply reply = service.post("/v1/shadows", token, json::object{{"name", "草案"}, {"draft", draft}});
  if (reply.status != 201) throw std::runtime_error(reply.body);
  return std::string{reply.object().at("id").as_string()};
}

void expect_same(const json::object& shadow, const std::map<std::int64_t, Sides>& expected) {
  const json::array& rules = shadow.at("outcome").at("by_rule").as_array();
  EXPECT_EQ(rules.size(), expected.size());
  for (const json::value& rule : rules) {
    const auto found = expected.find(rule.at("rule_no").as_int64());
    ASSERT_NE(found, expected.end()) << rule;
    const Sides& of = found->second;
    // A finding on both sides with another amount or other lines is "changed" here and both added and dropped there.
    const std::int64_t changed = rule.at("changed").as_int64();
    EXPECT_EQ(rule.at("now"), of.now) << rule;
    EXPECT_EQ(rule.at("draft"), of.draft) << rule;
    EXPECT_EQ(rule.at("added").as_int64() + changed, of.added) << rule;
    EXPECT_EQ(rule.at("dropped").as_int64() + changed, of.dropped) << rule;
    if (changed > 0) continue;
    EXPECT_EQ(rule.at("money_added").as_string(), format_decimal(of.money_added, kFenScale)) << rule;
    EXPECT_EQ(rule.at("money_dropped").as_string(), format_decimal(of.money_dropped, kFenScale)) << rule;
  }
}

std::int64_t sum(const std::map<std::int64_t, Sides>& sides, std::int64_t Sides::* member) {
  std::int64_t total = 0;
  for (const auto& [rule, of] : sides) total += of.*member;
  return total;
}

knowledge::Snapshot drafted(const RuleService& service, std::initializer_list<std::string_view> settings) {
  const auto base = must(knowledge::KnowledgeBase::open(service.settings().base));
  knowledge::Draft draft;
  for (const std::string_view text : settings) draft.settings.push_back(must(knowledge::parse_setting(text)));
  return must(knowledge::draft_snapshot(base, kNoDay, "", std::move(draft)));
}

TEST(ShadowsTest, TellWhatASecondJudgeWouldSayAndNobodyNotices) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  std::vector<std::string> alone, beside;
  ask_all(service, &alone);
  const std::string stricter =
      start(service, analyst, {{"settings", json::array{"rx_kinds_max=1", "child_max_years=30"}}});
  const std::string without = start(service, analyst, {{"rules_off", "1-88"}});
  ask_all(service, &beside);
  for (std::size_t i = 0; i < alone.size(); ++i) ASSERT_EQ(timeless(beside[i]), timeless(alone[i]));

  const auto adds = reckoned(service, drafted(service, {"rx_kinds_max=1", "child_max_years=30"}));
  ASSERT_GT(sum(adds, &Sides::added), 10);
  const json::object shadow = outcome_when_still(service, analyst, stricter);
  EXPECT_EQ(shadow.at("requests").as_int64(), static_cast<std::int64_t>(asked().size()));
  EXPECT_EQ(shadow.at("dropped"), 0);
  EXPECT_EQ(shadow.at("failed"), 0);
  expect_same(shadow, adds);

  std::set<int> off;
  for (int rule = 1; rule <= 88; ++rule) off.insert(rule);
  const auto drops = reckoned(service, *service.app().live->current()->snapshot, off);
  ASSERT_GT(sum(drops, &Sides::dropped), 3);
  EXPECT_EQ(sum(drops, &Sides::added), 0);
  expect_same(outcome_when_still(service, analyst, without), drops);

  // Each doctor of a day stands in one place of the distribution, and no place on either side is lost.
  std::int64_t now = 0, then = 0, samples = 0;
  for (const json::value& bucket : shadow.at("outcome").at("doctor_days").as_array()) {
    now += bucket.at("now").as_int64();
    then += bucket.at("draft").as_int64();
  }
  EXPECT_GT(now, 0);
  EXPECT_EQ(now, then);
  for (const json::value& sample : shadow.at("outcome").at("samples").as_array()) {
    ++samples;
    EXPECT_NE(sample.at("psn_no").as_string().find('*'), std::string::npos);
  }
  EXPECT_GT(samples, 0);
}

TEST(ShadowsTest, LooserThanWhatHolds) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  service.put_parameter(analyst, service.as(Role::kInspector), "rx_kinds_max", "1");
  const std::string id = start(service, analyst, {{"settings", json::array{"rx_kinds_max=40"}}});
  ask_all(service);
  const auto expected = reckoned(service, drafted(service, {"rx_kinds_max=40"}));
  ASSERT_GT(sum(expected, &Sides::dropped), 5);
  EXPECT_EQ(sum(expected, &Sides::added), 0);
  expect_same(outcome_when_still(service, analyst, id), expected);
}

// The draft lies over what holds now, not over what held when it began.
TEST(ShadowsTest, FollowTheKnowledgeInForce) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const std::string id = start(service, analyst, {{"settings", json::array{"child_max_years=30"}}});
  service.put_parameter(analyst, service.as(Role::kInspector), "rx_kinds_max", "1");
  ask_all(service);
  const auto expected = reckoned(service, drafted(service, {"child_max_years=30"}));
  ASSERT_GT(expected.at(46).now, 5);
  ASSERT_EQ(expected.at(46).dropped, 0);
  expect_same(outcome_when_still(service, analyst, id), expected);
}

TEST(ShadowsTest, CountWhatComesTooFast) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const std::string id = start(service, analyst, {{"settings", json::array{"rx_kinds_max=1"}}});
  const std::int64_t offered = 2 * server::Shadows::kMaxWaiting;
  for (std::int64_t i = 0; i < offered; ++i) {
    service.app().shadows->offer(gateway::TransactionKind::kAnalyzeBefore,
                                 asked()[static_cast<std::size_t>(i) % asked().size()], server::now().beijing());
  }
  const json::object shadow = outcome_when_still(service, analyst, id);
  EXPECT_GT(shadow.at("dropped").as_int64(), 0);
  EXPECT_EQ(shadow.at("dropped").as_int64() + shadow.at("requests").as_int64(), offered);
}

TEST(ShadowsTest, OutliveARestartWithTheirCounts) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const std::string id = start(service, analyst, {{"settings", json::array{"rx_kinds_max=1"}}, {"rules_off", "7"}});
  const std::string ended = start(service, analyst, {{"rules_off", "9"}});
  ask_all(service);
  EXPECT_EQ(service.ask("DELETE", "/v1/shadows/" + ended, analyst).status, 204);
  EXPECT_EQ(service.get("/v1/shadows/" + ended, analyst).status, 404);
  const json::object before = outcome_when_still(service, analyst, id);
  service.close();
  service.open();
  const json::object after = outcome_when_still(service, analyst, id);
  EXPECT_EQ(after.at("outcome"), before.at("outcome"));
  EXPECT_EQ(after.at("requests"), before.at("requests"));
  EXPECT_EQ(after.at("draft"), before.at("draft"));
  EXPECT_EQ(service.get("/v1/shadows", analyst).object().at("items").as_array().size(), 1u);
  ask_all(service);
  EXPECT_EQ(outcome_when_still(service, analyst, id).at("requests").as_int64(), 2 * before.at("requests").as_int64());

  // A damaged file keeps nobody from starting.
  service.close();
  http::write_file(service.settings().state + "/shadows/" + id + ".json", R"({"id":"x","tally":{}})");
  service.open();
  EXPECT_EQ(service.get("/v1/shadows/" + id, analyst).status, 404);
}

TEST(ShadowsTest, AreForWhoMayAndRefuseWhatIsNoDraft) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst), local = service.as(Role::kAnalyst, "65"),
                    reviewer = service.as(Role::kReviewer), inspector = service.as(Role::kInspector);
  for (const std::string_view body :
       {R"({"name":"x"})", R"({"name":"x","draft":{}})", R"({"name":"","draft":{"rules_off":"1"}})",
        R"({"name":"x","draft":{"rules_off":"999"}})", R"({"name":"x","draft":{"settings":["rx_kinds_max=1e99"]}})",
        R"({"name":"x","draft":{"settings":["rx_kinds_max"]}})", R"({"name":"x","draft":{"parameters":"a,b\n1,2\n"}})",
        R"({"name":"x","draft":{"rules_of":"1"}})"}) {
    EXPECT_EQ(service.ask("POST", "/v1/shadows", analyst, body).status, 400) << body;
  }
  const json::object good{{"name", "x"}, {"draft", json::object{{"rules_off", "1"}}}};
  EXPECT_EQ(service.post("/v1/shadows", inspector, good).status, 403);
  EXPECT_EQ(service.get("/v1/shadows", reviewer).status, 403);
  // Of another scope: not there. It judges what its maker may see: no institution of this city lies in that region.
  const std::string mine = start(service, local, {{"rules_off", "1-88"}});
  const std::string nations = start(service, analyst, {{"rules_off", "1-88"}});
  EXPECT_EQ(service.get("/v1/shadows/" + nations, local).status, 404);
  EXPECT_EQ(service.ask("DELETE", "/v1/shadows/" + nations, local).status, 404);
  EXPECT_EQ(service.get("/v1/shadows", local).object().at("items").as_array().size(), 1u);
  ask_all(service);
  EXPECT_EQ(outcome_when_still(service, local, mine).at("requests"), 0);
  EXPECT_EQ(outcome_when_still(service, analyst, nations).at("requests").as_int64(),
            static_cast<std::int64_t>(asked().size()));
  for (int i = 0; i < 2; ++i) start(service, analyst, {{"rules_off", "1"}});
  EXPECT_EQ(service.post("/v1/shadows", analyst, good).status, 409);
}

}  // namespace
}  // namespace yishou::rule_tests
