// Each rule against its golden file, and its oracle against the same cases: two readings of the clause meet the hand-written
// expectation.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "golden.h"

namespace yishou::rule_checks {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ";") + word;
  return out;
}

Fen sum_of(const std::vector<Fen>& amounts) {
  Fen sum = 0;
  for (const Fen amount : amounts) sum += amount;
  return sum;
}

std::string prefix_of(std::size_t number) { return fmt::format("c{:03}-", number); }

/// A line's number begins with the prefix of its case; in a subject (`@person/institution/visit/settlement/…`) every id does.
bool is_of(const std::string& key, const std::string& prefix) {
  if (!key.starts_with('@')) return key.starts_with(prefix);
  const std::size_t id = key.find_first_not_of("@/");
  return id != std::string::npos && key.substr(id).starts_with(prefix);
}
std::string without(std::string key, const std::string& prefix) {
  if (!key.starts_with('@')) return key.substr(prefix.size());
  for (std::size_t at = 0; (at = key.find(prefix, at)) != std::string::npos;) key.erase(at, prefix.size());
  return key;
}

Answers without_prefix(const Answers& all, const std::string& prefix) {
  Answers out;
  for (const auto& [sn, answer] : all.accused) {
    if (is_of(sn, prefix)) out.accused[without(sn, prefix)] = {answer.amount, without(answer.grain, prefix)};
  }
  for (const std::string& sn : all.undecided) {
    if (is_of(sn, prefix)) out.undecided.push_back(without(sn, prefix));
  }
  return out;
}

/// What the `lines` column of a case names a finding by.
std::string key_of(const Found& found) {
  return found.lines.empty() ? found.subject + "/" + found.observed : joined(found.lines);
}

class GoldenTest : public testing::TestWithParam<const rules::Rule*> {};

TEST_P(GoldenTest, FindsWhatTheClauseSays) {
  const rules::Rule& rule = *GetParam();
  const Golden golden = read_golden(rule);
  const knowledge::Snapshot snapshot = snapshot_of(golden);
  const std::string_view verdict = rule.info().verdict == model::Verdict::kViolation ? "violation" : "suspicion";
  EXPECT_EQ(golden.verdict, fmt::format("{} {}", verdict, rule.info().severity));
  bool hit = false, clear = false;
  for (const Case& one : golden.cases) {
    SCOPED_TRACE(fmt::format("{}:{}: {}", golden.path, one.row, one.name));
    EXPECT_TRUE(one.clear || !one.finds.empty() || !one.undecided.empty()) << "a case says what comes out";
    hit = hit || !one.finds.empty();
    clear = clear || one.clear;
    const Result result = run_rule(rule, snapshot, one.claims);
    EXPECT_EQ(joined(result.undecided), joined(one.undecided));
    std::map<std::string, const Found*> by_lines;
    for (const Found& found : result.findings) by_lines[key_of(found)] = &found;
    EXPECT_EQ(by_lines.size(), one.finds.size()) << to_text(answers_of(result));
    for (const Row& wanted : one.finds) {
      const auto place = by_lines.find(wanted.at("lines"));
      ASSERT_NE(place, by_lines.end()) << wanted.at("lines") << " is not accused\n" << to_text(answers_of(result));
      const Found& found = *place->second;
      EXPECT_EQ(format_decimal(sum_of(found.amounts), kFenScale), wanted.at("vola")) << wanted.at("lines");
      const auto check = [&](const char* column, const std::string& is) {
        if (!wanted.contains(column)) return;
        EXPECT_EQ(is, wanted.at(column)) << wanted.at("lines") << " " << column;
      };
      check("fund", format_decimal(sum_of(found.funds), kFenScale));
      check("related", joined(found.related));
      check("observed", found.observed);
      check("limit", found.limit);
      check("point", found.point);
      check("verdict", found.verdict);
      EXPECT_LE(
          std::ranges::count_if(found.content, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }),
          500);
    }
  }
  EXPECT_TRUE(hit) << golden.path << " needs a case with a hit";
  EXPECT_TRUE(clear) << golden.path << " needs a clear case";
}

TEST_P(GoldenTest, OracleAgreesWithTheCases) {
  const Golden golden = read_golden(*GetParam());
  ASSERT_FALSE(golden.oracle.empty()) << golden.path << " needs an oracle";
  const knowledge::Snapshot snapshot = snapshot_of(golden);
  Oracle oracle;
  oracle.know(golden.points, snapshot);
  // Rule 5 asks for the first fee date of the lake, and institutions of all cases would be peers, so that each case of such
  // rules is a lake of its own; the others share one.
  const bool own_lakes = GetParam()->info().number == 5 || GetParam()->month_rule() != nullptr;
  Claims all;
  for (std::size_t i = 0; i < golden.cases.size(); ++i) add_with_prefix(all, golden.cases[i].claims, prefix_of(i));
  const Answers shared = own_lakes ? Answers{} : oracle.ask(golden.oracle, all, is_institution_rule(*GetParam()));
  for (std::size_t i = 0; i < golden.cases.size(); ++i) {
    const Case& one = golden.cases[i];
    SCOPED_TRACE(fmt::format("{}:{}: {}", golden.path, one.row, one.name));
    const Answers answers = own_lakes ? oracle.ask(golden.oracle, one.claims, is_institution_rule(*GetParam()))
                                      : without_prefix(shared, prefix_of(i));
    EXPECT_EQ(joined(answers.undecided), joined(one.undecided)) << to_text(answers);
    std::size_t accused = 0;
    for (const Row& wanted : one.finds) {
      const std::vector<std::string> lines = split(wanted.at("lines"));
      accused += lines.size();
      Fen sum = 0;
      for (const std::string& sn : lines) {
        const auto place = answers.accused.find(sn);
        ASSERT_NE(place, answers.accused.end()) << sn << " is not accused\n" << to_text(answers);
        EXPECT_EQ(place->second.grain, *std::ranges::min_element(lines)) << "grain of " << sn;
        sum += place->second.amount;
      }
      EXPECT_EQ(format_decimal(sum, kFenScale), wanted.at("vola")) << wanted.at("lines");
    }
    EXPECT_EQ(answers.accused.size(), accused) << to_text(answers);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, GoldenTest, testing::ValuesIn(every_rule()), [](const auto& rule) {
  return fmt::format("R{:03}_{}", rule.param->info().number, rule.param->info().slug);
});

}  // namespace
}  // namespace yishou::rule_checks
