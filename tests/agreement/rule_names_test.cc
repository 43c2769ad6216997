// Rooms that may not see one another agree: the official names by which knowledge reads documents are those of the catalogue.
#include <gtest/gtest.h>

#include "knowledge/official_rules.h"
#include "rules/catalogue.h"

namespace yishou {
namespace {

TEST(RuleNamesTest, KnowledgeAndCatalogueNameTheSameRules) {
  ASSERT_EQ(rules::catalogue().size(), 88u);
  for (const rules::CatalogueEntry& entry : rules::catalogue()) {
    EXPECT_EQ(knowledge::rule_name(entry.number), entry.name_zh);
    EXPECT_EQ(knowledge::rule_of_name(entry.name_zh), entry.number);
  }
}

}  // namespace
}  // namespace yishou
