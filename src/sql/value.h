// Values of a database: what is bound to $1 … and what comes back. Integers, text, or nothing.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yishou::sql {

/// One value. Money is fen, times are seconds, truth is 0 or 1: there is no other kind of number. Text is UTF-8 without
/// NUL.
class Value {
 public:
  Value() = default;  ///< NULL
  Value(std::integral auto number) : held_(static_cast<std::int64_t>(number)) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(std::string_view text) : held_(std::string{text}) {}
  Value(const char* text) : held_(std::string{text}) {}

  [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<std::monostate>(held_); }
  [[nodiscard]] const std::int64_t* number() const noexcept { return std::get_if<std::int64_t>(&held_); }
  [[nodiscard]] const std::string* text() const noexcept { return std::get_if<std::string>(&held_); }
  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, std::int64_t, std::string> held_;
};

using Values = std::vector<Value>;

/// One row. Columns are counted from 0 in the order of the SELECT; asking for the wrong kind is our own bug:
/// a database that holds another kind than its tables say is refused before a row is made.
class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] const Value& operator[](std::size_t column) const;
  [[nodiscard]] std::int64_t number(std::size_t column) const;
  [[nodiscard]] const std::string& text(std::size_t column) const;
  [[nodiscard]] bool truth(std::size_t column) const { return number(column) != 0; }

 private:
  Values values_;
};

using Rows = std::vector<Row>;

}  // namespace yishou::sql
