// What a message and the history cannot tell accuses nobody: a history that does not reach, a newborn on its mother's account, an
// order in progress.
#include <gtest/gtest.h>

#include "counter.h"
#include "precheck/unknown.h"
#include "rules/catalogue.h"

namespace yishou::precheck_tests {
namespace {

// Of the city's own points: a second-line drug and its first line (90 days), a drug that goes with anaesthesia.
constexpr std::string_view kSecondLine = "XA02BCA084A012010100453", kFirstLine = "XA02BCD823E001010199138",
                           kAnaesthetic = "XN01AXB885A001010100001";

std::vector<const rules::Rule*> only(std::string_view rule) {
  return precheck::choose_rules(precheck::Stage::kDuring, "", std::vector{rule});
}

struct Known {
  const char* name;
  std::string_view first_day;  ///< of the person's history; "": a stranger
  std::string_view data_end;
  bool first_line = false;
  bool told = false;
};

class SecondLineTest : public testing::TestWithParam<Known> {};

TEST_P(SecondLineTest, IsToldOnlyWhereTheHistoryReaches) {
  const Known& known = GetParam();
  Counter counter("2024-01-01", known.data_end);
  if (!known.first_day.empty()) {
    const std::string time = fmt::format("{} 09:00:00", known.first_day);
    counter.settle(kPatient, "V-OLD", known.first_day);
    counter.bill("F1", {.id = "", .item = "XB01", .time = time}, kPatient, "V-OLD");
    if (known.first_line) {
      counter.settle(kPatient, "V-NEW", "2025-12-01");
      counter.bill("F2", {.id = "", .item = kFirstLine, .time = "2025-12-01 09:00:00"}, kPatient, "V-NEW");
    }
  }
  const Said said = counter.ask(ask_of({visit(kVisit, {{.id = "O", .item = kSecondLine}})}), only("5"));
  EXPECT_EQ(said, known.told ? Said{"5: O; "} : Said{});
  EXPECT_EQ(counter.undecided, known.told || known.first_line ? 0u : 1u);
}

INSTANTIATE_TEST_SUITE_P(Cases, SecondLineTest,
                         testing::Values(Known{"known_long_before", "2025-01-10", "2026-01-01", false, true},
                                         Known{"with_a_first_line", "2025-01-10", "2026-01-01", true, false},
                                         Known{"a_stranger", "", "2026-01-01"},
                                         Known{"known_only_within_the_window", "2025-12-20", "2026-01-01"},
                                         Known{"data_end_three_days_before", "2025-01-10", "2025-12-29", false, true},
                                         Known{"data_end_four_days_before", "2025-01-10", "2025-12-28"},
                                         Known{"data_end_long_before", "2025-01-10", "2025-03-01"}),
                         [](const auto& tested) { return std::string{tested.param.name}; });

// A boy's drug and a girl's on the account of a woman who gave birth: whom they are for is not known.
TEST(NewbornTest, OnItsMothersAccountSexAndAgeAreUnknown) {
  constexpr std::string_view kForChildren = "XN06BCC951X";  // the city's: newborns alone (rule 6)
  struct Case {
    std::string_view diagnosis, birth;
    model::Sex sex;
    bool told;
  };
  const Case cases[] = {
      {"O80.000", "1996-01-01", model::Sex::kFemale, false}, {"Z37.000", "1996-01-01", model::Sex::kFemale, false},
      {"z38.000", "1996-01-01", model::Sex::kFemale, false}, {"P59.901", "1996-01-01", model::Sex::kFemale, false},
      {"O9A.200", "1996-01-01", model::Sex::kFemale, false}, {"P59.901", "1996-01-01", model::Sex::kMissing, false},
      {"J00", "1996-01-01", model::Sex::kFemale, true},      {"O80.000", "1996-01-01", model::Sex::kMale, true},
      {"O80.000", "1966-01-01", model::Sex::kFemale, true},  {"Q00", "1996-01-01", model::Sex::kFemale, true}};
  Counter counter;
  for (const Case& one : cases) {
    auto proposal = ask_of({visit(kVisit, {{.id = "O", .item = kForChildren}})});
    proposal.sex = one.sex;
    proposal.birth = *parse_day(one.birth);
    proposal.visits[0].diagnoses = {{.code = one.diagnosis, .main = true, .main_known = true}};
    EXPECT_EQ(counter.ask(proposal, only("6")), one.told ? Said{"6: O; "} : Said{})
        << one.diagnosis << " " << one.birth;
    EXPECT_EQ(counter.undecided, one.told ? 0u : 1u) << one.diagnosis;
  }
}

TEST(StageTest, AnOrderInProgressIsNotAskedWhatIsStillToCome) {
  using precheck::Stage;
  Counter counter;
  const auto drug = ask_of({visit(kVisit, {{.id = "O", .item = kAnaesthetic}})});
  EXPECT_EQ(counter.ask(drug, precheck::rules_of(Stage::kBefore)), Said{});
  EXPECT_EQ(counter.ask(drug, precheck::rules_of(Stage::kDuring)), Said{"64: O; "});
  const auto asked = [](Stage stage, std::string_view scene, std::vector<std::string_view> names) {
    std::vector<int> numbers;
    for (const rules::Rule* rule : precheck::choose_rules(stage, scene, names)) numbers.push_back(rule->info().number);
    return numbers;
  };
  const auto has = [](const std::vector<int>& numbers, int one) { return std::ranges::count(numbers, one) > 0; };
  for (const int later : {15, 64, 84, 37, 42}) {
    const std::string name = std::to_string(later);
    EXPECT_EQ(asked(Stage::kBefore, "", {name}), std::vector<int>{}) << later;
    EXPECT_EQ(asked(Stage::kDuring, "", {name}), std::vector<int>{later});
    EXPECT_FALSE(has(asked(Stage::kBefore, "", {}), later));
    EXPECT_FALSE(has(asked(Stage::kDuring, "4", {}), later)) << "the scene is of the stage before";
    EXPECT_TRUE(has(asked(Stage::kBefore, "8", {}), later)) << "the scene is a settlement";
  }
  EXPECT_EQ(asked(Stage::kBefore, "", {"67@1", rules::catalogue_entry(81)->code}), (std::vector<int>{67, 81}));
  EXPECT_EQ(asked(Stage::kBefore, "", {"no such rule"}).size(), precheck::rules_of(Stage::kBefore).size());
}

}  // namespace
}  // namespace yishou::precheck_tests
