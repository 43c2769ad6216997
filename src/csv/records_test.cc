#include "csv/records.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "csv/slabs.h"
#include "csv/small_table.h"

namespace yishou::csv {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read(std::string_view text) {
  Rows rows;
  Records records(text);
  while (const Record* r = records.next()) {
    rows.emplace_back();
    if (r->problem != Problem::kNone) rows.back().push_back("!" + std::to_string(static_cast<int>(r->problem)));
    for (const auto field : r->fields) rows.back().emplace_back(field);
  }
  return rows;
}

TEST(Records, PlainAndQuotedFields) {
  EXPECT_EQ(read("a,b,c\r\n1,,3\n"), (Rows{{"a", "b", "c"}, {"1", "", "3"}}));
  EXPECT_EQ(read("\"a,\"\"x\"\"\",\"two\nlines\",z"), (Rows{{"a,\"x\"", "two\nlines", "z"}}));
  EXPECT_EQ(read("\"\",\"\"\n,"), (Rows{{"", ""}, {"", ""}}));
  EXPECT_EQ(read("\xef\xbb\xbf"
                 "a\n\n\r\nb"),
            (Rows{{"a"}, {"b"}}));
  EXPECT_EQ(read("X\"1;2\",5 \"\n"), (Rows{{"X\"1;2\"", "5 \""}})) << "a quote inside a field is a character";
  EXPECT_EQ(read("0123456789,,abcdefgh,0123456,\n"), (Rows{{"0123456789", "", "abcdefgh", "0123456", ""}}));
}

TEST(Records, BrokenQuotingCostsOneLine) {
  const auto broken_after = "!" + std::to_string(static_cast<int>(Problem::kAfterQuote));
  const auto broken_open = "!" + std::to_string(static_cast<int>(Problem::kOpenQuote));
  EXPECT_EQ(read("a,\"b\"x,c\nd,e,f\n"), (Rows{{broken_after}, {"d", "e", "f"}}));
  EXPECT_EQ(read("a,\"b,c\nd,e,f\ng,h,i\n"), (Rows{{broken_open}, {"d", "e", "f"}, {"g", "h", "i"}}));
  std::string long_open = "a,\"b,c\n";
  for (int i = 0; i < 2000; ++i) long_open += "d,e\n";
  long_open += "f,\"g\"\n";
  const Rows rows = read(long_open);
  ASSERT_EQ(rows.size(), 2002u) << "the quote 2,000 lines on does not close it";
  EXPECT_EQ(rows[0], std::vector<std::string>{broken_open});
  EXPECT_EQ(rows[2001], (std::vector<std::string>{"f", "g"}));
}

TEST(Records, NamesLineAndField) {
  Records records("a,\"b\nb\",c\nd,e,\"f\"g\n");
  const Record* first = records.next();
  EXPECT_EQ(first->line, 1u);
  EXPECT_EQ(first->fields.size(), 3u);
  const Record* second = records.next();
  EXPECT_EQ(second->line, 3u);
  EXPECT_EQ(second->problem, Problem::kAfterQuote);
  EXPECT_EQ(second->field, 2u);
  EXPECT_EQ(second->raw, "d,e,\"f\"g");
  EXPECT_EQ(records.next(), nullptr);
}

TEST(Records, TooLongLinesAreRefusedNotHeld) {
  const std::string text = "a,b\n" + std::string(kMaxRecordBytes + 1, 'x') + "\nc,d\n";
  EXPECT_EQ(read(text), (Rows{{"a", "b"}, {"!1"}, {"c", "d"}}));
}

TEST(Records, Gb18030LinesBetweenUtf8Lines) {
  // 门诊 in GB18030, then in UTF-8, then bytes that are neither; 0x8130 8130 is a four-byte character.
  EXPECT_EQ(read("1,\xc3\xc5\xd5\xef\n2,门诊\n3,\xff\xff\n4,\"\xc3\xc5,\"\n5,\x81\x30\x81\x30\n"),
            (Rows{{"1", "门诊"}, {"2", "门诊"}, {"!4"}, {"4", "门,"}, {"5", "\xc2\x80"}}));
  EXPECT_EQ(read(std::string_view("a,\0b\nc\n", 7)), (Rows{{"!5"}, {"c"}}));
  EXPECT_TRUE(
      is_utf16("\xff\xfe"
               "a"));
  EXPECT_TRUE(is_utf16(std::string_view("a\0b\0", 4)));
  EXPECT_FALSE(is_utf16("setl_id,psn_no"));
  EXPECT_EQ(printable("a\xff门"), "a\\xff门");
}

TEST(Records, AppendedFieldsComeBack) {
  std::string line;
  for (const char* field : {"plain", "with,comma", "with \"quotes\"", "two\nlines", ""}) {
    if (!line.empty()) line += ',';
    append_field(line, field);
  }
  EXPECT_EQ(read(line), (Rows{{"plain", "with,comma", "with \"quotes\"", "two\nlines", ""}}));
}

class Text : public ByteSource {
 public:
  explicit Text(std::string_view text) : rest_(text) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t n = std::min({capacity, rest_.size(), std::size_t{1'000'003}});
    std::copy_n(rest_.data(), n, to);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

struct Seen {
  std::uint64_t line;
  bool bad;
  std::string fields;
  bool operator==(const Seen&) const = default;
};

void see(Records& records, std::vector<Seen>& seen) {
  while (const Record* r = records.next()) {
    Seen s{r->line, r->problem != Problem::kNone, {}};
    for (const auto f : r->fields) append_field(s.fields += '|', f);
    seen.push_back(std::move(s));
  }
}

// The property the threads rely on: slabs give the records, line numbers and refusals of the whole text.
TEST(Slabs, GiveWhatTheWholeTextGives) {
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    std::mt19937 random(seed);
    std::string text;
    const std::size_t size = 9'000'000 + random() % 100'000;
    while (text.size() < size) {
      const auto kind = random() % 1000;
      if (kind < 700) {
        text += "plain,field," + std::to_string(random());
      } else if (kind < 900) {
        text += "q,\"a \"\"quoted\"\"\n field\",x";
      } else if (kind < 910 && seed != 1) {
        text += "open,\"quote";
      } else if (kind < 911 && seed == 3) {
        text += std::string(kMaxRecordBytes - 500'000 + random() % 5'000'000, 'y');
      } else if (kind < 920) {
        text += "\"after\"x,b";
      }
      text += random() % 10 == 0 ? "\r\n" : "\n";
    }
    if (seed == 4) text += "\"open at the end\nof the file";
    if (seed == 1) std::erase(text, '"');
    std::vector<Seen> whole, cut;
    Records all(text);
    see(all, whole);
    SlabReader slabs(std::make_unique<Text>(text));
    Slab slab;
    for (;;) {
      const auto more = slabs.next(slab);
      ASSERT_TRUE(more.has_value());
      if (!*more) break;
      Records records(slab.text(), slab.first_line());
      see(records, cut);
      if (slab.long_line() != 0) cut.push_back({slab.long_line(), true, {}});
    }
    ASSERT_EQ(whole.size(), cut.size()) << "seed " << seed;
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(whole[i], cut[i]) << "seed " << seed << " record " << i;
    EXPECT_EQ(std::ranges::any_of(whole, &Seen::bad), seed != 1);
  }
}

TEST(SmallTable, LinesThatEndInALoneCrAreNoEmptyTable) {
  const auto table = read_small_table("name,value\ra,1\rb,2\r", "own.csv");
  ASSERT_FALSE(table.has_value());
  EXPECT_NE(table.error().message.find("CR"), std::string::npos);
  EXPECT_TRUE(read_small_table("name,value\r\na,1\r\n", "own.csv").has_value());
}

}  // namespace
}  // namespace yishou::csv
