// Image: the kept rows of one person as bytes: self-contained columns, quick to lay into a block. What the store holds, and the
// unit of change: new rows are a small image that is merged into the person's.
//
// version u8 | texts u32 | their ends u32 each | their bytes | tables u8 | for each: TableId u8, rows u32, its kept columns.
// and one more column: 1 for a row that left the person (its key is another person's now), else 0. Only changes hold such rows.
// A column: width u8 | base i64 | rows × width bytes. Width 0: every row is `base` (kNoNumber: missing). Widths 1, 2, 4: base +
// what is stored, all ones is missing. Width 8: the value itself. A text is its index. Little-endian. Rows are sorted
// by the table's order, one a key.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "base/decimal.h"
#include "base/hash.h"
#include "base/result.h"
#include "history/kept.h"
#include "intake/row.h"

namespace yishou::history {

/// One column of an image; views its bytes.
struct ImageColumn {
  std::uint8_t width = 0;
  std::int64_t base = kNoNumber;
  const char* data = nullptr;

  [[nodiscard]] std::int64_t at(std::size_t row) const;
  /// Calls put(row, value) for every row; kNoNumber is missing.
  template <typename Put>
  void each(std::uint32_t rows, Put&& put) const {
    switch (width) {
      case 0:
        for (std::uint32_t r = 0; r < rows; ++r) put(r, base);
        return;
      case 1: return each_narrow<std::uint8_t>(rows, put);
      case 2: return each_narrow<std::uint16_t>(rows, put);
      case 4: return each_narrow<std::uint32_t>(rows, put);
      default:
        for (std::uint32_t r = 0; r < rows; ++r) put(r, load<std::int64_t>(r));
    }
  }

 private:
  [[nodiscard]] std::int64_t above_base(std::uint64_t raw) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + raw);
  }
  template <typename T>
  [[nodiscard]] T load(std::size_t row) const {
    T value;
    std::memcpy(&value, data + row * sizeof(T), sizeof(T));
    return value;
  }
  template <typename T, typename Put>
  void each_narrow(std::uint32_t rows, Put&& put) const {
    constexpr T kMissing = static_cast<T>(~T{0});
    for (std::uint32_t r = 0; r < rows; ++r) {
      const T raw = load<T>(r);
      put(r, raw == kMissing ? kNoNumber : above_base(raw));
    }
  }
};

/// A checked view of an image's bytes, which must outlive it. Reused from image to image.
class ImageView {
 public:
  /// kBadInput when the bytes are no image: every index that is read later is in bounds after this.
  [[nodiscard]] Status open(std::string_view bytes);

  [[nodiscard]] std::uint32_t rows(TableId table) const { return tables_[static_cast<std::size_t>(table)].rows; }
  [[nodiscard]] const ImageColumn& column(TableId table, std::size_t place) const {
    return tables_[static_cast<std::size_t>(table)].columns[place];
  }
  [[nodiscard]] std::uint32_t num_texts() const { return num_texts_; }
  [[nodiscard]] std::string_view text(std::int64_t index) const {
    if (index == kNoNumber) return {};
    const auto i = static_cast<std::size_t>(index);
    const std::uint32_t begin = i == 0 ? 0 : end_of(i - 1);
    return {texts_ + begin, end_of(i) - begin};
  }

 private:
  [[nodiscard]] std::uint32_t end_of(std::size_t i) const {
    std::uint32_t end;
    std::memcpy(&end, ends_ + i * 4, 4);
    return end;
  }
  struct Table {
    std::uint32_t rows = 0;
    std::vector<ImageColumn> columns;
  };
  std::uint32_t num_texts_ = 0;
  const char* ends_ = nullptr;
  const char* texts_ = nullptr;
  std::array<Table, kTableCount> tables_;
};

/// Makes images. Reused; used by one thread.
class ImageBuilder {
 public:
  ImageBuilder();
  /// Adds a row of intake; later rows replace earlier ones of the same key.
  void add(TableId table, const intake::RowFormat& format, const intake::Row& row);
  /// Adds that the row of this key is the person's no longer.
  void add_gone(TableId table, const intake::RowFormat& format, const intake::Row& row);
  /// Adds all rows of an image.
  void add(const ImageView& image);
  [[nodiscard]] bool empty() const { return rows_added_ == 0; }
  /// The image of all rows added; begins anew. `whole`: nothing came before them, so what is gone need not be said.
  [[nodiscard]] std::string finish(bool whole = false);

 private:
  struct Table {
    std::vector<std::int64_t> cells;  // row after row, stride_of() each; texts as indexes
    std::uint32_t rows = 0;
  };
  [[nodiscard]] std::int64_t intern(std::string_view text);
  [[nodiscard]] bool before(const KeptTable& kept, const Table& table, std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] std::vector<std::uint32_t> sorted_rows(const KeptTable& kept, const Table& table, bool whole) const;
  void write_table(const KeptTable& kept, const Table& table, bool whole, std::string& out);

  std::array<Table, kTableCount> tables_;
  std::vector<std::string> texts_;
  tsl::robin_map<std::string, std::uint32_t, BytesHash, std::equal_to<>> ids_;
  std::vector<std::uint32_t> new_text_;  // by text: its place in used_
  std::vector<std::uint32_t> used_;      // texts that rows still use
  std::uint64_t rows_added_ = 0;
};

/// The image of somebody of whom nothing is known.
[[nodiscard]] const std::string& empty_image();

/// One image of all rows of `images`; of rows with one key those of the later image stay. `whole`: the first of them is all that was
/// before. Bytes that are no image count as empty.
[[nodiscard]] std::string merge_images(std::span<const std::string_view> images, bool whole);

}  // namespace yishou::history
