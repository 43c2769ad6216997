#include "history/image.h"

#include <algorithm>
#include <numeric>

#include "lake/table_cursor.h"

namespace yishou::history {
namespace {

constexpr char kVersion = 2;  // stored

// Cells of a row: the kept columns, then whether it is gone.
std::size_t stride_of(const KeptTable& kept) { return kept.columns.size() + 1; }

template <typename T>
void append(std::string& out, T value) {
  const auto at = out.size();
  out.resize(at + sizeof(T));
  std::memcpy(out.data() + at, &value, sizeof(T));
}

// Takes numbers from the front of bytes; `good` stays false once they ran out.
struct Cursor {
  const char* at;
  std::size_t left;
  bool good = true;

  const char* bytes(std::size_t n) {
    if (n > left) {
      good = false;
      return nullptr;
    }
    const char* here = at;
    at += n;
    left -= n;
    return here;
  }
  template <typename T>
  T number() {
    T value{};
    if (const char* here = bytes(sizeof(T)); here != nullptr) std::memcpy(&value, here, sizeof(T));
    return value;
  }
};

bool is_width(std::uint8_t width) { return width == 0 || width == 1 || width == 2 || width == 4 || width == 8; }

std::unexpected<Error> broken() { return fail(ErrorCode::kBadInput, "an image of a person's history is damaged"); }

// The largest stored value that is not "missing" (all ones); 0 for none.
template <typename T>
T largest(const char* data, std::uint32_t rows) {
  T most = 0;
  for (std::uint32_t r = 0; r < rows; ++r) {
    T raw;
    std::memcpy(&raw, data + r * sizeof(T), sizeof(T));
    raw = static_cast<T>(raw + 1);  // missing becomes 0
    most = std::max(most, raw);
  }
  return most == 0 ? T{0} : static_cast<T>(most - 1);
}

// Whether every index of a text column names one of `texts` texts.
bool texts_within(const ImageColumn& column, std::uint32_t rows, std::uint32_t texts) {
  if (column.width == 0) return column.base == kNoNumber || (column.base >= 0 && column.base < std::int64_t{texts});
  if (column.width == 8 || column.base < 0 || column.base >= std::int64_t{texts}) return false;
  const std::uint64_t most = column.width == 1   ? largest<std::uint8_t>(column.data, rows)
                             : column.width == 2 ? largest<std::uint16_t>(column.data, rows)
                                                 : largest<std::uint32_t>(column.data, rows);
  return static_cast<std::uint64_t>(column.base) + most < texts;
}

template <typename T>
void write_narrow(std::span<const std::int64_t> values, std::int64_t base, std::string& out) {
  const auto at = out.size();
  out.resize(at + values.size() * sizeof(T));
  char* to = out.data() + at;
  for (const std::int64_t value : values) {
    const T raw = value == kNoNumber ? static_cast<T>(~T{0}) : static_cast<T>(static_cast<std::uint64_t>(value - base));
    std::memcpy(to, &raw, sizeof(T));
    to += sizeof(T);
  }
}

void write_column(std::span<const std::int64_t> values, std::string& out) {
  std::int64_t low = 0, high = 0;
  bool any = false, missing = false;
  for (const std::int64_t value : values) {
    if (value == kNoNumber) {
      missing = true;
      continue;
    }
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  const auto header = [&](std::uint8_t width, std::int64_t base) {
    append(out, width);
    append(out, base);
  };
  if (!any) return header(0, kNoNumber);
  if (low == high && !missing) return header(0, low);
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  if (span < 0xff) {
    header(1, low);
    write_narrow<std::uint8_t>(values, low, out);
  } else if (span < 0xffff) {
    header(2, low);
    write_narrow<std::uint16_t>(values, low, out);
  } else if (span < 0xffffffff) {
    header(4, low);
    write_narrow<std::uint32_t>(values, low, out);
  } else {
    header(8, 0);
    for (const std::int64_t value : values) append(out, value);
  }
}

}  // namespace

std::int64_t ImageColumn::at(std::size_t row) const {
  const auto narrow = [&]<typename T>(T) {
    const T raw = load<T>(row);
    return raw == static_cast<T>(~T{0}) ? kNoNumber : above_base(raw);
  };
  switch (width) {
    case 0: return base;
    case 1: return narrow(std::uint8_t{});
    case 2: return narrow(std::uint16_t{});
    case 4: return narrow(std::uint32_t{});
    default: return load<std::int64_t>(row);
  }
}

Status ImageView::open(std::string_view bytes) {
  Cursor in{bytes.data(), bytes.size()};
  for (Table& table : tables_) table.rows = 0;
  if (in.number<char>() != kVersion) return broken();
  num_texts_ = in.number<std::uint32_t>();
  ends_ = in.bytes(std::size_t{num_texts_} * 4);
  if (!in.good) return broken();
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < num_texts_; ++i) {
    const std::uint32_t next = end_of(i);
    if (next < end) return broken();
    end = next;
  }
  texts_ = in.bytes(end);
  const auto num_tables = in.number<std::uint8_t>();
  for (int t = 0; t < num_tables && in.good; ++t) {
    const auto id = in.number<std::uint8_t>();
    if (id >= kTableCount) return broken();
    Table& table = tables_[id];
    if (table.rows != 0) return broken();
    const auto rows = in.number<std::uint32_t>();
    const std::vector<KeptColumn>& kept = kept_tables()[id].columns;
    table.columns.resize(kept.size() + 1);
    for (std::size_t c = 0; c <= kept.size(); ++c) {
      ImageColumn& column = table.columns[c];
      column.width = in.number<std::uint8_t>();
      column.base = in.number<std::int64_t>();
      if (!is_width(column.width)) return broken();
      column.data = in.bytes(std::size_t{rows} * column.width);
      if (!in.good) return broken();
      if (c == kept.size() || kept[c].form != Form::kText) continue;
      if (!texts_within(column, rows, num_texts_)) return broken();
    }
    table.rows = rows;
  }
  if (!in.good || in.left != 0) return broken();
  return {};
}

// ----------------------------------------------------------------------------------------------------------- building

ImageBuilder::ImageBuilder() = default;

std::int64_t ImageBuilder::intern(std::string_view text) {
  const auto hash = hash_bytes(text);
  if (const auto found = ids_.find(text, hash); found != ids_.end()) return found->second;
  const auto id = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(std::string{text}, id);
  return id;
}

void ImageBuilder::add(TableId id, const intake::RowFormat& format, const intake::Row& row) {
  const KeptTable& kept = history::kept(id);
  Table& table = tables_[static_cast<std::size_t>(id)];
  std::size_t next = 0;
  row.each(format, [&](std::size_t c, bool null, std::int64_t number, std::string_view text) {
    if (next == kept.columns.size() || kept.columns[next].source != c) return;
    std::int64_t cell = kNoNumber;
    switch (kept.columns[next].form) {
      case Form::kText:
        if (!null && !text.empty()) cell = intern(text);
        break;
      case Form::kNumber:
        if (!null) cell = number;
        break;
      case Form::kCode:
        if (const auto code = null ? -1 : lake::number_of_code(text); code >= 0) cell = code;
        break;
    }
    table.cells.push_back(cell);
    ++next;
  });
  table.cells.push_back(0);
  ++table.rows;
  ++rows_added_;
}

void ImageBuilder::add_gone(TableId id, const intake::RowFormat& format, const intake::Row& row) {
  add(id, format, row);
  tables_[static_cast<std::size_t>(id)].cells.back() = 1;
}

void ImageBuilder::add(const ImageView& image) {
  std::vector<std::int64_t> text_ids(image.num_texts(), -1);
  for (const KeptTable& kept : kept_tables()) {
    const std::uint32_t rows = image.rows(kept.id);
    if (rows == 0) continue;
    Table& table = tables_[static_cast<std::size_t>(kept.id)];
    const std::size_t width = stride_of(kept);
    const std::size_t begin = table.cells.size();
    table.cells.resize(begin + rows * width);
    for (std::size_t c = 0; c < width; ++c) {
      const bool text = c < kept.columns.size() && kept.columns[c].form == Form::kText;
      image.column(kept.id, c).each(rows, [&](std::uint32_t row, std::int64_t value) {
        if (text && value != kNoNumber) {
          std::int64_t& known = text_ids[static_cast<std::size_t>(value)];
          if (known < 0) known = intern(image.text(value));
          value = known;
        }
        table.cells[begin + row * width + c] = value;
      });
    }
    table.rows += rows;
    rows_added_ += rows;
  }
}

bool ImageBuilder::before(const KeptTable& kept, const Table& table, std::uint32_t a, std::uint32_t b) const {
  const std::size_t width = stride_of(kept);
  for (const std::size_t c : kept.order) {
    const std::int64_t x = table.cells[a * width + c], y = table.cells[b * width + c];
    if (x == y) continue;
    if (kept.columns[c].form != Form::kText || x == kNoNumber || y == kNoNumber) return x < y;
    return texts_[static_cast<std::size_t>(x)] < texts_[static_cast<std::size_t>(y)];
  }
  return a < b;
}

std::vector<std::uint32_t> ImageBuilder::sorted_rows(const KeptTable& kept, const Table& table, bool whole) const {
  const std::size_t width = stride_of(kept);
  std::vector<std::size_t> keys;
  for (std::size_t c = 0; c < kept.columns.size(); ++c) {
    if (kept.columns[c].key) keys.push_back(c);
  }
  const auto key_cells = [&](std::uint32_t row) {
    return [&table, at = row * width](std::size_t c) { return table.cells[at + c]; };
  };
  std::vector<std::uint32_t> rows(table.rows);
  std::iota(rows.begin(), rows.end(), 0u);
  std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
    for (const std::size_t c : keys) {
      const std::int64_t x = key_cells(a)(c), y = key_cells(b)(c);
      if (x != y) return x < y;
    }
    return a > b;  // the latest first
  });
  const auto same_key = [&](std::uint32_t a, std::uint32_t b) {
    return std::ranges::all_of(keys, [&](std::size_t c) { return key_cells(a)(c) == key_cells(b)(c); });
  };
  const auto tail = std::ranges::unique(rows, same_key);
  rows.erase(tail.begin(), tail.end());
  if (whole) std::erase_if(rows, [&](std::uint32_t row) { return table.cells[row * width + width - 1] != 0; });
  std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) { return before(kept, table, a, b); });
  return rows;
}

