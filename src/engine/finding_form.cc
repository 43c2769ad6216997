#include "engine/finding_form.h"

#include <string>

#include <fmt/format.h>

#include "knowledge/digest.h"
#include "rules/catalogue.h"

namespace yishou::engine {
namespace {

model::Finding blank_finding(const knowledge::Snapshot& snapshot, const rules::RuleInfo& info) {
  model::Finding finding;
  finding.rule_no = info.number;
  finding.rule_version = fmt::format("{}@{}", info.number, info.version);
  finding.knowledge_version = snapshot.version();
  finding.verdict = info.verdict;
  finding.sev_deg = info.severity;
  finding.vola_evid = fmt::format("规则{} {}", info.number, rules::catalogue_entry(info.number)->name_zh);
  return finding;
}

}  // namespace

bool in_period(const Options& options, Second begin, Second end) {
  if (options.from != kNoDay && end != kNoSecond && day_of(end) < options.from) return false;
  if (options.to != kNoDay && begin != kNoSecond && day_of(begin) > options.to) return false;
  return true;
}

model::Finding finding_of(const knowledge::Snapshot& snapshot, std::uint16_t rule, std::uint32_t point) {
  const rules::RuleInfo& info = rules::find_rule(rule)->info();
  model::Finding finding = blank_finding(snapshot, info);
  if (point != model::kNone) {
    const knowledge::Point& named = snapshot.point(point);
    finding.vola_evid += fmt::format("；知识点 {} {}", named.point_id, named.name);
    if (!named.basis.empty()) finding.vola_evid += fmt::format("（{}）", named.basis);
  }
  if (!info.basis.empty()) finding.vola_evid += fmt::format("；{}", info.basis);
  return finding;
}

model::Finding undecided_finding(const knowledge::Snapshot& snapshot, std::uint16_t rule, std::string_view missing) {
  model::Finding finding = blank_finding(snapshot, rules::find_rule(rule)->info());
  finding.verdict = model::Verdict::kIndeterminate;
  finding.observed = missing;
  finding.vola_cont = fmt::format("无法判定：缺少或矛盾的事实为“{}”，本条不作违规认定。", missing);
  return finding;
}

void set_finding_id(model::Finding& finding) {
  // Each field goes in with its length, so that ("ab","c") and ("a","bc") differ.
  knowledge::Digest digest;
  const auto add = [&digest](std::string_view field) {
    digest.add(fmt::format("{}:", field.size()));
    digest.add(field);
  };
  add(finding.rule_version);
  add(finding.knowledge_version);
  add(finding.psn_no);
  add(finding.verdict == model::Verdict::kIndeterminate ? "indeterminate" : "accused");
  for (const auto& sn : finding.bkkp_sns) add(sn);
  if (finding.bkkp_sns.empty()) {  // the subject and the span tell such findings apart
    for (const auto* id : {&finding.fixmedins_code, &finding.mdtrt_id, &finding.setl_id}) add(*id);
    for (const Second time : {finding.begin_time, finding.end_time}) add(std::to_string(time));
  }
  add("related");
  for (const auto& sn : finding.related_bkkp_sns) add(sn);
  add(format_decimal(finding.vola_amt, kFenScale));
  add(format_decimal(finding.fund_amt, kFenScale));
  add(finding.observed);
  add(finding.limit);
  finding.finding_id = digest.hex().substr(0, 32);
}

}  // namespace yishou::engine
