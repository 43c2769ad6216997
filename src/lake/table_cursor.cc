#include "lake/table_cursor.h"

namespace yishou::lake {

Result<TableCursor> TableCursor::open(const duck::Database& database, const std::string& sql,
                                      const model::CodeDictionary& persons) {
  TableCursor cursor;
  YISHOU_TRY(duck::Connection connection, database.connect());
  YISHOU_TRY(duck::Stream stream, connection.stream(sql));
  cursor.persons_ = &persons;
  cursor.stream_.push_back(std::move(stream));
  cursor.at_end_ = false;
  YISHOU_CHECK_OK(cursor.advance());
  return cursor;
}

Status TableCursor::advance() {
  if (++row_ < chunk_.rows()) return {};
  YISHOU_TRY(chunk_, stream_.front().next());
  row_ = 0;
  at_end_ = chunk_.rows() == 0;
  return {};
}

Status TableCursor::skip_before(std::string_view wanted) {
  while (!at_end_ && person() < wanted) YISHOU_CHECK_OK(advance());
  return {};
}

std::string_view TableCursor::text(int column) const {
  return has(column) ? chunk_.text(static_cast<std::size_t>(column), row_) : std::string_view{};
}

std::int64_t TableCursor::number(int column) const {
  return has(column) ? chunk_.data<std::int64_t>(static_cast<std::size_t>(column))[row_] : kNoNumber;
}

Day TableCursor::day(int column) const {
  return has(column) ? chunk_.data<std::int32_t>(static_cast<std::size_t>(column))[row_] : kNoDay;
}

Second TableCursor::second(int column) const {
  const std::int64_t micros = number(column);
  return micros == kNoNumber ? kNoSecond : seconds_of(micros);
}

std::int32_t TableCursor::code(int column) const {
  return has(column) ? chunk_.data<std::int32_t>(static_cast<std::size_t>(column))[row_] : -1;
}

std::int32_t number_of_code(std::string_view text) {
  if (text.empty() || text.size() > 6) return -1;
  std::int32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace yishou::lake
