// Numbers, dates and codes in every spelling that clients use, and in those that mean nothing.
#include "gateway/field_values.h"
#include "gateway/analysis_request.h"

#include <limits>

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::gateway {
namespace {

constexpr std::optional<std::int64_t> kNothing = std::nullopt;

JsonNode text_node(std::string_view text) { return {.key = "f", .text = text, .span = 1, .kind = JsonKind::kString}; }
JsonNode number_node(std::string_view text) { return {.key = "f", .text = text, .span = 1, .kind = JsonKind::kNumber}; }

class FieldValuesTest : public ::testing::Test {
 protected:
  ReadingNotes notes_;
  model::TextArena arena_;
  FieldValues values_{notes_, arena_};
};

TEST(ParseNumber, MovesThePointExactly) {
  EXPECT_EQ(parse_number("12.345", 2), 1235);
  EXPECT_EQ(parse_number("1E+2", 2), 10000);
  EXPECT_EQ(parse_number("1e2", 0), 100);
  EXPECT_EQ(parse_number("-1.5e1", 2), -1500);
  EXPECT_EQ(parse_number("1234e-2", 2), 1234);
  EXPECT_EQ(parse_number("5e-1", 0), 1);
  EXPECT_EQ(parse_number("4e-1", 0), 0);
  EXPECT_EQ(parse_number("1.2345E+02", 2), 12345);
  EXPECT_EQ(parse_number("12.5e-4", 6), 1250);
  EXPECT_EQ(parse_number("0e40", 2), 0);
  EXPECT_EQ(parse_number("1e007", 0), 10'000'000);
  EXPECT_EQ(parse_number("0.1", 6), 100000);
  EXPECT_EQ(parse_number("0.30000000000000004", 2), 30);
}

TEST(ParseNumber, RefusesWhatIsNoneOrTooLarge) {
  for (const std::string_view bad :
       {"", "-", "e5", "1e", "1e+", "1e999999999999", "1e-999", "1e49", "1e20", "--1", "1.2.3e1", "1,000", "0x1", "NaN",
        "1e1.5", ".e1", "- 1", "1 2", "99999999999999999999"}) {
    EXPECT_EQ(parse_number(bad, 2), kNothing) << bad;
  }
  EXPECT_EQ(parse_number(std::string(5000, '9') + "e1", 2), kNothing);
  EXPECT_EQ(parse_number("0." + std::string(5000, '0') + "1", 2), 0);
}

TEST(ParseMoment, TakesTheFiveSpellings) {
  const auto at = parse_second("2026-01-02 08:30:05");
  EXPECT_EQ(parse_moment("2026-01-02 08:30:05"), at);
  EXPECT_EQ(parse_moment("2026-01-02T08:30:05"), at);
  EXPECT_EQ(parse_moment("20260102083005"), at);
  EXPECT_EQ(parse_moment("2026-01-02T08:30:05.123"), at);
  EXPECT_EQ(parse_moment("2026-01-02 08:30:05.0"), at);
  EXPECT_EQ(parse_moment("2026-01-02T08:30:05+08:00"), at);
  EXPECT_EQ(parse_moment("2026-01-02T08:30:05.5+0800"), at);
  EXPECT_EQ(parse_moment("2026-01-02T00:30:05Z"), at);
  EXPECT_EQ(parse_moment("2026-01-01T16:00:00.000Z"), parse_second("2026-01-02"));
  EXPECT_EQ(parse_moment("2026-01-02 08:30"), parse_second("2026-01-02 08:30:00"));
  EXPECT_EQ(parse_moment("2026-01-02"), parse_second("2026-01-02"));
  EXPECT_EQ(parse_moment("20260102"), parse_second("2026-01-02"));
}

TEST(ParseMoment, RefusesEverythingElse) {
  for (const std::string_view bad : {"",
                                     "2026",
                                     "2026-02-30",
                                     "2026-13-01",
                                     "1899-12-31",
                                     "2100-01-01",
                                     "2026-01-02 24:00:00",
                                     "2026-01-02 08:60:00",
                                     "2026-01-02T08:30:05-05:00",
                                     "2026-01-02 08:30:05.",
                                     "2026-01-02 08:30:05.x",
                                     "2026/01/02",
                                     "2026010208300",
                                     "20260230",
                                     "1767312000000",
                                     "2026-01-02Z8:30:05",
                                     "yyyy-MM-dd",
                                     "2026-01-0208:30:05",
                                     ".2026-01-02",
                                     "Z"}) {
    EXPECT_EQ(parse_moment(bad), std::nullopt) << bad;
  }
}

TEST(MedTypeNumber, IsTheFirstTwoDigitsOrTheWhole99) {
  EXPECT_EQ(med_type_number("11"), 11);
  EXPECT_EQ(med_type_number("140104"), 140104);
  EXPECT_EQ(med_type_number("2114"), 2114);
  EXPECT_EQ(med_type_number("9901"), 9901);
  EXPECT_EQ(med_type_number("1"), 1);
  EXPECT_EQ(med_type_number(""), -1);
  EXPECT_EQ(med_type_number("1x"), -1);
  EXPECT_EQ(med_type_number("1234567"), -1);
}

TEST_F(FieldValuesTest, NothingHasFourSpellings) {
  for (const std::string_view nothing : {"", " ", "-", "--", " - "}) {
    EXPECT_EQ(values_.text(text_node(nothing)), "") << nothing;
    EXPECT_EQ(values_.number(text_node(nothing), 2), kNoNumber) << nothing;
    EXPECT_EQ(values_.time(text_node(nothing)), kNoSecond) << nothing;
    EXPECT_EQ(values_.code(text_node(nothing), 99), model::kNoCode) << nothing;
    EXPECT_EQ(values_.flag(text_node(nothing)), std::nullopt) << nothing;
  }
  const JsonNode null{.key = "f", .text = {}, .span = 1, .kind = JsonKind::kNull};
  EXPECT_EQ(values_.text(null), "");
  EXPECT_EQ(values_.number(null, 2), kNoNumber);
  EXPECT_TRUE(notes_.unreadable.empty()) << "what is missing is not odd";
}

TEST_F(FieldValuesTest, NumbersAreCodesAndTextsAreNumbers) {
  EXPECT_EQ(values_.text(number_node("310")), "310");
  EXPECT_EQ(values_.text(number_node("310.0")), "310");
  EXPECT_EQ(values_.text(number_node("310.5")), "310.5");
  EXPECT_EQ(values_.number(text_node(" 12.5 "), kFenScale), 1250);
  EXPECT_EQ(values_.number(number_node("1.25E2"), kFenScale), 12500);
  EXPECT_EQ(values_.code(number_node("1.0"), 9), 1);
  EXPECT_EQ(values_.code(text_node("05"), 11), 5);
  EXPECT_EQ(values_.flag(number_node("0")), false);
  EXPECT_EQ(values_.flag({.key = "f", .text = {}, .span = 1, .kind = JsonKind::kTrue}), true);
  EXPECT_TRUE(notes_.unreadable.empty());
}

TEST_F(FieldValuesTest, WhatIsUnreadableIsMissingAndNoted) {
  EXPECT_EQ(values_.number(text_node("十二"), 2), kNoNumber);
  EXPECT_EQ(values_.number({.key = "f", .text = {}, .span = 1, .kind = JsonKind::kTrue}, 2), kNoNumber);
  EXPECT_EQ(values_.time(text_node("昨天")), kNoSecond);
  EXPECT_EQ(values_.code(text_node("A1"), 99), model::kNoCode);
  EXPECT_EQ(values_.code(text_node("99999999999999999999"), 99), model::kNoCode);
  EXPECT_EQ(values_.flag(text_node("是")), std::nullopt);
  EXPECT_EQ(values_.text({.key = "f", .text = {}, .span = 1, .kind = JsonKind::kObject}), "");
  ASSERT_EQ(notes_.unreadable.size(), 1u);
  EXPECT_EQ(notes_.unreadable[0].field, "f");
  EXPECT_EQ(notes_.unreadable[0].count, 7u);
}

// As many as a message may hold add up without an overflow.
TEST_F(FieldValuesTest, AnAbsurdNumberIsNone) {
  EXPECT_EQ(values_.number(text_node("1000000000000.00"), kFenScale), kLargestNumber);
  EXPECT_EQ(values_.number(text_node("-1000000000000.00"), kFenScale), -kLargestNumber);
  for (const std::string_view absurd : {"1000000000000.01", "-1000000000000.01", "9e13", "92233720368547758.07"}) {
    EXPECT_EQ(values_.number(text_node(absurd), kFenScale), kNoNumber) << absurd;
  }
  ASSERT_EQ(notes_.unreadable.size(), 1u);
  EXPECT_EQ(notes_.unreadable[0].count, 4u);
  static_assert(kLargestNumber <= std::numeric_limits<std::int64_t>::max() / static_cast<std::int64_t>(kMaxOrders));
}

TEST_F(FieldValuesTest, AnOpenEndIsNotEnded) {
  EXPECT_EQ(values_.time(text_node("9999-12-31 00:00:00")), kNoSecond);
  EXPECT_EQ(values_.time(text_node("9999-12-31")), kNoSecond);
  EXPECT_TRUE(notes_.unreadable.empty());
}

TEST_F(FieldValuesTest, CodesGoUpAndOthersStay) {
  EXPECT_EQ(values_.upper_text(text_node(" i63.900x001 ")), "I63.900X001");
  EXPECT_EQ(values_.upper_text(text_node("I63.900")), "I63.900");
  EXPECT_EQ(values_.upper_text(text_node("内科a")), "内科A");
}

TEST_F(FieldValuesTest, ALongTextIsKeptAndATooLongOneIsNamed) {
  const std::string most(kMaxTextBytes, 'x'), more(kMaxTextBytes + 1, 'x');
  EXPECT_EQ(values_.text(text_node(most)), most);
  EXPECT_EQ(values_.upper_text(text_node(most)), std::string(kMaxTextBytes, 'X'));
  EXPECT_TRUE(values_.status());
  static_cast<void>(values_.upper_text(text_node(more)));
  const Status status = values_.status();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kTooMuch);
  EXPECT_THAT(status.error().message, ::testing::HasSubstr("字段 f "));
}

TEST(CountCharacters, CountsCodePoints) {
  EXPECT_EQ(count_characters(""), 0u);
  EXPECT_EQ(count_characters("a医😀"), 3u);
}

}  // namespace
}  // namespace yishou::gateway
