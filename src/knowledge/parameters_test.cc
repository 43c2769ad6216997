// Parameters: shipped defaults, regional overrides through time, refusals.
#include "knowledge/parameters.h"

#include <gtest/gtest.h>

namespace yishou::knowledge {
namespace {

Result<Parameters> build(std::string_view csv, std::string_view region) {
  auto rows = read_parameters(csv, "p.csv");
  if (!rows.has_value()) return pass(rows);
  return Parameters::build(*rows, region);
}

TEST(ParametersTest, ShippedDefaults) {
  const auto parameters = Parameters::build({}, "");
  ASSERT_TRUE(parameters.has_value());
  EXPECT_EQ(parameters->number("newborn_max_days").at(kNoDay), 280000);
  EXPECT_EQ(parameters->number("work_age_max.female").at(20000), 580000);
  EXPECT_EQ(parameters->number("second_op_ratio").at(20000), 5000);
  EXPECT_TRUE(parameters->codes("injury_insutypes").at(20000).empty());
  EXPECT_EQ(parameters->codes("maternity_med_types").at(20000), (CodeSet{"51", "52"}));
  EXPECT_EQ(parameters->codes("cycle_diags").at(20000).size(), 8u);
  EXPECT_EQ(parameters->rows().size(), Parameters::definitions().size());
}

TEST(ParametersTest, LongestRegionWinsFromItsDateOn) {
  constexpr std::string_view kRows =
      "name,region,valid_from,value\n"
      "child_max_years,44,,16\n"
      "child_max_years,4401,2025-01-01,14\n"
      "child_max_years,,2025-06-01,12\n"
      "child_max_years,43,,10\n";
  const auto city = build(kRows, "440106");
  ASSERT_TRUE(city.has_value()) << city.error().message;
  EXPECT_EQ(city->number("child_max_years").at(*parse_day("2024-12-31")), 160000);
  EXPECT_EQ(city->number("child_max_years").at(*parse_day("2025-01-01")), 140000);
  EXPECT_EQ(city->number("child_max_years").least(), 140000);
  EXPECT_EQ(city->number("child_max_years").at(*parse_day("2025-07-01")), 140000);
  const auto elsewhere = build(kRows, "110000");
  ASSERT_TRUE(elsewhere.has_value());
  EXPECT_EQ(elsewhere->number("child_max_years").at(*parse_day("2025-05-31")), 180000);
  EXPECT_EQ(elsewhere->number("child_max_years").at(*parse_day("2025-06-01")), 120000);
}

TEST(ParametersTest, RefusesWithRowAndRemedy) {
  const auto refused = [](std::string_view csv) {
    const auto answer = build(csv, "");
    return answer.has_value() ? std::string{} : answer.error().message;
  };
  EXPECT_NE(refused("name,value\nno_such,1\n").find("p.csv row 2 (no_such) column name"), std::string::npos);
  EXPECT_NE(refused("name,value\nsplit_days,abc\n").find("plain decimal"), std::string::npos);
  EXPECT_NE(refused("name,value\nsplit_days,99999\n").find("between 0 and 365"), std::string::npos);
  EXPECT_NE(refused("name,value,valid_from\nsplit_days,5,2025-13-01\n").find("column valid_from"), std::string::npos);
  EXPECT_NE(refused("name,value,region\nsplit_days,5,44x\n").find("column region"), std::string::npos);
  EXPECT_NE(refused("name\nsplit_days\n").find("lacks value"), std::string::npos);
}

}  // namespace
}  // namespace yishou::knowledge
