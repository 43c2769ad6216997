// The tables of our own: the lists of the rules' text, literally, and reference tables whose every row is good.
#include "knowledge/shipped.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "knowledge/code_range.h"
#include "knowledge/embedded.h"
#include "knowledge/own_points.h"

namespace yishou::knowledge {
namespace {

std::vector<std::string> codes_of(std::uint16_t rule, std::string_view value) {
  std::vector<std::string> out;
  for (const StoredPoint& point : shipped_own()) {
    if (point.row.state != State::kListed || point.row.rule != rule || point.row.value != value) continue;
    out.insert(out.end(), point.row.codes.begin(), point.row.codes.end());
  }
  return out;
}

std::vector<std::string> expanded(const std::vector<std::string>& ranges) {
  std::vector<std::string> out;
  for (const std::string& range : ranges) {
    const auto codes = expand_range(range);
    EXPECT_TRUE(codes.has_value()) << range;
    if (codes.has_value()) out.insert(out.end(), codes->begin(), codes->end());
  }
  return out;
}

TEST(CodeRangeTest, EveryCategoryOfARange) {
  using Codes = std::vector<std::string>;
  EXPECT_EQ(*expand_range("C60-C63"), (Codes{"C60", "C61", "C62", "C63"}));
  EXPECT_EQ(*expand_range("D07.4-D07.6"), (Codes{"D07.4", "D07.5", "D07.6"}));
  EXPECT_EQ(*expand_range("60-64"), (Codes{"60", "61", "62", "63", "64"}));
  EXPECT_EQ(expand_range("C00-D48")->size(), 149u);
  EXPECT_EQ(*expand_range("N40"), (Codes{"N40"}));
  EXPECT_EQ(*expand_range("N40-"), (Codes{"N40-"}));  // no range: a code as it stands
  EXPECT_EQ(*expand_range("N40-X99.1"), (Codes{"N40-X99.1"}));
  EXPECT_FALSE(expand_range("C63-C60").has_value());
}

TEST(ListedTest, ExactlyTheListsOfTheRules) {
  EXPECT_EQ(codes_of(39, "男"), expanded({"60-64"}));
  EXPECT_EQ(codes_of(39, "女"), expanded({"65-75"}));
  EXPECT_EQ(codes_of(54, "男"), expanded({"C60-C63", "D07.4-D07.6", "D29", "D40", "N40-N51", "Q53-Q55"}));
  EXPECT_EQ(codes_of(54, "女"), expanded({"A34", "C51-C58", "D06", "D07.0-D07.3", "D25-D28", "D39", "E28", "F53",
                                          "M80.0", "M81.0", "N70-N98", "O00-O99", "Q50-Q52", "R87", "Z32-Z37", "Z39"}));
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> ages;
  std::set<std::uint16_t> rules;
  for (const StoredPoint& point : shipped_own()) {
    if (point.row.state != State::kListed) continue;
    rules.insert(point.row.rule);
    if (point.row.rule == 55)
      ages[point.row.codes.front() + "-" + point.row.codes.back()] = {point.row.num, point.row.num2};
  }
  EXPECT_EQ(rules, (std::set<std::uint16_t>{39, 54, 55}));
  const std::map<std::string, std::pair<std::int64_t, std::int64_t>> expected{{"P00-P96", {kNoNumber, 0}},
                                                                              {"O00-O99", {10 * kOne, 60 * kOne}},
                                                                              {"N40-N40", {20 * kOne, kNoNumber}},
                                                                              {"N95-N95", {30 * kOne, kNoNumber}}};
  EXPECT_EQ(ages, expected);
}

TEST(ReferenceTest, EveryRowIsGoodAndNamesItsSource) {
  for (const auto& [name, text] : embedded::shipped_reference()) {
    // The check of a whole table, without the published points: only rows that name one of them may be left.
    const auto own = read_own_points(text, name, OwnCheck::kMeaning);
    ASSERT_TRUE(own.has_value()) << own.error().message;
    for (const LeftOut& left : own->left) {
      ADD_FAILURE() << name << " row " << left.row << " " << left.column << ": " << left.text << " " << left.need_en;
    }
  }
  std::set<std::string> ids;
  for (const StoredPoint& point : shipped_own()) {
    if (point.row.state != State::kReference) continue;
    EXPECT_FALSE(point.row.basis.empty()) << point.row.point_id;
    EXPECT_FALSE(point.row.name.empty()) << point.row.point_id;
    EXPECT_TRUE(point.row.point_id.starts_with("REF-" + std::to_string(point.row.rule) + "-")) << point.row.point_id;
    EXPECT_TRUE(ids.insert(point.row.point_id).second) << point.row.point_id << " is there twice";
    EXPECT_FALSE(point.row.needs_condition) << point.row.point_id;
  }
}

// A condition for a published point belongs to that point: same rule, same name.
TEST(ReferenceTest, ConditionsNameThePublishedPointTheyAreFor) {
  std::map<std::string, std::set<std::string>> names;  // rule and first code → names
  for (const StoredPoint& point : shipped_published()) {
    for (const std::string& code : point.row.codes) names[std::to_string(point.row.rule) + code].insert(point.row.name);
  }
  for (const StoredPoint& point : shipped_own()) {
    if (point.row.state != State::kReference || (point.row.rule != 5 && point.row.rule != 8)) continue;
    const auto found = names.find(std::to_string(point.row.rule) + point.row.codes.front());
    if (found == names.end()) continue;
    EXPECT_TRUE(found->second.contains(point.row.name)) << point.row.point_id << " " << point.row.name;
  }
}

}  // namespace
}  // namespace yishou::knowledge
