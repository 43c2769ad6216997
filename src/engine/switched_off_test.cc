// Rules that a region switches off and on again, by fee date.
#include "engine/switched_off.h"

#include <gtest/gtest.h>

namespace yishou::engine {
namespace {

Second noon(std::string_view day) { return start_of(*parse_day(day)) + kSecondsPerDay / 2; }

knowledge::Parameters parameters(std::string_view rows, std::string_view region) {
  auto read = knowledge::read_parameters(std::string{"name,region,valid_from,value\n"} + std::string{rows}, "p.csv");
  return knowledge::Parameters::build(std::move(*read), region).value();
}

TEST(SwitchedOff, NothingIsOffByDefault) {
  const auto shipped = knowledge::Parameters::build({}, "").value();
  const SwitchedOff off(shipped);
  for (std::uint16_t rule = 1; rule <= 88; ++rule) {
    EXPECT_FALSE(off.covers(rule, kNoSecond));
    EXPECT_FALSE(off.covers(rule, noon("2026-01-01")));
  }
}

TEST(SwitchedOff, HoldsFromItsDayUntilTheNextRow) {
  const auto held = parameters("rules_off,44,2026-01-01,9;46\nrules_off,44,2026-07-01,46\n", "4401");
  const SwitchedOff off(held);
  EXPECT_FALSE(off.covers(9, kNoSecond));
  EXPECT_FALSE(off.covers(9, noon("2025-12-31")));
  EXPECT_TRUE(off.covers(9, noon("2026-01-01")));
  EXPECT_TRUE(off.covers(9, noon("2026-06-30")));
  EXPECT_FALSE(off.covers(9, noon("2026-07-01")));
  EXPECT_TRUE(off.covers(46, noon("2026-07-01")));
  EXPECT_FALSE(off.covers(4, noon("2026-07-01")));
}

TEST(SwitchedOff, IsTheRegionsOwn) {
  const auto beside = parameters("rules_off,44,,9\n", "4301");
  EXPECT_FALSE(SwitchedOff(beside).covers(9, noon("2026-01-01")));
  const auto whole = parameters("rules_off,44,,9\n", "44");
  EXPECT_TRUE(SwitchedOff(whole).covers(9, kNoSecond));
}

TEST(SwitchedOff, TakesNumbersOfRulesAlone) {
  for (const auto* value : {"0", "89", "nine", "4.5", "09"}) {
    const auto read = knowledge::read_parameters("name,value\nrules_off," + std::string{value} + "\n", "p.csv");
    ASSERT_FALSE(read.has_value()) << value;
    EXPECT_EQ(read.error().code, ErrorCode::kBadInput);
  }
}

}  // namespace
}  // namespace yishou::engine
