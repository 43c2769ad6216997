#include "precheck/judge.h"

#include <algorithm>

#include "precheck/proposal_rows.h"
#include "precheck/rule_choice.h"
#include "precheck/unknown.h"
#include "rules/common_ground.h"

namespace yishou::precheck {
namespace {

// Distinct codes after which a judge forgets and begins anew: callers may send any text as a code, and memory is bounded. A city
// has some ten thousand.
constexpr std::size_t kMostCodes = 400'000;

engine::Options options_of() {
  engine::Options options;
  options.rules.assign(askable_rules().begin(), askable_rules().end());
  return options;
}

// The latest day that is asked about.
Day last_day_of(const model::Proposal& proposal) {
  Second last = kNoSecond;
  for (const model::ProposedLine& line : proposal.visits[proposal.current].lines) last = std::max(last, line.time);
  return day_of(last);
}

}  // namespace

Judge::Memory::Memory(const Live& live, const engine::Options& options)
    : reader(codes, live.surroundings->institutions), judge(*live.snapshot, options) {}

Judge::Judge(std::shared_ptr<const Live> live, const history::HistoryStore& store)
    : live_(std::move(live)), store_(store), options_(options_of()) {
  renew_memory();
}

void Judge::renew_memory() {
  memory_ = std::make_unique<Memory>(*live_, options_);
  block_.clear();
}

Status Judge::read_person(std::string_view psn_no) {
  const model::Dictionaries& codes = memory_->codes;
  if (codes.items.size() + codes.institutions.size() > kMostCodes) renew_memory();
  block_.clear();
  YISHOU_TRY(const auto stored, store_.find(psn_no, reading_));
  YISHOU_CHECK_OK(image_.open(stored.value_or(history::empty_image())));
  memory_->reader.append(psn_no, image_, block_);
  block_.codes = &memory_->codes;
  block_.staff = &live_->surroundings->staff;
  block_.data_begin = live_->surroundings->data_begin;
  block_.operations_known = live_->surroundings->operations_known;
  return {};
}

// Earlier orders and visits are told for what they say of the present ones; alone they are not what was asked.
void Judge::mark_wanted() {
  std::ranges::sort(asked_.lines);
  const model::Lines& lines = block_.lines;
  wanted_.assign(lines.size(), 0);
  for (model::Index line = 0; line < lines.size(); ++line) {
    if (!asked_.any_billed && lines.settlement[line] != asked_.settlement_row) continue;
    if (std::ranges::binary_search(asked_.lines, lines.sn[line])) wanted_[line] = 1;
  }
}

Result<Answer> Judge::judge(const model::Proposal& proposal, std::span<const rules::Rule* const> rules) {
  YISHOU_CHECK_OK(read_person(proposal.psn_no));
  const std::uint32_t history_lines = block_.lines.size();
  asked_.clear();
  const knowledge::Parameters& parameters = live_->snapshot->parameters();
  block_.data_begin = history_begin(block_, *live_->surroundings, parameters, last_day_of(proposal));
  add_proposal(proposal, memory_->reader, memory_->codes, block_, asked_);
  findings_.clear();
  if (asked_.lines.empty()) return Answer{.findings = findings_, .undecided = 0, .history_lines = history_lines};
  model::Visit& visit = block_.visits[block_.settlements[asked_.settlement_row].visit];
  rules::forget_placeholders(block_, parameters);
  visit.patient_unknown = may_be_newborns(block_, asked_.settlement_row, parameters);
  mark_wanted();
  const engine::BlockSink& sink = memory_->judge.sink();
  const std::uint64_t undecided_before = sink.num_undecided();
  memory_->judge.judge(block_, rules, wanted_);
  for (const model::Finding& finding : sink.findings()) {
    if (!finding.bkkp_sns.empty() || finding.setl_id == asked_.settlement) findings_.push_back(finding);
  }
  for (const auto& [name, callers] : asked_.renamed) {
    for (model::Finding& finding : findings_) {
      std::ranges::replace(finding.bkkp_sns, name, callers);
      std::ranges::replace(finding.related_bkkp_sns, name, callers);
    }
  }
  return Answer{
      .findings = findings_, .undecided = sink.num_undecided() - undecided_before, .history_lines = history_lines};
}

Result<Answer> Judge::review(std::string_view psn_no, std::span<const rules::Rule* const> rules) {
  YISHOU_CHECK_OK(read_person(psn_no));
  const engine::BlockSink& sink = memory_->judge.sink();
  const std::uint64_t undecided_before = sink.num_undecided();
  memory_->judge.judge(block_, rules);
  return Answer{.findings = sink.findings(),
                .undecided = sink.num_undecided() - undecided_before,
                .history_lines = block_.lines.size()};
}

}  // namespace yishou::precheck
