// Jobs against the engine itself: what an audit stores, what a cancelled one leaves, what a back-test tells.
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "backtest/comparison.h"
#include "knowledge/draft.h"
#include "rule_service.h"
#include "server/finding_spool.h"
#include "server/job_kinds.h"
#include "server/job_watch.h"

namespace yishou::rule_tests {
namespace {

using identity::Role;

TEST(JobsTest, AnAuditStoresExactlyWhatTheEngineFindsAndAgainChangesNothing) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const auto expected = judged(*service.app().live->current()->snapshot);
  ASSERT_GT(expected.size(), 50u);
  const json::object job = service.run_job(analyst, "audit", {});
  ASSERT_EQ(job.at("state"), "done") << job;
  EXPECT_EQ(service.stored(), ids_of(expected));
  EXPECT_EQ(job.at("done"), job.at("total"));
  const json::object result = service.result_of(analyst, job);
  const json::object summary = result.at("summary").as_object();
  Fen vola = 0;
  for (const auto& finding : expected) vola += finding.vola_amt;
  EXPECT_EQ(summary.at("findings").as_int64(), static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(fmt::format("{:.2f}", summary.at("vola_amt_sum").to_number<double>()), format_decimal(vola, kFenScale));
  EXPECT_EQ(result.at("taken").at("added").as_int64(), static_cast<std::int64_t>(expected.size()));

  // What its rules over institutions measured is kept, and a second run takes its place.
  const auto judged_rules = must(service.app().measures->judged());
  EXPECT_EQ(judged_rules.size(), 10u) << "the indicators 56 to 63, and the stock rules 43 and 48";
  const std::int64_t measures = service.count("institution_measures");
  EXPECT_GT(measures, 0);

  const std::int64_t events = service.count("finding_events");
  const json::object again = service.run_job(analyst, "audit", {});
  const json::object taken = service.result_of(analyst, again).at("taken").as_object();
  EXPECT_EQ(taken.at("added"), 0);
  EXPECT_EQ(taken.at("known").as_int64(), static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(taken.at("gone"), 0);
  EXPECT_EQ(service.stored(), ids_of(expected));
  EXPECT_EQ(service.count("finding_events"), events);
  EXPECT_EQ(service.count("institution_measures"), measures);
  // Nothing of the run stays on the disk beside the store.
  const fs::path folder = server::JobRunner::folder_of(service.settings(), again.at("job_no").as_int64());
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST(JobsTest, WhatALaterRunNoLongerFindsIsGoneOnlyWhereItLooked) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  service.run_job(analyst, "audit", {});
  const auto before = service.stored();
  // A run over some rules and some days covers nothing else: all stays.
  const json::object part = service.run_job(analyst, "audit", {{"rules", "1-40"}, {"from", "2025-01-01"}});
  ASSERT_EQ(part.at("state"), "done") << part;
  EXPECT_EQ(service.result_of(analyst, part).at("taken").at("gone"), 0);
  EXPECT_EQ(service.stored(), before);
  // Nothing lies in that region: the run has no finding, and no other region's is gone.
  const json::object away = service.run_job(analyst, "audit", {{"region", "65"}});
  ASSERT_EQ(away.at("state"), "done") << away;
  EXPECT_EQ(service.result_of(analyst, away).at("summary").at("findings"), 0);
  EXPECT_EQ(service.stored(), before);
  // Other knowledge: its findings are other ones, and the earlier ones are gone or succeeded.
  service.put_parameter(analyst, service.as(Role::kInspector), "same_drug_month", "50");
  const auto expected = judged(*service.app().live->current()->snapshot);
  const json::object later = service.run_job(analyst, "audit", {});
  EXPECT_EQ(service.stored(), ids_of(expected));
  std::int64_t missing = 0;
  for (const auto& id : before) missing += ids_of(expected).contains(id) ? 0 : 1;
  ASSERT_GT(missing, 0);
  const json::object taken = service.result_of(analyst, later).at("taken").as_object();
  EXPECT_GT(taken.at("succeeded").as_int64(), 0) << "most accuse of the same as before";
  EXPECT_EQ(taken.at("gone").as_int64() + taken.at("succeeded").as_int64(), missing);
  EXPECT_EQ(service.count("findings WHERE gone = 1"), missing);
}

TEST(JobsTest, ACancelledAuditLeavesNothing) {
  RuleService service;
  auto& jobs = *service.app().jobs;
  // Begun here and not by the runner, so that the moment of cancelling is sure. The runner is stopped for it.
  service.app().runner.reset();
  const auto added = must(jobs.add("audit", "{}", "somebody", 0));
  ASSERT_TRUE(must(jobs.start_next(0)).has_value());
  must(jobs.cancel(added.job_no, 0));
  const std::atomic<bool> ending = false;
  server::JobWatch watch(jobs, added.job_no, ending);
  const fs::path work = rule_city().folder() / "work";
  fs::create_directories(work);
  const server::JobGround ground{.settings = service.settings(),
                                 .database = *service.app().database,
                                 .sealer = *service.app().sealer,
                                 .drafts = *service.app().drafts,
                                 .job_no = added.job_no,
                                 .folder = work.string(),
                                 .work = work.string(),
                                 .threads = 1};
  const auto result = server::run_audit(ground, must(server::audit_choice_of(json::object{})), watch);
  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(watch.was_cancelled());
  EXPECT_EQ(service.count("findings"), 0);
  EXPECT_EQ(service.count("finding_runs"), 0);
}

/// Stock books without an end; somebody cancels while they are read.
class EndlessStock final : public engine::Claims {
 public:
  explicit EndlessStock(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
  [[nodiscard]] std::size_t num_parts() const override { return 0; }
  [[nodiscard]] Status read_part(std::size_t, const model::FactSet&, model::Dictionaries&,
                                 const engine::BlockVisitor&) const override {
    return {};
  }
  [[nodiscard]] Status read_stock_movements(const engine::StockVisitor& take) const override {
    for (std::uint64_t row = 0;; ++row) {
      if (row == 10'000) cancel_();
      YISHOU_CHECK_OK(take(model::StockRow{}));
    }
  }

 private:
  std::function<void()> cancel_;
};

TEST(JobsTest, ACancelIsSeenWhileStockBooksAreRead) {
  RuleService service;
  auto& jobs = *service.app().jobs;
  service.app().runner.reset();
  const auto added = must(jobs.add("audit", "{}", "somebody", 0));
  ASSERT_TRUE(must(jobs.start_next(0)).has_value());
  const std::atomic<bool> ending = false;
  server::JobWatch watch(jobs, added.job_no, ending);
  const EndlessStock stock([&] { must(jobs.cancel(added.job_no, 0)); });
  const server::WatchedClaims watched(stock, watch);
  EXPECT_FALSE(watched.read_stock_movements([](const model::StockRow&) { return Status{}; }).has_value());
  EXPECT_TRUE(watch.was_cancelled());
}

TEST(JobsTest, AJobThatWaitsIsCancelledAtOnceAndOneThatEndedIsNot) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const json::object ended = service.run_job(analyst, "audit", {{"rules", "1"}});
  const auto cancel = [&](const json::object& job) {
    return service.ask("POST", fmt::format("/v1/jobs/{}/cancel", job.at("job_no").as_int64()), analyst).status;
  };
  EXPECT_EQ(cancel(ended), 409);
  service.app().runner.reset();
  const auto waiting = must(service.app().jobs->add("audit", R"({"region":""})", "somebody", 0));
  EXPECT_EQ(service.ask("POST", fmt::format("/v1/jobs/{}/cancel", waiting.job_no), analyst).status, 202);
  EXPECT_EQ(must(service.app().jobs->find(waiting.job_no)).state, cases::JobState::kCancelled);
  EXPECT_EQ(service.get(fmt::format("/v1/jobs/{}/result", waiting.job_no), analyst).status, 409);
}

TEST(JobsTest, WhatRanWhenTheServiceEndedIsLost) {
  RuleService service;
  service.app().runner.reset();
  const auto job = must(service.app().jobs->add("audit", R"({"region":""})", "somebody", 0));
  ASSERT_TRUE(must(service.app().jobs->start_next(0)).has_value());
  const fs::path left = fs::path(server::JobRunner::folder_of(service.settings(), job.job_no)) / "work";
  fs::create_directories(left);
  service.close();
  service.open();
  EXPECT_EQ(must(service.app().jobs->find(job.job_no)).state, cases::JobState::kLost);
  EXPECT_FALSE(fs::exists(left));
}

// As the command does it: both sides by the engine, compared by the room.
TEST(JobsTest, ABacktestTellsWhatTheCommandTells) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  const json::object job = service.run_job(
      analyst, "backtest", {{"settings", json::array{"rx_kinds_max=2", "child_max_years=30"}}, {"rules", "7,19,46"}});
  ASSERT_EQ(job.at("state"), "done") << job;
  const std::int64_t number = job.at("job_no").as_int64();
  const Reply result = service.get(fmt::format("/v1/jobs/{}/result", number), analyst);
  const auto base = must(knowledge::KnowledgeBase::open(service.settings().base));
  knowledge::Draft draft;
  for (const auto* text : {"rx_kinds_max=2", "child_max_years=30"}) {
    draft.settings.push_back(must(knowledge::parse_setting(text)));
  }
  const auto drafted = must(knowledge::draft_snapshot(base, kNoDay, "", std::move(draft)));
  const auto rules =
      must(server::run_choice_of(must(server::Body::of(json::object{{"rules", "7,19,46"}}, {"rules"})))).rules;
  const auto claims = must(lake::LakeClaims::open(rule_city().lake(), {}));
  auto comparison = must(backtest::Comparison::open(
      (rule_city().folder() / "changes.csv").string(),
      {.rules = server::names_of(rules), .institutions = claims->institution_names(), .touched = server::kTouched}));
  const auto now = judged(*service.app().live->current()->snapshot, rules);
  const auto then = judged(drafted, rules);
  must(comparison.add(backtest::Side::kNow, now));
  must(comparison.add(backtest::Side::kDraft, then));
  const auto outcome = must(comparison.finish());
  ASSERT_GT(outcome.total.findings.added, 0);
  json::object expected = json::parse(backtest::outcome_json(outcome)).as_object();
  json::object told = json::parse(result.body).at("outcome").as_object();
  for (const auto* member : {"total", "by_rule", "institutions", "doctors"})
    EXPECT_EQ(told.at(member), expected.at(member));
  EXPECT_EQ(told.at("samples").as_array().size(), expected.at("samples").as_array().size());
  // Nobody's number stands in the result or the file. Numbers of lines and visits may look like those of persons: what is looked at
  // is the column.
  std::set<std::string, std::less<>> persons;
  for (const auto* findings : {&now, &then}) {
    for (const auto& finding : *findings) persons.insert(finding.psn_no);
  }
  for (const json::value& sample : told.at("samples").as_array())
    EXPECT_EQ(sample.at("psn_no").as_string().size(), 32u);
  const Reply file = service.get(fmt::format("/v1/jobs/{}/result?file=changes.csv", number), analyst);
  ASSERT_EQ(file.status, 200);
  std::int64_t rows = 0;
  std::istringstream lines(file.body);
  std::string line;
  std::getline(lines, line);  // the header
  for (; std::getline(lines, line); ++rows) {
    std::size_t begin = 0;
    for (int column = 0; column < 9; ++column) begin = line.find(',', begin) + 1;
    const std::string person = line.substr(begin, line.find(',', begin) - begin);
    ASSERT_EQ(person.size(), 32u) << line;
    ASSERT_FALSE(persons.contains(person));
  }
  EXPECT_EQ(rows, outcome.total.findings.added + outcome.total.findings.dropped + 2 * outcome.total.findings.changed);
}

TEST(JobsTest, WhatIsMalformedIsRefusedAndWhatIsForeignIsNotThere) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst), inspector = service.as(Role::kInspector, "4401");
  for (const std::string_view body :
       {R"({})", R"({"kind":"sweep"})", R"({"kind":"audit","parameters":[]})", R"({"kind":"audit","extra":1})",
        R"({"kind":"audit","parameters":{"from":"2025-02-30"}})", R"({"kind":"audit","parameters":{"rules":"0"}})",
        R"({"kind":"audit","parameters":{"rules":"1;DROP TABLE jobs"}})",
        R"({"kind":"audit","parameters":{"region":"440"}})", R"({"kind":"audit","parameters":{"region":"4a"}})",
        R"({"kind":"audit","parameters":{"from":"2025-02-01","to":"2025-01-01"}})", R"({"kind":"backtest"})",
        R"({"kind":"backtest","parameters":{"settings":[]}})",
        R"({"kind":"backtest","parameters":{"settings":["nothing=1"]}})",
        R"({"kind":"backtest","parameters":{"settings":["rx_kinds_max=<b>"]}})",
        R"({"kind":"backtest","parameters":{"points":"no table"}})",
        R"({"kind":"backtest","parameters":{"points":"rule_no,code\n2,\n"}})"}) {
    EXPECT_EQ(service.ask("POST", "/v1/jobs", analyst, body).status, 400) << body;
  }
  EXPECT_EQ(service.count("jobs"), 0);
  const json::object whole{{"kind", "audit"}}, own{{"kind", "audit"}, {"parameters", json::object{{"region", "4401"}}}};
  EXPECT_EQ(service.post("/v1/jobs", inspector, whole).status, 403);
  EXPECT_EQ(service.post("/v1/jobs", inspector, own).status, 201);
  EXPECT_EQ(service.post("/v1/jobs", analyst, whole).status, 201);
  EXPECT_EQ(service.get("/v1/jobs/2", analyst).status, 200);
  for (const auto* target :
       {"/v1/jobs/2", "/v1/jobs/2/result", "/v1/jobs/9", "/v1/jobs/-1", "/v1/jobs/1.4", "/v1/jobs/x"}) {
    EXPECT_EQ(service.get(target, inspector).status, 404) << target;
  }
  EXPECT_EQ(service.ask("POST", "/v1/jobs/2/cancel", inspector).status, 404);
  const json::array mine = service.get("/v1/jobs?limit=1", inspector).object().at("items").as_array();
  ASSERT_EQ(mine.size(), 1u);
  EXPECT_EQ(mine[0].at("job_no"), 1);
  const json::object first = service.get("/v1/jobs?limit=1", analyst).object();
  EXPECT_EQ(first.at("items").at(0).at("job_no"), 2);
  const auto second =
      service.get(fmt::format("/v1/jobs?limit=1&cursor={}", std::string_view{first.at("next").as_string()}), analyst)
          .object();
  EXPECT_EQ(second.at("items").at(0).at("job_no"), 1);
  EXPECT_TRUE(second.at("next").is_null());
  EXPECT_EQ(service.get("/v1/jobs?page=2", analyst).status, 400);
  EXPECT_EQ(service.get("/v1/jobs?state=dead", analyst).status, 400);
  EXPECT_EQ(service.get("/v1/jobs", service.as(Role::kReviewer)).status, 403);
}

TEST(FindingSpoolTest, GivesBackWhatItTookInBatches) {
  model::Finding whole;
  whole.finding_id = std::string("a\0\n", 3);
  whole.rule_no = 88;
  whole.verdict = model::Verdict::kSuspicion;
  whole.sev_deg = 3;
  whole.psn_no = "P";
  whole.bilg_dept_codg = "A01";
  whole.bkkp_sns = {"1", "", std::string(100'000, 'x')};
  whole.related_bkkp_sns = {"r"};
  whole.line_amounts = {-1, 0, 5};
  whole.begin_time = kNoSecond;
  whole.end_time = 7;
  whole.vola_amt = -12;
  whole.vola_evid = "依据";
  auto spool = must(server::FindingSpool::open(rule_city().folder().string()));
  for (int i = 0; i < 5; ++i) {
    whole.fund_amt = i;
    must(spool.add(std::span(&whole, 1)));
  }
  std::vector<std::size_t> sizes;
  Fen next = 0;
  must(spool.each(2, [&](std::span<const model::Finding> batch) -> Status {
    sizes.push_back(batch.size());
    for (const model::Finding& one : batch) {
      EXPECT_EQ(one.fund_amt, next++);
      EXPECT_EQ(one.bilg_dept_codg, whole.bilg_dept_codg);
      EXPECT_EQ(std::tie(one.finding_id, one.rule_no, one.verdict, one.sev_deg, one.psn_no, one.bkkp_sns),
                std::tie(whole.finding_id, whole.rule_no, whole.verdict, whole.sev_deg, whole.psn_no, whole.bkkp_sns));
      EXPECT_EQ(
          std::tie(one.related_bkkp_sns, one.line_amounts, one.begin_time, one.end_time, one.vola_amt, one.vola_evid),
          std::tie(whole.related_bkkp_sns, whole.line_amounts, whole.begin_time, whole.end_time, whole.vola_amt,
                   whole.vola_evid));
    }
    return {};
  }));
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 1}));
}

}  // namespace
}  // namespace yishou::rule_tests
