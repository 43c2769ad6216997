// Findings over HTTP: searches, what each role and scope sees, hostile queries, and the records of the access log.
#include "find_service.h"

#include "cases/state.h"

namespace yishou::find_tests {
namespace {

std::set<std::string> ids_of(const json::array& items) {
  std::set<std::string> ids;
  for (const json::value& one : items) EXPECT_TRUE(ids.insert(text_of(one, "finding_id")).second) << "twice";
  return ids;
}

// A finding of a person, at the institution user's institution.
const model::Finding& one_finding() {
  for (const model::Finding& f : city().findings()) {
    if (f.fixmedins_code == city().institution && !f.psn_no.empty() && !f.bkkp_sns.empty()) return f;
  }
  throw std::runtime_error("the city has no such finding");
}

template <typename Wanted>
std::set<std::string> wanted_ids(Wanted&& wanted) {
  std::set<std::string> ids;
  for (const model::Finding& f : city().findings()) {
    if (wanted(f)) ids.insert(f.finding_id);
  }
  return ids;
}

TEST(FindingsServiceTest, PagesHoldEveryFindingOnceInEveryOrder) {
  const auto every = wanted_ids([](const model::Finding&) { return true; });
  ASSERT_GT(every.size(), 100u);
  for (const std::string_view sort : {"taken", "amount", "time", "rule", "institution"}) {
    for (const std::string_view descending : {"true", "false"}) {
      const auto items =
          city().all(fmt::format("/v1/findings?limit=77&sort={}&descending={}", sort, descending), "inspector");
      EXPECT_EQ(ids_of(items), every) << sort;
    }
  }
}

TEST(FindingsServiceTest, EveryFilterIsTheSameAsLookingAtEach) {
  const model::Finding& one = one_finding();
  const auto agree = [&](const std::string& query, const auto& wanted) {
    const auto ids = wanted_ids(wanted);
    EXPECT_EQ(ids_of(city().all("/v1/findings?limit=200&" + query, "inspector")), ids) << query;
    const json::object totals = city().get("/v1/findings/totals?" + query, "inspector").object();
    EXPECT_EQ(totals.at("findings").as_int64(), static_cast<std::int64_t>(ids.size())) << query;
  };
  using F = const model::Finding&;
  agree(fmt::format("rule={},1", one.rule_no), [&](F f) { return f.rule_no == one.rule_no || f.rule_no == 1; });
  agree("family=medical", [](F f) { return f.rule_no >= 64 && f.rule_no <= 88; });
  agree("verdict=suspicion", [](F f) { return f.verdict == model::Verdict::kSuspicion; });
  agree("sev_deg=1", [](F f) { return f.sev_deg == 1; });
  agree("institution=" + one.fixmedins_code, [&](F f) { return f.fixmedins_code == one.fixmedins_code; });
  agree("psn_no=" + one.psn_no, [&](F f) { return f.psn_no == one.psn_no; });
  agree("doctor=" + escaped(one.bilg_dr_code),
        [&](F f) { return one.bilg_dr_code.empty() || f.bilg_dr_code == one.bilg_dr_code; });
  agree("least=10.5&most=99.99", [](F f) { return f.vola_amt >= 1050 && f.vola_amt <= 9999; });
  const Second middle = one.begin_time;
  agree("from=" + escaped(format_second(middle)), [&](F f) { return f.begin_time >= middle; });
  agree("to=" + escaped(format_second(middle)),
        [&](F f) { return f.begin_time < middle && f.begin_time != kNoSecond; });
  agree("run=run-1&state=new,asked,answered,confirmed,dismissed", [](F) { return true; });
  agree("run=run-2", [](F) { return false; });
  agree("gone=true", [](F) { return false; });
  agree("text=" + escaped(one.vola_cont), [&](F f) { return f.vola_cont.contains(one.vola_cont); });
}

TEST(FindingsServiceTest, GroupsAddUpToTheTotals) {
  for (const std::string_view by : {"rule", "institution", "month", "state", "city", "week", "family", "verdict"}) {
    const Reply reply = city().get(fmt::format("/v1/findings/groups?by={}", by), "analyst");
    ASSERT_EQ(reply.status(), 200) << reply.raw.body;
    std::int64_t sum = 0;
    for (const json::value& group : reply.items()) {
      sum += group.as_object().at("findings").as_int64();
      if (by == "rule") {
        EXPECT_FALSE(text_of(group, "name").empty());
      }
    }
    EXPECT_EQ(sum, static_cast<std::int64_t>(city().findings().size())) << by;
  }
}

TEST(FindingsServiceTest, DoctorsAndDepartmentsAreGroupedWithinAnInstitution) {
  for (const std::string_view by : {"doctor", "department"}) {
    std::map<std::string, std::int64_t> expected, shown;
    for (const model::Finding& f : city().findings()) {
      if (f.fixmedins_code == city().institution) ++expected[by == "doctor" ? f.bilg_dr_code : f.bilg_dept_codg];
    }
    const std::string target = fmt::format("/v1/findings/groups?by={}&institution={}", by, city().institution);
    for (const json::value& group : city().get(target, "auditor").items()) {
      shown[text_of(group, "key")] = group.as_object().at("findings").as_int64();
    }
    EXPECT_EQ(shown, expected) << by;
    EXPECT_GT(shown.size(), 1u) << by;
    EXPECT_EQ(city().get(fmt::format("/v1/findings/groups?by={}", by), "auditor").status(), 400);
    EXPECT_TRUE(city().get(target, "elsewhere").items().empty());
  }
}

TEST(FindingsServiceTest, OneHasItsLinesAndWhatMayBeDone) {
  const model::Finding& one = one_finding();
  const std::string path = "/v1/findings/" + one.finding_id;
  const Reply reply = city().get(path, "reviewer");
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  const json::object o = reply.object();
  EXPECT_EQ(text_of(o, "psn_no"), one.psn_no);
  EXPECT_EQ(text_of(o, "vola_amt"), format_decimal(one.vola_amt, 2));
  const json::array& lines = o.at("lines").as_array();
  ASSERT_EQ(lines.size(), one.bkkp_sns.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(text_of(lines[i], "bkkp_sn"), one.bkkp_sns[i]);
    EXPECT_EQ(text_of(lines[i], "vola_amt"), format_decimal(one.line_amounts[i], 2));
    EXPECT_EQ(text_of(lines[i].as_object().at("fact"), "bkkp_sn"), one.bkkp_sns[i]);
  }
  EXPECT_EQ(o.at("related_lines").as_array().size(), one.related_bkkp_sns.size());
  for (const json::value& step : o.at("steps").as_array()) {
    const bool allowed = step.as_object().at("allowed").as_bool();
    EXPECT_EQ(allowed, text_of(step, "step") != "answer") << json::serialize(step);
  }
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kSeeFinding);
  EXPECT_EQ(record.access.object_id, one.finding_id);
  EXPECT_EQ(record.access.login, "reviewer");
  const std::string etag = reply.raw.header("ETag");
  EXPECT_EQ(city().ask("GET", path, "reviewer", {}, "If-None-Match: " + etag + "\r\n").status(), 304);
  EXPECT_EQ(city().ask("GET", path, "analyst", {}, "If-None-Match: " + etag + "\r\n").status(), 200)
      << "another role sees it masked";
}

TEST(FindingsServiceTest, AreMaskedForTheRoleEverywhere) {
  const model::Finding& one = one_finding();
  const std::string masked = one.psn_no.substr(0, 4);
  for (const std::string_view login : {"analyst", "auditor"}) {
    for (const std::string& target :
         {std::string{"/v1/findings?limit=200"}, "/v1/findings/" + one.finding_id,
          "/v1/findings?institution=" + one.fixmedins_code, "/v1/findings/" + one.finding_id + "/events"}) {
      const Reply reply = city().get(target, login);
      ASSERT_EQ(reply.status(), 200) << reply.raw.body;
      EXPECT_EQ(reply.raw.body.find(one.psn_no), std::string::npos) << target;
    }
    EXPECT_TRUE(text_of(city().get("/v1/findings/" + one.finding_id, login).object(), "psn_no").starts_with(masked));
    for (const std::string_view path : {"/v1/findings", "/v1/findings/totals", "/v1/findings/groups"}) {
      EXPECT_EQ(city().get(fmt::format("{}?psn_no={}", path, one.psn_no), login).status(), 403)
          << "a search would tell what is masked";
    }
    EXPECT_EQ(city().last_record().access.action, identity::Action::kDenied);
  }
}

TEST(FindingsServiceTest, NothingIsSeenOutsideTheScope) {
  const auto& regions = city().app().live->current()->surroundings->institution_regions;
  const auto inside = [&](const model::Finding& f) {
    const auto region = regions.find(f.fixmedins_code);
    return region != regions.end() && region->second == city().region;
  };
  const auto regional = wanted_ids(inside);
  const auto own = wanted_ids([](const model::Finding& f) { return f.fixmedins_code == city().institution; });
  ASSERT_LT(regional.size(), city().findings().size());
  EXPECT_EQ(ids_of(city().all("/v1/findings?limit=200", "regional")), regional);
  EXPECT_EQ(ids_of(city().all("/v1/findings?limit=200", "institution")), own);
  EXPECT_EQ(city().get("/v1/findings/totals", "institution").object().at("findings").as_int64(),
            static_cast<std::int64_t>(own.size()));
  for (const std::string_view login : {"elsewhere", "stranger"}) {
    EXPECT_TRUE(city().all("/v1/findings", login).empty());
    EXPECT_EQ(city().get("/v1/findings/totals", login).object().at("findings").as_int64(), 0);
    EXPECT_TRUE(city().get("/v1/findings/groups?by=rule", login).items().empty());
    const std::string id = one_finding().finding_id;
    for (const std::string_view tail : {"", "/events"}) {
      EXPECT_EQ(city().get(fmt::format("/v1/findings/{}{}", id, tail), login).status(), 404);
    }
    EXPECT_EQ(city().last_record().access.result, "not_found");
    EXPECT_EQ(city().last_record().access.object_id, id);
    EXPECT_EQ(city()
                  .ask("POST", fmt::format("/v1/findings/{}/steps", id), login, R"({"step":"note","text":"x"})",
                       "If-Match: *\r\n")
                  .status(),
              404);
    const Reply bulk =
        city().ask("POST", "/v1/findings/steps", login,
                   fmt::format(R"({{"findings":[{{"finding_id":"{}","version":1}}],"step":"note","text":"x"}})", id));
    ASSERT_EQ(bulk.status(), 200) << bulk.raw.body;
    EXPECT_EQ(text_of(bulk.items().at(0), "outcome"), "not_found");
  }
}

TEST(FindingsServiceTest, OutsideItsScopeAFactIsNotShown) {
  // A finding's line lies at the finding's institution; who sees another region sees no finding, hence no line of it.
  for (const json::value& item : city().all("/v1/findings?limit=200", "institution")) {
    const json::object one = city().get("/v1/findings/" + text_of(item, "finding_id"), "institution").object();
    for (const std::string_view part : {"lines", "related_lines"}) {
      for (const json::value& line : one.at(part).as_array()) {
        const json::value& fact = line.as_object().at("fact");
        if (!fact.is_null()) {
          EXPECT_EQ(text_of(fact, "fixmedins_code"), city().institution);
        }
      }
    }
  }
}

TEST(FindingsServiceTest, HostileQueriesAreRefusedByName) {
  const std::string big(7000, 'a');
  for (const std::string& query : {std::string{"limit=0"},
                                   std::string{"limit=-1"},
                                   std::string{"limit=201"},
                                   std::string{"limit=1e1"},
                                   std::string{"limit=99999999999999999999"},
                                   std::string{"limit=5;drop"},
                                   std::string{"rule=0"},
                                   std::string{"rule=1,,2"},
                                   std::string{"rule=1,"},
                                   std::string{"rule=65536"},
                                   "rule=" + escaped("1 OR 1=1"),
                                   std::string{"family=x"},
                                   std::string{"verdict=VIOLATION"},
                                   "state=" + escaped("new' OR '1'='1"),
                                   std::string{"sev_deg=4"},
                                   std::string{"sev_deg=-0"},
                                   std::string{"region=6"},
                                   std::string{"region=12345678"},
                                   "region=" + escaped("<b>"),
                                   std::string{"from=2026-13-01"},
                                   std::string{"to=yesterday"},
                                   std::string{"least=1.234"},
                                   std::string{"least=1e9"},
                                   std::string{"most=NaN"},
                                   std::string{"gone=1"},
                                   std::string{"descending=yes"},
                                   std::string{"sort=vola;--"},
                                   std::string{"cursor=abc"},
                                   std::string{"cursor=%2e%2e"},
                                   "cursor=" + big,
                                   "text=" + big,
                                   std::string{"limit=1&limit=2"},
                                   std::string{"unknown=1"},
                                   std::string{"psn=1"},
                                   std::string{"%00=1"},
                                   std::string{"text=%ff%fe"},
                                   std::string{"text=a%00b"},
                                   std::string{"text=%c0%80"}}) {
    const Reply reply = city().get("/v1/findings?" + query, "inspector");
    EXPECT_EQ(reply.status(), 400) << query.substr(0, 80) << ": " << reply.raw.body;
    EXPECT_TRUE(reply.raw.header("Content-Type").starts_with("application/problem+json") || query.contains("%"))
        << query;
  }
  EXPECT_EQ(city().get("/v1/findings?text=" + std::string(1 << 20, 'a'), "inspector").status(), 414);
  EXPECT_EQ(city().get("/v1/findings/groups", "inspector").status(), 400);
  EXPECT_EQ(city().get("/v1/findings/groups?by=psn_no", "inspector").status(), 400);
  // What is only strange is searched for, and nothing is found.
  for (const std::string& text :
       {std::string{"' OR 1=1 --"}, std::string{"<script>alert(1)</script>"}, std::string{"%"}, std::string{"_"},
        std::string{"\xF0\x9F\x98\x80"}, std::string{"{{7*7}}"}}) {
    for (const std::string_view name : {"institution", "psn_no", "doctor", "run", "assigned"}) {
      const Reply reply = city().get(fmt::format("/v1/findings?{}={}", name, escaped(text)), "inspector");
      ASSERT_EQ(reply.status(), 200) << name << " " << text << reply.raw.body;
      EXPECT_TRUE(reply.items().empty()) << name << " " << text;
    }
    const int refused = text.contains('/') ? 400 : 404;  // an encoded slash is no part of a path
    EXPECT_EQ(city().get("/v1/findings/" + escaped(text), "inspector").status(), refused) << text;
  }
  EXPECT_EQ(city().get("/v1/findings/" + std::string(4000, 'x'), "inspector").status(), 404);
}

TEST(FindingsServiceTest, ACursorIsOfItsSearchAlone) {
  const std::string cursor = city().get("/v1/findings?limit=1", "inspector").next();
  ASSERT_FALSE(cursor.empty());
  EXPECT_EQ(city().get("/v1/findings?limit=1&cursor=" + escaped(cursor), "inspector").status(), 200);
  EXPECT_EQ(city().get("/v1/findings?limit=1&sev_deg=1&cursor=" + escaped(cursor), "inspector").status(), 400);
  EXPECT_EQ(city().get("/v1/findings?limit=1&cursor=" + escaped(cursor), "regional").status(), 400);
}

TEST(FindingsServiceTest, ASearchIsRecordedAndThePersonInItIsNotReadable) {
  const std::string person = one_finding().psn_no;
  ASSERT_EQ(city().get("/v1/findings?sev_deg=1&psn_no=" + person, "inspector").status(), 200);
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kSearchFindings);
  EXPECT_EQ(record.access.object_kind, identity::ObjectKind::kPerson);
  EXPECT_EQ(record.access.object_id, person) << "opened for who may read the log";
  EXPECT_EQ(record.access.reason, "sev_deg=1");
}

}  // namespace
}  // namespace yishou::find_tests
