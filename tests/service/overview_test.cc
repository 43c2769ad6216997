// The overview and the profile of an institution, against the lists behind them, the lake itself and the rules' own numbers.
#include "find_service.h"

#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "cases/institution_measures.h"
#include "duck/duck.h"
#include "volumes/count.h"

namespace yishou::find_tests {
namespace {

// Of all that is known of the city.
constexpr std::string_view kAll = "from=2024-01-01&to=2027-06-01";

Fen fen_of(const json::value& value, std::string_view name) {
  return parse_decimal(text_of(value, name), kFenScale).value();
}

void count_volumes() { must(city().app().volumes->refresh()); }

json::object overview(std::string_view query, std::string_view login) {
  const Reply reply = city().get(fmt::format("/v1/overview?{}", query), login);
  if (reply.status() != 200) throw std::runtime_error(reply.raw.body);
  return reply.object();
}

// A1 once more, in SQL: settlements in effect of the lake by day of settlement.
duck::Table settled(std::string_view columns, std::string_view tail = "") {
  const duck::Database database = must(duck::Database::open("", {}));
  duck::Connection connection = must(database.connect());
  const std::string files = duck::literal(city().app().settings.lake + "/current/setl_d/*.parquet");
  return must(connection.query(fmt::format(
      "WITH s AS (SELECT *, coalesce(vali_flag, '1') <> '0' AS valid, coalesce(refd_setl_flag, '') = '1' AS refund "
      "FROM read_parquet({})) SELECT {} FROM s WHERE valid AND NOT refund AND setl_time IS NOT NULL AND setl_id NOT IN "
      "(SELECT init_setl_id FROM s WHERE valid AND refund AND init_setl_id IS NOT NULL) {}",
      files, columns, tail)));
}

TEST(OverviewServiceTest, ItsDisputeIsWhatTheTotalsSay) {
  count_volumes();
  for (const std::string_view login : {"inspector", "regional", "institution", "elsewhere", "analyst"}) {
    for (const std::string& more : {std::string{}, "&region=" + city().region, std::string{"&region=11"}}) {
      SCOPED_TRACE(fmt::format("{}{}", login, more));
      const std::string query = std::string{kAll} + more;
      const json::object seen = overview(query, login);
      const json::object totals = city().get("/v1/findings/totals?" + query, login).object();
      EXPECT_EQ(seen.at("now").as_object().at("dispute"), totals);
      const json::object clear =
          city()
              .get("/v1/findings/totals?verdict=violation&state=new,asked,answered,confirmed&" + query, login)
              .object();
      const json::object& recoverable = seen.at("now").as_object().at("recoverable").as_object();
      EXPECT_EQ(recoverable.at("amount"), clear.at("vola_amt_distinct_lines"));
      EXPECT_EQ(recoverable.at("lines"), clear.at("lines"));
      // Each group is the list behind it.
      for (const json::value& group : seen.at("by_family").as_array()) {
        const std::string family = text_of(group, "key");
        const json::object own = city().get("/v1/findings/totals?family=" + family + "&" + query, login).object();
        EXPECT_EQ(group.as_object().at("vola_amt_distinct_lines"), own.at("vola_amt_distinct_lines"));
        EXPECT_EQ(group.as_object().at("findings"), own.at("findings"));
      }
      for (const json::value& group : seen.at("by_verdict").as_array()) {
        const json::object own =
            city().get("/v1/findings/totals?verdict=" + text_of(group, "key") + "&" + query, login).object();
        EXPECT_EQ(group.as_object().at("lines"), own.at("lines"));
      }
      std::int64_t findings = 0;
      Fen regions = 0;
      for (const json::value& one : seen.at("trend").as_object().at("items").as_array()) {
        findings += one.as_object().at("findings").as_int64();
      }
      EXPECT_EQ(findings, totals.at("findings").as_int64());
      for (const json::value& one : seen.at("regions").as_array()) regions += fen_of(one, "recoverable");
      EXPECT_EQ(regions, fen_of(clear, "vola_amt_distinct_lines")) << "a line lies in one region";
    }
  }
}

TEST(OverviewServiceTest, ItsClaimsAreThoseOfTheLake) {
  count_volumes();
  const auto sums = settled("count(*), sum(medfee_sumamt), sum(fund_pay_sumamt)").rows.at(0);
  const json::object seen = overview(kAll, "inspector");
  const json::object& claims = seen.at("now").as_object().at("claims").as_object();
  EXPECT_EQ(std::to_string(claims.at("settlements").as_int64()), sums[0]);
  EXPECT_EQ(text_of(claims, "medfee_sumamt"), sums[1]);
  EXPECT_EQ(text_of(claims, "fund_pay_sumamt"), sums[2]);
  // The same in parts of time: the trend adds up, and a period has what the one before it had.
  Fen trend = 0;
  for (const json::value& one : seen.at("trend").as_object().at("items").as_array()) {
    trend += fen_of(one.as_object().at("claims"), "medfee_sumamt");
  }
  EXPECT_EQ(format_decimal(trend, kFenScale), sums[1]);
  const Day last = city().app().volumes->current()->last_day();
  const Day monday = last - (last + 3) % 7;  // day 0 was a Thursday
  const auto four_weeks = [&](Day end) {
    return overview(fmt::format("from={}&to={}", format_day(end - 28), format_day(end)), "inspector");
  };
  const json::object later = four_weeks(monday), earlier = four_weeks(monday - 28);
  json::object before = later.at("before").as_object();
  EXPECT_EQ(before, earlier.at("now").as_object());
  EXPECT_EQ(later.at("trend").as_object().at("by"), "week");
  EXPECT_EQ(later.at("trend").as_object().at("items").as_array().size(), 4u);
  EXPECT_GT(fen_of(before.at("claims"), "medfee_sumamt"), 0);

  const std::string own = fmt::format("AND fixmedins_code = '{}'", city().institution);
  const json::object theirs = overview(kAll, "institution");
  EXPECT_EQ(text_of(theirs.at("now").as_object().at("claims"), "medfee_sumamt"),
            settled("sum(medfee_sumamt)", own).rows.at(0).at(0));
  EXPECT_EQ(text_of(overview(kAll, "elsewhere").at("now").as_object().at("claims"), "medfee_sumamt"), "0.00");
}

TEST(OverviewServiceTest, RanksAndGraveFindingsAreInOrderAndInTheScope) {
  count_volumes();
  const json::object seen = overview(kAll, "inspector");
  const json::object& institutions = seen.at("institutions").as_object();
  Fen last = std::numeric_limits<Fen>::max();
  for (const json::value& one : institutions.at("by_recoverable").as_array()) {
    EXPECT_LE(fen_of(one, "recoverable"), last);
    last = fen_of(one, "recoverable");
    const json::object own = city()
                                 .get(fmt::format("/v1/findings/totals?verdict=violation&{}&institution={}", kAll,
                                                  text_of(one, "fixmedins_code")),
                                      "inspector")
                                 .object();
    EXPECT_EQ(one.as_object().at("recoverable"), own.at("vola_amt_distinct_lines"));
  }
  double share = 1e9;
  for (const json::value& one : institutions.at("by_share").as_array()) {
    EXPECT_LE(one.as_object().at("share").to_number<double>(), share);
    share = one.as_object().at("share").to_number<double>();
    EXPECT_NEAR(share * static_cast<double>(fen_of(one, "medfee_sumamt")),
                static_cast<double>(fen_of(one, "recoverable")), 0.5);
  }
  const json::array& gravest = seen.at("gravest").as_array();
  ASSERT_FALSE(gravest.empty());
  for (const json::value& one : gravest) EXPECT_EQ(one.as_object().at("sev_deg").as_int64(), 1);
  const json::object regional = overview(kAll, "regional");
  for (const json::value& one : regional.at("gravest").as_array()) {
    EXPECT_EQ(text_of(one, "admdvs"), city().region);
  }
  const json::object masked = overview(kAll, "auditor");
  EXPECT_TRUE(text_of(masked.at("gravest").as_array().at(0), "psn_no").contains('*'));
  EXPECT_FALSE(masked.at("traffic").is_null());
  EXPECT_TRUE(overview(kAll, "reviewer").at("traffic").is_null()) << "may not read traffic";
  EXPECT_EQ(overview(kAll, "institution").at("traffic").as_object().at("requests"), 0) << "of its own";
  EXPECT_EQ(city().last_record().access.action, identity::Action::kSearchFindings);
}

TEST(OverviewServiceTest, HostileQueriesAreRefused) {
  for (const std::string_view query :
       {"from=2026-01-02&to=2026-01-02", "from=2026-01-02&to=2026-01-01", "from=1990-01-01&to=2026-01-01", "from=x",
        "from=2026-01-01%2012:00:00", "region=6", "region=61x1", "rule=1", "from=2026-01-01&from=2026-01-02"}) {
    EXPECT_EQ(city().get(fmt::format("/v1/overview?{}", query), "inspector").status(), 400) << query;
  }
  EXPECT_EQ(city().get("/v1/overview", "administrator").status(), 403);
}

TEST(VolumesTest, AreTheSameOnAnyNumberOfThreadsAndHaveNoPersonInThem) {
  const auto claims = must(lake::LakeClaims::open(city().app().settings.lake, {}));
  const auto one = must(volumes::count(*claims, 1, [] { return false; }, 5));
  const auto three = must(volumes::count(*claims, 3, [] { return false; }, 5));
  ASSERT_EQ(one.institutions.size(), three.institutions.size());
  for (const auto& [code, own] : one.institutions) {
    const auto& other = three.institutions.at(code);
    ASSERT_EQ(own.days.size(), other.days.size());
    ASSERT_EQ(own.doctors.size(), other.doctors.size());
    const auto all = own.sums(-100'000, 100'000), again = other.sums(-100'000, 100'000);
    EXPECT_EQ(std::tie(all.settlements, all.lines, all.total, all.fund),
              std::tie(again.settlements, again.lines, again.total, again.fund));
    // Lines by kind, charge type, department and doctor are the same lines.
    for (const auto* parts : {&own.charge_types, &own.departments, &own.doctors}) {
      std::int64_t lines = 0;
      for (const auto& cell : *parts) lines += cell.lines;
      EXPECT_EQ(lines, all.lines) << code;
    }
    std::int64_t lines = 0;
    for (const auto& cell : own.kinds) lines += cell.sums.lines;
    EXPECT_EQ(lines, all.lines) << code;
  }
  EXPECT_EQ(volumes::count(*claims, 1, [] { return true; }, 5).error().code, ErrorCode::kBusy);
  count_volumes();
  std::ifstream in(fs::path(city().app().settings.state) / "volumes.csv");
  std::stringstream text;
  text << in.rdbuf();
  const std::string kept = text.str();
  ASSERT_TRUE(kept.contains(city().institution));
  for (std::size_t i = 0; i < 50; ++i) {
    const std::string& person = city().findings().at(i * 7 % city().findings().size()).psn_no;
    if (!person.empty()) {
      EXPECT_FALSE(kept.contains(person));
    }
  }
}

// The measures of the rules, as an audit's job keeps them.
class Gathered final : public engine::InstitutionWitness {
 public:
  void measured(const rules::InstitutionMeasure& m) override {
    const CivilDate date = civil_from_day(m.month);
    all.push_back({.institution = std::string{m.institution},
                   .rule_no = m.rule,
                   .month = date.year * 100 + date.month,
                   .peer_rank = m.rank,
                   .share = m.share,
                   .limit = m.limit,
                   .cases = m.cases,
                   .part = m.part,
                   .whole = m.whole,
                   .peers = m.peers,
                   .place = m.place,
                   .least = m.least,
                   .p10 = m.p10,
                   .p25 = m.p25,
                   .median = m.median,
                   .p75 = m.p75,
                   .p90 = m.p90,
                   .most = m.most});
  }
  void undecided(const rules::InstitutionDoubt&) override {}
  std::vector<cases::InstitutionMeasure> all;
};

TEST(ProfileServiceTest, VolumesAndDoctorsAreThoseOfTheLakeAndTheFindings) {
  count_volumes();
  const std::string path = fmt::format("/v1/institutions/{}/profile?{}", city().institution, kAll);
  const json::object seen = city().get(path, "inspector").object();
  const auto expected =
      settled("count(*), sum(medfee_sumamt)", fmt::format("AND fixmedins_code = '{}'", city().institution)).rows.at(0);
  std::int64_t settlements = 0;
  Fen total = 0;
  for (const json::value& kind : seen.at("volumes").as_object().at("by_kind").as_array()) {
    settlements += kind.as_object().at("settlements").as_int64();
    total += fen_of(kind, "medfee_sumamt");
  }
  EXPECT_EQ(std::to_string(settlements), expected[0]);
  EXPECT_EQ(format_decimal(total, kFenScale), expected[1]);
  const auto persons = settled("strftime(setl_time, '%Y-%m') AS m, count(DISTINCT psn_no)",
                               fmt::format("AND fixmedins_code = '{}' GROUP BY m ORDER BY m", city().institution));
  std::map<std::string, std::string> by_month;
  for (const json::value& month : seen.at("volumes").as_object().at("by_month").as_array()) {
    const std::int64_t count = month.as_object().at("persons").as_int64();
    if (count > 0) by_month[text_of(month, "month")] = std::to_string(count);
  }
  std::map<std::string, std::string> wanted;
  for (const auto& row : persons.rows) wanted[row[0]] = row[1];
  EXPECT_EQ(by_month, wanted);

  std::int64_t of_doctors = 0, of_departments = 0;
  for (const json::value& one : seen.at("doctors").as_object().at("items").as_array()) {
    of_doctors += one.as_object().at("findings").as_int64();
  }
  for (const json::value& one : seen.at("departments").as_object().at("items").as_array()) {
    of_departments += one.as_object().at("findings").as_int64();
  }
  const std::int64_t all = seen.at("findings").as_object().at("totals").as_object().at("findings").as_int64();
  EXPECT_EQ(of_doctors, all);
  EXPECT_EQ(of_departments, all);

  const json::object plain = city().get(path, "administrator").object();
  EXPECT_TRUE(plain.at("findings").is_null());
  EXPECT_TRUE(plain.at("indicators").is_null());
  bool named = false;
  for (const json::value& one : plain.at("doctors").as_object().at("items").as_array()) {
    const std::string doctor = text_of(one, "bilg_dr_code");
    named = named || !doctor.empty();
    EXPECT_TRUE(doctor.empty() || doctor.contains('*')) << doctor;
  }
  EXPECT_TRUE(named);
  EXPECT_EQ(city().get(path, "institution").status(), 200) << "its own";
  EXPECT_EQ(city().get(path, "stranger").status(), 404);
  EXPECT_EQ(city().get(path, "elsewhere").status(), 404);
  EXPECT_EQ(city().last_record().access.result, "not_found");
}

TEST(ProfileServiceTest, IndicatorsAreTheRulesOwnNumbers) {
  const auto claims = must(lake::LakeClaims::open(city().app().settings.lake, {}));
  Gathered gathered;
  engine::Options options;
  options.witness = &gathered;
  std::vector<std::uint16_t> numbers;
  for (const rules::Rule* rule : rules::all_rules()) {
    if (rule->month_rule() == nullptr) continue;
    options.rules.push_back(rule);
    numbers.push_back(rule->info().number);
  }
  std::vector<model::Finding> findings;
  must(engine::run(*claims, *city().app().live->current()->snapshot, options,
                   [&](std::span<const model::Finding> found) -> Status {
    findings.insert(findings.end(), found.begin(), found.end());
    return {};
  }, {}));
  ASSERT_FALSE(gathered.all.empty());
  // Each finding has its measure, beyond its limit, and says the same share.
  for (const model::Finding& finding : findings) {
    const CivilDate date = civil_from_day(day_of(finding.begin_time));
    const auto own = std::ranges::find_if(gathered.all, [&](const cases::InstitutionMeasure& m) {
      return m.rule_no == finding.rule_no && m.institution == finding.fixmedins_code &&
             m.month == date.year * 100 + date.month;
    });
    ASSERT_NE(own, gathered.all.end());
    EXPECT_EQ(finding.observed, format_decimal(mul_div(own->share, 10'000, 1'000'000'000'000), 2) + "%");
    EXPECT_GT(own->share, own->limit.value());
  }
  for (const cases::InstitutionMeasure& m : gathered.all) {
    EXPECT_TRUE(m.least <= m.p10 && m.p10 <= m.p25 && m.p25 <= m.median && m.median <= m.p75 && m.p75 <= m.p90 &&
                m.p90 <= m.most);
    EXPECT_TRUE(m.least <= m.share && m.share <= m.most);
    EXPECT_TRUE(m.place >= 1 && m.place <= m.peers);
  }
  // Two of them with peers enough, and too few, to be shown.
  auto shown = gathered.all.front();
  shown.institution = city().institution;
  shown.peers = 5;
  shown.limit = shown.most;
  auto hidden = shown;
  hidden.month = shown.month + 1;
  hidden.peers = 4;
  const std::vector kept{shown, hidden};
  must(city().app().measures->put(numbers, "", kept, {}, 77));
  const std::string path = fmt::format("/v1/institutions/{}/profile?{}", city().institution, kAll);
  for (const std::string_view login : {"institution", "analyst"}) {
    const Reply reply = city().get(path, login);
    const json::object seen = reply.object();
    for (const json::value& indicator : seen.at("indicators").as_array()) {
      EXPECT_FALSE(indicator.as_object().at("judged_at").is_null());
      const json::array& months = indicator.as_object().at("months").as_array();
      if (indicator.as_object().at("rule_no").as_int64() != shown.rule_no) {
        EXPECT_TRUE(months.empty());
        continue;
      }
      ASSERT_EQ(months.size(), 2u);
      EXPECT_EQ(months[0].as_object().at("peers").as_object().at("institutions").as_int64(), 5);
      EXPECT_NEAR(months[0].as_object().at("share").to_number<double>(), static_cast<double>(shown.share) / 1e12, 1e-9);
      EXPECT_TRUE(months[1].as_object().at("peers").is_null()) << "never below five";
      EXPECT_TRUE(months[1].as_object().at("limit").is_null());
    }
  }
}

TEST(ProfileServiceTest, StockRulesTellFoundNoneAndUndecided) {
  const std::uint16_t stock[] = {43, 48};
  const std::string path = fmt::format("/v1/institutions/{}/profile?{}", city().institution, kAll);
  const auto state_of = [&](std::int64_t rule) {
    const json::object seen = city().get(path, "reviewer").object();
    for (const json::value& one : seen.at("stock_rules").as_array()) {
      if (one.as_object().at("rule_no").as_int64() == rule) return text_of(one, "state");
    }
    return std::string{};
  };
  const auto found = [&](std::uint16_t rule) {
    return std::ranges::any_of(city().findings(), [&](const model::Finding& f) {
      return f.rule_no == rule && f.fixmedins_code == city().institution;
    });
  };
  const cases::InstitutionDoubt doubts[] = {{city().institution, 48, 2, "库存盘点"}};
  for (const std::uint16_t rule : stock) EXPECT_EQ(state_of(rule), found(rule) ? "found" : "not_judged");
  must(city().app().measures->put(stock, "", {}, doubts, 88));
  EXPECT_EQ(state_of(43), found(43) ? "found" : "none");
  EXPECT_EQ(state_of(48), found(48) ? "found" : "undecided");
}

}  // namespace
}  // namespace yishou::find_tests
