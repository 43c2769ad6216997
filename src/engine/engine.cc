#include "engine/engine.h"

#include <mutex>
#include <optional>
#include <thread>

#include "engine/block_sink.h"
#include "rules/common_ground.h"
#include "rules/matching.h"

namespace yishou::engine {
namespace {

// What the threads of one run share.
struct Run {
  const Claims& claims;
  const knowledge::Snapshot& snapshot;
  const Options& options;
  const Deliver& deliver;
  const Progress& progress;
  model::FactSet wanted;

  std::atomic<std::size_t> next_part{0};
  std::atomic<bool> stop{false};
  std::mutex mutex{};  // totals, failure, deliver, progress
  Totals totals{};
  std::optional<Error> failure{};

  void fail_with(Error error) {
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(error);
    stop = true;
  }
};

// One thread: takes part after part, block after block.
class Worker {
 public:
  explicit Worker(Run& run)
      : run_(run),
        matcher_(run.snapshot, run.options.rules, run.options.with_reference),
        matches_(rules::match_slots(run.options.rules)),
        sink_(run.snapshot, run.options) {}

  void work() {
    for (;;) {
      const std::size_t part = run_.next_part.fetch_add(1);
      if (part >= run_.claims.num_parts() || run_.stop) break;
      if (Status status = judge_part(part); !status) return run_.fail_with(std::move(status.error()));
    }
    const std::lock_guard lock(run_.mutex);
    run_.totals.undecided += sink_.num_undecided();
  }

 private:
  Status judge_part(std::size_t part) {
    return run_.claims.read_part(part, run_.wanted, codes_, [this](model::ClaimBlock& block) -> Status {
      if (run_.stop) return fail(ErrorCode::kBusy, "another thread of this run failed");
      judge_block(block);
      return hand_over(block);
    });
  }

  void judge_block(model::ClaimBlock& block) {
    rules::lay_ground(block);
    matches_.clear();
    matcher_.match(block, matches_);
    sink_.begin(block);
    const rules::Evaluation evaluation{block, run_.snapshot, matches_, matcher_};
    for (const rules::Rule* rule : run_.options.rules) rule->evaluate(evaluation, sink_);
  }

  Status hand_over(const model::ClaimBlock& block) {
    std::uint64_t unsettled = 0;
    for (const model::Index settlement : block.lines.settlement) unsettled += settlement == model::kNone ? 1 : 0;
    const std::lock_guard lock(run_.mutex);
    run_.totals.lines += block.lines.size();
    run_.totals.persons += block.persons.size();
    run_.totals.unsettled += unsettled;
    run_.totals.findings += sink_.findings().size();
    if (run_.progress) run_.progress(run_.totals.lines);
    if (sink_.findings().empty()) return {};
    return run_.deliver(sink_.findings());
  }

  Run& run_;
  model::Dictionaries codes_;
  rules::Matcher matcher_;
  rules::Matches matches_;
  BlockSink sink_;
};

}  // namespace

Result<Totals> run(const Claims& claims, const knowledge::Snapshot& snapshot, const Options& options,
                   const Deliver& deliver, const Progress& progress) {
  Run shared{claims, snapshot, options, deliver, progress, rules::ground_facts()};
  for (const rules::Rule* rule : options.rules) shared.wanted |= rule->info().reads;
  {
    std::vector<std::jthread> threads;
    const std::size_t wanted = std::min<std::size_t>(options.threads, std::max<std::size_t>(claims.num_parts(), 1));
    for (std::size_t i = 1; i < wanted; ++i) {
      threads.emplace_back([&shared] { Worker(shared).work(); });
    }
    Worker(shared).work();
  }
  if (shared.failure) return std::unexpected(std::move(*shared.failure));
  return shared.totals;
}

}  // namespace yishou::engine
