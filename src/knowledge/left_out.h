// What an import did not take: row by row, with the reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yishou::knowledge {

/// Why a row was left out, or was taken with a remark. The first four are no data; the last three were taken.
enum class Why : std::uint8_t {
  kTitle,        ///< stands above the header
  kTotal,        ///< 合计 …
  kNote,         ///< 备注, 说明, or a text alone in its row
  kNoTable,      ///< a sheet without a header we know
  kUnknownRule,  ///< no national rule can be recognised
  kNoName,       ///< a row of data without a name
  kNoCode,       ///< a point without any code
  kBadCode,      ///< a code of no known shape
  kLostZeros,    ///< a numeric cell whose leading zeros are lost, and no known code fits
  kNoDetail,     ///< codes of a name that no detail row has
  kUnread,       ///< a formula without result, or an error cell
  kRepeated,     ///< the same point again with the same facts
  kContradicts,  ///< the same point again with other facts
  kBadValue,     ///< a column that does not hold what it must
  kTooEarly,     ///< published before the point that it would supersede
  kCycle,        ///< supersedes itself, directly or by others
  kAgainstBase,  ///< contradicts a point of the base
  kOddShape,     ///< taken: a code that begins unlike any national code of its kind
  kShadowed,     ///< taken: a longer code of the same rule has another limit and wins
  kShadows,      ///< taken: a shorter code of the same rule has another limit and gives way
};

/// At most `bytes` bytes of UTF-8 text, cut between characters.
[[nodiscard]] std::string_view shortened(std::string_view text, std::size_t bytes = 80) noexcept;

/// One row left out.
struct LeftOut {
  std::string file, sheet;
  std::size_t row = 0;  ///< 0: the whole sheet
  std::string column;   ///< empty: the whole row
  Why why = Why::kNote;
  std::string text;                   ///< what stands there, at most 80 bytes
  std::string_view need_zh, need_en;  ///< kBadValue: what the column must hold
};

/// The refused ones of `all` as the CSV of a rejects file.
[[nodiscard]] std::string rejects_table(const std::vector<LeftOut>& all);

/// True when data was lost (contract §1: exit code 1).
[[nodiscard]] bool is_refusal(Why why) noexcept;
/// The reason and what to do, for people.
[[nodiscard]] std::string_view why_zh(Why why) noexcept;
[[nodiscard]] std::string_view why_en(Why why) noexcept;

}  // namespace yishou::knowledge
