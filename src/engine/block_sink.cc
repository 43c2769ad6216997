#include "engine/block_sink.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "engine/finding_form.h"
#include "rules/common_ground.h"

namespace yishou::engine {

using model::Finding;
using model::Index;
using model::kNone;

BlockSink::BlockSink(const knowledge::Snapshot& snapshot, const Options& options)
    : snapshot_(snapshot), options_(options), off_(snapshot.parameters()) {}

void BlockSink::begin(const model::ClaimBlock& block, std::span<const std::uint8_t> wanted) {
  block_ = &block;
  wanted_ = wanted;
  findings_.clear();
}

// The subject columns hold what all accused lines share; a column on which they differ stays empty.
void BlockSink::fill_subject(Finding& finding, std::span<const Index> lines, Index person) const {
  const model::Lines& l = block_->lines;
  finding.psn_no = block_->persons[person].psn_no;
  if (lines.empty()) return;
  const Index first = lines.front();
  bool institution = true, visit = true, settlement = true, doctor = true, department = true;
  for (const Index line : lines) {
    institution = institution && l.institution[line] == l.institution[first];
    visit = visit && l.visit[line] == l.visit[first];
    settlement = settlement && l.settlement[line] == l.settlement[first];
    doctor = doctor && l.doctor[line] == l.doctor[first];
    department = department && l.department[line] == l.department[first];
  }
  if (institution) finding.fixmedins_code = block_->institution_code(first);
  if (visit) finding.mdtrt_id = block_->visits[l.visit[first]].mdtrt_id;
  if (settlement && l.settlement[first] != kNone) finding.setl_id = block_->settlements[l.settlement[first]].setl_id;
  if (doctor) finding.bilg_dr_code = l.doctor[first];
  if (department) finding.bilg_dept_codg = l.department[first];
}

void BlockSink::fill_subject(Finding& finding, const rules::Subject& subject) const {
  if (subject.person != kNone) finding.psn_no = block_->persons[subject.person].psn_no;
  if (subject.institution != kNone) finding.fixmedins_code = block_->codes->institutions.text(subject.institution);
  if (subject.visit != kNone) finding.mdtrt_id = block_->visits[subject.visit].mdtrt_id;
  if (subject.settlement != kNone) finding.setl_id = block_->settlements[subject.settlement].setl_id;
}

void BlockSink::accuse(const rules::Accusation& accusation) {
  const model::Lines& l = block_->lines;
  if (!accusation.lines.empty() && !touches_wanted(accusation.lines) && !touches_wanted(accusation.related)) return;
  YISHOU_DCHECK(accusation.amounts.size() == accusation.lines.size(), "one amount for each accused line");
  Finding finding = finding_of(snapshot_, accusation.rule, accusation.point);
  finding.begin_time = accusation.begin;
  finding.end_time = accusation.end;
  if (!accusation.lines.empty()) {
    if (finding.begin_time == kNoSecond) finding.begin_time = l.time[accusation.lines.front()];
    if (finding.end_time == kNoSecond) finding.end_time = l.time[accusation.lines.back()];
  }
  if (!in_period(options_, finding.begin_time, finding.end_time)) return;
  if (off_.covers(accusation.rule, finding.begin_time)) return;
  if (accusation.verdict.has_value()) finding.verdict = *accusation.verdict;
  if (accusation.severity != 0) finding.sev_deg = accusation.severity;
  if (accusation.lines.empty()) {
    fill_subject(finding, accusation.subject);
    finding.vola_amt = accusation.vola;
    finding.fund_amt = accusation.fund;
  } else {
    fill_subject(finding, accusation.lines, accusation.person);
  }
  finding.bkkp_sns.reserve(accusation.lines.size());
  for (std::size_t i = 0; i < accusation.lines.size(); ++i) {
    const Index line = accusation.lines[i];
    finding.bkkp_sns.emplace_back(l.sn[line]);
    finding.line_amounts.push_back(accusation.amounts[i]);
    finding.vola_amt += accusation.amounts[i];
    finding.fund_amt +=
        accusation.funds.empty() ? rules::fund_share(*block_, line, accusation.amounts[i]) : accusation.funds[i];
  }
  for (const Index line : accusation.related) finding.related_bkkp_sns.emplace_back(l.sn[line]);
  finding.observed = accusation.observed;
  finding.limit = accusation.limit;
  finding.vola_cont = accusation.content;
  finish(std::move(finding));
}

void BlockSink::undecided(std::uint16_t rule, Index line, std::string_view missing) {
  const model::Lines& l = block_->lines;
  if (!touches_wanted({&line, 1}) || off_.covers(rule, l.time[line])) return;
  ++num_undecided_;
  if (!options_.indeterminate) return;
  if (!in_period(options_, l.time[line], l.time[line])) return;
  Finding finding = undecided_finding(snapshot_, rule, missing);
  fill_subject(finding, {&line, 1}, l.person[line]);
  finding.bkkp_sns.emplace_back(l.sn[line]);
  finding.line_amounts.push_back(0);
  finding.begin_time = finding.end_time = l.time[line];
  finish(std::move(finding));
}

void BlockSink::undecided(std::uint16_t rule, const rules::Subject& subject, std::string_view missing) {
  Second begin = kNoSecond, end = kNoSecond;
  if (subject.visit != kNone) {
    begin = block_->visits[subject.visit].begin;
    end = block_->visits[subject.visit].end;
  }
  if (begin == kNoSecond && subject.settlement != kNone) {
    begin = end = block_->settlements[subject.settlement].setl_time;
  }
  if (off_.covers(rule, begin)) return;
  ++num_undecided_;
  if (!options_.indeterminate) return;
  Finding finding = undecided_finding(snapshot_, rule, missing);
  fill_subject(finding, subject);
  finding.begin_time = begin;
  finding.end_time = end;
  if (!in_period(options_, finding.begin_time, finding.end_time)) return;
  finish(std::move(finding));
}

bool BlockSink::touches_wanted(std::span<const Index> lines) const {
  return wanted_.empty() || std::ranges::any_of(lines, [&](Index line) { return wanted_[line] != 0; });
}

void BlockSink::finish(Finding finding) {
  set_finding_id(finding);
  findings_.push_back(std::move(finding));
}

}  // namespace yishou::engine
