// The outcome for people and for programs.
#include <cstdlib>

#include <fmt/format.h>

#include "backtest/comparison.h"
#include "report/text.h"

namespace yishou::backtest {
namespace {

using report::json_text;
using report::pad_left;
using report::pad_right;

constexpr std::size_t kLabel = 30, kCell = 18;
constexpr std::size_t kCode = 20, kName = 30;

std::string count_text(std::int64_t value) {
  const std::string digits = report::with_separators(static_cast<std::uint64_t>(std::abs(value)));
  return value < 0 ? "-" + digits : digits;
}

class Text {
 public:
  explicit Text(bool chinese) : chinese_(chinese) {}

  [[nodiscard]] std::string_view say(std::string_view zh, std::string_view en) const { return chinese_ ? zh : en; }

  void heads() {
    out_ += "  " + pad_right("", kLabel);
    for (const auto& word : {say("现行", "now"), say("拟改", "draft"), say("新增", "added"), say("消失", "dropped"),
                             say("改变", "changed")}) {
      out_ += pad_left(word, kCell);
    }
    out_ += '\n';
  }
  void row(std::string_view label, const Measure& of, bool money) {
    out_ += "  " + pad_right(label, kLabel);
    for (const std::int64_t value : {of.now, of.draft, of.added, of.dropped, of.changed}) {
      out_ += pad_left(money ? report::yuan_with_separators(value) : count_text(value), kCell);
    }
    out_ += '\n';
  }
  void figures(const Figures& of, bool once) {
    heads();
    row(say("疑点", "findings"), of.findings, false);
    row(say("费用明细行", "fee lines"), of.lines, false);
    row(say("参保人", "persons"), of.persons, false);
    row(say("机构", "institutions"), of.institutions, false);
    row(say("涉及金额(元)", "amount (yuan)"), of.vola, true);
    row(say("其中基金(元)", "of it the fund's (yuan)"), of.fund, true);
    if (once) row(say("金额，每行只计一次(元)", "amount, each line once"), of.line_money, true);
  }
  void people(std::string_view title, const std::vector<Touched>& list) {
    if (list.empty()) return;
    out_ += fmt::format("\n{}\n  {}{}", title, pad_right(say("编码", "code"), kCode),
                        pad_right(say("机构", "institution"), kName));
    for (const auto& word : {say("新增", "added"), say("消失", "dropped"), say("改变", "changed")})
      out_ += pad_left(word, 10);
    for (const auto& word :
         {say("新增金额", "added yuan"), say("消失金额", "dropped yuan"), say("改变金额", "changed yuan")})
      out_ += pad_left(word, 16);
    out_ += '\n';
    for (const Touched& one : list) {
      out_ += fmt::format("  {}{}", pad_right(one.code, kCode),
                          pad_right(one.name.empty() ? one.institution : one.name, kName));
      for (const std::int64_t value : {one.added, one.dropped, one.changed}) out_ += pad_left(count_text(value), 10);
      for (const Fen fen : {one.vola_added, one.vola_dropped, one.vola_changed})
        out_ += pad_left(report::yuan_with_separators(fen), 16);
      out_ += '\n';
    }
  }
  void line(const std::string& text) { out_ += text + '\n'; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  bool chinese_;
  std::string out_;
};

std::string json_of(const Measure& of, bool money) {
  const auto value = [&](std::int64_t is) { return money ? format_decimal(is, kFenScale) : std::to_string(is); };
  return fmt::format("{{\"now\": {}, \"draft\": {}, \"added\": {}, \"dropped\": {}, \"changed\": {}}}", value(of.now),
                     value(of.draft), value(of.added), value(of.dropped), value(of.changed));
}

std::string json_of(const Figures& of, bool once) {
  std::string out = fmt::format(
      "{{\"findings\": {}, \"lines\": {}, \"persons\": {}, \"institutions\": {}, "
      "\"vola_amt\": {}, \"fund_amt\": {}",
      json_of(of.findings, false), json_of(of.lines, false), json_of(of.persons, false),
      json_of(of.institutions, false), json_of(of.vola, true), json_of(of.fund, true));
  if (once) out += fmt::format(", \"vola_amt_distinct_lines\": {}", json_of(of.line_money, true));
  return out + "}";
}

std::string json_of(const std::optional<SampleSide>& side) {
  if (!side.has_value()) return "null";
  return fmt::format("{{\"bkkp_sns\": {}, \"observed\": {}, \"limit\": {}, \"vola_amt\": {}, \"vola_cont\": {}}}",
                     json_text(side->lines), json_text(side->observed), json_text(side->limit),
                     format_decimal(side->vola, kFenScale), json_text(side->content));
}

std::string json_of(const std::vector<Touched>& list, std::string_view key) {
  std::string out;
  for (const Touched& one : list) {
    out += fmt::format(
        "{}\n    {{\"{}\": {}, \"fixmedins_code\": {}, \"fixmedins_name\": {}, \"added\": {}, \"dropped\": {}, "
        "\"changed\": {}, \"vola_added\": {}, \"vola_dropped\": {}, \"vola_changed\": {}}}",
        out.empty() ? "" : ",", key, json_text(one.code), json_text(one.institution), json_text(one.name), one.added,
        one.dropped, one.changed, format_decimal(one.vola_added, kFenScale),
        format_decimal(one.vola_dropped, kFenScale), format_decimal(one.vola_changed, kFenScale));
  }
  return out;
}

}  // namespace

std::string outcome_text(const Outcome& outcome, bool chinese) {
  Text text(chinese);
  std::size_t still = 0;
  for (const RuleFigures& rule : outcome.by_rule) {
    const Figures& of = rule.figures;
    if (!of.findings.moved()) {
      ++still;
      continue;
    }
    text.line(fmt::format("{} {}", rule.rule.number, chinese ? rule.rule.name_zh : rule.rule.name_en));
    text.figures(of, false);
    for (const Sample& sample : outcome.samples) {
      if (sample.rule_no != rule.rule.number) continue;
      const std::string_view change = sample.change == "added"     ? text.say("新增", "added")
                                      : sample.change == "dropped" ? text.say("消失", "dropped")
                                                                   : text.say("改变", "changed");
      const SampleSide& told = sample.draft.has_value() ? *sample.draft : *sample.now;
      text.line(fmt::format("    {} {} {} {} {}", change, sample.begin_time, sample.psn_no, sample.fixmedins_code,
                            told.content));
    }
    text.line("");
  }
  if (still > 0) {
    text.line(chinese ? fmt::format("另有 {} 条规则的结论没有变化\n", still)
                      : fmt::format("{} more rules say the same on both sides\n", still));
  }
  text.line(std::string{text.say("合计", "Total")});
  text.figures(outcome.total, true);
  text.people(text.say("涉及最多的机构", "Most touched institutions"), outcome.institutions);
  text.people(text.say("涉及最多的医师", "Most touched doctors"), outcome.doctors);
  return text.take();
}

std::string outcome_json(const Outcome& outcome) {
  std::string rules, samples;
  for (const RuleFigures& rule : outcome.by_rule) {
    rules +=
        fmt::format("{}\n    \"{}\": {}", rules.empty() ? "" : ",", rule.rule.number, json_of(rule.figures, false));
  }
  for (const Sample& sample : outcome.samples) {
    samples += fmt::format(
        "{}\n    {{\"rule_no\": {}, \"change\": {}, \"psn_no\": {}, \"fixmedins_code\": {}, \"begin_time\": {}, "
        "\"now\": {}, \"draft\": {}}}",
        samples.empty() ? "" : ",", sample.rule_no, json_text(sample.change), json_text(sample.psn_no),
        json_text(sample.fixmedins_code), json_text(sample.begin_time), json_of(sample.now), json_of(sample.draft));
  }
  return fmt::format(
      "{{\n  \"total\": {},\n  \"by_rule\": {{{}\n  }},\n  \"institutions\": [{}\n  ],\n  \"doctors\": [{}\n  ],\n"
      "  \"samples\": [{}\n  ]\n}}\n",
      json_of(outcome.total, true), rules, json_of(outcome.institutions, "code"), json_of(outcome.doctors, "code"),
      samples);
}

}  // namespace yishou::backtest