void ImageBuilder::write_table(const KeptTable& kept, const Table& table, bool whole, std::string& out) {
  const std::vector<std::uint32_t> rows = sorted_rows(kept, table, whole);
  append(out, static_cast<std::uint8_t>(kept.id));
  append(out, static_cast<std::uint32_t>(rows.size()));
  const std::size_t width = stride_of(kept);
  std::vector<std::int64_t> values(rows.size());
  for (std::size_t c = 0; c < width; ++c) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::int64_t value = table.cells[rows[r] * width + c];
      if (c < kept.columns.size() && kept.columns[c].form == Form::kText && value != kNoNumber) {
        std::uint32_t& place = new_text_[static_cast<std::size_t>(value)];
        if (place == ~0u) {
          place = static_cast<std::uint32_t>(used_.size());
          used_.push_back(static_cast<std::uint32_t>(value));
        }
        value = place;
      }
      values[r] = value;
    }
    write_column(values, out);
  }
}

std::string ImageBuilder::finish(bool whole) {
  new_text_.assign(texts_.size(), ~0u);
  used_.clear();
  std::string body;
  std::uint8_t num_tables = 0;
  for (const KeptTable& kept : kept_tables()) {
    const Table& table = tables_[static_cast<std::size_t>(kept.id)];
    if (table.rows == 0) continue;
    ++num_tables;
    write_table(kept, table, whole, body);
  }
  std::string out;
  out += kVersion;
  append(out, static_cast<std::uint32_t>(used_.size()));
  std::uint32_t end = 0;
  for (const std::uint32_t text : used_) append(out, end += static_cast<std::uint32_t>(texts_[text].size()));
  for (const std::uint32_t text : used_) out += texts_[text];
  append(out, num_tables);
  out += body;
  for (Table& table : tables_) {
    table.cells.clear();
    table.rows = 0;
  }
  texts_.clear();
  ids_.clear();
  rows_added_ = 0;
  return out;
}

const std::string& empty_image() {
  static const std::string image = ImageBuilder{}.finish();
  return image;
}

std::string merge_images(std::span<const std::string_view> images, bool whole) {
  ImageBuilder builder;
  ImageView view;
  for (const std::string_view image : images) {
    if (view.open(image).has_value()) builder.add(view);
  }
  return builder.finish(whole);
}

}  // namespace yishou::history
