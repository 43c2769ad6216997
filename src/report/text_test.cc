#include "report/text.h"

#include <gtest/gtest.h>

namespace yishou::report {
namespace {

TEST(ReportText, WidthsCutsAndSeparators) {
  EXPECT_EQ(display_width("ab医守"), 6u);
  EXPECT_EQ(display_width("（）"), 4u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);
  EXPECT_EQ(pad_right("医守", 6), "医守  ");
  EXPECT_EQ(pad_right("医疗保障", 7), "医疗.. ");
  EXPECT_EQ(display_width(pad_right("医疗保障基金", 7)), 7u);
  EXPECT_EQ(pad_left("7", 3), "  7");
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(999), "999");
  EXPECT_EQ(with_separators(1000), "1,000");
  EXPECT_EQ(yuan_with_separators(-123456), "-1,234.56");
  EXPECT_EQ(yuan_with_separators(5), "0.05");
  EXPECT_EQ(cut_utf16("abcdef", 6, ".."), "abcdef");
  EXPECT_EQ(cut_utf16("abcdefg", 6, ".."), "abcd..");
  EXPECT_EQ(cut_utf16("a\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 4, "."), "a\xf0\x9f\x98\x80.");
  EXPECT_FALSE(is_utf8("\xc0\xaf"));
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
  EXPECT_TRUE(is_utf8("医\xf0\x9f\x98\x80"));
  EXPECT_EQ(to_utf8("a\xe5\x8c"), "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(json_text("\"\\\n\x01医"), "\"\\\"\\\\\\n\\u0001医\"");
}

}  // namespace
}  // namespace yishou::report
