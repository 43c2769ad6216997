// The answer before the bill, in the process: whole verdicts of ten-line orders of persons with a median history, by one core.
//
//   YISHOU_BENCH_LAKE, YISHOU_BENCH_PERSONS   see bench_lake.h
//   YISHOU_BASE                               a knowledge base (default: what ships)
//
// Checked before it is measured: a judge that has seen everything else says the same as a fresh one, and the findings are counted.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench_lake.h"
#include "engine/engine.h"
#include "history/build.h"
#include "history/store.h"
#include "knowledge/base.h"
#include "orders.h"
#include "precheck/judge.h"
#include "precheck/rule_choice.h"

namespace yishou::bench {
namespace {

class Bench {
 public:
  Bench() : lake_(lake_folder(2)), sample_(sample_of(lake_)), median_(median_persons(sample_)) {
    for (int i = 0; i < 10; ++i) ids_.push_back(fmt::format("RX{}", i));
    const std::string folder = lake_ + ".history";
    if (!history::HistoryStore::open(folder, {}).has_value()) {
      const double took = seconds([&] {
        const auto built = must(history::build({.lake = lake_, .folder = folder, .threads = 2, .progress = {}}));
        fmt::print("history of {} persons, {} lines built\n", built.persons, built.lines);
      });
      fmt::print("build {:.1f} s\n", took);
    }
    const double opened = seconds([&] { store_ = must(history::HistoryStore::open(folder, {})); });
    fmt::print("store opens in {:.3f} s, about {} persons\n", opened, store_->num_persons());
    const char* base = std::getenv("YISHOU_BASE");
    auto knowledge = must(knowledge::KnowledgeBase::open(base == nullptr ? (lake_ + ".base") : std::string{base}));
    live_ = std::make_shared<precheck::Live>(
        precheck::Live{std::make_shared<knowledge::Snapshot>(must(knowledge.snapshot(kNoDay, ""))),
                       std::make_shared<precheck::Surroundings>(must(precheck::surroundings_of(lake_)))});
  }

  /// Persons of the middle tenth by lines of history.
  [[nodiscard]] std::vector<model::Proposal> median_orders() {
    std::vector<model::Proposal> orders;
    std::size_t seed = 0;
    for (const SamplePerson& person : median_) orders.push_back(order_for(person, sample_, ++seed, ids_));
    return orders;
  }
  [[nodiscard]] std::vector<model::Proposal> largest_orders() {
    std::vector<model::Proposal> orders;
    for (std::size_t i = sample_.persons.size() - std::min<std::size_t>(sample_.persons.size(), 20);
         i < sample_.persons.size(); ++i) {
      orders.push_back(order_for(sample_.persons[i], sample_, i, ids_));
    }
    return orders;
  }
  [[nodiscard]] precheck::Judge judge() const { return precheck::Judge(live_, *store_); }
  [[nodiscard]] std::uint32_t median_lines() const { return sample_.persons[sample_.persons.size() / 2].lines; }

 private:
  std::string lake_;
  Sample sample_;
  std::vector<SamplePerson> median_;  // behind the orders' views
  std::vector<std::string> ids_;
  std::unique_ptr<history::HistoryStore> store_;
  std::shared_ptr<const precheck::Live> live_;
};

Bench& bench_of() {
  static Bench made;
  return made;
}

std::vector<std::string> finding_ids(precheck::Judge& judge, const model::Proposal& order) {
  std::vector<std::string> ids;
  for (const auto& finding : must(judge.judge(order, precheck::rules_of(precheck::Stage::kBefore))).findings) {
    ids.push_back(finding.finding_id);
  }
  return ids;
}

void verdicts(benchmark::State& state, const std::vector<model::Proposal>& orders) {
  Bench& bench = bench_of();
  precheck::Judge judge = bench.judge();
  std::size_t findings = 0;
  for (const model::Proposal& order : orders) findings += finding_ids(judge, order).size();
  for (std::size_t i = 0; i < orders.size(); i += orders.size() / 20 + 1) {
    precheck::Judge fresh = bench.judge();
    if (finding_ids(judge, orders[i]) != finding_ids(fresh, orders[i])) return state.SkipWithError("answers differ");
  }
  std::vector<double> times;
  std::size_t next = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    const auto answer = judge.judge(orders[next], precheck::rules_of(precheck::Stage::kBefore));
    benchmark::DoNotOptimize(answer->findings.size());
    times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    next = next + 1 == orders.size() ? 0 : next + 1;
  }
  std::ranges::sort(times);
  state.counters["verdicts/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["orders"] = static_cast<double>(orders.size());
  state.counters["findings/order"] = static_cast<double>(findings) / static_cast<double>(orders.size());
  state.counters["p50_us"] = times[times.size() / 2];
  state.counters["p99_us"] = times[times.size() * 99 / 100];
}

void median_history(benchmark::State& state) {
  verdicts(state, bench_of().median_orders());
  state.counters["history_lines"] = bench_of().median_lines();
}
BENCHMARK(median_history)->MinTime(3)->Unit(benchmark::kMicrosecond);

void largest_history(benchmark::State& state) { verdicts(state, bench_of().largest_orders()); }
BENCHMARK(largest_history)->MinTime(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace yishou::bench
