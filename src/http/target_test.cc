// Tests of targets: what is read, and the tricks that are not.
#include "http/target.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::http {
namespace {

std::string path_of(std::string_view target) {
  Target out;
  return read_target(target, out) ? std::string(out.path) : std::string("refused");
}

std::string query_of(std::string_view target) {
  Target out;
  if (!read_target(target, out)) return "refused";
  std::string text;
  for (const Field& field : out.query) text += fmt::format("[{}={}]", field.name, field.value);
  return text;
}

TEST(Target, PathIsDecodedOnce) {
  EXPECT_EQ(path_of("/"), "/");
  EXPECT_EQ(path_of("/v1/findings/12"), "/v1/findings/12");
  EXPECT_EQ(path_of("/%E5%8C%BB%E5%AE%88"), "/医守");
  EXPECT_EQ(path_of("/a+b"), "/a+b");
  EXPECT_EQ(path_of("/a%2Bb%20c"), "/a+b c");
  EXPECT_EQ(path_of("/%252e%252e/x"), "/%2e%2e/x");  // the second encoding is text, and stays text
  EXPECT_EQ(path_of("http://host:80/a?b"), "/a");
  EXPECT_EQ(path_of("HTTPS://host/a"), "/a");
  EXPECT_EQ(path_of("*"), "*");
  EXPECT_EQ(path_of("/..a/b.../.c"), "/..a/b.../.c");
}

TEST(Target, TricksAreRefused) {
  for (const std::string_view target : {"",
                                        "a",
                                        "..",
                                        "/..",
                                        "/../",
                                        "/a/../b",
                                        "/a/..",
                                        "/./a",
                                        "/a/.",
                                        "/%2e%2e/etc/passwd",
                                        "/%2E./a",
                                        "/.%2e",
                                        "/a%2fb",
                                        "/a%2F..%2Fb",
                                        "/a%5c..%5cb",
                                        "/a\\b",
                                        "/%00",
                                        "/a%00.html",
                                        "/%0d%0aX:1",
                                        "/%7f",
                                        "/%1f",
                                        "/%c0%ae%c0%ae/x",
                                        "/%c0%af",
                                        "/%e0%80%af",
                                        "/%f0%80%80%af",
                                        "/%ed%a0%80",
                                        "/%ff",
                                        "/%f5%80%80%80",
                                        "/%e5%8c",
                                        "/%",
                                        "/%2",
                                        "/%zz",
                                        "/%2",
                                        "/a%",
                                        "/a#b",
                                        "http://host",
                                        "http://",
                                        "https://h?x",
                                        "http:/a",
                                        "//..",
                                        "ftp://h/x",
                                        "/?%",
                                        "/?a=%0",
                                        "/?a=%00",
                                        "/?%ff",
                                        "/?a=%c0%80",
                                        "/?a%0a=1"}) {
    EXPECT_EQ(path_of(target), "refused") << target;
  }
}

TEST(Target, Query) {
  EXPECT_EQ(query_of("/"), "");
  EXPECT_EQ(query_of("/?"), "");
  EXPECT_EQ(query_of("/?a=1&b=2&a=3"), "[a=1][b=2][a=3]");
  EXPECT_EQ(query_of("/?a&b=&=c&&"), "[a=][b=][=c]");
  EXPECT_EQ(query_of("/?q=a+b%2B%26%3D&x==y=?/../"), "[q=a b+&=][x==y=?/../]");
  EXPECT_EQ(query_of("/?%E5%90%8D=%E7%8E%8B"), "[名=王]");
  std::string many = "/?";
  for (std::size_t i = 0; i < kMaxQueryFields; ++i) many += "a&";
  EXPECT_NE(query_of(many), "refused");
  EXPECT_EQ(query_of(many + "a"), "refused");
}

TEST(Target, MemoryIsUsedAgain) {
  Target out;
  ASSERT_TRUE(read_target("/long/path/with/many/parts?and=query", out));
  ASSERT_TRUE(read_target("/x", out));
  EXPECT_EQ(out.path, "/x");
  EXPECT_TRUE(out.query.empty());
}

TEST(Utf8, ShortestFormOnly) {
  EXPECT_TRUE(is_utf8("aé医😀"));
  EXPECT_TRUE(is_utf8("\xf4\x8f\xbf\xbf"));
  for (const std::string_view text : {"\x80", "\xc2", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80", "\xe5\x8c", "\xe5\x8c\x41", "\xf8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(is_utf8(text)) << testing::PrintToString(std::string(text));
  }
}

}  // namespace
}  // namespace yishou::http
