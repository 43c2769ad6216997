// A back-test on a small city against a reckoning of its own: plain maps of what each side accuses, nothing of the room's code.
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "backtest/comparison.h"
#include "duck/duck.h"
#include "knowledge/base.h"
#include "knowledge/draft.h"
#include "small_city.h"

namespace yishou::audit_tests {
namespace {

using backtest::Comparison;
using backtest::Measure;
using backtest::Outcome;
using backtest::Side;
using model::Finding;

const std::filesystem::path& lake_of_city() {
  static const auto made = load_lake(city(), "backtest", 5'000);
  return made;
}

std::vector<Finding> judged(const knowledge::Snapshot& snapshot) {
  const auto claims = lake::LakeClaims::open(lake_of_city().string(), {});
  EXPECT_TRUE(claims.has_value()) << claims.error().message;
  engine::Options options;
  options.rules.assign(rules::all_rules().begin(), rules::all_rules().end());
  options.threads = 2;
  std::vector<Finding> all;
  const auto totals = engine::run(**claims, snapshot, options, [&](std::span<const Finding> findings) -> Status {
    all.insert(all.end(), findings.begin(), findings.end());
    return {};
  }, {});
  EXPECT_TRUE(totals.has_value()) << totals.error().message;
  return all;
}

knowledge::Snapshot drafted(std::initializer_list<std::string_view> settings) {
  shipped();  // makes the base
  const auto base = knowledge::KnowledgeBase::open(scratch() / "base");
  knowledge::Draft draft;
  for (const std::string_view text : settings) draft.settings.push_back(*knowledge::parse_setting(text));
  auto snapshot = knowledge::draft_snapshot(*base, kNoDay, "", std::move(draft));
  EXPECT_TRUE(snapshot.has_value()) << snapshot.error().message;
  return std::move(*snapshot);
}

Outcome compared(const std::vector<Finding>& now, const std::vector<Finding>& draft, const std::string& out) {
  backtest::ComparisonOptions options;
  for (const rules::Rule* rule : rules::all_rules()) options.rules.push_back({rule->info().number, "", "", ""});
  auto comparison = Comparison::open(out, std::move(options));
  EXPECT_TRUE(comparison.has_value()) << comparison.error().message;
  // The draft first, in pieces: order and batches must not matter.
  for (std::size_t i = 0; i < draft.size(); i += 7) {
    EXPECT_TRUE(comparison->add(Side::kDraft, std::span{draft}.subspan(i, std::min<std::size_t>(7, draft.size() - i))));
  }
  EXPECT_TRUE(comparison->add(Side::kNow, now));
  auto outcome = comparison->finish();
  EXPECT_TRUE(outcome.has_value()) << outcome.error().message;
  return outcome.has_value() ? *outcome : Outcome{};
}

// Counts of keys on one side, the other, both; written without the room's code.
template <typename Key>
Measure sets(const std::set<Key>& now, const std::set<Key>& draft) {
  Measure of{static_cast<std::int64_t>(now.size()), static_cast<std::int64_t>(draft.size()), 0, 0, 0};
  for (const Key& key : draft) of.added += now.contains(key) ? 0 : 1;
  for (const Key& key : now) of.dropped += draft.contains(key) ? 0 : 1;
  return of;
}

void expect_sides(const Measure& is, const Measure& must, const std::string& what) {
  EXPECT_EQ(std::tie(is.now, is.draft, is.added, is.dropped), std::tie(must.now, must.draft, must.added, must.dropped))
      << what;
}

TEST(Backtest, NothingChangesWithoutAChange) {
  const auto now = judged(shipped());
  const Outcome outcome = compared(now, judged(drafted({})), "");
  EXPECT_GT(outcome.total.findings.now, 50);
  EXPECT_EQ(outcome.total.findings.now, outcome.total.findings.draft);
  EXPECT_FALSE(outcome.total.findings.moved());
  EXPECT_FALSE(outcome.total.line_money.moved());
  EXPECT_TRUE(outcome.institutions.empty() && outcome.doctors.empty() && outcome.samples.empty());
}

TEST(Backtest, AnotherKnowledgeVersionAloneChangesNothing) {
  // A parameter that no rule of this list reads at this value: finding ids differ, findings do not.
  auto draft = judged(shipped());
  for (Finding& finding : draft) finding.finding_id[0] = finding.finding_id[0] == 'f' ? '0' : 'f';
  EXPECT_FALSE(compared(judged(shipped()), draft, "").total.findings.moved());
}

TEST(Backtest, AddsAndDropsWhatAPlainReckoningAddsAndDrops) {
  const auto now = judged(shipped());
  const auto draft =
      judged(drafted({"child_max_years=14", "work_age_max.male=90", "work_age_max.female=90", "course_gap_days.10=3"}));
  const std::string out = (scratch() / "changes.csv").string();
  const Outcome outcome = compared(now, draft, out);
  using Line = std::pair<int, std::string>;
  std::set<Line> lines[2], persons[2], places[2];
  std::map<int, Fen> vola[2];
  std::map<std::string, Fen> line_money[2];
  std::set<std::tuple<int, std::string, std::string>> findings[2];
  for (const int side : {0, 1}) {
    for (const Finding& f : side == 0 ? now : draft) {
      findings[side].emplace(f.rule_no, f.psn_no, fmt::format("{}", fmt::join(f.bkkp_sns, ";")));
      persons[side].emplace(f.rule_no, f.psn_no);
      places[side].emplace(f.rule_no, f.fixmedins_code);
      vola[side][f.rule_no] += f.vola_amt;
      for (std::size_t i = 0; i < f.bkkp_sns.size(); ++i) {
        lines[side].emplace(f.rule_no, f.bkkp_sns[i]);
        Fen& most = line_money[side].try_emplace(f.bkkp_sns[i], f.line_amounts[i]).first->second;
        most = std::max(most, f.line_amounts[i]);
      }
    }
  }
  const auto of_rule = [](const auto& all, int rule) {
    std::decay_t<decltype(all)> some;
    for (const auto& one : all) {
      if (std::get<0>(one) == rule) some.insert(one);
    }
    some.erase({rule, ""});
    return some;
  };
  bool added = false, dropped = false;
  for (const backtest::RuleFigures& rule : outcome.by_rule) {
    const int number = rule.rule.number;
    const backtest::Figures& is = rule.figures;
    expect_sides(is.lines, sets(of_rule(lines[0], number), of_rule(lines[1], number)), fmt::format("lines {}", number));
    expect_sides(is.persons, sets(of_rule(persons[0], number), of_rule(persons[1], number)),
                 fmt::format("persons {}", number));
    expect_sides(is.institutions, sets(of_rule(places[0], number), of_rule(places[1], number)),
                 fmt::format("institutions {}", number));
    EXPECT_EQ(is.vola.now, vola[0][number]);
    EXPECT_EQ(is.vola.draft, vola[1][number]);
    EXPECT_EQ(is.vola.now + is.vola.added - is.vola.dropped + is.vola.changed, is.vola.draft) << number;
    EXPECT_EQ(is.fund.now + is.fund.added - is.fund.dropped + is.fund.changed, is.fund.draft) << number;
    EXPECT_EQ(is.findings.now + is.findings.added - is.findings.dropped, is.findings.draft) << number;
    added = added || is.findings.added > 0;
    dropped = dropped || is.findings.dropped > 0;
  }
  EXPECT_TRUE(added && dropped) << "the settings are meant to do both";
  const Measure total = outcome.total.line_money;
  Fen sums[2] = {};
  for (const int side : {0, 1}) {
    for (const auto& [sn, fen] : line_money[side]) sums[side] += fen;
  }
  EXPECT_EQ(total.now, sums[0]);
  EXPECT_EQ(total.draft, sums[1]);
  EXPECT_EQ(total.now + total.added - total.dropped + total.changed, total.draft);
  // The rules that children's age and working age do not reach say the same.
  for (const backtest::RuleFigures& rule : outcome.by_rule) {
    if (rule.rule.number == 27 || rule.rule.number == 25) {
      EXPECT_FALSE(rule.figures.findings.moved());
    }
  }
  EXPECT_FALSE(outcome.institutions.empty());
  EXPECT_FALSE(outcome.samples.empty());

  auto database = duck::Database::open("", {});
  auto connection = database->connect();
  const auto rows = connection->query(fmt::format(
      "SELECT count(*) FILTER (change = 'added'), count(*) FILTER (change = 'dropped'), count(*) FILTER (change = "
      "'changed_to'), count(*) FILTER (change = 'changed_from') FROM read_csv({}, all_varchar = true, header = true)",
      duck::literal(out)));
  ASSERT_TRUE(rows.has_value()) << rows.error().message;
  const Measure& moved = outcome.total.findings;
  EXPECT_EQ(rows->rows[0], (std::vector<std::string>{std::to_string(moved.added), std::to_string(moved.dropped),
                                                     std::to_string(moved.changed), std::to_string(moved.changed)}));
}

}  // namespace
}  // namespace yishou::audit_tests
