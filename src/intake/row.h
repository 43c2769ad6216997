// A typed row as bytes: what intake hands over and the lake sorts, compares and stores. In memory and in a load's own spill
// file only; never kept.
//
// size u32 | order u64 | key hash u64 | owner hash u64 | nulls, one bit a column | values that are not null, in column order
// (number: 8 bytes; text: length, one byte or 255 and u32, then the bytes).
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/tables.h"

namespace yishou::intake {

/// Where things stand in the rows of a table.
struct RowFormat {
  explicit RowFormat(const model::Table& of);
  const model::Table* table;
  std::size_t columns;
  std::size_t null_bytes;
  std::vector<bool> text;          ///< by column
  std::vector<bool> key;           ///< by column: part of the primary key
  std::size_t owner = 0;           ///< column of psn_no or fixmedins_code; `columns` for whole tables
  std::vector<std::size_t> order;  ///< columns that sort rows of one owner: the table's order, then the key
};

/// A row; views bytes that somebody keeps. `order` grows with file and row of a load; 0 = was in the lake before.
class Row {
 public:
  static constexpr std::size_t kHeader = 28;
  Row() = default;
  explicit Row(const char* bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint32_t size() const { return get<std::uint32_t>(0); }
  [[nodiscard]] std::uint64_t order() const { return get<std::uint64_t>(4); }
  [[nodiscard]] std::uint64_t key_hash() const { return get<std::uint64_t>(12); }
  [[nodiscard]] std::uint64_t owner_hash() const { return get<std::uint64_t>(20); }
  /// All its values: equal bytes, equal content.
  [[nodiscard]] std::string_view content() const { return {bytes_ + kHeader, size() - kHeader}; }
  [[nodiscard]] std::string_view bytes() const { return {bytes_, size()}; }

  /// One value, found by walking up to it.
  struct Value {
    bool null = true;
    std::int64_t number = 0;
    std::string_view text;
  };
  [[nodiscard]] Value value(const RowFormat& format, std::size_t column) const;

  /// Calls take(column, is_null, number, text) for every column.
  template <typename Take>
  void each(const RowFormat& format, Take&& take) const {
    const char* nulls = bytes_ + kHeader;
    const char* at = nulls + format.null_bytes;
    for (std::size_t c = 0; c < format.columns; ++c) {
      if ((static_cast<unsigned char>(nulls[c / 8]) >> (c % 8) & 1u) != 0) {
        take(c, true, std::int64_t{0}, std::string_view{});
      } else if (format.text[c]) {
        std::uint32_t length = static_cast<unsigned char>(*at++);
        if (length == 255) {
          std::memcpy(&length, at, 4);
          at += 4;
        }
        take(c, false, std::int64_t{0}, std::string_view{at, length});
        at += length;
      } else {
        std::int64_t number;
        std::memcpy(&number, at, 8);
        take(c, false, number, std::string_view{});
        at += 8;
      }
    }
  }

 private:
  template <typename T>
  [[nodiscard]] T get(std::size_t at) const {
    T value;
    std::memcpy(&value, bytes_ + at, sizeof value);
    return value;
  }
  const char* bytes_ = nullptr;
};

/// Makes rows, one after the other. Used by one thread.
class RowBuilder {
 public:
  explicit RowBuilder(const RowFormat& format) : format_(&format) {}
  [[nodiscard]] const RowFormat& format() const { return *format_; }
  /// Begins a row whose texts have at most `text_bytes` together. Then one call per column, in order.
  void begin(std::size_t text_bytes);
  void null();
  void number(std::int64_t value);
  void text(std::string_view value);
  /// The row; valid until the next begin.
  [[nodiscard]] Row finish(std::uint64_t order);

 private:
  const RowFormat* format_;
  std::vector<char> bytes_;
  char* at_ = nullptr;
  std::size_t column_ = 0;
  std::string key_;
  std::uint64_t owner_hash_ = 0;
};

/// The stable hash that spreads owners (persons, institutions) over parts: FNV-1a 64 finished by MurmurHash3's fmix64.
[[nodiscard]] std::uint64_t owner_hash(std::string_view owner) noexcept;

/// Takes typed rows. Used by one thread.
class RowSink {
 public:
  virtual ~RowSink() = default;
  [[nodiscard]] virtual Status take(Row row) = 0;
};

}  // namespace yishou::intake
