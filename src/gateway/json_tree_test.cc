// What is JSON and what is not, and that nothing hostile gets through or brings the reader down.
#include "gateway/json_tree.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yishou::gateway {
namespace {

using ::testing::HasSubstr;

std::string refusal_of(std::string_view bytes) {
  JsonTree tree;
  const Status read = tree.read(bytes);
  return read ? std::string("taken") : read.error().message;
}
bool is_taken(std::string_view bytes) { return refusal_of(bytes) == "taken"; }

std::string nested(int depth) {
  std::string text = R"({"a":)";
  for (int i = 1; i < depth; ++i) text += "[";
  text += "1";
  for (int i = 1; i < depth; ++i) text += "]";
  return text + "}";
}

TEST(JsonTree, LaysAMessageFlat) {
  JsonTree tree;
  ASSERT_TRUE(
      tree.read("\xEF\xBB\xBF"
                R"( {"a": {"b": [1, "x", {"c": null}], "d": true}, "e": -1.50e+3 } )"));
  const JsonNode& root = tree.root();
  ASSERT_TRUE(root.is_object());
  const JsonNode* a = root.find("a");
  ASSERT_NE(a, nullptr);
  const JsonNode* b = a->find("b");
  ASSERT_NE(b, nullptr);
  EXPECT_TRUE(b->is_array());
  EXPECT_EQ(b->span, 5u);
  std::string kinds;
  for (const JsonNode& child : Children(*b)) kinds += std::to_string(static_cast<int>(child.kind));
  EXPECT_EQ(kinds, "345");
  EXPECT_EQ(a->find("d")->kind, JsonKind::kTrue);
  EXPECT_EQ(root.find("e")->text, "-1.50e+3");
  EXPECT_EQ(root.find("b"), nullptr);
}

TEST(JsonTree, UnescapesKeysAndTexts) {
  JsonTree tree;
  ASSERT_TRUE(tree.read(R"({"inf\u006eo":"31\u00301","n":"\u533b\ud83d\ude00\n\"", "plain":"医"})"));
  EXPECT_EQ(tree.root().find("infno")->text, "3101");
  EXPECT_EQ(tree.root().find("n")->text, "医😀\n\"");
  EXPECT_EQ(tree.root().find("plain")->text, "医");
}

TEST(JsonTree, TheLastOfRepeatedKeysCounts) {
  JsonTree tree;
  ASSERT_TRUE(tree.read(R"({"a":1,"b":2,"a":3})"));
  EXPECT_EQ(tree.root().find("a")->text, "3");
}

TEST(JsonTree, RefusesWhatIsNotJson) {
  for (const std::string_view bad : {"",
                                     " ",
                                     "nul",
                                     "1",
                                     "\"x\"",
                                     "[]",
                                     "{",
                                     "}",
                                     "{]",
                                     R"({"a":1)",
                                     R"({"a":1]})",
                                     R"({"a":1}})",
                                     R"({"a":1} x)",
                                     R"({"a":1}{"b":2})",
                                     R"({"a":1,})",
                                     R"({"a" 1})",
                                     R"({"a":})",
                                     R"({a:1})",
                                     R"({"a":1 2})",
                                     R"({"a":"x""y"})",
                                     R"({"a":"x"y})",
                                     R"({"a":tru})",
                                     R"({"a":trues})",
                                     R"({"a":nulll})",
                                     R"({"a":01})",
                                     R"({"a":+1})",
                                     R"({"a":1.})",
                                     R"({"a":.5})",
                                     R"({"a":1e})",
                                     R"({"a":1e+})",
                                     R"({"a":--1})",
                                     R"({"a":0x10})",
                                     R"({"a":NaN})",
                                     R"({"a":Infinity})",
                                     R"({"a":12abc})",
                                     R"({"a":[1,2,]})",
                                     R"({"a":[1 2]})",
                                     R"({"a":[,1]})",
                                     R"({"a":"\x"})",
                                     R"({"a":"\u12"})",
                                     R"({'a':1})",
                                     R"({"a":"x)",
                                     R"({"a":1,,"b":2})",
                                     "{\"a\":\"x\ny\"}",
                                     R"({1:2})",
                                     R"({"a":{"b":1]})"}) {
    EXPECT_FALSE(is_taken(bad)) << bad;
  }
}

