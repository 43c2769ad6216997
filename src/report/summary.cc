// The summary of a run: JSON for programs, a table for people.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "report/file.h"
#include "report/report.h"
#include "report/text.h"

namespace yishou::report {
namespace {

constexpr std::size_t kInstitutionsShown = 10;
constexpr std::size_t kNameWidth = 40;

std::string object_of(const std::map<std::string, std::string>& values, std::string_view indent) {
  std::string out;
  for (const auto& [name, value] : values) {
    out += fmt::format("{}\n{}{}: {}", out.empty() ? "" : ",", indent, json_text(name), json_text(value));
  }
  return out;
}

}  // namespace

std::uint64_t peak_rss_bytes() {
  struct rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::string summary_json(const Summary& summary) {
  const FindingTotals& totals = summary.totals;
  std::string rules;
  for (const RuleTotal& rule : totals.by_rule) {
    rules += fmt::format("{}\n    \"{}\": {{\"findings\": {}, \"lines\": {}, \"vola_amt\": {}, \"indeterminate\": {}}}",
                         rules.empty() ? "" : ",", rule.rule.number, rule.findings, rule.lines,
                         format_decimal(rule.vola_amt, kFenScale), rule.indeterminate);
  }
  std::string versions = object_of(summary.versions, "    ");
  versions += fmt::format("{}\n    \"rules\": {{{}\n    }}", versions.empty() ? "" : ",",
                          object_of(summary.rule_versions, "      "));
  return fmt::format(
      "{{\n"
      "  \"lines\": {},\n  \"persons\": {},\n  \"unsettled_lines\": {},\n"
      "  \"findings\": {},\n  \"violations\": {},\n  \"suspicions\": {},\n  \"indeterminate\": {},\n"
      "  \"accused_lines\": {},\n  \"vola_amt_distinct_lines\": {},\n  \"vola_amt_sum\": {},\n  \"fund_amt_sum\": {},\n"
      "  \"by_rule\": {{{}\n  }},\n"
      "  \"seconds\": {{\"read\": {:.3f}, \"audit\": {:.3f}, \"write\": {:.3f}, \"total\": {:.3f}}},\n"
      "  \"peak_rss_bytes\": {},\n"
      "  \"versions\": {{{}\n  }}\n}}\n",
      summary.lines, summary.persons, summary.unsettled, totals.findings, totals.violations, totals.suspicions,
      summary.undecided, totals.lines, format_decimal(totals.vola_amt_distinct_lines, kFenScale),
      format_decimal(totals.vola_amt, kFenScale), format_decimal(totals.fund_amt, kFenScale), rules,
      summary.seconds.read, summary.seconds.audit, summary.seconds.write, summary.seconds.total, summary.peak_rss_bytes,
      versions);
}

Status write_summary(const std::string& path, const Summary& summary) {
  return write_text(path, summary_json(summary));
}

Status write_text(const std::string& path, const std::string& text) {
  YISHOU_TRY(WorkFolder folder, WorkFolder::beside(path));
  const std::string finished = folder.file("text");
  YISHOU_TRY(OutputFile file, OutputFile::create(finished));
  YISHOU_CHECK_OK(file.write(text));
  YISHOU_CHECK_OK(file.close());
  return publish(finished, path);
}

std::string totals_table(const Summary& summary, bool chinese) {
  const FindingTotals& totals = summary.totals;
  const auto say = [&](std::string_view zh, std::string_view en) { return chinese ? zh : en; };
  std::string out;
  const auto row = [&](std::string_view key, std::size_t key_width, std::string_view name, std::string_view findings,
                       std::string_view lines, std::string_view amount) {
    out += fmt::format("  {}  {} {} {} {}\n", pad_right(key, key_width), pad_right(name, kNameWidth),
                       pad_left(findings, 10), pad_left(lines, 12), pad_left(amount, 18));
  };
  const auto heads = [&](std::string_view key, std::size_t key_width, std::string_view name) {
    row(key, key_width, name, say("疑点", "findings"), say("涉及行", "lines"), say("涉及金额(元)", "amount (yuan)"));
    out += "  " + std::string(key_width + kNameWidth + 45, '-') + "\n";
  };

  std::size_t silent = 0;
  out += fmt::format("{}\n", say("按规则", "By rule"));
  heads(say("编号", "no."), 6, say("规则", "rule"));
  for (const RuleTotal& rule : totals.by_rule) {
    if (rule.findings == 0) {
      ++silent;
      continue;
    }
    row(std::to_string(rule.rule.number), 6, chinese ? rule.rule.name_zh : rule.rule.name_en,
        with_separators(rule.findings), with_separators(rule.lines), yuan_with_separators(rule.vola_amt));
  }
  if (silent > 0) {
    out += chinese ? fmt::format("  另有 {} 条规则运行后没有发现疑点\n", silent)
                   : fmt::format("  {} more rules ran and found nothing\n", silent);
  }

  if (!totals.by_institution.empty()) {
    const std::size_t shown = std::min(kInstitutionsShown, totals.by_institution.size());
    out += chinese ? fmt::format("\n按机构（金额最大的 {} 家，共 {} 家；每行只计一次）\n", shown,
                                 totals.by_institution.size())
                   : fmt::format("\nBy institution (largest {} of {}; each line counted once)\n", shown,
                                 totals.by_institution.size());
    heads(say("机构编码", "code"), 14, say("机构", "institution"));
    for (std::size_t i = 0; i < shown; ++i) {
      const InstitutionTotal& place = totals.by_institution[i];
      row(place.code.empty() ? say("（无）", "(none)") : std::string_view{place.code}, 14, place.name,
          with_separators(place.findings), with_separators(place.lines), yuan_with_separators(place.vola_amt));
    }
  }

  out += fmt::format("\n{}\n", say("合计", "Total"));
  const auto fact = [&](std::string_view label, const std::string& value) {
    out += fmt::format("  {} {}\n", pad_right(label, 44), pad_left(value, 20));
  };
  fact(say("稽核费用明细行", "fee lines audited"), with_separators(summary.lines));
  fact(say("参保人", "persons"), with_separators(summary.persons));
  fact(say("疑点（明确违规 + 可疑）", "findings (violations + suspicions)"),
       fmt::format("{} ({} + {})", with_separators(totals.findings), with_separators(totals.violations),
                   with_separators(totals.suspicions)));
  fact(say("无法判定（事实缺失，不计入疑点）", "indeterminate (facts missing, not counted)"),
       with_separators(summary.undecided));
  fact(say("涉及费用明细行（去重）", "lines accused (distinct)"), with_separators(totals.lines));
  fact(say("涉及金额，每行只计一次（元）", "amount, each line counted once (yuan)"),
       yuan_with_separators(totals.vola_amt_distinct_lines));
  return out;
}

}  // namespace yishou::report
