#include "engine/institution_sink.h"

#include <utility>

#include <fmt/format.h>

#include "engine/finding_form.h"

namespace yishou::engine {
namespace {

constexpr std::size_t kBatchFindings = 1000, kBatchLines = 100'000;

}  // namespace

void InstitutionFindings::accuse(const rules::InstitutionAccusation& accusation) {
  if (!in_period(options_, accusation.begin, accusation.end)) return;
  if (off_.covers(accusation.rule, accusation.begin)) return;
  model::Finding finding = finding_of(snapshot_, accusation.rule, accusation.point);
  finding.fixmedins_code = accusation.institution;
  finding.begin_time = accusation.begin;
  finding.end_time = accusation.end;
  for (const rules::AccusedLine& line : accusation.lines) {
    finding.bkkp_sns.emplace_back(line.sn);
    finding.line_amounts.push_back(line.amount);
    finding.vola_amt += line.amount;
    finding.fund_amt += line.fund;
  }
  finding.observed = accusation.observed;
  finding.limit = accusation.limit;
  finding.vola_cont = accusation.content;
  if (!accusation.evidence.empty()) finding.vola_evid += fmt::format("；{}", accusation.evidence);
  add(std::move(finding));
}

void InstitutionFindings::undecided(const rules::InstitutionDoubt& doubt) {
  if (off_.covers(doubt.rule, doubt.begin)) return;
  ++num_undecided_;
  if (options_.witness != nullptr) options_.witness->undecided(doubt);
  if (!options_.indeterminate || !in_period(options_, doubt.begin, doubt.end)) return;
  model::Finding finding = undecided_finding(
      snapshot_, doubt.rule,
      doubt.item.empty() ? std::string{doubt.missing} : fmt::format("{}（{}）", doubt.missing, doubt.item));
  finding.fixmedins_code = doubt.institution;
  finding.begin_time = doubt.begin;
  finding.end_time = doubt.end;
  add(std::move(finding));
}

void InstitutionFindings::measured(const rules::InstitutionMeasure& measure) {
  if (options_.witness != nullptr) options_.witness->measured(measure);
}

void InstitutionFindings::add(model::Finding finding) {
  set_finding_id(finding);
  lines_ += finding.bkkp_sns.size();
  findings_.push_back(std::move(finding));
  if (findings_.size() >= kBatchFindings || lines_ >= kBatchLines) deliver();
}

void InstitutionFindings::deliver() {
  num_findings_ += findings_.size();
  if (status_ && !findings_.empty()) status_ = deliver_(findings_);
  findings_.clear();
  lines_ = 0;
}

Status InstitutionFindings::finish(Totals& totals) {
  deliver();
  totals.findings += num_findings_;
  totals.undecided += num_undecided_;
  return std::move(status_);
}

}  // namespace yishou::engine
