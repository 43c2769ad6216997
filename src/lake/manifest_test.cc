#include "lake/manifest.h"

#include <gtest/gtest.h>

namespace yishou::lake {
namespace {

TEST(Manifest, ComesBackAsItWasWritten) {
  Manifest m;
  m.generation = 7;
  m.load = "20240101-\"x\"";
  m.mark = "facts 7";
  m.person_parts = 4;
  m.first_fee_day = *parse_day("2024-01-02");
  m.last_fee_day = *parse_day("2024-12-30");
  m.tables["fee_list_d"] = {{"g7/fee_list_d/a.parquet", 10, m.first_fee_day, m.last_fee_day}, {"", 0, kNoDay, kNoDay}};
  const auto back = Manifest::from_json(m.to_json(), "manifest.json");
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->to_json(), m.to_json());
  EXPECT_EQ(back->mark, "facts 7");
  EXPECT_EQ(back->rows("fee_list_d"), 10);
  EXPECT_EQ(back->rows("setl_d"), 0);
  EXPECT_EQ(back->files("L", "fee_list_d"), std::vector<std::string>{"L/g7/fee_list_d/a.parquet"});
  EXPECT_EQ(back->parts("fee_list_d")[0].last_day, m.last_fee_day);
}

TEST(Manifest, RefusesAnotherVersionWithTheRemedy) {
  Manifest m;
  m.format = 2;
  const auto back = Manifest::from_json(m.to_json(), "manifest.json");
  ASSERT_FALSE(back.has_value());
  EXPECT_EQ(back.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(back.error().message.find("new lake"), std::string::npos);
}

TEST(Manifest, DamageIsNamedNotCrashedOn) {
  for (
      const char* json :
      {"", "{", "[]", "{\"format\": \"x\"}", "{\"format\": 1}",
       R"({"format":1,"generation":1,"load":"","person_parts":3,"institution_parts":1,"tables":{}})",
       R"({"format":1,"generation":1,"load":"","person_parts":1,"institution_parts":1,"tables":[]})",
       R"({"format":1,"generation":1,"load":"","person_parts":1,"institution_parts":1,"tables":{"a":[1]}})",
       R"({"format":1,"generation":1,"load":"","person_parts":1,"institution_parts":1,"tables":{"a":[{"file":"f","rows":-1}]}})"}) {
    const auto back = Manifest::from_json(json, "manifest.json");
    ASSERT_FALSE(back.has_value()) << json;
    EXPECT_EQ(back.error().code, ErrorCode::kBadInput) << json;
  }
  EXPECT_EQ(Manifest::open("/nonexistent").error().code, ErrorCode::kNotFound);
}

TEST(OwnerHash, IsTheOneTheFormatDocuments) {
  EXPECT_EQ(part_of(owner_hash("any"), 1), 0u);
  // Values computed by the Python lines of docs/formats/lake.md.
  EXPECT_EQ(owner_hash(""), 0xefd01f60ba992926u);
  EXPECT_EQ(owner_hash("P0000001"), 0xfb00c3f935e2a653u);
  EXPECT_EQ(owner_hash("51010000000000000001"), 0x145ae59997efb156u);
  EXPECT_EQ(part_of(owner_hash("51010000000000000001"), 64), 5u);
  EXPECT_EQ(part_of(~std::uint64_t{0}, 64), 63u);
}

}  // namespace
}  // namespace yishou::lake
