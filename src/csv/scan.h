// Where a record of a CSV ends (RFC 4180, with a rule for broken quoting): the one definition, used to cut and to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace yishou::csv {

/// A record longer than this, or a quoted field over more lines than that, is refused: it is not a record of an extract.
inline constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxRecordLines = 1000;

/// What is wrong with a record as such.
enum class Problem : std::uint8_t {
  kNone,
  kTooLong,     ///< longer than kMaxRecordBytes
  kOpenQuote,   ///< a quoted field does not end within the limits, or the file ends in it
  kAfterQuote,  ///< text between a closing quote and the next comma
  kEncoding,    ///< neither UTF-8 nor GB18030
  kNul,         ///< a NUL byte
};

struct Bounds {
  bool known = true;                 ///< false: the text ends before the record's end, read more
  bool ends = true;                  ///< false (only kTooLong): the long line goes on after the text
  std::size_t length = 0;            ///< bytes to go on by, with the line end
  bool quoted = false;               ///< has a quoted field
  Problem problem = Problem::kNone;  ///< not kNone: `length` is the first line alone, and reading goes on at the next
  std::size_t field = 0;             ///< number of the field with the problem, from 0
};

/// Finds the end of the record that begins at the begin of `text`, which is not empty. `last`: nothing follows `text`.
[[nodiscard]] Bounds scan_record(std::string_view text, bool last) noexcept;

/// Number of '\n' in `text`.
[[nodiscard]] std::size_t count_lines(std::string_view text) noexcept;

}  // namespace yishou::csv
