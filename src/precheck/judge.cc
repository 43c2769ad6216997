#include "precheck/judge.h"

#include <algorithm>

#include "precheck/proposal_rows.h"
#include "precheck/rule_choice.h"

namespace yishou::precheck {
namespace {

// Distinct codes after which a judge forgets and begins anew: callers may send any text as a code, and memory is bounded. A city
// has some ten thousand.
constexpr std::size_t kMostCodes = 400'000;

constexpr std::string_view kEmptyImage{"\1\0\0\0\0\0", 6};  // no texts, no tables

engine::Options options_of() {
  engine::Options options;
  options.rules.assign(askable_rules().begin(), askable_rules().end());
  return options;
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
  YISHOU_CHECK_OK(image_.open(stored.value_or(kEmptyImage)));
  memory_->reader.append(psn_no, image_, block_);
  block_.codes = &memory_->codes;
  block_.staff = &live_->surroundings->staff;
  block_.data_begin = live_->surroundings->data_begin;
  block_.operations_known = live_->surroundings->operations_known;
  return {};
}

Result<Answer> Judge::judge(const model::Proposal& proposal, std::span<const rules::Rule* const> rules) {
  YISHOU_CHECK_OK(read_person(proposal.psn_no));
  const std::uint32_t history_lines = block_.lines.size();
  asked_.clear();
  add_proposal(proposal, memory_->reader, memory_->codes, block_, asked_);
  std::ranges::sort(asked_.lines);
  return answer(rules, history_lines, true);
}

Result<Answer> Judge::review(std::string_view psn_no, std::span<const rules::Rule* const> rules) {
  YISHOU_CHECK_OK(read_person(psn_no));
  return answer(rules, block_.lines.size(), false);
}

Result<Answer> Judge::answer(std::span<const rules::Rule* const> rules, std::uint32_t history_lines,
                             bool only_proposed) {
  const std::uint64_t undecided_before = memory_->judge.sink().num_undecided();
  memory_->judge.judge(block_, rules);
  const engine::BlockSink& sink = memory_->judge.sink();
  Answer said{.findings = sink.findings(),
              .undecided = sink.num_undecided() - undecided_before,
              .history_lines = history_lines};
  if (!only_proposed) return said;
  // Earlier orders and visits are told for what they say of the present ones; alone they are not what was asked.
  const auto is_asked = [this](const std::string& sn) { return std::ranges::binary_search(asked_.lines, sn); };
  const auto touches = [&](const model::Finding& finding) {
    if (asked_.lines.empty()) return false;
    if (finding.bkkp_sns.empty()) return finding.setl_id == asked_.settlement;
    return std::ranges::any_of(finding.bkkp_sns, is_asked) || std::ranges::any_of(finding.related_bkkp_sns, is_asked);
  };
  findings_.clear();
  for (const model::Finding& finding : said.findings) {
    if (touches(finding)) findings_.push_back(finding);
  }
  for (const auto& [name, callers] : asked_.renamed) {
    for (model::Finding& finding : findings_) {
      std::ranges::replace(finding.bkkp_sns, name, callers);
      std::ranges::replace(finding.related_bkkp_sns, name, callers);
    }
  }
  said.findings = findings_;
  return said;
}

}  // namespace yishou::precheck
