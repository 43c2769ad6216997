#include "intake/row.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"

namespace yishou::intake {

RowFormat::RowFormat(const model::Table& of)
    : table(&of), columns(of.columns.size()), null_bytes((columns + 7) / 8), owner(columns) {
  const auto find = [&](std::string_view name) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (of.columns[c].name == name) return c;
    }
    YISHOU_CHECK(false, "a table's order names its own columns");
  };
  for (const model::Column& column : of.columns) {
    text.push_back(column.kind == model::ColumnKind::kText);
    key.push_back(column.key);
  }
  if (of.layout == model::Layout::kByPerson) owner = find("psn_no");
  if (of.layout == model::Layout::kByInstitution) owner = find("fixmedins_code");
  for (std::size_t begin = 0; begin < of.order.size();) {
    const std::size_t comma = std::min(of.order.find(',', begin), of.order.size());
    order.push_back(find(of.order.substr(begin, comma - begin)));
    begin = comma + 1;
    while (begin < of.order.size() && of.order[begin] == ' ') ++begin;
  }
  for (std::size_t c = 0; c < columns; ++c) {
    if (key[c] && c != owner && std::ranges::find(order, c) == order.end()) order.push_back(c);
  }
}

Row::Value Row::value(const RowFormat& format, std::size_t column) const {
  const char* nulls = bytes_ + kHeader;
  const char* at = nulls + format.null_bytes;
  for (std::size_t c = 0;; ++c) {
    const bool null = (static_cast<unsigned char>(nulls[c / 8]) >> (c % 8) & 1u) != 0;
    if (null) {
      if (c == column) return {};
      continue;
    }
    if (!format.text[c]) {
      if (c == column) {
        Value found{.null = false, .number = 0, .text = {}};
        std::memcpy(&found.number, at, 8);
        return found;
      }
      at += 8;
      continue;
    }
    std::uint32_t length = static_cast<unsigned char>(*at++);
    if (length == 255) {
      std::memcpy(&length, at, 4);
      at += 4;
    }
    if (c == column) return {.null = false, .number = 0, .text = {at, length}};
    at += length;
  }
}

void RowBuilder::begin(std::size_t text_bytes) {
  const std::size_t most = Row::kHeader + format_->null_bytes + format_->columns * 8 + text_bytes;
  if (bytes_.size() < most) bytes_.resize(most);
  at_ = bytes_.data() + Row::kHeader;
  std::memset(at_, 0, format_->null_bytes);
  at_ += format_->null_bytes;
  column_ = 0;
  key_.clear();
  owner_hash_ = 0;
}

void RowBuilder::null() {
  char& byte = bytes_[Row::kHeader + column_ / 8];
  byte = static_cast<char>(static_cast<unsigned char>(byte) | (1u << (column_ % 8)));
  if (format_->key[column_]) key_ += '\0';
  if (column_ == format_->owner) owner_hash_ = owner_hash({});
  ++column_;
}

void RowBuilder::number(std::int64_t value) {
  std::memcpy(at_, &value, 8);
  if (format_->key[column_]) key_.append(1, '\1').append(at_, 8);
  at_ += 8;
  ++column_;
}

void RowBuilder::text(std::string_view value) {
  const auto length = static_cast<std::uint32_t>(value.size());
  if (format_->key[column_]) {
    key_.append(1, '\1').append(reinterpret_cast<const char*>(&length), 4).append(value);
  }
  if (column_ == format_->owner) owner_hash_ = owner_hash(value);
  *at_++ = static_cast<char>(static_cast<unsigned char>(std::min(length, std::uint32_t{255})));
  if (length >= 255) {
    std::memcpy(at_, &length, 4);
    at_ += 4;
  }
  std::memcpy(at_, value.data(), length);
  at_ += length;
  ++column_;
}

Row RowBuilder::finish(std::uint64_t order) {
  YISHOU_CHECK(column_ == format_->columns, "a row has all its columns");
  const auto size = static_cast<std::uint32_t>(at_ - bytes_.data());
  const std::uint64_t key_hash = hash_bytes(key_);
  std::memcpy(bytes_.data(), &size, 4);
  std::memcpy(bytes_.data() + 4, &order, 8);
  std::memcpy(bytes_.data() + 12, &key_hash, 8);
  std::memcpy(bytes_.data() + 20, &owner_hash_, 8);
  return Row(bytes_.data());
}

std::uint64_t owner_hash(std::string_view owner) noexcept {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : owner) {
    h ^= static_cast<unsigned char>(c);
    h *= 0x100000001b3;
  }
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccd;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53;
  return h ^ (h >> 33);
}

}  // namespace yishou::intake
