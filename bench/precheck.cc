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
#include "lake/claims.h"
#include "precheck/judge.h"
#include "precheck/rule_choice.h"

namespace yishou::bench {
namespace {

struct SampleLine {
  std::string item;
  Micro pric = 0;
  model::SmallCode list_type = model::kNoCode, chrgitm_lv = model::kNoCode, charge_type = model::kNoCode;
};
struct SamplePerson {
  std::string psn_no;
  model::Sex sex = model::Sex::kMissing;
  Day birth = kNoDay;
  std::uint32_t lines = 0;
};

/// The lake's persons by size of their history, lines that doctors really order, and the last day.
struct Sample {
  std::vector<SamplePerson> persons;  // by lines
  std::vector<SampleLine> lines;
  std::string institution;
  Day today = kNoDay;
};

Sample sample_of(const std::string& lake) {
  Sample sample;
  const auto claims = must(lake::LakeClaims::open(lake, {}));
  model::FactSet all;
  all.set();
  const std::size_t parts = std::min<std::size_t>(claims->num_parts(), 4);
  for (std::size_t part = 0; part < parts; ++part) {
    model::Dictionaries codes;
    must(claims->read_part(part, all, codes, [&](model::ClaimBlock& block) -> Status {
      for (const model::Person& person : block.persons) {
        sample.persons.push_back({std::string{person.psn_no}, person.sex, person.birth, person.lines.size()});
      }
      const model::Lines& l = block.lines;
      for (model::Index i = 0; i < l.size(); i += 97) {
        sample.lines.push_back(
            {std::string{block.item_code(i)}, l.pric[i], l.list_type[i], l.chrgitm_lv[i], l.charge_type[i]});
      }
      if (sample.institution.empty()) sample.institution = block.institution_code(0);
      return {};
    }));
  }
  sample.today = claims->manifest().last_fee_day;
  std::ranges::sort(sample.persons, {}, [](const SamplePerson& p) { return std::pair(p.lines, p.psn_no); });
  return sample;
}

/// An outpatient order of ten lines for a person, on the day after the lake's last.
model::Proposal order_for(const SamplePerson& person, const Sample& sample, std::size_t seed,
                          std::vector<std::string>& ids) {
  model::Proposal proposal;
  proposal.psn_no = person.psn_no;
  proposal.sex = person.sex;
  proposal.birth = person.birth;
  model::ProposedVisit& visit = proposal.visits.emplace_back();
  visit.mdtrt_id = "BENCH";
  visit.institution = sample.institution;
  visit.insutype = "310";
  visit.main_diagnosis = "I10.X00";
  visit.med_type = 11;
  visit.begin = start_of(sample.today + 1) + 8 * 3600;
  visit.end = visit.begin;
  visit.diagnoses.push_back({"I10.X00", true, true});
  for (std::size_t i = 0; i < 10; ++i) {
    const SampleLine& like = sample.lines[(seed * 7919 + i * 104729) % sample.lines.size()];
    model::ProposedLine& line = visit.lines.emplace_back();
    line.id = ids[i];
    line.rx = "RX1";
    line.item = like.item;
    line.doctor = "D1";
    line.department = "A03";
    line.time = visit.begin + static_cast<Second>(i);
    line.cnt = kOne;
    line.pric = like.pric;
    line.amount = mul_div(like.pric, 1, 10'000);
    line.list_type = like.list_type;
    line.chrgitm_lv = like.chrgitm_lv;
    line.charge_type = like.charge_type;
  }
  return proposal;
}

class Bench {
 public:
  Bench() : lake_(lake_folder(2)), sample_(sample_of(lake_)) {
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
    const std::size_t n = sample_.persons.size();
    for (std::size_t i = n * 45 / 100; i < n * 55 / 100; ++i) {
      orders.push_back(order_for(sample_.persons[i], sample_, i, ids_));
    }
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
