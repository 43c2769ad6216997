// Each rule against its oracle on random small claims, and each rule against itself: the order of persons, the cut into
// blocks, other people's lines and facts it did not declare change nothing.
//   YISHOU_RANDOM_PERSONS   how many persons are compared for each rule (default 150)
//   YISHOU_RANDOM_SEED      the first seed (default 1)
#include <algorithm>
#include <cstdlib>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "golden.h"
#include "institution_check.h"
#include "knowledge/own_points.h"
#include "knowledge/snapshot_builder.h"
#include "random_claims.h"
#include "rules/common_ground.h"

namespace yishou::rule_checks {
namespace {

constexpr int kPersonsAtOnce = 150;
constexpr int kMoreRounds = 8;
constexpr std::string_view kUndecided = "undecided ";

int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

/// A code that may be a diagnosis or an operation, with a longer one.
void add_code(Pool& pool, const std::string& code) {
  const auto digit = [&](std::size_t i) { return i < code.size() && code[i] >= '0' && code[i] <= '9'; };
  if (digit(0) && digit(1)) pool.operations.insert(pool.operations.end(), {code, code + "1"});
  if (!digit(0) && digit(1) && digit(2)) pool.diagnoses.insert(pool.diagnoses.end(), {code, code + ".1"});
}

/// The codes of the golden file's points, with longer billed codes and codes that meet nothing.
void add_codes(Pool& pool, const Golden& golden, const knowledge::Snapshot& snapshot) {
  if (golden.points.empty()) {  // a rule without knowledge
    pool.codes.insert(pool.codes.end(), {"T09990001", "Y"});
    return;
  }
  const auto own = knowledge::read_own_points(golden.points, golden.path, knowledge::OwnCheck::kForm);
  ASSERT_TRUE(own.has_value()) << own.error().message;
  for (std::size_t i = 0; i < own->rows.size(); ++i) {
    std::vector<std::string> family;
    for (const std::string& code : own->rows[i].codes) {
      add_code(pool, code);
      pool.codes.insert(pool.codes.end(), {code, code, code + "1", code + "2", code.substr(0, code.size() - 1)});
      family.push_back(code + "1");
    }
    if (knowledge::has_value_side(own->rows[i].rule)) {
      for (const std::string_view value : snapshot.values(snapshot.point(static_cast<std::uint32_t>(i)))) {
        family.push_back(std::string{value} + "7");
      }
    }
    pool.families.push_back(std::move(family));
  }
  pool.codes.insert(pool.codes.end(), {"T09990001", "Y"});
}

/// Lines begin with their person's number; subjects of findings without lines with `@` and it.
bool is_of(std::string_view key, std::string_view person) {
  if (key.starts_with('@')) key.remove_prefix(std::min(key.find_first_not_of("@/"), key.size()));
  return key.starts_with(person);
}

Answers of_person_only(const Answers& all, const std::string& person) {
  Answers out;
  for (const auto& [sn, answer] : all.accused) {
    if (is_of(sn, person)) out.accused.emplace(sn, answer);
  }
  for (const std::string& sn : all.undecided) {
    if (is_of(sn, person)) out.undecided.push_back(sn);
  }
  return out;
}

class RandomTest : public testing::TestWithParam<const rules::Rule*> {
 protected:
  RandomTest()
      : golden_(read_golden(*GetParam())), snapshot_(snapshot_of(golden_)), pool_(pool_of(*GetParam(), snapshot_)) {
    add_codes(pool_, golden_, snapshot_);
  }

  /// Random claims of `persons` persons; of a rule over institutions, as many as its generator makes.
  Claims claims_of(std::uint64_t seed, int persons, bool strangers) const {
    return is_institution_rule(*GetParam()) ? random_institutions(*GetParam(), seed, strangers)
                                            : random_claims(pool_, seed, persons);
  }

