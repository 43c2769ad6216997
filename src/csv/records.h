// Reads the records of CSV text in memory: fields in UTF-8, and every bad record with its line and what is wrong.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/encoding.h"
#include "csv/scan.h"

namespace yishou::csv {

/// One record. Views live until the next call of Records::next.
struct Record {
  std::uint64_t line = 0;                    ///< line of the file where it begins, from 1, as an editor counts
  std::string_view raw;                      ///< its bytes without the line end; of a too long one the first 1,000
  std::span<const std::string_view> fields;  ///< in UTF-8, quotes undone; empty when there is a problem
  Problem problem = Problem::kNone;
  std::size_t field = 0;  ///< of a quoting problem: the field, from 0
};

/// The records of a text that begins at a record's begin. The separator is the comma; quotes open only at the begin of a
/// field; empty lines are no records; lines end with \n or \r\n. After a record with a problem, reading goes on at the next
/// line. A byte order mark before line 1 is left out. Used by one thread; the text must outlive it.
class Records {
 public:
  explicit Records(std::string_view text, std::uint64_t first_line = 1);
  /// The next record, or nullptr at the end.
  [[nodiscard]] const Record* next();

 private:
  bool decode(std::string_view& text);
  void split_plain(std::string_view text);
  void split_quoted(std::string_view text);

  std::string_view rest_;
  std::uint64_t line_;
  bool all_utf8_;
  bool any_nul_;
  Record record_;
  std::vector<std::string_view> fields_;
  std::string decoded_;   // a GB18030 record in UTF-8
  std::string unquoted_;  // fields with doubled quotes, undone
  Gb18030 gb18030_;
};

/// Appends `field` to `line`, quoted when it must be.
void append_field(std::string& line, std::string_view field);

}  // namespace yishou::csv
