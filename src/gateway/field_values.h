// Values of a message as the platform's clients really write them: numbers as text, text as numbers, "-" for nothing,
// dates in five spellings. What cannot be read is missing and noted, never guessed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "gateway/json_tree.h"
#include "model/block.h"
#include "model/text_arena.h"

namespace yishou::gateway {

inline constexpr std::size_t kMaxTextBytes = 4096;  ///< of one text in a field that is read
/// A number beyond it, in any unit that is kept, is no number of a bill: kMaxOrders of them add up without an overflow.
inline constexpr std::int64_t kLargestNumber = 100'000'000'000'000;

/// How often a field held what could not be read as what it must be, and so counts as missing.
struct FieldNote {
  std::string_view field;
  std::uint32_t count = 0;
};

/// What was odd about a message, for the logs: nothing of it made the message fail.
struct ReadingNotes {
  std::vector<FieldNote> unreadable;
  std::uint32_t unused_fields = 0;  ///< fields below input.data that are not read
  std::uint32_t repeated_ids = 0;   ///< lines whose rx_id was there already, or was empty

  void clear() {
    unreadable.clear();
    unused_fields = repeated_ids = 0;
  }
  void add(std::string_view field);
};

/// Blanks around it left out; "", "-" and "--" are nothing.
[[nodiscard]] std::string_view meant(std::string_view text) noexcept;

/// A decimal number, exponents too, exactly: parse_decimal after the point has moved. nullopt when malformed or too
/// large.
[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text, int scale) noexcept;

/// `yyyy-MM-dd`, `yyyyMMdd`, with a time ` HH:mm`, ` HH:mm:ss`, `THH:mm:ss`, `yyyyMMddHHmmss`, a fraction of a second
/// (dropped) and `+08:00` or `Z` (which is moved to Beijing time). nullopt when malformed or outside 1900 to 2099.
[[nodiscard]] std::optional<Second> parse_moment(std::string_view text) noexcept;

/// med_type as a number, whole, as the lake reads it (lake::number_of_code); -1 when it is not 1 to 6 digits.
[[nodiscard]] std::int32_t med_type_number(std::string_view text) noexcept;

/// Code points of UTF-8 text.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

/// Reads the values of one message. Notes what is unreadable under the node's key; remembers the first text that is too
/// long.
class FieldValues {
 public:
  FieldValues(ReadingNotes& notes, model::TextArena& arena) : notes_(notes), arena_(arena) {}

  /// Strings, numbers (without `.0`), true as "1", false as "0"; "" when missing.
  [[nodiscard]] std::string_view text(const JsonNode& node);
  /// The same in upper case: diagnoses, operations, departments, insurances, as the lake keeps them.
  [[nodiscard]] std::string_view upper_text(const JsonNode& node);
  /// kNoNumber when missing.
  [[nodiscard]] std::int64_t number(const JsonNode& node, int scale);
  /// A code of digits as a number; kNoCode when missing or above `most`.
  [[nodiscard]] model::SmallCode code(const JsonNode& node, model::SmallCode most);
  [[nodiscard]] std::int32_t med_type(const JsonNode& node);
  /// kNoSecond when missing, and for 9999-12-31: not ended.
  [[nodiscard]] Second time(const JsonNode& node);
  /// 1 or true, 0 or false; nullopt for anything else.
  [[nodiscard]] std::optional<bool> flag(const JsonNode& node);

  /// kTooMuch when a text was longer than kMaxTextBytes; names the field.
  [[nodiscard]] Status status() const;

 private:
  ReadingNotes& notes_;
  model::TextArena& arena_;
  std::string_view too_long_;
};

}  // namespace yishou::gateway
