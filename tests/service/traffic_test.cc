// Pre-check traffic over HTTP: pages, sums, one reminder; and who may come in at which of this part's endpoints.
#include "find_service.h"

namespace yishou::find_tests {
namespace {

constexpr int kRequests = 40;

std::string institution_of(int i) {
  const auto& all = city().app().live->current()->surroundings->institution_regions;
  for (const auto& [code, region] : all) {
    if (i % 2 == 0 ? code == city().institution : region != city().region) return code;
  }
  throw std::runtime_error("the city has one region only");
}

/// Forty requests of two institutions in turn, the oldest of two hours ago; every fourth has two reminders, J4a and J4b and so on.
void fill_traffic() {
  static const bool filled = [] {
    server::ReminderLog& log = *city().app().reminders;
    const Second now = server::now().beijing();
    for (int i = 0; i < kRequests; ++i) {
      server::LoggedRequest request;
      request.at = i == 0 ? now - 7200 : now - 60;
      request.institution = institution_of(i);
      request.doctor = "D330102000123";
      request.psn_no = "P1";
      request.mdtrt_id = fmt::format("<m>{}", i);
      request.transaction = 3101;
      request.scene = "2";
      request.lines = 10;
      request.verdict_us = static_cast<std::uint32_t>(100 + i);
      if (i % 4 == 0) {
        request.reminders = {{fmt::format("J{}a", i), 81, 1, 1234}, {fmt::format("J{}b", i), 67, 2, 100}};
      }
      log.add(request);
    }
    must(log.flush());
    must(log.note(
        {.jr_id = "J4a", .institution = institution_of(4), .at = now, .stage = 1, .disposal = 2, .reason = ""}));
    must(log.note(
        {.jr_id = "J4b", .institution = institution_of(4), .at = now, .stage = 1, .disposal = 1, .reason = "急诊"}));
    return true;
  }();
  ASSERT_TRUE(filled);
}

/// Of one institution that may ask and never did, and one that is switched off.
void put_settings() {
  static const bool put = [] {
    auto& settings = *city().app().institution_settings;
    must(settings.put({.institution = "HSILENT", .paasid = "p-silent", .token = "t"}, 1));
    must(settings.put({.institution = "HOFF", .paasid = "p-off", .token = "t", .active = false}, 1));
    return true;
  }();
  ASSERT_TRUE(put);
}

TEST(TrafficServiceTest, PagesHoldEachRequestOnceLatestFirst) {
  fill_traffic();
  std::int64_t before = 1'000'000;
  const auto all = city().all("/v1/traffic?limit=7", "inspector");
  ASSERT_EQ(all.size(), static_cast<std::size_t>(kRequests));
  for (const json::value& one : all) {
    EXPECT_LT(one.as_object().at("number").as_int64(), before);
    before = one.as_object().at("number").as_int64();
    EXPECT_EQ(text_of(one, "person"), city().app().sealer->blind_index("psn_no", "P1").substr(0, 8))
        << "no more of the index than tells persons apart";
  }
  EXPECT_EQ(city().all("/v1/traffic?reminders=true&limit=3", "analyst").size(), 10u);
  EXPECT_EQ(city().all("/v1/traffic?limit=200&institution=" + institution_of(1), "auditor").size(), 20u);
  EXPECT_EQ(city().last_record().access.action, identity::Action::kSeeTraffic);
  EXPECT_EQ(city().all("/v1/traffic", "regional").size(), 20u);
  EXPECT_TRUE(city().all("/v1/traffic", "elsewhere").empty());
}

TEST(TrafficServiceTest, TheSummaryCountsWhatBecameOfReminders) {
  fill_traffic();
  put_settings();
  const json::object o = city().get("/v1/traffic/summary?minutes=60", "inspector").object();
  EXPECT_EQ(o.at("requests").as_int64(), kRequests - 1) << "the oldest is of two hours ago";
  EXPECT_EQ(o.at("warned").as_int64(), 9);
  const json::object& reminders = o.at("reminders").as_object();
  EXPECT_EQ(reminders.at("given").as_int64(), 18);
  EXPECT_EQ(reminders.at("heeded").as_int64(), 1);
  EXPECT_EQ(reminders.at("ignored").as_int64(), 1);
  EXPECT_EQ(reminders.at("no_feedback").as_int64(), 16);
  EXPECT_EQ(o.at("verdict_us_p50").as_int64(), 120);
  EXPECT_EQ(o.at("verdict_us_p99").as_int64(), 139);
  EXPECT_EQ(o.at("by_institution").as_array().size(), 2u);
  EXPECT_EQ(o.at("by_rule").as_array().size(), 2u);
  EXPECT_TRUE(o.at("complete").as_bool());
  const auto silent = [&](std::string_view login) {
    std::set<std::string> codes;
    const json::object summary = city().get("/v1/traffic/summary", login).object();
    for (const json::value& one : summary.at("silent").as_array()) {
      codes.insert(text_of(one, "fixmedins_code"));
    }
    return codes;
  };
  EXPECT_TRUE(silent("inspector").contains("HSILENT"));
  EXPECT_FALSE(silent("regional").contains("HSILENT")) << "not in the scope";
  EXPECT_EQ(city().get("/v1/traffic/summary?minutes=180", "inspector").object().at("requests").as_int64(), kRequests);
  EXPECT_EQ(city().get("/v1/traffic/summary", "regional").object().at("requests").as_int64(), 19);
  const json::object none = city().get("/v1/traffic/summary", "elsewhere").object();
  EXPECT_EQ(none.at("requests").as_int64(), 0);
  EXPECT_TRUE(none.at("verdict_us_p50").is_null());
}

TEST(TrafficServiceTest, InstitutionsTellWhoAsksAndWhoIsSilent) {
  fill_traffic();
  put_settings();
  const auto institutions = [&](std::string_view login) {
    std::map<std::string, json::object> all;
    for (const json::value& one : city().get("/v1/traffic/institutions", login).items()) {
      all[text_of(one, "fixmedins_code")] = one.as_object();
    }
    return all;
  };
  auto all = institutions("inspector");
  EXPECT_EQ(all.at("HSILENT").at("state"), "silent");
  EXPECT_TRUE(all.at("HSILENT").at("last_asked").is_null());
  EXPECT_TRUE(all.at("HSILENT").at("heeded_share").is_null()) << "nothing is known of it";
  EXPECT_EQ(all.at("HOFF").at("state"), "off");
  const json::object& asking = all.at(institution_of(0));
  EXPECT_EQ(asking.at("requests_24h").as_int64(), kRequests / 2);
  EXPECT_EQ(asking.at("requests_7d").as_int64(), kRequests / 2);
  EXPECT_EQ(asking.at("warned_7d").as_int64(), 10);
  EXPECT_EQ(asking.at("reminders_7d").as_int64(), 20);
  EXPECT_EQ(asking.at("feedback_share").to_number<double>(), 0.1);
  EXPECT_EQ(asking.at("heeded_share").to_number<double>(), 0.5);
  EXPECT_EQ(asking.at("failed_7d").as_int64(), 0);
  EXPECT_FALSE(asking.at("last_asked").is_null());
  EXPECT_FALSE(institutions("regional").contains("HSILENT")) << "not in the scope";
  EXPECT_TRUE(institutions("elsewhere").empty());
  EXPECT_EQ(city().last_record().access.reason, "institutions");
}

TEST(TrafficServiceTest, AReminderTellsWhatItRestsOn) {
  fill_traffic();
  const json::object plain = city().get("/v1/reminders/J4a", "inspector").object();
  EXPECT_TRUE(plain.at("grounds").is_null()) << "of before this was kept";
  const json::object& request = plain.at("request").as_object();
  EXPECT_TRUE(request.at("total_us").is_null());
  EXPECT_EQ(request.at("reminders").as_array().size(), 2u) << "all of the answer";

  server::ReminderLog& log = *city().app().reminders;
  server::LoggedRequest asked;
  asked.at = server::now().beijing() - 10 * 86'400;  // older than what the other tests count
  asked.institution = institution_of(0);
  asked.total_us = 700;
  server::LoggedReminder reminder{.jr_id = "JG", .rule_no = 67, .severity = 1, .amount = 500};
  reminder.verdict = static_cast<std::uint8_t>(model::Verdict::kSuspicion);
  reminder.content = "超过每日次数";
  reminder.orders = {{.item = "001102000010000", .time = 0, .cnt = 2 * kOne, .amount = 1000, .vola = 500},
                     {.accused = false}};
  asked.reminders = {reminder};
  log.add(asked);
  must(log.flush());
  const json::object told = city().get("/v1/reminders/JG", "auditor").object();
  const json::object& grounds = told.at("grounds").as_object();
  EXPECT_EQ(grounds.at("verdict"), "suspicion");
  EXPECT_EQ(text_of(grounds, "vola_cont"), "超过每日次数");
  const json::array& orders = grounds.at("orders").as_array();
  ASSERT_EQ(orders.size(), 2u);
  EXPECT_EQ(text_of(orders[0], "cnt"), "2");
  EXPECT_EQ(text_of(orders[0], "vola_amt"), "5.00");
  EXPECT_TRUE(orders[1].as_object().at("cnt").is_null());
  EXPECT_FALSE(orders[1].as_object().at("accused").as_bool());
  EXPECT_EQ(told.at("request").as_object().at("total_us").as_int64(), 700);
}

TEST(TrafficServiceTest, AReminderHasItsFeedback) {
  fill_traffic();
  const json::object heeded = city().get("/v1/reminders/J4a", "inspector").object();
  EXPECT_TRUE(heeded.at("feedback").as_object().at("heeded").as_bool());
  EXPECT_EQ(text_of(heeded, "vola_amt"), "12.34");
  EXPECT_FALSE(text_of(heeded, "rule_name").empty());
  const json::object ignored = city().get("/v1/reminders/J4b", "regional").object();
  EXPECT_EQ(text_of(ignored.at("feedback"), "reason"), "急诊");
  EXPECT_TRUE(city().get("/v1/reminders/J8a", "auditor").object().at("feedback").is_null());
  EXPECT_EQ(city().get("/v1/reminders/J4a", "elsewhere").status(), 404);
  EXPECT_EQ(city().last_record().access.result, "not_found");
  for (const std::string& id : {std::string{"J4"}, escaped("J4a' --"), escaped("../J4a"), std::string(3000, 'J')}) {
    const int status = city().get("/v1/reminders/" + id, "inspector").status();
    EXPECT_TRUE(status == 404 || status == 400) << id << status;
  }
}

TEST(TrafficServiceTest, AnInstitutionSeesItsOwnAlone) {
  fill_traffic();
  const std::string foreign = institution_of(1);
  server::LoggedRequest request;
  request.at = server::now().beijing() - 8 * 86'400;
  request.institution = foreign;
  request.psn_no = "P2";
  request.transaction = 3101;
  request.reminders = {{"JFOREIGN", 81, 1, 1234}};
  city().app().reminders->add(request);
  must(city().app().reminders->flush());
  ASSERT_EQ(city().get("/v1/reminders/JFOREIGN", "inspector").status(), 200);
  EXPECT_EQ(city().get("/v1/reminders/JFOREIGN", "institution").status(), 404);
  EXPECT_EQ(city().last_record().access.result, "not_found");
  const json::object own = city().get("/v1/reminders/J4a", "institution").object();
  EXPECT_EQ(own.at("request").at("fixmedins_code").as_string(), city().institution);
  EXPECT_LE(own.at("request").at("person").as_string().size(), 8u) << "no number of a person";
  EXPECT_EQ(city().last_record().access.action, identity::Action::kSeeTraffic);
  std::size_t seen = 0;
  for (const std::string_view target : {"/v1/traffic?limit=200", "/v1/traffic/institutions"}) {
    for (const json::value& item : city().get(target, "institution").items()) {
      EXPECT_EQ(item.at("fixmedins_code").as_string(), city().institution) << target;
      ++seen;
    }
  }
  EXPECT_GT(seen, 2u);
  EXPECT_TRUE(city().get("/v1/traffic?institution=" + foreign, "institution").items().empty());
  const json::object sums =
      city().get("/v1/traffic/summary?minutes=1440&institution=" + foreign, "institution").object();
  EXPECT_EQ(sums.at("requests").to_number<int>(), 0);
}

TEST(TrafficServiceTest, HostileQueriesAreRefused) {
  for (const std::string_view target :
       {"/v1/traffic?limit=0", "/v1/traffic?reminders=1", "/v1/traffic?cursor=0", "/v1/traffic?before=1",
        "/v1/traffic/summary?minutes=0", "/v1/traffic/summary?minutes=1441", "/v1/traffic/summary?minutes=-1",
        "/v1/traffic/summary?minutes=1.5", "/v1/traffic/summary?limit=1", "/v1/reminders/J4a?x=1"}) {
    EXPECT_EQ(city().get(target, "inspector").status(), 400) << target;
  }
}

TEST(RolesOfFindingsTest, ComeInWhereTheirPermissionLetsThem) {
  using identity::Permission;
  const std::pair<std::string_view, Permission> endpoints[] = {
      {"/v1/findings", Permission::kReadFindings},
      {"/v1/findings/totals", Permission::kReadFindings},
      {"/v1/findings/groups?by=rule", Permission::kReadFindings},
      {"/v1/findings/export?format=csv", Permission::kExportFindings},
      {"/v1/findings/none", Permission::kReadFindings},
      {"/v1/findings/none/events", Permission::kReadFindings},
      {"/v1/persons/none?reason=4444", Permission::kReadPersons},
      {"/v1/persons/none/lines?reason=4444", Permission::kReadPersons},
      {"/v1/institutions", Permission::kReadInstitutions},
      {"/v1/institutions/none", Permission::kReadInstitutions},
      {"/v1/institutions/none/profile", Permission::kReadInstitutions},
      {"/v1/overview", Permission::kReadFindings},
      {"/v1/traffic/institutions", Permission::kReadTraffic},
      {"/v1/traffic", Permission::kReadTraffic},
      {"/v1/traffic/summary", Permission::kReadTraffic},
      {"/v1/reminders/none", Permission::kReadTraffic}};
  for (const auto& [target, permission] : endpoints) {
    EXPECT_EQ(city().get(target, "").status(), 401) << target;
    for (const Role role : identity::all_roles()) {
      const int status = city().get(target, identity::name_of(role)).status();
      const int found = target.find("none") == std::string_view::npos ? 200 : 404;
      EXPECT_EQ(status, identity::may(role, permission) ? found : 403) << target << " " << identity::name_of(role);
      if (status == 403) {
        EXPECT_EQ(city().last_record().access.action, identity::Action::kDenied);
      }
    }
  }
  for (const std::string_view target : {"/v1/findings/none/steps", "/v1/findings/steps"}) {
    EXPECT_EQ(city().ask("POST", target, "", "{}").status(), 401);
    for (const Role role : identity::all_roles()) {
      const int status = city().ask("POST", target, identity::name_of(role), "{}").status();
      EXPECT_EQ(status, identity::may(role, Permission::kNoteFindings) ? 400 : 403) << target;
    }
  }
}

}  // namespace
}  // namespace yishou::find_tests