  /// Leaves out rows, then cells, as long as rule and oracle still differ.
  Claims smallest(Oracle& oracle, Claims claims) const {
    const auto differs = [&](const Claims& tried) {
      return answers_of(run_rule(*GetParam(), snapshot_, tried)) !=
             oracle.ask(golden_.oracle, tried, is_institution_rule(*GetParam()));
    };
    for (bool smaller = true; smaller;) {
      smaller = false;
      const Claims before = claims;
      for (const auto& [table, rows] : before.tables) {
        for (std::size_t i = rows.size(); i-- > 0;) {
          Claims tried = claims;
          tried[table].erase(tried[table].begin() + static_cast<std::ptrdiff_t>(i));
          if (!differs(tried)) continue;
          claims = std::move(tried);
          smaller = true;
        }
      }
      const Claims fewer = claims;
      for (const auto& [table, rows] : fewer.tables) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
          for (const auto& [column, text] : rows[i]) {
            const bool needed = column.ends_with("_id") || column == "bkkp_sn" || column == "psn_no" ||
                                column == "cnt" || column == "det_item_fee_sumamt" || column == "fixmedins_code";
            if (text.empty() || needed) continue;
            Claims tried = claims;
            tried[table][i][column].clear();
            if (!differs(tried)) continue;
            claims = std::move(tried);
            smaller = true;
          }
        }
      }
    }
    return claims;
  }

  Golden golden_;
  knowledge::Snapshot snapshot_;
  Pool pool_;
};

TEST_P(RandomTest, AgreesWithItsOracle) {
  const int persons = setting("YISHOU_RANDOM_PERSONS", 150);
  const auto first_seed = static_cast<std::uint64_t>(setting("YISHOU_RANDOM_SEED", 1));
  Oracle oracle;
  oracle.know(golden_.points, snapshot_);
  std::size_t accused = 0, undecided = 0;
  const int at_once = is_institution_rule(*GetParam()) ? kPersonsAtOnce / 3 : kPersonsAtOnce;
  // Rare accusations get more rounds.
  for (int done = 0; done < persons || (accused == 0 && done < persons + kMoreRounds * at_once); done += at_once) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(done / at_once);
    const Claims claims = claims_of(seed, done < persons ? std::min(at_once, persons - done) : at_once, false);
    const Answers ours = answers_of(run_rule(*GetParam(), snapshot_, claims));
    const Answers theirs = oracle.ask(golden_.oracle, claims, is_institution_rule(*GetParam()));
    accused += ours.accused.size();
    undecided += ours.undecided.size();
    if (ours == theirs) continue;
    if (is_institution_rule(*GetParam())) {
      const Claims least = smallest(oracle, claims);
      FAIL() << "seed " << seed << "\n"
             << to_text(least) << "the rule says\n"
             << to_text(answers_of(run_rule(*GetParam(), snapshot_, least))) << "the oracle says\n"
             << to_text(oracle.ask(golden_.oracle, least, is_institution_rule(*GetParam())));
    }
    const Blocks blocks{claims};
    for (const std::string& person : blocks.persons()) {
      if (of_person_only(ours, person) == of_person_only(theirs, person)) continue;
      const Claims least = smallest(oracle, of_person(claims, person));
      FAIL() << "seed " << seed << ", person " << person << "\n"
             << to_text(least) << "the rule says\n"
             << to_text(answers_of(run_rule(*GetParam(), snapshot_, least))) << "the oracle says\n"
             << to_text(oracle.ask(golden_.oracle, least, is_institution_rule(*GetParam())));
    }
    FAIL() << "seed " << seed << ": a difference that no single person shows";
  }
  EXPECT_GT(accused, 0u) << "random claims that are never accused compare nothing";
  RecordProperty("accused", static_cast<int>(accused));
  RecordProperty("undecided", static_cast<int>(undecided));
}

