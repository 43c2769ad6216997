#include "sql/value.h"

#include "base/check.h"

namespace yishou::sql {

const Value& Row::operator[](std::size_t column) const {
  YISHOU_CHECK(column < values_.size(), "a row has the columns that were asked for");
  return values_[column];
}

std::int64_t Row::number(std::size_t column) const {
  const auto* number = (*this)[column].number();
  YISHOU_CHECK(number != nullptr, "the column holds a number");
  return *number;
}

const std::string& Row::text(std::size_t column) const {
  const auto* text = (*this)[column].text();
  YISHOU_CHECK(text != nullptr, "the column holds text");
  return *text;
}

}  // namespace yishou::sql
