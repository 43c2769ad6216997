// Pages, sums and groups over 300,000 findings in SQLite; with YISHOU_BENCH_DATABASE=postgresql://… in an empty
// database there. Counters: p50_ms and p95_ms of one call. YISHOU_BENCH_FINDINGS sets another number.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/check.h"
#include "cases/changes.h"
#include "cases/findings.h"
#include "cases/institutions.h"
#include "cases/intake.h"
#include "cases/schema.h"
#include "identity/log.h"
#include "identity/schema.h"
#include "identity/store_key.h"

namespace {

namespace fs = std::filesystem;
using namespace yishou;
using cases::FindingFilter;
using cases::Sort;
using identity::Role;
using identity::Scope;

constexpr int kInstitutions = 400, kBatch = 1000;
constexpr Second kNow = 1'790'000'000;

int finding_count() {
  const char* number = std::getenv("YISHOU_BENCH_FINDINGS");
  return number != nullptr ? std::atoi(number) : 300'000;
}

/// Institution 0 has many more findings than institution 399.
model::Finding made_finding(int i, std::mt19937& chance) {
  const auto skewed = [&](int n) {
    const double x = std::uniform_real_distribution<double>(0, 1)(chance);
    return static_cast<int>(x * x * x * n);
  };
  model::Finding f;
  f.finding_id = fmt::format("{:032x}", static_cast<unsigned>(i) * 2654435761U);
  f.finding_id += fmt::format("{:08x}", i);
  f.rule_no = static_cast<std::uint16_t>(skewed(88) + 1);
  f.rule_version = fmt::format("{}@1", f.rule_no);
  f.knowledge_version = "2026.1-0123456789ab";
  f.verdict = i % 3 == 0 ? model::Verdict::kSuspicion : model::Verdict::kViolation;
  f.sev_deg = static_cast<std::uint8_t>(i % 3 + 1);
  f.psn_no = fmt::format("6101{:014}", chance() % 80'000);
  f.fixmedins_code = fmt::format("H6101{:07}", skewed(kInstitutions));
  f.mdtrt_id = fmt::format("M{:018}", i);
  f.setl_id = fmt::format("S{:018}", i);
  f.bilg_dr_code = fmt::format("D6101{:08}", chance() % 5000);
  f.bkkp_sns = {fmt::format("B{:018}", i / 2 * 2), fmt::format("C{:018}", i)};
  f.line_amounts = {static_cast<Fen>(chance() % 20'000), static_cast<Fen>(chance() % 5'000)};
  f.begin_time = start_of(day_from_civil({2025, 1, 1})) + static_cast<Second>(chance() % (365 * 86400));
  f.end_time = f.begin_time + 3600;
  f.vola_amt = f.line_amounts[0] + f.line_amounts[1];
  f.fund_amt = f.vola_amt * 7 / 10;
  f.observed = "同日 3 次";
  f.limit = "每日 1 次";
  f.vola_cont =
      fmt::format("参保人同一日内收取“动态血压监测”3 次，超过每日 1 次的限定，多收 2 次，涉及金额 {} 分。", f.vola_amt);
  f.vola_evid = "《医疗保障基金智能监管规则库》2025 版；知识点 K0001；医疗服务价格项目规范";
  return f;
}

struct Store {
  fs::path folder;
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<crypto::Sealer> sealer;
  double taken_per_second = 0;

  Store() {
    const char* address = std::getenv("YISHOU_BENCH_DATABASE");
    folder = fs::temp_directory_path() / fmt::format("yishou_bench_findings_{}", ::getpid());
    fs::create_directories(folder);
    database =
        sql::Database::open({.address = address != nullptr ? address : "sqlite:" + (folder / "store.db").string()})
            .value();
    const sql::Schema schemas[] = {identity::schema(), cases::schema()};
    YISHOU_CHECK(sql::migrate(*database, schemas, kNow).has_value(), "the tables are made");
    sealer = std::make_unique<crypto::Sealer>(identity::open_sealer(*database, (folder / "keys").string()).value());
    std::vector<cases::Institution> reference;
    for (int i = 0; i < kInstitutions; ++i)
      reference.push_back(
          {fmt::format("H6101{:07}", i), "医院", fmt::format("61{:02}{:02}", i % 10 + 1, i % 7 + 1), "02", "1"});
    YISHOU_CHECK(cases::Institutions{*database}.put(reference).has_value(), "institutions are put");
    auto intake = cases::Intake::begin(*database, *sealer, "run1", kNow).value();
    std::mt19937 chance{7};
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < finding_count(); i += kBatch) {
      std::vector<model::Finding> batch;
      for (int k = i; k < std::min(i + kBatch, finding_count()); ++k) batch.push_back(made_finding(k, chance));
      YISHOU_CHECK(intake.take(batch, kNow).has_value(), "findings are taken");
    }
    YISHOU_CHECK(intake.finish({}, kNow).value() == 0, "nothing is gone");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    taken_per_second = finding_count() / took.count();
    // As after months of work: most are new, some decided.
    YISHOU_CHECK(
        database
            ->change("UPDATE findings SET state = CASE id % 20 WHEN 0 THEN 'asked' WHEN 1 THEN 'confirmed' WHEN 2 THEN "
                     "'dismissed' ELSE state END")
            .has_value(),
        "states are set");
  }
  ~Store() { fs::remove_all(folder); }
};

Store& store() {
  static Store one;
  return one;
}

/// Times each call by itself: the mean hides the slow ones.
template <typename Call>
void measure(benchmark::State& state, Call call) {
  std::vector<double> times;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    call();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  state.counters["p50_ms"] = times[times.size() / 2];
  state.counters["p95_ms"] = times[times.size() * 95 / 100];
}

struct Search {
  const char* name;
  FindingFilter filter;
  Scope scope;
  Sort sort;
};

std::vector<Search> searches() {
  const auto city = Scope::make({"6103"}, {}).value();
  return {
      {"all by amount", {}, Scope::whole(), Sort::kAmount},
      {"all by time", {}, Scope::whole(), Sort::kTime},
      {"all by rule", {}, Scope::whole(), Sort::kRule},
      {"all by institution", {}, Scope::whole(), Sort::kInstitution},
      {"a city by amount", {}, city, Sort::kAmount},
      {"a city, new, by time", {.states = {cases::State::kNew}}, city, Sort::kTime},
      {"three cities by amount", {}, Scope::make({"6101", "6104", "6109"}, {}).value(), Sort::kAmount},
      {"asked by amount", {.states = {cases::State::kAsked}}, Scope::whole(), Sort::kAmount},
      {"a large institution by amount", {.institution = "H61010000000"}, Scope::whole(), Sort::kAmount},
      {"a small institution's user", {}, Scope::make({}, {"H61010000399"}).value(), Sort::kTime},
      {"a rule by amount", {.rules = {3}}, Scope::whole(), Sort::kAmount},
      {"a rare rule in a city", {.rules = {88}}, city, Sort::kAmount},
      {"a rule by time", {.rules = {40}}, Scope::whole(), Sort::kTime},
      {"medical rules, suspicion, by amount",
       {.family = cases::RuleFamily::kMedical, .verdict = model::Verdict::kSuspicion},
       Scope::whole(),
       Sort::kAmount},
      {"a person", {.psn_no = "610100000000012345"}, Scope::whole(), Sort::kTime},
      {"a doctor", {.doctor = "D610100001234"}, city, Sort::kTime},
      {"a month by amount",
       {.from = start_of(day_from_civil({2025, 3, 1})), .to = start_of(day_from_civil({2025, 4, 1}))},
       Scope::whole(),
       Sort::kAmount},
      {"a day by amount",
       {.from = start_of(day_from_civil({2025, 3, 1})), .to = start_of(day_from_civil({2025, 3, 2}))},
       Scope::whole(),
       Sort::kAmount},
      {"a common text", {.text = "动态血压"}, Scope::whole(), Sort::kAmount},
      {"a text that is nowhere", {.text = "没有这样的字"}, Scope::whole(), Sort::kAmount},
  };
}

void page_of(benchmark::State& state, Search search) {
  cases::Findings findings{*store().database, *store().sealer};
  // First page and the ones after it, as somebody who reads on.
  std::string cursor;
  measure(state, [&] {
    const auto page = findings.page(search.filter, search.scope, Role::kInspector, search.sort, true, cursor, 50);
    YISHOU_CHECK(page.has_value(), "a page is given");
    cursor = page->next;
  });
}

void totals_of(benchmark::State& state, Search search) {
  cases::Findings findings{*store().database, *store().sealer};
  measure(state, [&] { YISHOU_CHECK(findings.totals(search.filter, search.scope).has_value(), "sums are given"); });
}

void groups_by(benchmark::State& state, cases::GroupBy by) {
  cases::Findings findings{*store().database, *store().sealer};
  measure(state, [&] { YISHOU_CHECK(findings.groups({}, Scope::whole(), by).has_value(), "groups are given"); });
}

void taking(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(store().taken_per_second);
  state.counters["findings_a_second"] = store().taken_per_second;
}

void appending_to_the_log(benchmark::State& state) {
  static identity::AccessLog log{*store().database, *store().sealer};
  identity::Access access{};
  access.at = kNow;
  access.account_id = "u1";
  access.action = identity::Action::kSeeFinding;
  for (auto _ : state) YISHOU_CHECK(log.append(access).has_value(), "a record is kept");
  state.SetItemsProcessed(state.iterations());
}

const int kRegistered = [] {
  benchmark::RegisterBenchmark("taking", taking)->Iterations(1);
  for (const auto& search : searches())
    benchmark::RegisterBenchmark((std::string{"page: "} + search.name).c_str(), page_of, search)
        ->Unit(benchmark::kMillisecond);
  for (const auto& search : searches())
    if (std::string_view{search.name}.starts_with("a")) {
      benchmark::RegisterBenchmark((std::string{"totals: "} + search.name).c_str(), totals_of, search)
          ->Unit(benchmark::kMillisecond)
          ->Iterations(10);
    }
  benchmark::RegisterBenchmark("groups: by rule", groups_by, cases::GroupBy::kRule)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("groups: by institution", groups_by, cases::GroupBy::kInstitution)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("groups: by month", groups_by, cases::GroupBy::kMonth)->Unit(benchmark::kMillisecond);
  for (const int threads : {1, 8})
    benchmark::RegisterBenchmark("log: append", appending_to_the_log)->Threads(threads)->UseRealTime();
  return 0;
}();

}  // namespace