/// Findings as texts, sorted, without the order in which they came.
std::vector<std::string> texts_of(const Result& result) {
  std::vector<std::string> out;
  for (const Found& found : result.findings) {
    std::string text;
    for (std::size_t i = 0; i < found.lines.size(); ++i)
      text += fmt::format("{}:{}:{} ", found.lines[i], found.amounts[i], found.funds[i]);
    if (found.lines.empty()) text += fmt::format("{}:{}:{} ", found.subject, found.amounts[0], found.funds[0]);
    for (const std::string& sn : found.related) text += "with " + sn + " ";
    out.push_back(text + fmt::format("{} {} {}..{} {} | {} | {}", found.point, found.observed,
                                     format_second(found.begin), format_second(found.end), found.limit, found.content,
                                     found.lines.size()));
  }
  for (const std::string& sn : result.undecided) out.push_back(std::string{kUndecided} + sn);
  std::ranges::sort(out);
  return out;
}

TEST_P(RandomTest, StaysTheSame) {
  Claims claims;
  std::vector<std::string> persons, once;
  for (std::uint64_t seed = 77; once.empty() && seed < 77 + kMoreRounds; ++seed) {
    claims = claims_of(seed, 120, false);
    persons = Blocks{claims}.persons();
    once = texts_of(run_rule(*GetParam(), snapshot_, claims, persons, persons.size()));
  }
  ASSERT_FALSE(once.empty());
  for (const std::size_t size : {1u, 2u, 7u}) {
    EXPECT_EQ(texts_of(run_rule(*GetParam(), snapshot_, claims, persons, size)), once)
        << "blocks of " << size << " persons";
  }
  std::shuffle(persons.begin(), persons.end(), std::mt19937_64{5});
  EXPECT_EQ(texts_of(run_rule(*GetParam(), snapshot_, claims, persons, persons.size())), once)
      << "another order of persons";
  EXPECT_EQ(texts_of(run_rule(*GetParam(), snapshot_, claims, persons, 5)), once) << "another order, small blocks";

  Claims more = claims;
  add_with_prefix(more, claims_of(99, 40, true), "Z");
  std::vector<std::string> kept;
  for (std::string& text : texts_of(run_rule(*GetParam(), snapshot_, more))) {
    const std::string_view said{text};
    const bool undecided = said.starts_with(kUndecided);
    if (!is_of(undecided ? said.substr(kUndecided.size()) : said, "Z")) kept.push_back(std::move(text));
  }
  EXPECT_EQ(kept, once) << "strangers' lines added";

  const Claims less = withhold(claims, rules::ground_facts() | GetParam()->info().reads);
  EXPECT_EQ(texts_of(run_rule(*GetParam(), snapshot_, less)), once)
      << "facts that the rule does not declare are withheld";
}

/// Without the findings that touch no line for which `wants`, and without what is undecided of other lines.
Result touching(Result result, const WantsLine& wants) {
  std::erase_if(result.findings, [&](const Found& found) {
    return !found.lines.empty() && std::ranges::none_of(found.lines, wants) &&
           std::ranges::none_of(found.related, wants);
  });
  std::erase_if(result.undecided, [&](const std::string& key) { return !key.starts_with('@') && !wants(key); });
  return result;
}

TEST_P(RandomTest, SaysTheSameOfWantedLines) {
  if (is_institution_rule(*GetParam())) return;
  std::size_t said = 0;
  for (std::uint64_t seed = 31; said == 0 && seed < 31 + 5 * kMoreRounds; ++seed) {
    const Claims claims = claims_of(seed, 120, false);
    const std::vector<std::string> persons = Blocks{claims}.persons();
    const WantsLine wants = [&](std::string_view sn) { return (std::hash<std::string_view>{}(sn) + seed) % 4 == 0; };
    const Result all = run_rule(*GetParam(), snapshot_, claims, persons, 1);
    const Result some = run_rule(*GetParam(), snapshot_, claims, persons, 1, wants);
    const std::vector<std::string> expected = texts_of(touching(all, wants));
    said += expected.size();
    EXPECT_EQ(texts_of(touching(some, wants)), expected) << "seed " << seed;
  }
  EXPECT_GT(said, 0u) << "nothing is said of any wanted line";
}

INSTANTIATE_TEST_SUITE_P(Rules, RandomTest, testing::ValuesIn(every_rule()), [](const auto& rule) {
  return fmt::format("R{:03}_{}", rule.param->info().number, rule.param->info().slug);
});

}  // namespace
}  // namespace yishou::rule_checks
