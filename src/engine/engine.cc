#include "engine/engine.h"

#include <memory>
#include <mutex>
#include <vector>

#include "engine/block_judge.h"
#include "engine/institution_pass.h"
#include "engine/parts.h"
#include "rules/common_ground.h"

namespace yishou::engine {
namespace {

// What the threads of one run share.
struct Run {
  const knowledge::Snapshot& snapshot;
  const Options& options;
  const Deliver& deliver;
  const Progress& progress;
  const InstitutionPass& institutions;

  std::mutex mutex{};  // totals, deliver, progress
  Totals totals{};
};

// One thread: block after block.
class Worker final : public PartWorker {
 public:
  explicit Worker(Run& run) : run_(run), judge_(run.snapshot, run.options), share_(run.institutions.open_share()) {}

  Status take(model::ClaimBlock& block) override {
    judge_.judge(block, run_.options.rules);
    share_.add(block);
    return hand_over(block);
  }

  [[nodiscard]] std::uint64_t num_undecided() const { return judge_.sink().num_undecided(); }
  [[nodiscard]] const InstitutionPass::Share& share() const { return share_; }

 private:
  Status hand_over(const model::ClaimBlock& block) {
    std::uint64_t unsettled = 0;
    for (const model::Index settlement : block.lines.settlement) unsettled += settlement == model::kNone ? 1 : 0;
    const std::lock_guard lock(run_.mutex);
    run_.totals.lines += block.lines.size();
    run_.totals.persons += block.persons.size();
    run_.totals.unsettled += unsettled;
    const std::vector<model::Finding>& findings = judge_.sink().findings();
    run_.totals.findings += findings.size();
    if (run_.progress) run_.progress(run_.totals.lines);
    if (findings.empty()) return {};
    return run_.deliver(findings);
  }

  Run& run_;
  BlockJudge judge_;
  InstitutionPass::Share share_;
};

}  // namespace

Status Claims::read_stock_counts(const StockVisitor&) const { return {}; }
Status Claims::read_stock_movements(const StockVisitor&) const { return {}; }

Result<Totals> run(const Claims& claims, const knowledge::Snapshot& snapshot, const Options& options,
                   const Deliver& deliver, const Progress& progress) {
  InstitutionPass institutions(claims, snapshot, options);
  YISHOU_CHECK_OK(institutions.read_books());
  // The department is a subject of findings like the doctor, whichever rules are chosen.
  model::FactSet wanted = rules::ground_facts() | model::facts(model::Fact::kLineDepartment);
  for (const rules::Rule* rule : options.rules) wanted |= rule->info().reads;
  Run shared{snapshot, options, deliver, progress, institutions};
  YISHOU_TRY(const auto workers,
             read_parts(claims, wanted, options.threads, [&] { return std::make_unique<Worker>(shared); }));
  std::vector<const InstitutionPass::Share*> shares;
  for (const auto& worker : workers) {
    const auto& one = static_cast<const Worker&>(*worker);
    shared.totals.undecided += one.num_undecided();
    shares.push_back(&one.share());
  }
  YISHOU_CHECK_OK(institutions.judge(shares, deliver, progress, shared.totals));
  return shared.totals;
}

}  // namespace yishou::engine
