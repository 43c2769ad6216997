#include "engine/institution_pass.h"

#include <algorithm>
#include <mutex>
#include <tuple>

#include "engine/institution_sink.h"
#include "engine/parts.h"
#include "model/text_arena.h"
#include "rules/common_ground.h"

namespace yishou::engine {
namespace {

/// Collects the effective lines of some intervals.
class LineCollector final : public PartWorker {
 public:
  struct Shared {
    const rules::StockBooks& books;
    const std::vector<bool>& wanted;  ///< by interval
    const Progress& progress;
    std::mutex mutex{};
    std::uint64_t lines = 0;  ///< read so far
  };
  explicit LineCollector(Shared& shared) : shared_(shared), tally_(shared.books) {}

  Status take(model::ClaimBlock& block) override {
    rules::lay_ground(block);
    rules::set_doubtful_aside(block);
    tally_.for_each_line(block, [&](model::Index line, model::Index interval) {
      if (!shared_.wanted[interval]) return;
      lines_.push_back(rules::stock_line(block, line, interval));
      lines_.back().sn = texts_.keep(lines_.back().sn);
    });
    const std::lock_guard lock(shared_.mutex);
    shared_.lines += block.lines.size();
    if (shared_.progress) shared_.progress(shared_.lines);
    return {};
  }
  [[nodiscard]] const std::vector<rules::StockLine>& lines() const { return lines_; }

 private:
  Shared& shared_;
  rules::StockTally tally_;
  std::vector<rules::StockLine> lines_;
  model::TextArena texts_;  // behind StockLine::sn
};

}  // namespace

InstitutionPass::InstitutionPass(const Claims& claims, const knowledge::Snapshot& snapshot, const Options& options)
    : claims_(claims), snapshot_(snapshot), options_(options) {
  for (const rules::Rule* rule : options.rules) {
    if (const rules::MonthRule* one = rule->month_rule(); one != nullptr) month_rules_.push_back(one);
    if (const rules::StockRule* one = rule->stock_rule(); one != nullptr) stock_rules_.push_back(one);
  }
}

Status InstitutionPass::read_books() {
  if (stock_rules_.empty()) return {};
  YISHOU_CHECK_OK(claims_.read_stock_counts([&](const model::StockRow& row) -> Status {
    books_.add_count(row);
    return {};
  }));
  books_.close_counts();
  return claims_.read_stock_movements([&](const model::StockRow& row) -> Status {
    books_.add_movement(row);
    return {};
  });
}

InstitutionPass::Share InstitutionPass::open_share() const {
  Share share;
  if (!month_rules_.empty()) share.months_.emplace(snapshot_.parameters());
  if (!stock_rules_.empty() && !books_.intervals().empty()) {
    share.stock_.emplace(books_);
    share.kept_.emplace(books_.intervals().size(), options_.kept_stock_lines, [this] { return billed_limits(); });
  }
  return share;
}

std::span<const Qty> InstitutionPass::billed_limits() const {
  std::call_once(limits_once_, [this] {
    limits_.assign(books_.intervals().size(), kNoNumber);
    for (const rules::StockRule* rule : stock_rules_) rule->billed_limits(books_, snapshot_, limits_);
  });
  return limits_;
}

void InstitutionPass::Share::add(const model::ClaimBlock& block) {
  if (months_) months_->add(block);
  if (!stock_) return;
  stock_->add(block,
              [&](model::Index line, model::Index interval) { kept_->take(block, line, interval, stock_->sums()); });
}

Status InstitutionPass::judge(std::span<const Share* const> shares, const Deliver& deliver, const Progress& progress,
                              Totals& totals) const {
  if (!month_rules_.empty()) {
    InstitutionFindings sink(snapshot_, options_, deliver);
    std::vector<const rules::MonthTally*> tallies;
    for (const Share* share : shares) tallies.push_back(&*share->months_);
    const std::vector<rules::InstitutionMonth> months = rules::MonthTally::merge(tallies);
    for (const rules::MonthRule* rule : month_rules_) rule->judge(months, snapshot_, sink);
    YISHOU_CHECK_OK(sink.finish(totals));
  }
  return stock_rules_.empty() ? Status{} : judge_stock(shares, deliver, progress, totals);
}

Status InstitutionPass::judge_stock(std::span<const Share* const> shares, const Deliver& deliver,
                                    const Progress& progress, Totals& totals) const {
  std::vector<rules::StockSums> sums(books_.intervals().size());
  for (const Share* share : shares) {
    if (share->stock_) rules::add_sums(sums, share->stock_->sums());
  }
  const rules::StockEvaluation evaluation{books_, sums, snapshot_};
  InstitutionFindings sink(snapshot_, options_, deliver);
  std::vector<Oversold> oversold;
  std::vector<model::Index> intervals;
  for (const rules::StockRule* rule : stock_rules_) {
    intervals.clear();
    rule->judge_books(evaluation, intervals, sink);
    for (const model::Index interval : intervals) oversold.push_back({rule, interval, sums[interval].lines});
  }
  const auto not_kept = std::ranges::stable_partition(oversold, [&](const Oversold& one) {
    return std::ranges::all_of(shares, [&](const Share* share) { return share->kept_->complete(one.interval); });
  });
  std::vector<const rules::StockLine*> kept;
  for (const Share* share : shares) {
    if (!share->kept_) continue;
    for (const rules::StockLine& line : share->kept_->lines()) kept.push_back(&line);
  }
  accuse({oversold.begin(), not_kept.begin()}, std::move(kept), evaluation, sink);
  for (auto begin = not_kept.begin(); begin != oversold.end();) {
    auto end = begin + 1;
    std::uint64_t lines = begin->lines;
    for (; end != oversold.end() && lines + end->lines <= options_.oversold_lines; ++end) lines += end->lines;
    YISHOU_CHECK_OK(fetch_and_accuse({begin, end}, evaluation, progress, sink));
    begin = end;
  }
  return sink.finish(totals);
}

// `lines` may hold those of other intervals too.
void InstitutionPass::accuse(std::span<const Oversold> oversold, std::vector<const rules::StockLine*> lines,
                             const rules::StockEvaluation& evaluation, rules::InstitutionSink& sink) {
  std::ranges::sort(lines, [](const rules::StockLine* a, const rules::StockLine* b) {
    return std::tuple(a->interval, a->time, a->sn) < std::tuple(b->interval, b->time, b->sn);
  });
  std::vector<rules::StockLine> own;
  for (const Oversold& one : oversold) {
    own.clear();
    for (const rules::StockLine* line :
         std::ranges::equal_range(lines, one.interval, {}, &rules::StockLine::interval)) {
      own.push_back(*line);
    }
    one.rule->accuse_excess(evaluation, one.interval, own, sink);
  }
}

Status InstitutionPass::fetch_and_accuse(std::span<const Oversold> oversold, const rules::StockEvaluation& evaluation,
                                         const Progress& progress, rules::InstitutionSink& sink) const {
  std::vector<bool> wanted(books_.intervals().size(), false);
  for (const Oversold& one : oversold) wanted[one.interval] = true;
  LineCollector::Shared shared{books_, wanted, progress};
  YISHOU_TRY(const auto workers, read_parts(claims_, rules::ground_facts(), options_.threads,
                                            [&] { return std::make_unique<LineCollector>(shared); }));
  std::vector<const rules::StockLine*> lines;
  for (const auto& worker : workers) {
    for (const rules::StockLine& line : static_cast<const LineCollector&>(*worker).lines()) lines.push_back(&line);
  }
  accuse(oversold, std::move(lines), evaluation, sink);
  return {};
}

}  // namespace yishou::engine
