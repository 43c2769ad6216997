// The list of 2025 is whole, and the rules that are present belong to it.
#include "rules/catalogue.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "rules/rule.h"

namespace yishou::rules {
namespace {

TEST(CatalogueTest, HasEveryNumberOnceInOrder) {
  ASSERT_EQ(catalogue().size(), 88u);
  std::set<std::string_view> codes;
  for (std::uint16_t number = 1; number <= 88; ++number) {
    const CatalogueEntry* entry = catalogue_entry(number);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->number, number);
    EXPECT_FALSE(entry->name_zh.empty() || entry->name_en.empty() || entry->class_zh.empty());
    EXPECT_TRUE(codes.insert(entry->code).second) << entry->code;
  }
  EXPECT_EQ(catalogue_entry(0), nullptr);
  EXPECT_EQ(catalogue_entry(89), nullptr);
}

TEST(CatalogueTest, RulesWithoutPublicCodeGetOurs) {
  for (const std::uint16_t number : std::initializer_list<std::uint16_t>{13, 29, 30, 31, 47, 76, 77, 87, 88}) {
    EXPECT_TRUE(catalogue_entry(number)->code.starts_with("YS2025-0")) << number;
  }
  EXPECT_EQ(catalogue_entry(9)->code, "GZ10000101009000");
  EXPECT_EQ(catalogue_entry(67)->code, "GZ10000301004000");
  EXPECT_EQ(catalogue_entry(67)->name_zh, "药品区分性别使用");
  EXPECT_EQ(catalogue_entry(56)->code, "ZB10000205001000");
}

TEST(RegistryTest, NumbersAreThoseOfTheList) {
  std::vector<std::uint16_t> numbers;
  std::vector<std::string> slugs;
#define RULE(number, name)   \
  numbers.push_back(number); \
  slugs.emplace_back(#name);
#include "rules/rule_list.inc"
#undef RULE
  ASSERT_EQ(all_rules().size(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const RuleInfo& info = all_rules()[i]->info();
    EXPECT_EQ(info.number, numbers[i]);
    EXPECT_EQ(info.slug, slugs[i]);
    EXPECT_TRUE(i == 0 || numbers[i - 1] < numbers[i]) << "in order";
    EXPECT_NE(catalogue_entry(info.number), nullptr);
    EXPECT_EQ(find_rule(info.number), all_rules()[i]);
    EXPECT_FALSE(info.basis.empty() || info.meaning_zh.empty() || info.meaning_en.empty());
    EXPECT_TRUE(info.severity >= 1 && info.severity <= 3);
  }
  EXPECT_EQ(find_rule(0), nullptr);
}

}  // namespace
}  // namespace yishou::rules
