// Hostile requests: whatever comes, the answer is a reading or an Error, and the reader is sound afterwards.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/feedback.h"
#include "gateway/request_fixture.h"
#include "gateway/stock.h"

namespace yishou::gateway {
namespace {

std::string sample(const char* name) {
  std::ifstream file(std::string(YISHOU_SOURCE_DIR "/tests/gateway/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Reads a body as everything it could be; true when it was JSON, if with a text beyond the limit.
bool read_all(Message& message, AnalysisParser& parser, std::string_view body) {
  if (const Status read = message.read(body); !read) return read.error().code == ErrorCode::kTooMuch;
  const auto request = parser.read(message);
  if (request) {
    for (const AnalysisPatient& patient : (*request)->patients) {
      EXPECT_TRUE(patient.proposal.visits.empty() || patient.proposal.current < patient.proposal.visits.size());
    }
  }
  static_cast<void>(read_feedback(message));
  for (const TransactionKind kind :
       {TransactionKind::kStockCount, TransactionKind::kStockChange, TransactionKind::kPurchaseReturn,
        TransactionKind::kSale, TransactionKind::kStockDelete}) {
    static_cast<void>(read_stock(message, {.kind = kind, .batch = true}, {}));
  }
  return true;
}

TEST(Hostile, ARequestCutAtEveryByteIsRefused) {
  Message message;
  AnalysisParser parser;
  for (const char* name : {"newtouch_3101.json", "newtouch_3505.json", "oepnhisc_3103.json"}) {
    std::string whole = sample(name);
    while (!whole.empty() && whole.back() != '}') whole.pop_back();
    ASSERT_TRUE(read_all(message, parser, whole)) << name;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(read_all(message, parser, std::string_view(whole).substr(0, size))) << name << " " << size;
    }
  }
}

// Every value of the message, one after the other, becomes each of the wrong ones.
TEST(Hostile, EveryFieldOfEveryTypeIsRead) {
  const std::vector<std::string> wrong = {"null",
                                          "true",
                                          "[]",
                                          "{}",
                                          "[[]]",
                                          "[{}]",
                                          "\"\"",
                                          "\"-\"",
                                          "-1",
                                          "1e308",
                                          "1e-400",
                                          "1E+2",
                                          "123456789012345678901234567890",
                                          "\"<script>' OR 1=1 --\"",
                                          "\"\\ud83d\\ude00\"",
                                          "\"9999-12-31\"",
                                          "[1,\"x\",null,{\"a\":1}]",
                                          "\"" + std::string(5000, 'x') + "\""};
  Message message;
  AnalysisParser parser;
  for (const char* name : {"newtouch_3101.json", "newtouch_3505.json", "oepnhisc_3103.json"}) {
    const std::string whole = sample(name);
    int values = 0;
    for (std::size_t colon = whole.find("\": "); colon != std::string::npos; colon = whole.find("\": ", colon + 1)) {
      const std::size_t begin = colon + 3;
      std::size_t end =
          begin;  // of a scalar; what a container holds stays behind the new value and makes no JSON of it
      if (whole[begin] == '{' || whole[begin] == '[') {
        int depth = 0;
        do {
          depth += whole[end] == '{' || whole[end] == '[' ? 1 : whole[end] == '}' || whole[end] == ']' ? -1 : 0;
          ++end;
        } while (depth > 0);
      } else if (whole[begin] == '"') {
        end = whole.find('"', begin + 1) + 1;
      } else {
        end = whole.find_first_of(",\n}", begin);
      }
      ++values;
      for (const std::string& value : wrong) {
        const bool is_json = read_all(message, parser, whole.substr(0, begin) + value + whole.substr(end));
        EXPECT_TRUE(is_json) << name << " " << begin << " " << value.substr(0, 40);
      }
    }
    EXPECT_GT(values, 20) << name;
    EXPECT_TRUE(read_all(message, parser, whole));
  }
}

TEST(Hostile, AnyByteAnywhereEndsInAnAnswer) {
  Message message;
  AnalysisParser parser;
  const std::string whole = with_orders(kOneOrder);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char byte : std::string_view("\0\x01\"\\{}[],:0e-\x7f\x80\xc0\xed\xff", 18)) {
      std::string changed = whole;
      changed[at] = byte;
      static_cast<void>(read_all(message, parser, changed));
    }
  }
  EXPECT_TRUE(read_all(message, parser, whole));
}

TEST(Hostile, DeepNestingInAFieldThatNobodyReadsIsRefused) {
  Message message;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const Status read = message.read(R"({"infno":"3101","x":)" + deep + "}");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kTooMuch);
}

}  // namespace
}  // namespace yishou::gateway