TEST(JsonTree, RefusesNulBadUtf8AndHalvesOfPairs) {
  EXPECT_THAT(refusal_of(R"({"a":"x\u0000y"})"), HasSubstr("NUL"));
  EXPECT_THAT(refusal_of(R"({"x\u0000":1})"), HasSubstr("NUL"));
  EXPECT_FALSE(is_taken(std::string_view("{\"a\":\"x\0y\"}", 11)));
  EXPECT_FALSE(is_taken("{\"a\":\"\xFF\"}"));
  EXPECT_FALSE(is_taken("{\"a\":\"\xC0\xAF\"}"));
  EXPECT_FALSE(is_taken("{\"a\":\"\xED\xA0\x80\"}"));
  EXPECT_FALSE(is_taken("{\"\xB0\xA1\":1}"));  // GB18030
  for (const std::string_view half : {R"({"a":"\ud800"})", R"({"a":"\udc00"})", R"({"a":"\ud800x"})",
                                      R"({"a":"\ud800\ud800"})", R"({"\udfff":1})", R"({"a":"\ude00\ud83d"})"}) {
    EXPECT_FALSE(is_taken(half)) << half;
  }
}

TEST(JsonTree, LimitsDepth) {
  EXPECT_TRUE(is_taken(nested(JsonTree::kMaxDepth)));
  EXPECT_THAT(refusal_of(nested(JsonTree::kMaxDepth + 1)), HasSubstr("嵌套超过 32 层"));
  EXPECT_THAT(refusal_of(nested(2'000'000)), HasSubstr("嵌套超过 32 层"));
  EXPECT_THAT(refusal_of("{\"a\":" + std::string(1'000'000, '[')), HasSubstr("JSON"));
}

TEST(JsonTree, LimitsValues) {
  std::string many = R"({"a":[0)";
  for (std::size_t i = 0; i < JsonTree::kMaxValues; ++i) many += ",0";
  JsonTree tree;
  const Status read = tree.read(many + "]}");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kTooMuch);
  ASSERT_TRUE(tree.read(R"({"a":1})")) << "after a large message the next one is read as ever";
  EXPECT_EQ(tree.root().find("a")->text, "1");
}

TEST(JsonTree, AMessageCutAnywhereIsRefused) {
  const std::string whole = R"({"infno":"3101","input":{"data":{"n":[1,-2.5e3,true,null],"t":"医\u4fdd"},"e":[]}})";
  ASSERT_TRUE(is_taken(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(is_taken(std::string_view(whole).substr(0, size))) << size;
  }
}

TEST(JsonTree, AnyByteInAnyPlaceEndsInAnAnswer) {
  const std::string whole = R"({"a":{"b":["x",1.5,{"c":"\u4fdd"}]},"d":false})";
  JsonTree tree;
  int taken = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = whole;
      changed[at] = static_cast<char>(byte);
      taken += tree.read(changed) ? 1 : 0;
    }
  }
  EXPECT_GT(taken, 0);
  EXPECT_TRUE(tree.read(whole)) << "the reader is still sound";
}

TEST(JsonTree, OneObjectIsFoundAloneAndInAnArray) {
  JsonTree tree;
  ASSERT_TRUE(tree.read(R"({"alone":{"x":1},"in":[{"x":2}],"two":[{},{}],"none":[],"text":""})"));
  EXPECT_EQ(one_object(tree.root().find("alone"))->find("x")->text, "1");
  EXPECT_EQ(one_object(tree.root().find("in"))->find("x")->text, "2");
  EXPECT_EQ(one_object(tree.root().find("two")), nullptr);
  EXPECT_EQ(one_object(tree.root().find("none")), nullptr);
  EXPECT_EQ(one_object(tree.root().find("text")), nullptr);
  EXPECT_EQ(one_object(nullptr), nullptr);
}

}  // namespace
}  // namespace yishou::gateway
