// Persons and institutions over HTTP: reasons, scopes, pages of lines, records.
#include "find_service.h"

#include "server/person_facts.h"

namespace yishou::find_tests {
namespace {

// A person with a finding at the institution user's institution, who was elsewhere too.
const std::string& one_person() {
  static const std::string person = [] {
    const server::Places places(city().app().live->current()->surroundings);
    const auto region = must(identity::Scope::make({city().region}, {}));
    for (const model::Finding& f : city().findings()) {
      if (f.fixmedins_code != city().institution || f.psn_no.empty()) continue;
      const auto facts = must(server::PersonFacts::read(city().app().facts->store(), places, f.psn_no));
      const std::size_t all = facts->lines(identity::Scope::whole()).size(), part = facts->lines(region).size();
      if (part > 0 && part < all) return f.psn_no;
    }
    throw std::runtime_error("nobody was in two regions");
  }();
  return person;
}
std::string path_of(std::string_view person, std::string_view tail = "", std::string_view reason = "核对投诉") {
  return fmt::format("/v1/persons/{}{}?reason={}", escaped(person), tail, escaped(reason));
}

TEST(PersonsServiceTest, TheReasonIsNeededAndRecorded) {
  for (const std::string_view reason : {"", "abc", "三个字"}) {
    EXPECT_EQ(city().get(path_of(one_person(), "", reason), "inspector").status(), 400) << reason;
  }
  EXPECT_EQ(city().get("/v1/persons/" + one_person(), "inspector").status(), 400);
  ASSERT_EQ(city().get(path_of(one_person()), "inspector").status(), 200);
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kSeePerson);
  EXPECT_EQ(record.access.object_kind, identity::ObjectKind::kPerson);
  EXPECT_EQ(record.access.object_id, one_person());
  EXPECT_EQ(record.access.reason, "核对投诉");
}

TEST(PersonsServiceTest, ShowsWhatIsKnownLatestFirst) {
  const server::Places places(city().app().live->current()->surroundings);
  const auto facts = must(server::PersonFacts::read(city().app().facts->store(), places, one_person()));
  const json::object o = city().get(path_of(one_person()), "reviewer").object();
  EXPECT_EQ(o.at("visits").as_array().size(), facts->person().visits.size());
  EXPECT_EQ(o.at("settlements").as_array().size(), facts->person().settlements.size());
  EXPECT_EQ(o.at("totals").as_object().at("lines").as_int64(), facts->person().lines.size());
  std::string before = "9999";
  for (const json::value& visit : o.at("visits").as_array()) {
    const std::string begin = text_of(visit, "begntime");
    EXPECT_LE(begin, before);
    before = begin;
    EXPECT_FALSE(text_of(visit, "fixmedins_name").empty());
  }
  std::size_t findings = 0;
  for (const model::Finding& f : city().findings()) findings += f.psn_no == one_person() ? 1 : 0;
  EXPECT_EQ(o.at("findings").as_array().size(), findings);
}

TEST(PersonsServiceTest, LinesComeOnceEachLatestFirst) {
  const server::Places places(city().app().live->current()->surroundings);
  const auto facts = must(server::PersonFacts::read(city().app().facts->store(), places, one_person()));
  for (const int limit : {3, 200}) {
    std::multiset<std::string> shown, known;
    std::string before = "9999";
    for (const json::value& line :
         city().all(path_of(one_person(), "/lines") + fmt::format("&limit={}", limit), "inspector")) {
      shown.insert(text_of(line, "bkkp_sn"));
      EXPECT_LE(text_of(line, "fee_ocur_time"), before);
      before = text_of(line, "fee_ocur_time");
    }
    for (model::Index i = facts->person().lines.begin; i < facts->person().lines.end; ++i) {
      known.insert(std::string{facts->block().lines.sn[i]});
    }
    EXPECT_EQ(shown, known);
  }
  const auto all = city().all(path_of(one_person(), "/lines"), "inspector");
  const std::string visit = text_of(all.at(0), "mdtrt_id"), time = text_of(all.at(0), "fee_ocur_time");
  const auto of_visit = city().all(path_of(one_person(), "/lines") + "&mdtrt_id=" + escaped(visit), "inspector");
  EXPECT_EQ(static_cast<std::ptrdiff_t>(of_visit.size()),
            std::ranges::count_if(all, [&](const json::value& l) { return text_of(l, "mdtrt_id") == visit; }));
  const auto earlier = city().all(path_of(one_person(), "/lines") + "&to=" + escaped(time), "inspector");
  EXPECT_EQ(static_cast<std::ptrdiff_t>(earlier.size()),
            std::ranges::count_if(all, [&](const json::value& l) { return text_of(l, "fee_ocur_time") < time; }));
}

TEST(PersonsServiceTest, NothingIsSeenOutsideTheScope) {
  const auto& regions = city().app().live->current()->surroundings->institution_regions;
  const Reply reply = city().get(path_of(one_person()), "regional");
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  const json::object o = reply.object();
  for (const std::string_view part : {"visits", "settlements", "findings"}) {
    for (const json::value& one : o.at(part).as_array()) {
      EXPECT_EQ(regions.at(text_of(one, "fixmedins_code")), city().region) << part;
    }
  }
  const auto lines = city().all(path_of(one_person(), "/lines"), "regional");
  EXPECT_EQ(o.at("totals").as_object().at("lines").as_int64(), static_cast<std::int64_t>(lines.size()));
  EXPECT_LT(lines.size(), city().all(path_of(one_person(), "/lines"), "inspector").size());
  for (const json::value& line : lines) EXPECT_EQ(regions.at(text_of(line, "fixmedins_code")), city().region);
  for (const std::string_view tail : {"", "/lines"}) {
    EXPECT_EQ(city().get(path_of(one_person(), tail), "elsewhere").status(), 404);
    EXPECT_EQ(city().last_record().access.result, "not_found");
    EXPECT_EQ(city().get(path_of("no-such-person", tail), "inspector").status(), 404);
    EXPECT_EQ(city().get(path_of("' OR 1=1 --<b>", tail), "inspector").status(), 404);
  }
}

TEST(PersonsServiceTest, HostileQueriesAreRefused) {
  for (const std::string_view more :
       {"&limit=0", "&limit=x", "&cursor=x", "&from=x", "&to=2026-02-30", "&x=1", "&reason=2222"}) {
    EXPECT_EQ(city().get(path_of(one_person(), "/lines") + std::string{more}, "inspector").status(), 400) << more;
  }
  const std::string cursor = city().get(path_of(one_person(), "/lines") + "&limit=1", "inspector").next();
  ASSERT_FALSE(cursor.empty());
  EXPECT_EQ(city().get(path_of(one_person(), "/lines") + "&mdtrt_id=1&cursor=" + escaped(cursor), "inspector").status(),
            400);
  EXPECT_EQ(city().get(path_of(one_person()) + "&limit=5", "inspector").status(), 400);
}

TEST(InstitutionsServiceTest, AreListedInPagesOfTheScope) {
  const auto all = city().all("/v1/institutions?limit=3", "administrator");
  EXPECT_EQ(all.size(), city().app().live->current()->surroundings->institutions.size());
  const auto found =
      city().all("/v1/institutions?limit=1&text=" + escaped(text_of(all.at(1), "fixmedins_name")), "auditor");
  EXPECT_GE(found.size(), 1u);
  for (const json::value& one : city().all("/v1/institutions", "regional")) {
    EXPECT_EQ(text_of(one, "admdvs"), city().region);
  }
  const auto own = city().all("/v1/institutions", "institution");
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(text_of(own.at(0), "fixmedins_code"), city().institution);
  EXPECT_TRUE(city().all("/v1/institutions?text=" + escaped("%' OR 1=1"), "inspector").empty());
  for (const std::string& query :
       {std::string{"limit=-5"}, std::string{"cursor=zz"}, "text=" + std::string(300, 'x'), std::string{"q=1"}}) {
    EXPECT_EQ(city().get("/v1/institutions?" + query, "inspector").status(), 400) << query;
  }
}

TEST(InstitutionsServiceTest, TheProfileAddsUpWhatWasFoundThere) {
  const std::string path = "/v1/institutions/" + city().institution;
  const Reply reply = city().get(path, "institution");
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  const json::object o = reply.object();
  const auto count = std::ranges::count(city().findings(), city().institution, &model::Finding::fixmedins_code);
  EXPECT_EQ(o.at("findings").as_object().at("totals").as_object().at("findings").as_int64(), count);
  for (const std::string_view by : {"by_rule", "by_month", "by_state"}) {
    std::int64_t sum = 0;
    for (const json::value& group : o.at("findings").as_object().at(by).as_array()) {
      sum += group.as_object().at("findings").as_int64();
    }
    EXPECT_EQ(sum, count) << by;
  }
  EXPECT_EQ(text_of(o, "gateway"), "unset");
  EXPECT_EQ(city().last_record().access.action, identity::Action::kSeeInstitution);
  must(city().app().institution_settings->put({.institution = city().institution, .paasid = "p1", .token = "t"}, 1));
  EXPECT_EQ(text_of(city().get(path, "inspector").object(), "gateway"), "active");
  EXPECT_EQ(city().get(path, "inspector").raw.body.find("\"token\""), std::string::npos);
  EXPECT_TRUE(city().get(path, "administrator").object().at("findings").is_null()) << "may not read findings";
  for (const std::string_view login : {"elsewhere", "stranger"}) EXPECT_EQ(city().get(path, login).status(), 404);
  EXPECT_EQ(city().get("/v1/institutions/" + escaped("x' OR '1'='1"), "inspector").status(), 404);
  EXPECT_EQ(city().get(path + "?x=1", "inspector").status(), 400);
}

TEST(PersonsServiceTest, TheTimeLineHasMoneyDrugsAndAPeriod) {
  const server::Places places(city().app().live->current()->surroundings);
  const auto facts = must(server::PersonFacts::read(city().app().facts->store(), places, one_person()));
  const json::object o = city().get(path_of(one_person()), "inspector").object();
  Fen by_year = 0, by_visit = 0, total = 0;
  for (const json::value& year : o.at("money_by_year").as_array()) {
    by_year += *parse_decimal(text_of(year, "medfee_sumamt"), kFenScale);
  }
  for (const json::value& visit : o.at("visits").as_array()) {
    by_visit += *parse_decimal(text_of(visit, "medfee_sumamt"), kFenScale);
    EXPECT_NE(text_of(visit, "kind"), "unknown");
  }
  total = *parse_decimal(text_of(o.at("totals"), "medfee_sumamt"), kFenScale);
  EXPECT_EQ(by_year, total);
  EXPECT_EQ(by_visit, total);
  EXPECT_GT(total, 0);

  std::multiset<std::string> drugs, shown;
  for (model::Index i = facts->person().lines.begin; i < facts->person().lines.end; ++i) {
    const char kind = facts->block().item_code(i).front();
    if (kind == 'X' || kind == 'Z' || kind == 'T') drugs.insert(std::string{facts->block().lines.sn[i]});
  }
  const json::object& dispensings = o.at("dispensings").as_object();
  std::size_t before = 1'000'000;
  for (const json::value& lane : dispensings.at("lanes").as_array()) {
    const json::array& items = lane.as_object().at("items").as_array();
    EXPECT_LE(items.size(), before) << "the fullest lane first";
    before = items.size();
    for (const json::value& one : items) {
      shown.insert(text_of(one, "bkkp_sn"));
      EXPECT_TRUE(text_of(one, "med_list_codg").starts_with(text_of(lane, "key")));
    }
  }
  EXPECT_FALSE(dispensings.at("more").as_bool());
  EXPECT_EQ(shown, drugs);
  ASSERT_FALSE(drugs.empty());

  const std::string day = text_of(o.at("visits").as_array().back(), "begntime").substr(0, 10);
  const std::string next = format_day(*parse_day(day) + 1);
  const json::object part =
      city().get(path_of(one_person()) + fmt::format("&from={}&to={}", day, next), "inspector").object();
  EXPECT_GE(part.at("visits").as_array().size(), 1u);
  EXPECT_LT(part.at("visits").as_array().size(), o.at("visits").as_array().size());
  for (const json::value& visit : part.at("visits").as_array()) EXPECT_LT(text_of(visit, "begntime"), next);
  for (const json::value& one : part.at("findings").as_array()) {
    EXPECT_EQ(text_of(one, "begin_time").substr(0, 10), day);
  }
  EXPECT_EQ(part.at("totals"), o.at("totals")) << "sums are of all";
  EXPECT_EQ(city().get(path_of(one_person()) + "&from=2020-01-01&to=2020-01-02", "inspector").status(), 200);
  EXPECT_EQ(city().get(path_of(one_person()) + "&from=2026-02-01&to=2026-01-01", "inspector").status(), 400);
}

TEST(PersonsServiceTest, UnmaskingNeedsAReasonAndIsRecorded) {
  const std::string target = fmt::format("/v1/persons/{}/unmask", escaped(one_person()));
  const auto ask = [&](std::string_view login, std::string_view reason) {
    return city().ask("POST", target, login, json::serialize(json::object{{"reason", reason}}));
  };
  for (const std::string& reason : {std::string{}, std::string{"四个字符"}, std::string(201, 'x')}) {
    EXPECT_EQ(ask("inspector", reason).status(), 400) << reason;
  }
  EXPECT_EQ(city().ask("POST", target, "inspector", R"({"reason":"电话核实就诊","more":1})").status(), 400);
  for (const std::string_view login : {"analyst", "auditor", "administrator", "institution"}) {
    EXPECT_EQ(ask(login, "电话核实就诊").status(), 403) << login;
  }
  const Reply reply = ask("inspector", "电话核实就诊");
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  EXPECT_EQ(text_of(reply.object(), "psn_no"), one_person());
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kUnmaskPerson);
  EXPECT_EQ(record.access.object_id, one_person());
  EXPECT_EQ(record.access.reason, "电话核实就诊");
  EXPECT_EQ(record.access.result, "ok");
  EXPECT_EQ(ask("elsewhere", "电话核实就诊").status(), 404);
  EXPECT_EQ(city().last_record().access.result, "not_found");
  // By now the inspector has asked once: as many as an hour allows, and then no more.
  const int most = static_cast<int>(city().app().settings.unmask_per_hour);
  for (int i = 1; i < most; ++i) ASSERT_EQ(ask("inspector", "电话核实就诊").status(), 200) << i;
  EXPECT_EQ(ask("inspector", "电话核实就诊").status(), 429);
  EXPECT_EQ(city().last_record().access.result, "too_many");
  EXPECT_EQ(ask("reviewer", "电话核实就诊").status(), 200) << "the limit is each account's own";
}

}  // namespace
}  // namespace yishou::find_tests
