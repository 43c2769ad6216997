// What each rule costs: nanoseconds of its evaluate() alone for each fee line of the lake, worst first; and what all rules share:
// reading, laying the ground, matching. One thread; each block is judged YISHOU_BENCH_ROUNDS times by every rule while it lies in
// memory, and the least time counts. Reference points judge too when YISHOU_BENCH_REFERENCE=1.
//
//   YISHOU_BENCH_LAKE, YISHOU_BENCH_PERSONS   see bench_lake.h
//   YISHOU_BENCH_ROUNDS=N                     default 1, as the audit does; more show the cost with the block at hand
//   YISHOU_BENCH_LINES=N                      stops after about N lines (default 5 million)
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench_lake.h"
#include "engine/engine.h"
#include "knowledge/base.h"
#include "knowledge/draft.h"
#include "lake/claims.h"
#include "rules/catalogue.h"
#include "rules/common_ground.h"
#include "rules/matching.h"
#include "rules/rule.h"

namespace {

using namespace yishou;
using bench::must;

// Counts and forgets: the cost of writing findings is not the rule's.
class Counter final : public rules::FindingSink {
 public:
  void accuse(const rules::Accusation& accusation) override {
    ++accused;
    lines += accusation.lines.size();
  }
  void undecided(std::uint16_t, model::Index, std::string_view) override { ++undecided_answers; }
  void undecided(std::uint16_t, const rules::Subject&, std::string_view) override { ++undecided_answers; }

  std::uint64_t accused = 0, lines = 0, undecided_answers = 0;
};

struct Cost {
  const rules::Rule* rule = nullptr;
  double seconds = 0;
  std::uint64_t accused = 0, undecided = 0;
};

class Measuring {
 public:
  Measuring(const lake::LakeClaims& claims, const knowledge::Snapshot& snapshot)
      : claims_(claims),
        snapshot_(snapshot),
        rules_(rules::all_rules().begin(), rules::all_rules().end()),
        matcher_(snapshot, rules_),
        matches_(rules::match_slots(rules_)) {
    for (const rules::Rule* rule : rules_) costs_.push_back({.rule = rule});
  }

  void run() {
    model::FactSet wanted = rules::ground_facts();
    for (const rules::Rule* rule : rules_) wanted |= rule->info().reads;
    double judging = 0;
    const double whole = bench::seconds([&] {
      for (std::size_t part = 0; part < claims_.num_parts() && lines_ < limit_; ++part) {
        must(claims_.read_part(part, wanted, codes_, [&](model::ClaimBlock& block) -> Status {
          judging += bench::seconds([&] { measure(block); });
          return {};
        }));
      }
    });
    reading_ = whole - judging;
  }

  void print() {
    const auto nanoseconds = [&](double seconds) { return seconds * 1e9 / static_cast<double>(lines_); };
    std::ranges::sort(costs_, std::ranges::greater{}, &Cost::seconds);
    double all = 0;
    for (const Cost& cost : costs_) all += cost.seconds;
    fmt::print("| what | ns a fee line | findings | indeterminate |\n| --- | --- | --- | --- |\n");
    fmt::print("| reading | {:.1f} | | |\n", nanoseconds(reading_));
    fmt::print("| laying the ground | {:.1f} | | |\n", nanoseconds(ground_));
    fmt::print("| matching lines with knowledge | {:.1f} | | |\n", nanoseconds(matching_));
    fmt::print("| all {} rules | {:.1f} | | |\n", costs_.size(), nanoseconds(all));
    for (const Cost& cost : costs_) {
      const std::uint16_t number = cost.rule->info().number;
      fmt::print("| {} {} | {:.2f} | {} | {} |\n", number, rules::catalogue_entry(number)->name_zh,
                 nanoseconds(cost.seconds), cost.accused, cost.undecided);
    }
  }
  [[nodiscard]] std::uint64_t lines() const { return lines_; }

 private:
  void measure(model::ClaimBlock& block) {
    lines_ += block.lines.size();
    ground_ += bench::seconds([&] { rules::lay_ground(block); });
    matching_ += bench::seconds([&] { matcher_.match(block, matches_); });
    const rules::Evaluation evaluation{block, snapshot_, matches_, matcher_};
    for (Cost& cost : costs_) {
      double least = 0;
      for (int round = 0; round < rounds_; ++round) {
        Counter counter;
        const double taken = bench::seconds([&] { cost.rule->evaluate(evaluation, counter); });
        least = round == 0 ? taken : std::min(least, taken);
        if (round > 0) continue;
        cost.accused += counter.accused;
        cost.undecided += counter.undecided_answers;
      }
      cost.seconds += least;
    }
  }

  const lake::LakeClaims& claims_;
  const knowledge::Snapshot& snapshot_;
  std::vector<const rules::Rule*> rules_;
  model::Dictionaries codes_;
  rules::Matcher matcher_;
  rules::Matches matches_;
  std::vector<Cost> costs_;
  int rounds_ = static_cast<int>(bench::setting("YISHOU_BENCH_ROUNDS", 1));
  std::uint64_t limit_ = static_cast<std::uint64_t>(bench::setting("YISHOU_BENCH_LINES", 5'000'000));
  std::uint64_t lines_ = 0;
  double reading_ = 0, ground_ = 0, matching_ = 0;
};

}  // namespace

int main() {
  const std::string lake = bench::lake_folder(static_cast<unsigned>(bench::setting("YISHOU_BENCH_THREADS", 2)));
  const auto claims = must(lake::LakeClaims::open(lake, {}));
  const auto base = must(knowledge::KnowledgeBase::open(bench::folder() / "base"));
  knowledge::Draft draft;
  draft.with_reference = bench::setting("YISHOU_BENCH_REFERENCE", 0) != 0;
  const auto snapshot = must(knowledge::draft_snapshot(base, kNoDay, "", std::move(draft)));
  Measuring measuring(*claims, snapshot);
  measuring.run();
  if (measuring.lines() == 0) bench::stop({ErrorCode::kBadInput, "the lake has no fee lines"});
  fmt::print("{} fee lines of {}; {} rules; one thread\n\n", measuring.lines(), claims->manifest().rows("fee_list_d"),
             rules::all_rules().size());
  measuring.print();
  return 0;
}
